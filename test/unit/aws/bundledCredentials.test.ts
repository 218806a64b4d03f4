// The build takes the SDK apart (scripts/slimSdk.mjs and its neighbours), so every way to credentials is tried on its bundle.
import { spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { describeError } from '../../../src/bedrock/errorTexts';
import type { makeGateway as MakeGateway } from '../../../src/aws/gateway';

const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
const keysOf = (accessKeyId: string) => ({ AccessKeyId: accessKeyId, SecretAccessKey: 'secret', Token: 'token' });

let folder: string;
let server: Server;
let endpoint: string;
let makeGateway: typeof MakeGateway;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'bundled-credentials-'));
	const root = resolve(import.meta.dirname, '../../..');
	const build = spawnSync(process.execPath, [join(root, 'scripts/build.mjs'), '--into', join(folder, 'dist')]);
	expect(build.stderr.toString()).toBe('');
	const bundle = createRequire(import.meta.url)(join(folder, 'dist', 'aws.js')) as { makeGateway: typeof MakeGateway };
	makeGateway = bundle.makeGateway;
	server = createServer((request, response) => {
		void bodyOf(request).then((body) => {
			const [status, answer] = answerTo(request, body);
			response.writeHead(status).end(typeof answer === 'string' ? answer : JSON.stringify(answer));
		});
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	writeHome();
}, 60_000);

afterAll(() => {
	server.close();
	rmSync(folder, { recursive: true, force: true });
});
afterEach(() => vi.unstubAllEnvs());

const own = { AWS_ACCESS_KEY_ID: 'AKIAENVIRONMENT', AWS_SECRET_ACCESS_KEY: 'secret' };
const container = () => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${endpoint}/container` });

test.each<[string, string | undefined, () => Record<string, string>, string]>([
	['the environment', undefined, () => own, 'AKIAENVIRONMENT'],
	['a profile with keys', 'keys', () => ({}), 'AKIAKEYS'],
	['a role', 'role', () => ({}), 'ASIAONE'],
	['a role of a role', 'roleOfRole', () => ({}), 'ASIATWO'],
	['a role with a device’s code', 'device', () => ({}), 'ASIADEVICE'],
	['a role of the environment', 'ofEnvironment', () => own, 'ASIAENVIRONMENT'],
	['a role of the machine', 'ofMachine', () => ({}), 'ASIAMACHINE'],
	['a role of the container', 'ofContainer', container, 'ASIACONTAINER'],
	['a web identity', 'web', () => ({}), 'ASIAWEB'],
	['a process', 'process', () => ({}), 'ASIAPROCESS'],
	['single sign-on, whose token is renewed', 'session', () => ({}), 'ASIASSO'],
	['single sign-on of old', 'oldSession', () => ({}), 'ASIASSO'],
	['a console sign-in, which is renewed', 'login', () => ({}), 'ASIALOGIN'],
	['the container', undefined, container, 'ASIACONTAINER'],
	['the machine', undefined, () => ({}), 'ASIAMACHINE'],
])('%s', async (_way, awsProfile, environment, accessKeyId) => {
	expect(await caller(awsProfile, environment())).toMatchObject({
		ok: true,
		value: { arn: `arn:aws:iam::123456789012:user/${accessKeyId}` },
	});
});

test.each([
	['no credentials at all', undefined, { AWS_EC2_METADATA_DISABLED: 'true' }, 'js-no-credentials'],
	['a sign-in that nobody has done', 'noSession', {}, 'js-sso-expired'],
	['a role that is refused', 'refused', {}, 'access-denied-generic'],
])('%s', async (_way, awsProfile, environment, code) => {
	expect(await caller(awsProfile, environment)).toMatchObject({ ok: false, error: { code } });
});

test.each([
	[
		'a profile that is in no file',
		'nobody',
		'The AWS profile nobody cannot be used: it is missing from the AWS config files or incomplete there.',
		/These files were read: .*\.aws.config, .*\.aws.credentials\.$/,
	],
	[
		'a role whose source is in no file',
		'orphan',
		'The AWS profile orphan cannot be used: its source_profile parent is missing from the AWS config files or incomplete there.',
		/These files were read/,
	],
	[
		'a process that fails',
		'broken',
		'The credential_process of the AWS profile broken gave no credentials.',
		/^It said: “vault is sealed: password=\[redacted\]”\. Run its command/,
	],
	[
		'a process that prints something else',
		'babbling',
		'The credential_process of the AWS profile babbling gave no credentials.',
		/^Run its command/,
	],
])('why there are none: %s', async (_way, awsProfile, title, advice) => {
	const outcome = await caller(awsProfile, { AWS_EC2_METADATA_DISABLED: 'true' });
	if (outcome.ok) throw new Error('There were some.');
	const described = describeError(outcome.error, { awsProfile });
	expect(described.title).toBe(title);
	expect(described.advice).toMatch(advice);
	expect(JSON.stringify([outcome, described])).not.toMatch(/hunter2|--token/);
});

async function caller(awsProfile: string | undefined, environment: Readonly<Record<string, string>>) {
	for (const name of Object.keys(process.env).filter((name) => name.startsWith('AWS_'))) vi.stubEnv(name, undefined);
	const services = ['STS', 'SSO', 'SSO_OIDC', 'SIGNIN'].map((name) => [`AWS_ENDPOINT_URL_${name}`, endpoint]);
	const all = {
		HOME: folder,
		USERPROFILE: folder,
		AWS_REGION: 'us-east-1',
		AWS_EC2_METADATA_SERVICE_ENDPOINT: endpoint,
	};
	for (const [name, value] of Object.entries({ ...all, ...Object.fromEntries(services), ...environment })) {
		vi.stubEnv(name, value as string);
	}
	const gateway = makeGateway({
		connection: { kind: 'aws', sourceRegion: 'us-east-1', endpoint, ...(awsProfile ? { awsProfile } : {}) },
		firstEventTimeoutMilliseconds: 10_000,
		idleTimeoutMilliseconds: 10_000,
		transport: 'auto',
		askForMfaCode: () => Promise.resolve('123456'),
	});
	const outcome = await gateway.callerIdentity('us-east-1', new AbortController().signal);
	gateway.dispose();
	return outcome;
}

function writeHome(): void {
	const role = (name: string) => `role_arn = arn:aws:iam::123456789012:role/${name}`;
	const sso = 'sso_account_id = 123456789012\nsso_role_name = role';
	const session = (name: string) => `sso_region = us-east-1\nsso_start_url = https://${name}.awsapps.com/start`;
	const profiles = {
		'profile keys': 'aws_access_key_id = AKIAKEYS\naws_secret_access_key = secret',
		'profile role': `${role('ONE')}\nsource_profile = keys`,
		'profile roleOfRole': `${role('TWO')}\nsource_profile = role`,
		'profile device': `${role('DEVICE')}\nsource_profile = keys\nmfa_serial = arn:aws:iam::123456789012:mfa/me`,
		'profile ofEnvironment': `${role('ENVIRONMENT')}\ncredential_source = Environment`,
		'profile ofMachine': `${role('MACHINE')}\ncredential_source = Ec2InstanceMetadata`,
		'profile ofContainer': `${role('CONTAINER')}\ncredential_source = EcsContainer`,
		'profile refused': `${role('REFUSED')}\nsource_profile = keys`,
		'profile web': `${role('WEB')}\nweb_identity_token_file = ${join(folder, 'token')}`,
		'profile process': `credential_process = node ${join(folder, 'process.js')}`,
		'profile orphan': `${role('ONE')}\nsource_profile = parent`,
		'profile broken': `credential_process = node ${join(folder, 'broken.js')} --token hunter2`,
		'profile babbling': 'credential_process = node -p 1',
		'profile session': `sso_session = corp\n${sso}`,
		'sso-session corp': session('corp'),
		'profile oldSession': `${session('old')}\n${sso}`,
		'profile noSession': `sso_session = nobody\n${sso}`,
		'sso-session nobody': session('nobody'),
		'profile login': 'login_session = arn:aws:iam::123456789012:user/me',
	};
	const put = (path: string, content: unknown): void => {
		mkdirSync(join(folder, path, '..'), { recursive: true });
		writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
	};
	const hash = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');
	const sections = Object.entries(profiles).map(([name, lines]) => `[${name}]\n${lines}\n`);
	put('.aws/config', sections.join('\n'));
	put('token', 'token');
	const { Token: SessionToken, ...keys } = keysOf('ASIAPROCESS');
	put('process.js', `console.log(${JSON.stringify(JSON.stringify({ Version: 1, ...keys, SessionToken }))})`);
	put('broken.js', `console.error('\\nvault is sealed: password=hunter2\\nmore'); process.exit(3);`);
	put(`.aws/sso/cache/${hash('sha1', 'corp')}.json`, {
		...{ accessToken: 'stale', expiresAt: new Date(Date.now() - 1_000).toISOString(), refreshToken: 'refresh' },
		...{ clientId: 'client', clientSecret: 'secret', registrationExpiresAt: inAnHour },
	});
	put(`.aws/sso/cache/${hash('sha1', 'https://old.awsapps.com/start')}.json`, {
		accessToken: 'fresh',
		expiresAt: inAnHour,
	});
	const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
	put(`.aws/login/cache/${hash('sha256', 'arn:aws:iam::123456789012:user/me')}.json`, {
		accessToken: {
			...{ accessKeyId: 'ASIASTALE', secretAccessKey: 'secret', sessionToken: 'token', accountId: '123456789012' },
			expiresAt: new Date(Date.now() - 1_000).toISOString(),
		},
		...{ tokenType: 'aws_sigv4', refreshToken: 'refresh', clientId: 'client', idToken: 'id' },
		dpopKey: privateKey.export({ type: 'sec1', format: 'pem' }),
	});
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const pieces: Buffer[] = [];
	for await (const piece of request) pieces.push(piece as Buffer);
	return Buffer.concat(pieces).toString();
}

/** Stands for STS, single sign-on, the sign-in of the console, the machine and the container. */
function answerTo({ headers, url = '' }: IncomingMessage, body: string): [status: number, answer: unknown] {
	const form = new URLSearchParams(body);
	const operation = form.get('Action');
	if (operation === 'GetCallerIdentity') {
		const accessKeyId = /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1];
		const arn = `arn:aws:iam::123456789012:user/${accessKeyId}`;
		return stsAnswer(operation, `<Arn>${arn}</Arn><UserId>user</UserId><Account>123456789012</Account>`);
	}
	if (operation !== null) {
		const role = form.get('RoleArn')?.split('/')[1];
		const isRefused = role === 'REFUSED' || (role === 'DEVICE' && form.get('TokenCode') !== '123456');
		if (isRefused) return [403, '<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>'];
		const { Token: SessionToken, ...keys } = keysOf(`ASIA${role}`);
		const fields = Object.entries({ ...keys, SessionToken, Expiration: inAnHour });
		const elements = fields.map(([name, value]) => `<${name}>${value}</${name}>`).join('');
		return stsAnswer(operation, `<Credentials>${elements}</Credentials>`);
	}
	const path = url.split('?')[0];
	const named = { accessKeyId: 'ASIASSO', secretAccessKey: 'secret', sessionToken: 'token' };
	switch (path) {
		case '/federation/credentials':
			return headers['x-amz-sso_bearer_token'] === 'fresh'
				? [200, { roleCredentials: { ...named, expiration: Date.now() + 3_600_000 } }]
				: [401, { message: 'stale' }];
		case '/token':
			return [200, { accessToken: 'fresh', expiresIn: 3_600 }];
		case '/v1/token':
			return [
				200,
				{
					accessToken: { ...named, accessKeyId: 'ASIALOGIN' },
					...{ tokenType: 'aws_sigv4', expiresIn: 900, refreshToken: 'next' },
				},
			];
		case '/container':
			return [200, { ...keysOf('ASIACONTAINER'), Expiration: inAnHour }];
		case '/latest/api/token':
			return [200, 'token'];
		case '/latest/meta-data/iam/security-credentials/':
			return [200, 'machine'];
		case '/latest/meta-data/iam/security-credentials/machine':
			return [200, { Code: 'Success', ...keysOf('ASIAMACHINE'), Expiration: inAnHour }];
		default:
			return [404, ''];
	}
}

function stsAnswer(operation: string, result: string): [status: number, answer: string] {
	return [200, `<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`];
}
