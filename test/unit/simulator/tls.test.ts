import { ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { BedrockClient } from '@aws-sdk/client-bedrock';
import { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfigurationFile } from '../../../src/simulator/configuration/configurationFile';
import type { Simulator } from '../../../src/simulator/simulator';
import { readIdentity } from '../../../src/simulator/tlsFiles';
import { generateIdentity } from '../../../src/simulator/wire/certificate';
import { clientsOf, question, sonnet, started } from './clients';

let simulator: Simulator;
let authority: string;
const closing: (() => void)[] = [];
beforeAll(async () => {
	simulator = await started({ tls: true });
	authority = simulator.authority!;
});
afterAll(() => {
	for (const close of closing) close();
});

function runtimeOver(transport: 'h1' | 'h2', from: Simulator = simulator, ca = authority): BedrockRuntimeClient {
	const client = new BedrockRuntimeClient({
		region: 'us-east-1',
		endpoint: from.endpoint,
		credentials: from,
		maxAttempts: 1,
		requestHandler:
			transport === 'h1'
				? new NodeHttpHandler({ httpsAgent: new Agent({ ca }) })
				: new NodeHttp2Handler({ nodeHttp2ConnectOptions: { ca } }),
	});
	closing.push(() => client.destroy());
	return client;
}

describe('a generated certificate', () => {
	const regions = ['us-east-1', 'ap-northeast-1'];
	const identity = generateIdentity(regions);
	const certificate = new X509Certificate(identity.cert);
	const root = new X509Certificate(identity.authority);

	test('is signed by an authority of its own', () => {
		expect([root.ca, certificate.ca]).toEqual([true, false]);
		expect(certificate.checkIssued(root)).toBe(true);
		expect(certificate.verify(root.publicKey)).toBe(true);
		expect(root.verify(root.publicKey)).toBe(true);
		expect(certificate.checkIssued(new X509Certificate(generateIdentity(regions).authority))).toBe(false);
		expect(certificate.serialNumber).not.toBe(root.serialNumber);
	});

	test('names this machine and nothing else', () => {
		for (const host of ['localhost', 'bedrock-runtime.us-east-1.localhost']) {
			expect([host, certificate.checkHost(host)]).toEqual([host, expect.any(String)]);
		}
		for (const address of ['127.0.0.1', '::1']) expect(certificate.checkIP(address)).toBe(address);
		expect(certificate.checkHost('bedrock.us-east-1.amazonaws.com')).toBeUndefined();
		expect(certificate.checkIP('10.0.0.1')).toBeUndefined();
		expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
	});

	test('is valid now and for some months, in whatever year', () => {
		for (const now of [new Date(), new Date('2049-12-31T12:00:00Z'), new Date('2051-06-01T00:00:00Z')]) {
			const { validFrom, validTo } = new X509Certificate(generateIdentity(regions, now).cert);
			const days = (date: string) => Math.round((Date.parse(date) - now.getTime()) / 86_400_000);
			expect([days(validFrom), days(validTo)]).toEqual([-1, 90]);
		}
	});
});

describe('over TLS', () => {
	test.each(['h1', 'h2'] as const)('the SDK converses over %s', async (transport) => {
		const runtime = runtimeOver(transport);
		const input = { modelId: `us.${sonnet}`, messages: question('Hello') };
		expect(await runtime.send(new ConverseCommand(input))).toMatchObject({ stopReason: 'end_turn' });
		const { stream } = await runtime.send(new ConverseStreamCommand(input));
		const kinds = new Set<string>();
		for await (const event of stream!) kinds.add(Object.keys(event)[0]!);
		expect([...kinds]).toEqual(['messageStart', 'contentBlockDelta', 'contentBlockStop', 'messageStop', 'metadata']);
		expect(simulator.requests.at(-1)).toMatchObject({ transport, status: 200 });
	});

	test('a client that does not know the authority refuses', async () => {
		const stranger = runtimeOver('h1', simulator, generateIdentity([]).authority);
		const input = { modelId: `us.${sonnet}`, messages: question('Hello') };
		await expect(stranger.send(new ConverseCommand(input))).rejects.toThrow(/certificate/);
		// And the server goes on.
		expect(await runtimeOver('h1').send(new ConverseCommand(input))).toBeDefined();
	});

	test('policies see that it is safe, and that plain TCP on the same port is not', async () => {
		const keys = { accessKeyId: 'SAFE', secretAccessKey: 'only over TLS' };
		const statements = [
			{ Effect: 'Allow', Action: 'bedrock:*', Resource: '*' },
			{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
		];
		simulator.addPrincipal({ ...keys, policies: [{ Version: '2012-10-17', Statement: statements }] });
		for (const handler of [
			new NodeHttpHandler({ httpsAgent: new Agent({ ca: authority }) }),
			new NodeHttp2Handler({ nodeHttp2ConnectOptions: { ca: authority } }),
		]) {
			const safe = new BedrockClient({
				region: 'us-east-1',
				endpoint: simulator.endpoint,
				credentials: keys,
				requestHandler: handler,
			});
			closing.push(() => safe.destroy());
			await expect(safe.send(new ListInferenceProfilesCommand({}))).resolves.toBeDefined();
		}
		const plain = clientsOf({ ...simulator, ...keys, endpoint: simulator.endpoint.replace('https:', 'http:') });
		await expect(plain.bedrock.send(new ListInferenceProfilesCommand({}))).rejects.toMatchObject({
			message: expect.stringContaining('with an explicit deny in an identity-based policy') as unknown,
		});
	});

	test('faults reach the connection below', async () => {
		for (const transport of ['h1', 'h2'] as const) {
			for (const kind of ['reset', 'fin'] as const) {
				simulator.faults.push({ operation: 'ConverseStream', fault: { kind, after: 2 }, count: 1 });
				const { stream } = await runtimeOver(transport).send(
					new ConverseStreamCommand({ modelId: `us.${sonnet}`, messages: question('Hello') }),
				);
				let count = 0;
				await (async () => {
					for await (const event of stream!) if (event.contentBlockDelta) count++;
				})().catch(() => undefined);
				expect([transport, kind, count]).toEqual([transport, kind, 1]);
			}
		}
	});

	test('a host of AWS’s form is safe too', async () => {
		const answer = await new Promise<number>((resolve, reject) => {
			request(
				{
					host: '127.0.0.1',
					port: simulator.port,
					path: '/inference-profiles',
					ca: authority,
					servername: 'bedrock.eu-west-1.localhost',
					headers: {
						host: `bedrock.eu-west-1.localhost:${simulator.port}`,
						authorization: `Bearer ${simulator.apiKey}`,
					},
				},
				(response) => resolve(response.resume().statusCode!),
			)
				.once('error', reject)
				.end();
		});
		expect(answer).toBe(200);
	});

	test('half a handshake, and what is none, end without harm', async () => {
		for (const bytes of [
			Buffer.of(0x16),
			Buffer.from('160301020001000000', 'hex'),
			Buffer.from('16030100ff00'.repeat(40), 'hex'),
		]) {
			const socket = connectTcp(simulator.port, '127.0.0.1');
			socket.on('error', () => undefined);
			await once(socket, 'connect');
			socket.end(bytes);
			socket.resume();
			await once(socket, 'close');
		}
		const old = connect({
			port: simulator.port,
			host: '127.0.0.1',
			ca: authority,
			maxVersion: 'TLSv1.1',
			minVersion: 'TLSv1',
		});
		await expect(once(old, 'secureConnect')).rejects.toThrow();
		expect(
			await runtimeOver('h2').send(new ConverseCommand({ modelId: `us.${sonnet}`, messages: question('Hi') })),
		).toBeDefined();
	});

	test('arrives in pieces of any size', async () => {
		for (const size of [1, 2, 5]) {
			const tcp = connectTcp(simulator.port, '127.0.0.1');
			await once(tcp, 'connect');
			tcp.setNoDelay(true);
			const write = tcp.write.bind(tcp);
			tcp.write = (chunk: Buffer, ...rest: []) => {
				for (let start = 0; start < chunk.length; start += size) write(chunk.subarray(start, start + size));
				return rest.length === 0;
			};
			const socket = connect({ socket: tcp, ca: authority, servername: 'localhost' });
			await once(socket, 'secureConnect');
			expect(socket).toBeInstanceOf(TLSSocket);
			socket.write(
				`GET /inference-profiles HTTP/1.1\r\nHost: 127.0.0.1:${simulator.port}\r\nConnection: close\r\n\r\n`,
			);
			let text = '';
			for await (const chunk of socket) text += String(chunk);
			expect(text).toMatch(/^HTTP\/1\.1 403 Forbidden/);
		}
	});
});

test('a given certificate is shown as it is', async () => {
	const identity = generateIdentity(['us-east-1']);
	const own = await started({ tls: { cert: identity.cert, key: identity.key } });
	expect(own.authority).toBeUndefined();
	const input = { modelId: `us.${sonnet}`, messages: question('Hello') };
	await expect(runtimeOver('h2', own, identity.authority).send(new ConverseCommand(input))).resolves.toBeDefined();
	await expect(started({ tls: { cert: 'none', key: 'none' } })).rejects.toThrow();
});

test('without TLS a handshake is answered as the broken request that it is', async () => {
	const plain = await started();
	const socket = connect({ port: plain.port, host: '127.0.0.1' });
	await expect(once(socket, 'secureConnect')).rejects.toThrow();
});

test.each(['h1', 'h2'] as const)(
	'a certificate that the configuration file names serves the SDK over %s',
	async (transport) => {
		const folder = await mkdtemp(join(tmpdir(), 'simulator-tls-'));
		const identity = generateIdentity(['us-east-1']);
		await writeFile(join(folder, 'mine.pem'), identity.cert);
		await writeFile(join(folder, 'mine.key'), identity.key);
		await writeFile(join(folder, 'simulator.yaml'), 'tls:\n  certificate: mine.pem\n  key: mine.key\n');
		const { tls } = readConfigurationFile(join(folder, 'simulator.yaml'));
		if (typeof tls !== 'object') throw new Error('the files are not there');
		const own = await started({ tls: readIdentity(tls) });
		await rm(folder, { recursive: true });
		expect(own.authority).toBeUndefined();
		const answer = await runtimeOver(transport, own, identity.authority).send(
			new ConverseCommand({ modelId: `us.${sonnet}`, messages: question('Hello') }),
		);
		expect([answer.stopReason, own.requests.at(-1)!.transport]).toEqual(['end_turn', transport]);
	},
);
