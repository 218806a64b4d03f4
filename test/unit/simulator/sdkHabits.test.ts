import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Simulator } from '../../../src/simulator/simulator';
import { sonnet, started } from './clients';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await started();
});

const hash = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();
const question = '{"messages":[{"role":"user","content":[{"text":"Hello"}]}]}';
const profile = `us.${sonnet}`;
const arn = `arn:aws:bedrock:us-east-1:111122223333:inference-profile/${profile}`;

interface Sent {
	readonly method?: string;
	/** As it goes over the wire. */
	readonly path: string;
	/** Left out: each segment of `path` encoded once more, as the SDKs sign it. */
	readonly signedPath?: string;
	readonly query?: string;
	readonly service?: string;
	readonly body?: string | Buffer;
	/** What is signed in place of the body's hash. */
	readonly payloadHash?: string;
	/** Signed, in the order and letter case in which they are sent. */
	readonly headers?: readonly (readonly [string, string])[];
	readonly unsigned?: readonly (readonly [string, string])[];
	/** Turns the body into what is sent behind the head; sets no `Content-Length` then. */
	readonly framed?: (body: Buffer) => Buffer;
	/** Waits for `100 Continue` before the body. */
	readonly isExpecting?: boolean;
}

/** Signs and sends a request byte for byte as asked, and reads until the server closes. */
async function send(sent: Sent): Promise<{ status: number; text: string }> {
	const { body = question, method = 'POST', path, query = '', service = 'bedrock', unsigned = [] } = sent;
	const bytes = Buffer.from(body);
	const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
	const headers = [
		['Host', `127.0.0.1:${simulator.port}`],
		['X-Amz-Date', date],
		...(sent.headers ?? [['Content-Type', 'application/json']]),
	] as const;
	const signed = headers
		.map(([name, value]) => [name.toLowerCase(), value.trim().replace(/ +/g, ' ')] as const)
		.toSorted(([a], [b]) => (a < b ? -1 : 1));
	const names = signed.map(([name]) => name).join(';');
	const signedPath = sent.signedPath ?? path.split('/').map(encodeURIComponent).join('/');
	const canonical = [
		method,
		signedPath,
		query,
		signed.map(([name, value]) => `${name}:${value}\n`).join(''),
		names,
		sent.payloadHash ?? hash(bytes),
	].join('\n');
	const scope = [date.slice(0, 8), 'us-east-1', service, 'aws4_request'];
	const key = scope.reduce<string | Buffer>(hmac, `AWS4${simulator.secretAccessKey}`);
	const signature = hmac(key, ['AWS4-HMAC-SHA256', date, scope.join('/'), hash(canonical)].join('\n')).toString('hex');
	const credential = `${simulator.accessKeyId}/${scope.join('/')}`;
	const head = [
		`${method} ${path}${query === '' ? '' : `?${query}`} HTTP/1.1`,
		...headers.map(([name, value]) => `${name}: ${value}`),
		`Authorization: AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`,
		...unsigned.map(([name, value]) => `${name}: ${value}`),
		...(sent.framed ? [] : [`Content-Length: ${bytes.length}`]),
		'Connection: close',
	];
	const socket = connect(simulator.port, '127.0.0.1');
	const chunks: Buffer[] = [];
	socket.on('data', (chunk) => chunks.push(chunk));
	const closed = once(socket, 'close');
	socket.write(`${head.join('\r\n')}\r\n\r\n`);
	if (sent.isExpecting) {
		await expect.poll(() => Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 100 /);
		chunks.length = 0;
	}
	socket.write(sent.framed ? sent.framed(bytes) : bytes);
	await closed;
	const text = Buffer.concat(chunks).toString('latin1');
	return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]), text };
}

const json = ['Content-Type', 'application/json'] as const;
const chunked = (body: Buffer): Buffer =>
	Buffer.concat([
		Buffer.from('7\r\n'),
		body.subarray(0, 7),
		Buffer.from(`\r\n${(body.length - 7).toString(16)}\r\n`),
		body.subarray(7),
		Buffer.from('\r\n0\r\n\r\n'),
	]);
const awsChunked = (body: string, end: string): string => `${body.length.toString(16)}\r\n${body}\r\n0\r\n${end}\r\n`;

describe('Converse, as it is sent by', () => {
	test.each<[string, Sent]>([
		[
			'botocore',
			{
				path: `/model/${profile.replaceAll(':', '%3A')}/converse`,
				headers: [json],
				unsigned: [
					['User-Agent', 'Boto3/1.40.0 md/Botocore#1.40.0 ua/2.1 os/linux lang/python#3.12.1 cfg/retry-mode#standard'],
					['amz-sdk-invocation-id', '6f9b3f0e-0000-4000-8000-000000000000'],
					['amz-sdk-request', 'attempt=1'],
					['Accept-Encoding', 'identity'],
				],
			},
		],
		[
			'the SDK for Go, ARN and all',
			{
				path: `/model/${encodeURIComponent(arn)}/converse`,
				headers: [
					['Amz-Sdk-Invocation-Id', '6f9b3f0e-0000-4000-8000-000000000000'],
					['Amz-Sdk-Request', 'attempt=1; max=3'],
					['Content-Length', String(question.length)],
					json,
				],
				unsigned: [['X-Amzn-Trace-Id', 'Root=1-5759e988-bd862e3fe1be46a994272793']],
				framed: (body) => body,
			},
		],
		[
			'the SDK for Java, which waits for 100',
			{
				path: `/model/${profile.replaceAll(':', '%3A')}/converse`,
				headers: [
					['amz-sdk-invocation-id', '6f9b3f0e-0000-4000-8000-000000000000'],
					['amz-sdk-request', 'attempt=1; max=4'],
					json,
					['x-amz-content-sha256', hash(question)],
				],
				unsigned: [['Expect', '100-continue']],
				isExpecting: true,
			},
		],
		[
			'the SDK for PHP, whose second user agent is not signed',
			{
				path: `/model/${profile.replaceAll(':', '%3A')}/converse`,
				headers: [['aws-sdk-invocation-id', 'a'] as const, ['aws-sdk-retry', '0/0'] as const],
				unsigned: [json, ['X-Amz-User-Agent', 'aws-sdk-php/3.350.0 ua/2.0 OS/Linux#6.1 lang/php#8.3.0']],
			},
		],
		[
			'the SDK for .NET, in chunks',
			{
				path: `/model/${profile.replaceAll(':', '%3A')}/converse`,
				headers: [json, ['X-Amz-Content-SHA256', hash(question)]],
				unsigned: [['Transfer-Encoding', 'chunked']],
				framed: chunked,
			},
		],
		['the SDK for Rust, with the colon as it is', { path: `/model/${profile}/converse` }],
		['a client that shouts', { path: `/model/${profile}/converse`, headers: [['CONTENT-TYPE', 'application/json']] }],
		[
			'a client that signs no body',
			{
				path: `/model/${profile}/converse`,
				headers: [json, ['X-Amz-Content-Sha256', 'UNSIGNED-PAYLOAD']],
				payloadHash: 'UNSIGNED-PAYLOAD',
			},
		],
		[
			'an endpoint that ends in a slash',
			{ path: `//model/${profile}/converse`, signedPath: `/model/${encodeURIComponent(profile)}/converse` },
		],
		['a client that adds a slash', { path: `/model/${profile}/converse/` }],
		[
			'a client that packs it',
			{ path: `/model/${profile}/converse`, headers: [json, ['Content-Encoding', 'gzip']], body: gzipSync(question) },
		],
		[
			'a client that packs it otherwise',
			{
				path: `/model/${profile}/converse`,
				headers: [json, ['Content-Encoding', 'deflate']],
				body: deflateSync(question),
			},
		],
		[
			'a client that sums up while it sends',
			{
				path: `/model/${profile}/converse`,
				headers: [
					json,
					['Content-Encoding', 'aws-chunked'],
					['X-Amz-Content-Sha256', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'],
					['X-Amz-Decoded-Content-Length', String(question.length)],
					['X-Amz-Trailer', 'x-amz-checksum-crc32'],
				],
				payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
				body: awsChunked(question, 'x-amz-checksum-crc32:AAAAAA==\r\n'),
			},
		],
	])('%s', async (_, sent) => {
		const { status, text } = await send(sent);
		expect([status, text]).toEqual([200, expect.stringContaining('"stopReason":"end_turn"')]);
	});

	test.each<[string, Sent, number, string]>([
		['no gzip', { path: '', headers: [json, ['Content-Encoding', 'gzip']] }, 400, 'SerializationException'],
		[
			'an encoding that nobody knows',
			{ path: '', headers: [json, ['Content-Encoding', 'zip']] },
			415,
			'UnsupportedMediaTypeException',
		],
		[
			'half a chunk',
			{ path: '', headers: [json, ['Content-Encoding', 'aws-chunked']], body: 'ff\r\nhalf\r\n' },
			400,
			'SerializationException',
		],
		[
			'a body that unpacks to more than may come',
			{ path: '', headers: [json, ['Content-Encoding', 'gzip']], body: gzipSync(Buffer.alloc(40_000_000, 0x20)) },
			413,
			'RequestEntityTooLargeException',
		],
	])('who sends %s is told', async (_, sent, status, name) => {
		const answer = await send({ ...sent, path: `/model/${profile}/converse` });
		expect([answer.status, answer.text.toLowerCase()]).toEqual([status, expect.stringContaining(name.toLowerCase())]);
	});
});

describe('the other protocols', () => {
	test.each<[string, Sent, string]>([
		[
			'JSON 1.0, with a slash too many',
			{
				path: '/',
				service: 'logs',
				headers: [
					['content-type', 'application/x-amz-json-1.0'],
					['x-amz-target', 'Logs_20140328.FilterLogEvents'],
				],
				body: '{"logGroupName":"none"}',
			},
			'"__type":"ResourceNotFoundException"',
		],
		[
			'a form',
			{
				path: '/',
				service: 'sts',
				headers: [['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8']],
				body: 'Action=GetCallerIdentity&Version=2011-06-15',
			},
			'<Arn>arn:aws:iam::111122223333:user/simulator</Arn>',
		],
		[
			'a GET with an empty body and a content type',
			{ method: 'GET', path: '/inference-profiles/', query: 'maxResults=1', body: '' },
			'"inferenceProfileSummaries"',
		],
		[
			'a GET of STS',
			{ method: 'GET', path: '/', query: 'Action=GetCallerIdentity&Version=2011-06-15', service: 'sts', body: '' },
			'<Arn>arn:aws:iam::111122223333:user/simulator</Arn>',
		],
	])('%s', async (_, sent, text) => {
		expect((await send(sent)).text).toContain(text);
	});
});

test('tokens are counted by the ID of a model that only profiles run', async () => {
	const counted = await send({
		path: `/model/${sonnet}/count-tokens`,
		body: `{"input":{"converse":${question}}}`,
	});
	expect(counted.text).toContain('"inputTokens":4');
	expect((await send({ path: `/model/${sonnet}/converse` })).text).toContain('on-demand throughput');
});
