import { createECDH, createHash, createHmac, createPrivateKey, sign } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Simulator } from '../../../src/simulator/simulator';
import { started } from './clients';

const algorithm = 'AWS4-ECDSA-P256-SHA256';
/** Key pair of the test vectors in awslabs/aws-c-auth (`tests/key_derivation_tests.c`), with the public key that they give. */
const keys = {
	accessKeyId: ['AKISO', 'RANDOMAASO', 'RANDOM'].join(''),
	secretAccessKey: ['q+jcrXGc+0zWN6uzclKVhvMm', 'UsIfRPa4rlRandom'].join(''),
};
const expectedPoint =
	'04' +
	'15d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb' +
	'0515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function scalarOf(secretAccessKey: string): Buffer {
	const candidate = createHmac('sha256', `AWS4A${secretAccessKey}`)
		.update(`\0\0\0\x01${algorithm}\0${keys.accessKeyId}\x01\0\0\x01\0`, 'latin1')
		.digest('hex');
	return Buffer.from((BigInt(`0x${candidate}`) + 1n).toString(16).padStart(64, '0'), 'hex');
}

let simulator: Simulator;
beforeAll(async () => {
	simulator = await started();
	simulator.addPrincipal(keys);
});

interface Parts {
	readonly set?: string;
	readonly secretAccessKey?: string;
	readonly host?: string;
	readonly path?: string;
	readonly scope?: string;
	readonly isPresigned?: boolean;
	readonly signature?: string;
}

/** A listing, signed by hand and sent over the socket. */
async function list(parts: Parts) {
	const { path = '/inference-profiles', secretAccessKey = keys.secretAccessKey, set = 'us-east-1' } = parts;
	const host = parts.host === undefined ? new URL(simulator.endpoint).host : `${parts.host}:${simulator.port}`;
	const scalar = scalarOf(secretAccessKey);
	const point = createECDH('prime256v1');
	point.setPrivateKey(scalar);
	const publicKey = point.getPublicKey();
	if (secretAccessKey === keys.secretAccessKey) expect(publicKey.toString('hex')).toBe(expectedPoint);
	const [x, y, d] = [publicKey.subarray(1, 33), publicKey.subarray(33), scalar].map((part) =>
		part.toString('base64url'),
	);
	const privateKey = createPrivateKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y, d } });
	const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
	const scope = parts.scope ?? `${date.slice(0, 8)}/bedrock/aws4_request`;
	const signed: Record<string, string> = parts.isPresigned
		? { host }
		: { host, 'x-amz-date': date, ...(set === '' ? {} : { 'x-amz-region-set': set }) };
	const names = Object.keys(signed).toSorted();
	const query = parts.isPresigned
		? [
				['X-Amz-Algorithm', algorithm],
				['X-Amz-Credential', `${keys.accessKeyId}/${scope}`],
				['X-Amz-Date', date],
				['X-Amz-Expires', '60'],
				['X-Amz-Region-Set', set],
				['X-Amz-SignedHeaders', 'host'],
			]
				.map(([name, value]) => `${name!}=${encodeURIComponent(value!)}`)
				.join('&')
		: '';
	const canonical = [
		'GET',
		path,
		query,
		names.map((name) => `${name}:${signed[name]!}\n`).join(''),
		names.join(';'),
		sha256(''),
	].join('\n');
	const signature = sign('sha256', Buffer.from([algorithm, date, scope, sha256(canonical)].join('\n')), privateKey);
	const text = parts.signature ?? signature.toString('hex');
	const { request } = await import('node:http');
	return new Promise<{ status: number; error: string; body: string }>((resolve, reject) => {
		const sent = request(
			{
				host: '127.0.0.1',
				port: simulator.port,
				path: query === '' ? path : `${path}?${query}&X-Amz-Signature=${text}`,
				headers: {
					...signed,
					...(parts.isPresigned
						? {}
						: {
								authorization: `${algorithm} Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${text}`,
							}),
				},
			},
			(answer) => {
				const chunks: Buffer[] = [];
				answer.on('data', (chunk: Buffer) => chunks.push(chunk));
				answer.on('end', () =>
					resolve({
						status: answer.statusCode!,
						error: String(answer.headers['x-amzn-errortype'] ?? '').split(':')[0]!,
						body: Buffer.concat(chunks).toString(),
					}),
				);
			},
		);
		sent.once('error', reject);
		sent.end();
	});
}

describe('a signature for several Regions', () => {
	test.each<[Parts, string]>([
		[{}, 'us-east-1'],
		[{ set: 'eu-west-1' }, 'eu-west-1'],
		[{ set: '*' }, 'us-east-1'],
		[{ set: 'us-*, eu-west-3' }, 'eu-west-3'],
		[{ set: 'eu-*', host: 'bedrock.eu-west-2.localhost' }, 'eu-west-2'],
		[{ set: '*', host: 'bedrock.ap-northeast-1.localhost' }, 'ap-northeast-1'],
		[{ isPresigned: true, set: 'eu-central-1' }, 'eu-central-1'],
	])('%j is taken, and goes to %s', async (parts, region) => {
		const { body, status } = await list(parts);
		expect([status, body.slice(0, 80)]).toEqual([200, expect.any(String)]);
		const [first] = (JSON.parse(body) as { inferenceProfileSummaries: { inferenceProfileArn: string }[] })
			.inferenceProfileSummaries;
		expect(first!.inferenceProfileArn).toContain(`:${region}:`);
	});

	test.each<[Parts, string]>([
		[{ secretAccessKey: 'wrong' }, 'InvalidSignatureException'],
		[{ signature: 'zz' }, 'InvalidSignatureException'],
		[{ signature: '3006020101020101' }, 'InvalidSignatureException'],
		[{ set: '' }, 'IncompleteSignatureException'],
		[{ set: 'eu-*' }, 'InvalidSignatureException'],
		[{ set: 'us-east-1', host: 'bedrock.eu-west-2.localhost' }, 'InvalidSignatureException'],
		[
			{ scope: `${new Date().toISOString().slice(0, 10).replaceAll('-', '')}/us-east-1/bedrock/aws4_request` },
			'IncompleteSignatureException',
		],
		[{ scope: '20200101/bedrock/aws4_request' }, 'InvalidSignatureException'],
		[{ isPresigned: true, set: 'us-east-1', signature: '00' }, 'InvalidSignatureException'],
	])('%j is refused with %s', async (parts, name) => expect((await list(parts)).error).toBe(name));
});
