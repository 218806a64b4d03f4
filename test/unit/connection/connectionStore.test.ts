import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiKeyStore } from '../../../src/connection/apiKey';
import { ConnectionError } from '../../../src/connection/connectionError';
import { ConnectionStore } from '../../../src/connection/connectionStore';
import type { SimulatorProcess } from '../../../src/connection/simulatorProcess';
import { keyStorage } from '../doubles/keyStorage';
import { changeSetting, grantTrust, resetVscode, workspace } from '../doubles/vscode';

vi.mock('vscode', () => import('../doubles/vscode'));
beforeEach(resetVscode);

const address = { endpoint: 'http://127.0.0.1:4000', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const nowhere = { AWS_CONFIG_FILE: '/does/not/exist', AWS_SHARED_CREDENTIALS_FILE: '/does/not/exist' };

function makeStore(environment: Record<string, string> = nowhere, apiKeys = new ApiKeyStore(...keyStorage())) {
	const simulator = { address: vi.fn(() => Promise.resolve(address)), stop: vi.fn() };
	return {
		store: new ConnectionStore(simulator as unknown as SimulatorProcess, apiKeys, environment),
		simulator,
		apiKeys,
	};
}

describe('ConnectionStore', () => {
	it('is AWS in us-east-1 when nothing says otherwise', async () => {
		const { store, simulator } = makeStore();
		expect(await store.current()).toEqual({
			kind: 'aws',
			awsProfile: undefined,
			sourceRegion: 'us-east-1',
			endpoint: undefined,
		});
		expect(store.label).toBe('AWS');
		expect(simulator.address).not.toHaveBeenCalled();
	});

	describe('the address that the AWS config file names', () => {
		const folder = mkdtempSync(join(tmpdir(), 'endpoints-'));
		const file = join(folder, 'config');
		writeFileSync(
			file,
			[
				'[profile one]\nendpoint_url = http://one.example:1',
				'[profile two]\nservices = mine\nendpoint_url = http://two.example:2',
				'[services mine]\ns3 =\n  endpoint_url = http://s3.example\nbedrock_runtime =\n  endpoint_url = http://runtime.example:3 # near',
				'[profile none]\nendpoint_url = http://one.example:1\nignore_configured_endpoint_urls = true',
				'[profile bad]\nendpoint_url = nonsense',
			].join('\n\n'),
		);
		const files = { ...nowhere, AWS_CONFIG_FILE: file };
		afterAll(() => rmSync(folder, { recursive: true, force: true }));

		it.each<[string, string, Record<string, string>, string | undefined, string | undefined]>([
			['of a profile', 'one', {}, 'http://one.example:1', 'http://one.example:1'],
			['of one service', 'two', {}, 'http://two.example:2', 'http://runtime.example:3'],
			['that is to be ignored', 'none', {}, undefined, undefined],
			['that is none, for the one who sends', 'bad', {}, 'nonsense', 'nonsense'],
			['after the environment', 'two', { AWS_ENDPOINT_URL: 'http://all' }, 'http://all', 'http://all'],
			[
				'after the environment for a service',
				'one',
				{ AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://run', AWS_ENDPOINT_URL: 'http://all' },
				'http://all',
				'http://run',
			],
		])('%s', async (_which, awsProfile, environment, control, runtime) => {
			changeSetting('user', 'bedrockProfiles.awsProfile', awsProfile);
			const connection = await makeStore({ ...files, ...environment }).store.current();
			expect(connection).toMatchObject({ endpoint: undefined });
			expect(connection).toEqual({
				...{ kind: 'aws', awsProfile, sourceRegion: 'us-east-1', endpoint: undefined },
				...(control !== undefined && { controlEndpoint: control }),
				...(runtime !== undefined && { runtimeEndpoint: runtime }),
			});
		});

		it('is passed over where a setting names one, and never gets an API key without encryption', async () => {
			changeSetting('user', 'bedrockProfiles.awsProfile', 'one');
			changeSetting('user', 'bedrockProfiles.endpoint', 'https://set.example');
			expect(await makeStore(files).store.current()).toMatchObject({ endpoint: 'https://set.example' });
			expect(await makeStore(files).store.current()).not.toHaveProperty('controlEndpoint');
			resetVscode();
			const keys = new ApiKeyStore(...keyStorage());
			await keys.use('ABSKsecretsecretsecret');
			const plain = { ...files, AWS_ENDPOINT_URL: 'http://one.example:1' };
			await expect(makeStore(plain, keys).store.current()).rejects.toThrow(ConnectionError);
		});
	});

	it('carries the network settings, and reads the certificates', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
		const file = join(folder, 'ca.pem');
		writeFileSync(file, '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n');
		for (const [name, value] of [
			['proxy', 'http://user:pass@proxy.example:8080'],
			['certificateFile', file],
			['runtimeEndpoint', 'https://vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com'],
			['useFipsEndpoints', true],
		] as const) {
			changeSetting('user', `bedrockProfiles.${name}`, value);
		}
		expect(await makeStore().store.current()).toMatchObject({
			runtimeEndpoint: 'https://vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com',
			network: {
				proxy: 'http://user:pass@proxy.example:8080',
				certificates: expect.stringContaining('BEGIN CERTIFICATE') as string,
				useFips: true,
			},
		});
		resetVscode();
		const { store } = makeStore({ ...nowhere, AWS_CA_BUNDLE: file });
		expect(await store.current()).toHaveProperty('network.certificates');
		rmSync(folder, { recursive: true });
	});

	it('starts the simulator only when the connection is used', async () => {
		changeSetting('user', 'bedrockProfiles.connection', 'simulator');
		const { store, simulator } = makeStore();
		expect([store.label, await store.sourceRegion()]).toEqual(['Simulator', 'us-east-1']);
		expect(simulator.address).not.toHaveBeenCalled();
		expect(await store.current()).toEqual({ kind: 'simulator', sourceRegion: 'us-east-1', ...address });
	});

	it('stops the simulator when AWS is chosen', async () => {
		changeSetting('user', 'bedrockProfiles.connection', 'simulator');
		const { store, simulator } = makeStore();
		await store.current();
		changeSetting('user', 'bedrockProfiles.connection', 'aws');
		expect(simulator.stop).toHaveBeenCalledOnce();
	});

	it('lets no setting of an untrusted workspace count, whatever its name', async () => {
		changeSetting('user', 'bedrockProfiles.awsProfile', 'mine');
		for (const [name, value] of [
			['awsProfile', 'theirs'],
			['connection', 'simulator'],
			['endpoint', 'https://evil.example'],
			['sourceRegion', 'ap-south-1'],
			['transport', 'http1'],
			['proxy', 'http://evil.example:8080'],
			['certificateFile', '/workspace/evil.pem'],
			['runtimeEndpoint', 'https://evil.example'],
			['useFipsEndpoints', true],
			['idleTimeoutSeconds', 1],
		] as const) {
			changeSetting('workspace', `bedrockProfiles.${name}`, value);
		}
		workspace.isTrusted = false;
		const { store } = makeStore();
		expect(await store.current()).toEqual({
			kind: 'aws',
			awsProfile: 'mine',
			sourceRegion: 'us-east-1',
			endpoint: undefined,
		});
		expect(store.settings).toMatchObject({ transport: 'auto', idleTimeoutSeconds: 120 });
		grantTrust();
		expect(await store.sourceRegion()).toBe('ap-south-1');
	});

	it.each([
		['sourceRegion', 'evil.example/#', 'evil.example/#'],
		['endpoint', 'file:///etc/passwd', 'bedrockProfiles.endpoint'],
		['endpoint', 'not a URL', 'bedrockProfiles.endpoint'],
		['endpoint', 'https://user:password@example.com', 'bedrockProfiles.endpoint'],
		['runtimeEndpoint', 'file:///etc/passwd', 'bedrockProfiles.runtimeEndpoint'],
		['proxy', 'socks://example.com', 'bedrockProfiles.proxy'],
		['certificateFile', '/does/not/exist.pem', 'bedrockProfiles.certificateFile'],
	])('names the setting %s when it is %j', async (name, value, words) => {
		changeSetting('user', `bedrockProfiles.${name}`, value);
		const { store } = makeStore();
		await expect(store.current()).rejects.toThrow(ConnectionError);
		await expect(store.current()).rejects.toThrow(words);
		expect(await store.sourceRegion()).toBe('us-east-1');
	});

	it.each([Number.NaN, -1, 0, 1e9, '5', null, {}])('takes the default for a timeout of %j', (value) => {
		changeSetting('user', 'bedrockProfiles.firstEventTimeoutSeconds', value);
		expect(makeStore().store.settings.firstEventTimeoutSeconds).toBe(60);
	});

	it.each([[{}], [7], ['x'.repeat(3_000)], ['']])('takes no profile from %j', (value) => {
		changeSetting('user', 'bedrockProfiles.awsProfile', value);
		expect(makeStore().store.settings.awsProfile).toBeUndefined();
	});

	it('tells two accounts and two endpoints apart, and the simulator from both', () => {
		const { store } = makeStore();
		const identities = [store.identity];
		changeSetting('user', 'bedrockProfiles.awsProfile', 'dev');
		identities.push(store.identity);
		changeSetting('user', 'bedrockProfiles.endpoint', 'https://vpce.example');
		identities.push(store.identity);
		changeSetting('user', 'bedrockProfiles.connection', 'simulator');
		identities.push(store.identity);
		expect(new Set(identities).size).toBe(4);
	});

	it('tells of its first use and of each change, once', async () => {
		const { store } = makeStore();
		let changes = 0;
		store.onDidChange(() => (changes += 1));
		await store.current();
		await store.current();
		expect([changes, store.isUsed]).toEqual([1, true]);
		changeSetting('user', 'bedrockProfiles.sourceRegion', 'eu-west-1');
		changeSetting('user', 'editor.fontSize', 12);
		expect(changes).toBe(2);
	});

	it('sends an API key instead of a profile once the user wants that, and tells no one which', async () => {
		changeSetting('user', 'bedrockProfiles.awsProfile', 'mine');
		const { store, apiKeys } = makeStore();
		const asProfile = store.identity;
		await apiKeys.use('ABSKsecretsecretsecret');
		expect(await store.current()).toEqual({
			kind: 'aws',
			apiKey: 'ABSKsecretsecretsecret',
			sourceRegion: 'us-east-1',
			endpoint: undefined,
		});
		expect([store.label, store.identity].join()).not.toContain('ABSK');
		expect(store.identity).not.toBe(asProfile);
		await apiKeys.stopUsing();
		expect(await store.current()).toMatchObject({ awsProfile: 'mine' });
		expect(store.identity).toBe(asProfile);
	});

	it('sends no API key over a connection that is not encrypted', async () => {
		const { store, apiKeys } = makeStore();
		await apiKeys.use('ABSKsecretsecretsecret');
		changeSetting('user', 'bedrockProfiles.endpoint', 'http://proxy.example');
		await expect(store.current()).rejects.toThrow(/without encryption/);
		for (const endpoint of ['https://proxy.example', 'http://127.0.0.1:8080', 'http://[::1]:80']) {
			changeSetting('user', 'bedrockProfiles.endpoint', endpoint);
			expect(await store.current()).toMatchObject({ endpoint });
		}
	});
});
