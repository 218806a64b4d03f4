import { createHash, createHmac } from 'node:crypto';
import type { Random } from '../../../src/simulator/answers/random';
import { pick } from '../../../src/simulator/answers/random';
import { canonicalRequest } from '../../../src/simulator/wire/canonicalRequest';

export interface FuzzKeys {
	readonly port: number;
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
}

/** One request, before it is written as HTTP/1.1 or HTTP/2. */
export interface FuzzRequest {
	readonly method: string;
	/** With the query. */
	readonly target: string;
	readonly headers: readonly (readonly [string, string])[];
	readonly body: Buffer;
}

const whole = (random: Random, most: number) => Math.floor(random() * (most + 1));

export function times<T>(count: number, make: () => T): T[] {
	return Array.from({ length: count }, make);
}

export function randomBytes(random: Random, most: number): Buffer {
	return Buffer.from(times(whole(random, most), () => whole(random, 255)));
}

/** Text that breaks parsers, logs and paths. */
function oddText(random: Random): string {
	return pick(random, [
		'',
		'../../etc/passwd',
		'%2e%2e%2f%00',
		'%zz%',
		'\u0000\u0001',
		'\u202eevil\u2028',
		'\ud83d',
		'__proto__',
		'constructor',
		'${aws:username}',
		'{"$gt":""}',
		"'; DROP TABLE profiles; --",
		'<script>alert(1)</script>',
		'🦊'.repeat(1 + whole(random, 400)),
		'a'.repeat(whole(random, 5_000)),
		'*'.repeat(whole(random, 200)),
		'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-lite-v1:0',
		'arn:aws:bedrock:::foundation-model/x',
		'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/aaaaaaaaaaaa',
		'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
		'amazon.nova-lite-v1:0',
	]);
}

/** Any JSON, now and then as deep as a parser lets it be. */
function oddJson(random: Random, depth = 0): unknown {
	if (random() < 0.02) {
		let deep: unknown = 1;
		for (let level = 0; level < 3_000; level++) deep = random() < 0.5 ? [deep] : { content: deep };
		return deep;
	}
	const kind = whole(random, depth > 4 ? 5 : 8);
	switch (kind) {
		case 0:
			return null;
		case 1:
			return random() < 0.5;
		case 2:
			return pick<number>(random, [0, -1, 1e308, 1e-7, Number.MAX_SAFE_INTEGER, -0, 4_294_967_296, random() * 100]);
		case 3:
		case 4:
		case 5:
			return oddText(random);
		case 6:
			return times(whole(random, 5), () => oddJson(random, depth + 1));
		default:
			return Object.fromEntries(times(whole(random, 6), () => [pick(random, memberNames), oddJson(random, depth + 1)]));
	}
}

/** Members of all the services' requests, so that nonsense gets past the first look. */
const memberNames = [
	...['messages', 'role', 'content', 'text', 'system', 'inferenceConfig', 'maxTokens', 'temperature', 'stopSequences'],
	...['toolConfig', 'tools', 'toolUse', 'toolResult', 'image', 'document', 'bytes', 'format', 'source', 'cachePoint'],
	...['input', 'converse', 'invokeModel', 'body', 'inputText', 'texts', 'input_type', 'prompt', 'max_tokens'],
	...['inferenceProfileName', 'modelSource', 'copyFrom', 'tags', 'key', 'value', 'resourceARN', 'tagKeys'],
	...['loggingConfig', 'cloudWatchConfig', 's3Config', 'logGroupName', 'roleArn', 'bucketName', 'keyPrefix'],
	...['queryString', 'startTime', 'endTime', 'filterPattern', 'limit', 'nextToken', 'logGroupNames', 'queryId'],
	...['ServiceCode', 'QuotaCode', 'MaxResults', 'NextToken', 'LookupAttributes', 'AttributeKey', 'AttributeValue'],
	...['formData', 'offerToken', 'modelId', 'clientRequestToken', 'guardrailConfig', 'additionalModelRequestFields'],
	...['__proto__', 'toString', 'length', ''],
] as unknown as [string, ...string[]];

const modelIds = [
	'amazon.nova-lite-v1:0',
	'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
	'amazon.titan-embed-text-v2:0',
	'cohere.embed-multilingual-v3',
	'meta.llama3-8b-instruct-v1:0',
	'no.such-model',
] as const;

interface Place {
	readonly method: string;
	readonly path: string;
	readonly service: string;
	readonly target?: string;
}

function anyPlace(random: Random): Place {
	const model = encodeURIComponent(random() < 0.7 ? pick(random, modelIds) : safeEncode(oddText(random)));
	const something = safeEncode(oddText(random));
	return pick<Place>(random, [
		...['converse', 'converse-stream', 'invoke', 'invoke-with-response-stream', 'count-tokens'].map((name) => ({
			method: 'POST',
			path: `/model/${model}/${name}`,
			service: 'bedrock',
		})),
		{ method: 'GET', path: `/inference-profiles/${something}`, service: 'bedrock' },
		{ method: 'DELETE', path: `/inference-profiles/${something}`, service: 'bedrock' },
		{ method: 'POST', path: '/inference-profiles', service: 'bedrock' },
		{ method: 'GET', path: `/inference-profiles?maxResults=${something}&nextToken=${something}`, service: 'bedrock' },
		{ method: 'GET', path: `/foundation-models?byProvider=${something}`, service: 'bedrock' },
		{ method: 'GET', path: `/foundation-models/${something}`, service: 'bedrock' },
		{ method: 'GET', path: `/foundation-model-availability/${something}`, service: 'bedrock' },
		{ method: 'POST', path: '/tagResource', service: 'bedrock' },
		{ method: 'POST', path: '/untagResource', service: 'bedrock' },
		{ method: 'POST', path: '/listTagsForResource', service: 'bedrock' },
		{ method: 'PUT', path: '/logging/modelinvocations', service: 'bedrock' },
		{ method: 'POST', path: '/use-case-for-model-access', service: 'bedrock' },
		{ method: 'POST', path: '/create-foundation-model-agreement', service: 'bedrock' },
		...['FilterLogEvents', 'StartQuery', 'GetQueryResults', something].map((name) => ({
			method: 'POST',
			path: '/',
			service: 'logs',
			target: `Logs_20140328.${name}`,
		})),
		...['ListServiceQuotas', 'GetServiceQuota'].map((name) => ({
			method: 'POST',
			path: '/',
			service: 'servicequotas',
			target: `ServiceQuotasV20190624.${name}`,
		})),
		{
			method: 'POST',
			path: '/',
			service: 'cloudtrail',
			target: 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents',
		},
		{ method: 'POST', path: '/', service: 'sts' },
		{ method: 'GET', path: `/bucket?list-type=2&prefix=${something}&max-keys=${something}`, service: 's3' },
		{ method: 'GET', path: `/bucket/${something}`, service: 's3' },
		{ method: 'PUT', path: `/bucket/${something}`, service: 's3' },
		{ method: random() < 0.5 ? 'GET' : 'PATCH', path: `/${something}`, service: something },
	] as unknown as [Place, ...Place[]]);
}

/** A lone surrogate cannot be encoded. */
function safeEncode(text: string): string {
	return encodeURIComponent(Buffer.from(text).toString('utf8'));
}

/** A request that is right in some ways and wrong in others; mostly with a signature that fits, so that it gets far. */
export function anyRequest(random: Random, keys: FuzzKeys): FuzzRequest {
	const place = anyPlace(random);
	const method =
		random() < 0.9 ? place.method : pick(random, ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'LOCK']);
	const hasBody = method !== 'GET' && method !== 'DELETE' && method !== 'TRACE';
	const body = hasBody ? anyBody(random, place.service) : Buffer.alloc(0);
	const headers: [string, string][] = [
		['content-type', pick(random, ['application/json', 'text/plain', 'application/cbor', ''])],
	];
	if (place.target !== undefined) headers.push(['x-amz-target', place.target]);
	if (random() < 0.1) headers.push(['content-encoding', pick(random, ['gzip', 'br', 'aws-chunked'])]);
	if (random() < 0.05) headers.push(['x-simulator-fault', pick(random, ['error', 'x', '{}', 'kind=stall'])]);
	if (random() < 0.05) headers.push(['origin', 'https://evil.example']);
	if (random() < 0.1)
		headers.push([
			'accept',
			oddText(random)
				.replace(/[^ -~]/g, '?')
				.slice(0, 200),
		]);
	return signed({ method, target: place.path, headers, body }, place.service, random, keys);
}

function anyBody(random: Random, service: string): Buffer {
	if (service === 'sts')
		return Buffer.from(`Action=${pick(random, ['GetCallerIdentity', 'AssumeRole', '%00'])}&Version=2011-06-15`);
	const kind = random();
	if (kind < 0.1) return randomBytes(random, 500);
	const text = JSON.stringify(random() < 0.4 ? nearlyRight(random) : oddJson(random)) ?? '';
	if (kind < 0.2) return Buffer.from(text.slice(0, whole(random, text.length)));
	if (kind < 0.25) return Buffer.from(`\ufeff${text}`, 'utf16le');
	return Buffer.from(text);
}

/** A whole request of Converse or of an InvokeModel with one member put wrong. */
function nearlyRight(random: Random): unknown {
	const messages = [{ role: 'user', content: [{ text: 'Hello' }] }];
	const right = pick<Record<string, unknown>>(random, [
		{ messages, inferenceConfig: { maxTokens: 5 } },
		{ messages, system: [{ text: 'Be kind.' }], toolConfig: { tools: [] } },
		{ anthropic_version: 'bedrock-2023-05-31', max_tokens: 5, messages: [{ role: 'user', content: 'Hello' }] },
		{ input: { converse: { messages } } },
		{ inputText: 'Hello' },
		{ texts: ['Hello'], input_type: 'search_query' },
		{ prompt: 'Hello', max_gen_len: 5 },
		{
			logGroupName: '/aws/bedrock/modelinvocations',
			queryString: 'fields @message | limit 5',
			startTime: 0,
			endTime: 9_999_999_999,
		},
		{ ServiceCode: 'bedrock' },
		{
			inferenceProfileName: 'x',
			modelSource: { copyFrom: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0' },
		},
	]);
	const name = pick(random, Object.keys(right) as [string, ...string[]]);
	return random() < 0.3 ? right : { ...right, [name]: oddJson(random) };
}

function signed(request: FuzzRequest, service: string, random: Random, keys: FuzzKeys): FuzzRequest {
	const date = new Date(Date.now() - (random() < 0.05 ? 3_600_000 : 0)).toISOString().replace(/[-:]|\.\d+/g, '');
	const question = request.target.indexOf('?');
	const path = question < 0 ? request.target : request.target.slice(0, question);
	const query = question < 0 ? '' : request.target.slice(question + 1);
	const host =
		random() < 0.97
			? `127.0.0.1:${keys.port}`
			: oddText(random)
					.replace(/[^!-~]/g, '')
					.slice(0, 60);
	const headers = [
		['host', host] as const,
		['x-amz-date', date] as const,
		...request.headers.filter(([name]) => name.startsWith('x-amz-')),
	];
	const names = headers.map(([name]) => name).toSorted();
	const hash = createHash('sha256').update(request.body).digest('hex');
	const canonical = canonicalRequest(
		{ method: request.method, path, query, headers: new Map(headers.map(([name, value]) => [name, [value]])) },
		names,
		hash,
		service,
	);
	const scope = [date.slice(0, 8), 'us-east-1', service, 'aws4_request'];
	const secret = random() < 0.95 ? keys.secretAccessKey : 'wrong';
	const key = scope.reduce<string | Buffer>(
		(base, part) => createHmac('sha256', base).update(part).digest(),
		`AWS4${secret}`,
	);
	const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), createHash('sha256').update(canonical).digest('hex')].join(
		'\n',
	);
	const signature = createHmac('sha256', key).update(text).digest('hex');
	const authorization = `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope.join('/')}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
	const spoilt = pick(random, [
		'Bearer x',
		'AWS4-HMAC-SHA256',
		'AWS4-ECDSA-P256-SHA256 Credential=a/b/c/d, SignedHeaders=host, Signature=00',
		authorization.slice(0, whole(random, authorization.length)),
		'Bearer bedrock-api-key-AAAA',
	]);
	return {
		...request,
		headers: [
			['host', host],
			['x-amz-date', date],
			...request.headers,
			['authorization', random() < 0.93 ? authorization : spoilt],
		],
	};
}

/** HTTP/1.1 as it should be written, or not quite. */
export function asHttp1(request: FuzzRequest, random: Random): Buffer {
	const { body, method, target } = request;
	const isChunked = random() < 0.2;
	const length =
		random() < 0.9
			? body.length
			: pick<number | string>(random, [body.length + 5, Math.max(0, body.length - 1), -1, 'nine', 1e12]);
	const lines = [
		`${random() < 0.97 ? method : pick(random, ['get', 'G\u0000T', '', 'PRI'])} ${target} HTTP/${random() < 0.97 ? '1.1' : pick(random, ['1.0', '2.0', '9', ''])}`,
		...request.headers.map(([name, value]) => `${name}: ${value}`),
		...(isChunked
			? ['transfer-encoding: chunked']
			: body.length > 0 || random() < 0.2
				? [`content-length: ${length}`]
				: []),
		...(random() < 0.03 ? ['expect: 100-continue'] : []),
		...(random() < 0.03 ? ['expect: the unexpected'] : []),
		...(random() < 0.03 ? ['upgrade: h2c', 'http2-settings: AAMAAABk', 'connection: upgrade, http2-settings'] : []),
		...(random() < 0.03 ? times(2_000, () => `x-flood: ${'y'.repeat(whole(random, 60))}`) : []),
		...(random() < 0.03 ? [`bad header${String.fromCharCode(whole(random, 255))}`] : []),
		'connection: close',
	];
	const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
	return Buffer.concat([head, isChunked ? inChunks(body, random) : body]);
}

function inChunks(body: Buffer, random: Random): Buffer {
	const size = 1 + whole(random, 50);
	const chunks: Buffer[] = [];
	for (let start = 0; start < body.length; start += size) {
		const piece = body.subarray(start, start + size);
		const claim = random() < 0.98 ? piece.length.toString(16) : pick(random, ['zz', 'ffffffffffffffffff', '-1', '']);
		chunks.push(Buffer.from(`${claim}\r\n`), piece, Buffer.from('\r\n'));
	}
	return Buffer.concat([...chunks, Buffer.from(random() < 0.95 ? '0\r\n\r\n' : '0\r\nbad trailer\r\n')]);
}
