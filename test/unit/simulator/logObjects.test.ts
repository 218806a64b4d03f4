import { PutModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import { ConverseCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import {
	GetObjectCommand,
	HeadObjectCommand,
	ListObjectsV2Command,
	PutObjectCommand,
	S3Client,
} from '@aws-sdk/client-s3';
import { createHmac } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Simulator } from '../../../src/simulator/simulator';
import { canonicalRequest, sha256Hex } from '../../../src/simulator/wire/canonicalRequest';
import { clientsOf, question, sonnet, started } from './clients';

const bucketName = 'logs-of-bedrock';
const profile = `us.${sonnet}`;
const folder = 'team/AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/';
let simulator: Simulator;
let s3: S3Client;
const open: S3Client[] = [];

function bucketClient(keys: { accessKeyId: string; secretAccessKey: string }, region = 'us-east-1'): S3Client {
	const client = new S3Client({
		region,
		endpoint: simulator.endpoint,
		credentials: keys,
		forcePathStyle: true,
		maxAttempts: 1,
	});
	open.push(client);
	return client;
}

beforeAll(async () => {
	simulator = await started({ load: { 'us-east-1': 1 } });
	s3 = bucketClient(simulator);
	const { bedrock, runtime } = clientsOf(simulator);
	const s3Config = { bucketName, keyPrefix: 'team' };
	await bedrock.send(new PutModelInvocationLoggingConfigurationCommand({ loggingConfig: { s3Config } }));
	for (const text of ['One', 'Two', 'long '.repeat(30_000)]) {
		await runtime.send(new ConverseCommand({ modelId: profile, messages: question(text) }));
	}
	await runtime.send(new InvokeModelCommand({ modelId: 'amazon.titan-embed-text-v2:0', body: '{"inputText":"x"}' }));
});
afterAll(() => {
	for (const client of open) client.destroy();
});

async function keysIn(prefix: string): Promise<string[]> {
	const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucketName, Prefix: prefix }));
	return Contents.map(({ Key }) => Key!);
}

async function text(Key: string): Promise<string> {
	const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucketName, Key }));
	return gunzipSync(await Body!.transformToByteArray()).toString();
}

async function records(): Promise<Record<string, unknown>[]> {
	const keys = (await keysIn(folder)).filter((key) => !key.includes('/data/'));
	const texts = await Promise.all(keys.map(text));
	return texts
		.flatMap((lines) => lines.trimEnd().split('\n'))
		.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the invocation log in S3', () => {
	test('has one record for each call, in gzip objects by the hour', async () => {
		await expect.poll(async () => (await records()).length).toBe(4);
		const [first, , long, vector] = await records();
		expect(first).toMatchObject({ schemaType: 'ModelInvocationLog', operation: 'Converse', modelId: profile });
		expect(['us-east-2', 'us-west-2']).toContain(first!.inferenceRegion);
		expect(first!.input).toHaveProperty('inputBodyJson.messages');
		expect(vector).not.toHaveProperty('inferenceRegion');
		const keys = await keysIn(folder);
		for (const key of keys) {
			expect(key.slice(folder.length)).toMatch(
				/^\d{4}\/\d\d\/\d\d\/\d\d\/(\d{8}T\d{9}Z_[0-9a-f]{16}|data\/[0-9a-f-]{36}_(input|output))\.json\.gz$/,
			);
		}
		const { inputBodyS3Path } = long!.input as { inputBodyS3Path: string };
		const address = `s3://${bucketName}/`;
		expect(inputBodyS3Path.startsWith(address)).toBe(true);
		expect(JSON.parse(await text(inputBodyS3Path.slice(address.length)))).toEqual({
			messages: question('long '.repeat(30_000)),
		});
	});

	test('gathers what is delivered together, and shows it only then', async () => {
		const later = await started({ recordDelay: 2_000 });
		const { bedrock, runtime } = clientsOf(later);
		const loggingConfig = { s3Config: { bucketName: 'later' }, textDataDeliveryEnabled: false };
		await bedrock.send(new PutModelInvocationLoggingConfigurationCommand({ loggingConfig }));
		await Promise.all(
			['a', 'b', 'c', 'd'].map((each) =>
				runtime.send(new ConverseCommand({ modelId: profile, messages: question(each) })),
			),
		);
		const client = new S3Client({
			region: 'us-east-1',
			endpoint: later.endpoint,
			credentials: later,
			forcePathStyle: true,
		});
		open.push(client);
		const list = () => client.send(new ListObjectsV2Command({ Bucket: 'later' }));
		let lines: string[] = [];
		await expect
			.poll(
				async () => {
					const { Contents = [] } = await list();
					const bodies = await Promise.all(
						Contents.map(async ({ Key }) => {
							const { Body } = await client.send(new GetObjectCommand({ Bucket: 'later', Key }));
							return gunzipSync(await Body!.transformToByteArray()).toString();
						}),
					);
					lines = bodies.join('').trimEnd().split('\n').filter(Boolean);
					expect(Contents.length).toBeLessThanOrEqual(2);
					return lines.length;
				},
				{ timeout: 8_000, interval: 100 },
			)
			.toBe(4);
		for (const line of lines) expect(line).not.toContain('BodyJson');
	});
});

describe('the bucket', () => {
	test('is listed by pages and by folders', async () => {
		const all = await keysIn('');
		expect(all.length).toBeGreaterThan(3);
		expect(all).toEqual([...all].sort());
		const paged: string[] = [];
		let ContinuationToken: string | undefined;
		do {
			const page = await s3.send(new ListObjectsV2Command({ Bucket: bucketName, MaxKeys: 2, ContinuationToken }));
			expect(page.KeyCount).toBeLessThanOrEqual(2);
			paged.push(...(page.Contents ?? []).map(({ Key }) => Key!));
			ContinuationToken = page.NextContinuationToken;
			expect(page.IsTruncated).toBe(ContinuationToken !== undefined);
		} while (ContinuationToken !== undefined);
		expect(paged).toEqual(all);
		const years = await s3.send(new ListObjectsV2Command({ Bucket: bucketName, Prefix: folder, Delimiter: '/' }));
		expect(years.CommonPrefixes).toEqual([{ Prefix: `${folder}${all[0]!.slice(folder.length, folder.length + 5)}` }]);
		expect(years.Contents).toBeUndefined();
		const rest = await s3.send(new ListObjectsV2Command({ Bucket: bucketName, StartAfter: all[1] }));
		expect(rest.Contents!.map(({ Key }) => Key)).toEqual(all.slice(2));
	});

	test('gives parts of objects, and what they are', async () => {
		const [Key] = await keysIn('');
		const whole = await s3.send(new GetObjectCommand({ Bucket: bucketName, Key }));
		const bytes = await whole.Body!.transformToByteArray();
		const part = await s3.send(new GetObjectCommand({ Bucket: bucketName, Key, Range: 'bytes=2-9' }));
		expect(await part.Body!.transformToByteArray()).toEqual(bytes.slice(2, 10));
		expect(part.ContentRange).toBe(`bytes 2-9/${bytes.length}`);
		const head = await s3.send(new HeadObjectCommand({ Bucket: bucketName, Key }));
		expect(head).toMatchObject({ ContentLength: bytes.length, ETag: whole.ETag, ContentEncoding: 'gzip' });
	});

	test.each<[string, string, () => Promise<unknown>]>([
		[
			'a bucket that no configuration names',
			'NoSuchBucket',
			() => s3.send(new ListObjectsV2Command({ Bucket: 'nobody' })),
		],
		['a missing key', 'NoSuchKey', () => s3.send(new GetObjectCommand({ Bucket: bucketName, Key: 'a/../b c/ü' }))],
		[
			'a wrong Region',
			'AuthorizationHeaderMalformed',
			() => bucketClient(simulator, 'eu-west-1').send(new ListObjectsV2Command({ Bucket: bucketName })),
		],
		[
			'a wrong secret',
			'SignatureDoesNotMatch',
			() =>
				bucketClient({ ...simulator, secretAccessKey: 'wrong' }).send(new ListObjectsV2Command({ Bucket: bucketName })),
		],
		[
			'an unknown key',
			'InvalidAccessKeyId',
			() =>
				bucketClient({ accessKeyId: 'NOBODY', secretAccessKey: 'x' }).send(
					new ListObjectsV2Command({ Bucket: bucketName }),
				),
		],
		[
			'a made-up token',
			'InvalidArgument',
			() => s3.send(new ListObjectsV2Command({ Bucket: bucketName, ContinuationToken: 'x' })),
		],
		['writing', 'NotImplemented', () => s3.send(new PutObjectCommand({ Bucket: bucketName, Key: 'x', Body: 'y' }))],
	])('refuses %s with %s', async (_, name, call) => {
		await expect(call()).rejects.toMatchObject({ name });
	});

	test('asks for the rights of S3', async () => {
		const arn = 'arn:aws:iam::111122223333:user/reader';
		const keys = { accessKeyId: 'READER', secretAccessKey: 'secret of reader' };
		const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucketName}/team/*` };
		simulator.addPrincipal({ ...keys, arn, policies: [{ Version: '2012-10-17', Statement: statement }] });
		const client = bucketClient(keys);
		await expect(client.send(new ListObjectsV2Command({ Bucket: bucketName }))).rejects.toMatchObject({
			name: 'AccessDenied',
			message: `User: ${arn} is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::${bucketName}" because no identity-based policy allows the s3:ListBucket action`,
		});
		const [Key] = await keysIn('');
		await expect(client.send(new GetObjectCommand({ Bucket: bucketName, Key }))).resolves.toBeDefined();
	});

	test('takes a presigned address', async () => {
		const [key] = await keysIn('');
		const url = new URL(`${simulator.endpoint}/${bucketName}/${key!}`);
		const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
		const scope = `${date.slice(0, 8)}/us-east-1/s3/aws4_request`;
		const query = new URLSearchParams({
			'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
			'X-Amz-Credential': `${simulator.accessKeyId}/${scope}`,
			'X-Amz-Date': date,
			'X-Amz-Expires': '60',
			'X-Amz-SignedHeaders': 'host',
		});
		const head = {
			method: 'GET',
			path: url.pathname,
			query: query.toString(),
			headers: new Map([['host', [url.host]]]),
		};
		const signed = [
			'AWS4-HMAC-SHA256',
			date,
			scope,
			sha256Hex(canonicalRequest(head, ['host'], 'UNSIGNED-PAYLOAD', 's3')),
		];
		const signingKey = scope
			.split('/')
			.reduce<string | Buffer>(
				(base, part) => createHmac('sha256', base).update(part).digest(),
				`AWS4${simulator.secretAccessKey}`,
			);
		query.set('X-Amz-Signature', createHmac('sha256', signingKey).update(signed.join('\n')).digest('hex'));
		expect((await fetch(`${url.href}?${query.toString()}`)).status).toBe(200);
		query.set('X-Amz-Expires', '61');
		expect((await fetch(`${url.href}?${query.toString()}`)).status).toBe(403);
	});
});
