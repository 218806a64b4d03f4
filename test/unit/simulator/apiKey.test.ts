import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Simulator } from '../../../src/simulator/simulator';
import { started } from './clients';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A presigned query, made as the SDKs and AWS's token generator make theirs. */
function presign(
	simulator: Pick<Simulator, 'accessKeyId' | 'secretAccessKey'>,
	{ ageSeconds = 0, expires = 900, host = '', method = 'GET', path = '/', query = '' },
): string {
	const date = new Date(Date.now() - ageSeconds * 1_000).toISOString().replace(/[-:]|\.\d+/g, '');
	const scope = [date.slice(0, 8), 'eu-west-1', 'bedrock', 'aws4_request'];
	const parts = [
		...(query === '' ? [] : [query]),
		'X-Amz-Algorithm=AWS4-HMAC-SHA256',
		`X-Amz-Credential=${encodeURIComponent([simulator.accessKeyId, ...scope].join('/'))}`,
		`X-Amz-Date=${date}`,
		`X-Amz-Expires=${expires}`,
		'X-Amz-SignedHeaders=host',
	].toSorted();
	const canonical = [method, path, parts.join('&'), `host:${host}\n`, 'host', sha256('')].join('\n');
	const key = scope.reduce<string | Buffer>(
		(base, part) => createHmac('sha256', base).update(part).digest(),
		`AWS4${simulator.secretAccessKey}`,
	);
	const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n');
	return [...parts, `X-Amz-Signature=${createHmac('sha256', key).update(text).digest('hex')}`].join('&');
}

const list = async (simulator: Simulator, query: string, headers: Record<string, string> = {}) => {
	const answer = await fetch(`${simulator.endpoint}/inference-profiles?${query}`, { headers });
	const body = (await answer.json()) as { inferenceProfileSummaries?: { inferenceProfileArn: string }[] };
	return {
		status: answer.status,
		error: answer.headers.get('x-amzn-errortype')?.split(':')[0],
		arn: body.inferenceProfileSummaries?.[0]?.inferenceProfileArn,
	};
};

describe('a presigned request', () => {
	const path = '/inference-profiles';
	const given = (simulator: Simulator, more: object = {}) =>
		presign(simulator, { host: new URL(simulator.endpoint).host, path, ...more });

	test('is answered for the Region of its scope, an hour after it was signed too', async () => {
		const simulator = await started();
		const arn = expect.stringContaining(':eu-west-1:') as string;
		expect(await list(simulator, given(simulator))).toMatchObject({ status: 200, arn });
		expect(await list(simulator, given(simulator, { ageSeconds: 3_600, expires: 7_200 }))).toMatchObject({
			status: 200,
			arn,
		});
	});

	test.each<[string, (simulator: Simulator) => string, string]>([
		['late', (simulator) => given(simulator, { ageSeconds: 1_000 }), 'ExpiredTokenException'],
		['changed', (simulator) => `${given(simulator)}&maxResults=1`, 'InvalidSignatureException'],
		['of another secret', (simulator) => given({ ...simulator, secretAccessKey: 'x' }), 'InvalidSignatureException'],
		['of an unknown key', (simulator) => given({ ...simulator, accessKeyId: 'X' }), 'UnrecognizedClientException'],
		[
			'good for more than a week',
			(simulator) => given(simulator, { expires: 604_801 }),
			'IncompleteSignatureException',
		],
		[
			'without a signature',
			(simulator) => given(simulator).replace(/&X-Amz-Signature.*/, ''),
			'IncompleteSignatureException',
		],
	])('that is %s is refused', async (_, query, error) => {
		const simulator = await started();
		expect(await list(simulator, query(simulator))).toMatchObject({ error });
	});
});

describe('a Bedrock API key', () => {
	const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

	test('opens Bedrock, and nothing else', async () => {
		const simulator = await started();
		expect(await list(simulator, '', bearer(simulator.apiKey))).toMatchObject({ status: 200 });
		expect(await list(simulator, '', bearer('wrong'))).toMatchObject({ status: 403, error: 'AccessDeniedException' });
		const sts = await fetch(simulator.endpoint, {
			method: 'POST',
			headers: bearer(simulator.apiKey),
			body: 'Action=GetCallerIdentity',
		});
		expect(sts.status).toBeGreaterThanOrEqual(400);
	});

	test('of short term carries its Region and its end', async () => {
		const simulator = await started();
		const make = (more: object = {}, keys: Pick<Simulator, 'accessKeyId' | 'secretAccessKey'> = simulator) => {
			const host = 'bedrock.amazonaws.com';
			const query = presign(keys, {
				host,
				method: 'POST',
				query: 'Action=CallWithBearerToken',
				expires: 43_200,
				...more,
			});
			return `bedrock-api-key-${Buffer.from(`${host}/?${query}&Version=1`).toString('base64')}`;
		};
		expect(await list(simulator, '', bearer(make()))).toMatchObject({
			status: 200,
			arn: expect.stringContaining(':eu-west-1:') as string,
		});
		expect(await list(simulator, '', bearer(make({ ageSeconds: 43_300 })))).toMatchObject({
			error: 'ExpiredTokenException',
		});
		const other = { ...simulator, secretAccessKey: 'x' };
		expect(await list(simulator, '', bearer(make({}, other)))).toMatchObject({ error: 'InvalidSignatureException' });
		expect(await list(simulator, '', bearer('bedrock-api-key-AAAA'))).toMatchObject({ error: 'AccessDeniedException' });
	});
});
