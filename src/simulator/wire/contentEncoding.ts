import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { serializationError, ServiceError } from '../serviceError';
import type { ServiceRequest } from './request';
import { header } from './request';

/**
 * The request with its body unpacked: from `Content-Encoding` `gzip`, `deflate` and `br`, and from the `aws-chunked` form
 * that clients use where they sign or sum up a body while they send it.
 * @param limit bytes that the body may have
 * @throws ServiceError for a body that cannot be unpacked, or is too long
 */
export function withPlainBody(request: ServiceRequest, limit: number): ServiceRequest {
	const encodings = (header(request, 'content-encoding') ?? '')
		.split(',')
		.map((name) => name.trim().toLowerCase())
		.filter((name) => name !== '' && name !== 'identity');
	const isStreaming = header(request, 'x-amz-content-sha256')?.startsWith('STREAMING-') === true;
	if (isStreaming && !encodings.includes('aws-chunked')) encodings.push('aws-chunked');
	if (encodings.length === 0 || request.body.length === 0) return request;
	// The last that was put around is the first to come off.
	return { ...request, body: encodings.reduceRight((body, name) => unpacked(body, name, limit), request.body) };
}

function unpacked(body: Buffer, encoding: string, limit: number): Buffer {
	try {
		switch (encoding) {
			case 'gzip':
			case 'x-gzip':
				return gunzipSync(body, { maxOutputLength: limit });
			case 'deflate':
				return inflateSync(body, { maxOutputLength: limit });
			case 'br':
				return brotliDecompressSync(body, { maxOutputLength: limit });
			case 'aws-chunked':
				return withoutChunks(body);
		}
	} catch (error) {
		if (error instanceof RangeError) {
			throw new ServiceError('RequestEntityTooLargeException', 413, 'Request body is too large.');
		}
		throw serializationError(`The request body is not valid ${encoding}.`);
	}
	throw new ServiceError('UnsupportedMediaTypeException', 415, `The Content-Encoding ${encoding} is not supported.`);
}

/**
 * Chunks of `SIZE;chunk-signature=…`, a line end, the bytes and a line end; SIZE in hexadecimal digits. One of size 0 ends
 * them; trailers with checksums may follow.
 * @throws Error when it ends too early, or is none
 * @see Amazon S3 API reference, "Signature calculations for the Authorization header: transferring payload in multiple chunks"
 */
function withoutChunks(body: Buffer): Buffer {
	const chunks: Buffer[] = [];
	for (let offset = 0; ;) {
		const lineEnd = body.indexOf('\r\n', offset);
		const digits =
			lineEnd < 0 ? undefined : /^([0-9a-fA-F]{1,8})(?:;|$)/.exec(body.toString('latin1', offset, lineEnd))?.[1];
		if (digits === undefined) throw new Error('no chunk');
		const size = Number.parseInt(digits, 16);
		if (size === 0) return Buffer.concat(chunks);
		const start = lineEnd + 2;
		if (body.toString('latin1', start + size, start + size + 2) !== '\r\n') throw new Error('no whole chunk');
		chunks.push(body.subarray(start, start + size));
		offset = start + size + 2;
	}
}
