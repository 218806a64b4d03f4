import { ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Credentials } from '../../../src/simulator/wire/signature';
import { verifySignature } from '../../../src/simulator/wire/signature';
import { clientsOf, question, sonnet, started } from './clients';

/** What `serve` is given; signed by hand, so that every part can be wrong on its own. */
interface Parts {
	readonly method?: string;
	readonly path?: string;
	readonly query?: string;
	readonly body?: string;
	readonly signedBody?: string;
	readonly date?: string;
	readonly day?: string;
	readonly service?: string;
	readonly keyId?: string;
	readonly secret?: string;
	readonly extra?: Readonly<Record<string, string>>;
	readonly unsigned?: Readonly<Record<string, string>>;
	readonly authorization?: string;
	readonly canonicalPath?: string;
}

const now = new Date('2026-11-22T21:00:00Z');
const principal = { arn: 'arn:aws:iam::111122223333:user/test', userId: 'AIDATEST' };
const keys: Credentials = { principal, accessKeyId: 'EXAMPLEKEYID', secretAccessKey: 'example/secret+key' };
const temporary: Credentials = {
	principal,
	accessKeyId: 'TEMPORARYKEYID',
	secretAccessKey: 'other',
	sessionToken: 'token',
	expiresAt: new Date(now.getTime() + 60_000),
};
const expired: Credentials = { ...temporary, accessKeyId: 'EXPIREDKEYID', expiresAt: new Date(now.getTime() - 1) };

function verify(parts: Parts) {
	const {
		body = '{}',
		date = '20261122T210000Z',
		keyId = keys.accessKeyId,
		method = 'POST',
		path = '/model/a%3A0/converse',
		query = '',
		service = 'bedrock',
	} = parts;
	const day = parts.day ?? date.slice(0, 8);
	const headers: Record<string, string> = { host: '127.0.0.1:1', 'x-amz-date': date, ...parts.extra };
	const names = Object.keys(headers).toSorted();
	const hash = (text: string) => createHash('sha256').update(text).digest('hex');
	const canonical = [
		method,
		parts.canonicalPath ?? path.replaceAll('%', '%25'),
		query,
		names.map((name) => `${name}:${headers[name]!.trim().replace(/ +/g, ' ')}\n`).join(''),
		names.join(';'),
		headers['x-amz-content-sha256'] ?? hash(parts.signedBody ?? body),
	].join('\n');
	const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
	const scope = `${day}/us-east-1/${service}/aws4_request`;
	const key = [day, 'us-east-1', service, 'aws4_request'].reduce<string | Buffer>(
		(base, part) => hmac(base, part),
		`AWS4${parts.secret ?? keys.secretAccessKey}`,
	);
	const signature = hmac(key, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash(canonical)}`).toString('hex');
	const authorization =
		parts.authorization ??
		`AWS4-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
	const all = { ...headers, ...parts.unsigned, ...(authorization ? { authorization } : {}) };
	return verifySignature(
		{
			method,
			path,
			query,
			headers: new Map(Object.entries(all).map(([name, value]) => [name, [value]])),
			body: Buffer.from(body),
		},
		(id) => [keys, temporary, expired].find((known) => known.accessKeyId === id),
		now,
	);
}

const token = { 'x-amz-security-token': 'token' };

describe('a right signature', () => {
	test.each<[string, Parts]>([
		['over a plain request', {}],
		['over an encoded path, encoded once more', { path: '/model/arn%3Aaws%3Abedrock%2Fx/invoke' }],
		['over a path with its colon bare', { path: '/model/a:0/converse', canonicalPath: '/model/a%3A0/converse' }],
		['over a query, sorted', { query: 'maxResults=2&type=A%20B' }],
		['over a header with spaces inside', { extra: { 'x-amz-meta': 'a   b ' } }],
		['without the body', { body: 'anything', extra: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }],
		['with retry headers unsigned', { unsigned: { 'amz-sdk-invocation-id': 'x', 'user-agent': 'y' } }],
		['just in time', { date: '20261122T205501Z' }],
		['with temporary keys', { keyId: temporary.accessKeyId, secret: 'other', extra: token }],
	])('%s', (_, parts) => {
		expect(verify(parts)).toMatchObject({ region: 'us-east-1', service: 'bedrock' });
	});
});

describe('a wrong signature', () => {
	const mismatch = /^The request signature we calculated does not match the signature you provided\./;
	test.each<[string, Parts, string, number, RegExp]>([
		['none', { authorization: '' }, 'MissingAuthenticationTokenException', 403, /^Missing Authentication Token$/],
		['an API key', { authorization: 'Bearer abc' }, 'AccessDeniedException', 403, /API Key/],
		[
			'another algorithm',
			{ authorization: 'AWS4-HMAC-SHA512 Credential=a' },
			'IncompleteSignatureException',
			400,
			/Unsupported AWS 'algorithm'/,
		],
		[
			'half of it',
			{ authorization: 'AWS4-HMAC-SHA256 Credential=a/b/c/d/e' },
			'IncompleteSignatureException',
			400,
			/requires 'Signature' parameter\. .*requires 'SignedHeaders'/,
		],
		[
			'a short scope',
			{ authorization: 'AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00' },
			'IncompleteSignatureException',
			400,
			/exactly 5/,
		],
		[
			'an unknown key',
			{ keyId: 'NOBODY' },
			'UnrecognizedClientException',
			403,
			/^The security token included in the request is invalid\.$/,
		],
		['a wrong secret', { secret: 'wrong' }, 'InvalidSignatureException', 403, mismatch],
		['another body', { body: '{"a":1}', signedBody: '{}' }, 'InvalidSignatureException', 403, mismatch],
		[
			'a false payload hash',
			{ extra: { 'x-amz-content-sha256': '0'.repeat(64) } },
			'InvalidSignatureException',
			403,
			mismatch,
		],
		['another service', { service: 's3' }, 'InvalidSignatureException', 403, /correct service: 'bedrock'/],
		['another day', { day: '20261121' }, 'InvalidSignatureException', 403, /'20261121' != '20261122'/],
		[
			'too old',
			{ date: '20261122T205459Z' },
			'InvalidSignatureException',
			403,
			/^Signature expired: 20261122T205459Z is now earlier than 20261122T205500Z \(20261122T210000Z - 5 min\.\)$/,
		],
		[
			'too early',
			{ date: '20261122T210501Z' },
			'InvalidSignatureException',
			403,
			/^Signature not yet current: 20261122T210501Z is still later than 20261122T210500Z/,
		],
		[
			'an x-amz- header unsigned',
			{ unsigned: { 'x-amz-target': 'x' } },
			'AccessDeniedException',
			403,
			/not signed: x-amz-target/,
		],
		['a token that does not belong', { extra: token }, 'UnrecognizedClientException', 403, /invalid/],
		[
			'a token that is missing',
			{ keyId: temporary.accessKeyId, secret: 'other' },
			'UnrecognizedClientException',
			403,
			/invalid/,
		],
		[
			'a token that has ended',
			{ keyId: expired.accessKeyId, secret: 'other', extra: token },
			'ExpiredTokenException',
			403,
			/^The security token included in the request is expired$/,
		],
	])('%s', (_, parts, name, httpStatus, message) => {
		expect(() => verify(parts)).toThrow(
			expect.objectContaining({ name, httpStatus, message: expect.stringMatching(message) as string }) as Error,
		);
	});
});

describe('the SDK sees it', () => {
	test('wrong secret, unknown key, expired token and unknown Region', async () => {
		const simulator = await started({ world: 'launch' });
		simulator.addCredentials({
			accessKeyId: 'TEMPORARY',
			secretAccessKey: 'x',
			sessionToken: 'y',
			expiresAt: new Date(0),
		});
		const list = (options: Parameters<typeof clientsOf>[1]) =>
			clientsOf(simulator, options).bedrock.send(new ListInferenceProfilesCommand({}));
		await expect(list({ secretAccessKey: 'wrong' })).rejects.toMatchObject({
			name: 'InvalidSignatureException',
			$metadata: { httpStatusCode: 403 },
		});
		await expect(list({ accessKeyId: 'UNKNOWN' })).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
		await expect(list({ accessKeyId: 'TEMPORARY', secretAccessKey: 'x', sessionToken: 'y' })).rejects.toMatchObject({
			name: 'ExpiredTokenException',
		});
		await expect(list({ region: 'xx-nowhere-1' })).rejects.toThrow('The Region xx-nowhere-1 does not exist');
		expect(simulator.requests.map((request) => request.status)).toEqual([403, 403, 403, 403]);
	});

	test('each run has a secret of its own', async () => {
		const [one, other] = [await started({ world: 'launch' }), await started({ world: 'launch' })];
		expect(one.secretAccessKey).not.toBe(other.secretAccessKey);
		const { runtime } = clientsOf({ ...other, endpoint: one.endpoint }, { transport: 'h2' });
		await expect(
			runtime.send(new ConverseCommand({ modelId: sonnet, messages: question('Hi') })),
		).rejects.toMatchObject({
			name: 'InvalidSignatureException',
			$metadata: { requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
		});
	});
});
