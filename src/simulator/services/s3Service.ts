import type { StoredObject } from '../account/logObjects';
import type { Need, Operation, OperationInput } from '../operations/operation';
import { makeToken, readToken } from '../operations/pageToken';
import { ServiceError } from '../serviceError';
import { escapeXml } from '../wire/queryProtocol';
import type { Answer } from '../wire/reply';
import { s3Xml } from '../wire/s3Answer';

/**
 * As much of S3 as it takes to read invocation logs: ListObjectsV2, GetObject, HeadObject, path-style (`/BUCKET/KEY`).
 * Buckets exist once a logging configuration names them.
 * @returns `undefined` for anything else
 */
export function s3Operation(method: string, path: string, query: URLSearchParams): Operation | undefined {
	const [, bucket = '', key = ''] = /^\/([^/]+)\/?(.*)$/.exec(path) ?? [];
	if (bucket === '') return undefined;
	if (key === '') return method === 'GET' && query.get('list-type') === '2' ? listObjects : undefined;
	// Sub-resources of an object, such as its tags, are other operations.
	const isPlain = [...query.keys()].every((name) => /^(x-id|X-Amz-|response-)/i.test(name));
	if (!isPlain) return undefined;
	if (method === 'GET') return getObject;
	return method === 'HEAD' ? headObject : undefined;
}

const listObjects: Operation = {
	name: 'ListObjectsV2',
	service: 's3',
	method: 'GET',
	pattern: [],
	needs: ({ parameters: [bucket = ''], query }) => [
		{
			action: 's3:ListBucket',
			resource: `arn:aws:s3:::${bucket}`,
			keys: { 's3:prefix': query.get('prefix') ?? '', 's3:delimiter': query.get('delimiter') ?? undefined },
		},
	],
	run(input) {
		const [bucket = ''] = input.parameters;
		const { query } = input;
		checkBucket(bucket, input);
		const prefix = query.get('prefix') ?? '';
		const delimiter = query.get('delimiter') ?? '';
		const most = readMaxKeys(query.get('max-keys'));
		const scope = `s3/${bucket}/${prefix}/${delimiter}`;
		const token = query.get('continuation-token');
		const startAfter = query.get('start-after') ?? '';
		const objects = input.account.records.objects
			.list(bucket, Date.now())
			.filter(({ key }) => key.startsWith(prefix) && key > startAfter);
		const rows = group(objects, prefix, delimiter);
		const start = token === null ? 0 : readPage(token, scope, input);
		const page = rows.slice(start, start + most);
		const isTruncated = start + most < rows.length;
		const encode = query.get('encoding-type') === 'url' ? encodeKey : (text: string) => text;
		const element = (name: string, value: string | number | boolean) =>
			`<${name}>${escapeXml(String(value))}</${name}>`;
		return s3Xml(
			`<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${[
				element('Name', bucket),
				element('Prefix', encode(prefix)),
				...(delimiter === '' ? [] : [element('Delimiter', encode(delimiter))]),
				element('KeyCount', page.length),
				element('MaxKeys', most),
				...(query.has('encoding-type') ? [element('EncodingType', 'url')] : []),
				...(token === null ? [] : [element('ContinuationToken', token)]),
				element('IsTruncated', isTruncated),
				...(isTruncated
					? [element('NextContinuationToken', makeToken(start + most, scope, input.engine.runSecret))]
					: []),
				...page.map((row) =>
					typeof row === 'string'
						? `<CommonPrefixes>${element('Prefix', encode(row))}</CommonPrefixes>`
						: `<Contents>${element('Key', encode(row.key))}${element('LastModified', new Date(row.modifiedAt).toISOString())}` +
							`${element('ETag', `"${row.etag}"`)}${element('Size', row.body.length)}${element('StorageClass', 'STANDARD')}</Contents>`,
				),
			].join('')}</ListBucketResult>`,
		);
	},
};

const getObject: Operation = {
	name: 'GetObject',
	service: 's3',
	method: 'GET',
	pattern: [],
	needs: objectNeeds,
	run(input) {
		const { body, headers } = readObject(input);
		const range = /^bytes=(\d*)-(\d*)$/.exec(input.request.headers.get('range')?.[0] ?? '');
		if (!range) return { kind: 'whole', status: 200, headers, body };
		const [, from = '', to = ''] = range;
		const start = from === '' ? Math.max(0, body.length - Number(to)) : Number(from);
		const end = from === '' || to === '' ? body.length - 1 : Math.min(Number(to), body.length - 1);
		if (start > end || start >= body.length) {
			throw new ServiceError('InvalidRange', 416, 'The requested range is not satisfiable');
		}
		const contentRange = { 'content-range': `bytes ${start}-${end}/${body.length}` };
		return {
			kind: 'whole',
			status: 206,
			headers: { ...headers, ...contentRange },
			body: body.subarray(start, end + 1),
		};
	},
};

const headObject: Operation = {
	...getObject,
	name: 'HeadObject',
	method: 'HEAD',
	run: (input): Answer => ({ kind: 'whole', status: 200, ...readObject(input) }),
};

/** HeadObject asks for the same right. */
function objectNeeds({ parameters: [bucket = '', key = ''] }: OperationInput): readonly Need[] {
	return [{ action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${key}` }];
}

function readObject(input: OperationInput): { readonly body: Buffer; readonly headers: Record<string, string> } {
	const [bucket = '', key = ''] = input.parameters;
	checkBucket(bucket, input);
	const object = input.account.records.objects.find(bucket, key, Date.now());
	if (!object) throw new ServiceError('NoSuchKey', 404, 'The specified key does not exist.', { Key: key });
	return {
		body: object.body,
		headers: {
			'content-type': 'application/json',
			'content-encoding': 'gzip',
			'accept-ranges': 'bytes',
			etag: `"${object.etag}"`,
			'last-modified': new Date(object.modifiedAt).toUTCString(),
		},
	};
}

function checkBucket(bucket: string, { account, region }: OperationInput): void {
	const own = account.records.objects.regionOf(bucket);
	if (own === undefined) {
		throw new ServiceError('NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName: bucket });
	}
	if (own !== region) {
		throw new ServiceError(
			'AuthorizationHeaderMalformed',
			400,
			`The authorization header is malformed; the region '${region}' is wrong; expecting '${own}'`,
			{ Region: own },
		);
	}
}

/** Objects, and for those whose key goes on after the delimiter their common beginning, once. */
function group(
	objects: readonly StoredObject[],
	prefix: string,
	delimiter: string,
): readonly (StoredObject | string)[] {
	const seen = new Set<string>();
	return objects.flatMap((object): (StoredObject | string)[] => {
		const end = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
		if (end < 0) return [object];
		const common = object.key.slice(0, end + delimiter.length);
		if (seen.has(common)) return [];
		seen.add(common);
		return [common];
	});
}

const defaultMaxKeys = 1_000;

function readMaxKeys(text: string | null): number {
	if (text === null) return defaultMaxKeys;
	const count = Number(text);
	if (/^\d+$/.test(text) && count >= 1) return Math.min(count, defaultMaxKeys);
	throw new ServiceError('InvalidArgument', 400, 'Provided max-keys not an integer or within integer range');
}

function readPage(token: string, scope: string, { engine }: OperationInput): number {
	try {
		return readToken(token, scope, engine.runSecret);
	} catch {
		throw new ServiceError('InvalidArgument', 400, 'The continuation token provided is incorrect');
	}
}

function encodeKey(key: string): string {
	return encodeURIComponent(key).replaceAll('%2F', '/');
}
