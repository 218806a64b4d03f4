import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { Socket } from 'node:net';

export type HttpRequest = IncomingMessage | Http2ServerRequest;
export type HttpResponse = ServerResponse | Http2ServerResponse;
export type Transport = 'h1' | 'h2';

/** One HTTP request, whole. */
export interface ServiceRequest {
	readonly method: string;
	/** As on the wire: still percent-encoded. */
	readonly path: string;
	/** Without the question mark, as on the wire. */
	readonly query: string;
	/** Lower-case name → every value, in order. HTTP/2's `:authority` stands under its own name, and as `host` if there is none. */
	readonly headers: ReadonlyMap<string, readonly string[]>;
	/** Whether it came over TLS; left out: it did not. */
	readonly isSecure?: boolean;
	readonly body: Buffer;
}

export type RequestHead = Omit<ServiceRequest, 'body'>;

export function readHead(request: HttpRequest): RequestHead {
	const headers = new Map<string, string[]>();
	const raw = request.rawHeaders;
	for (let index = 0; index + 1 < raw.length; index += 2) {
		const name = (raw[index] ?? '').toLowerCase();
		const value = raw[index + 1] ?? '';
		const values = headers.get(name);
		if (values) values.push(value);
		else headers.set(name, [value]);
	}
	const authority = headers.get(':authority');
	if (authority && !headers.has('host')) headers.set('host', authority);
	// HTTP/2 has none any more once its session is over.
	const socket = request.socket as Socket | undefined;
	const target = request.url ?? '/';
	const question = target.indexOf('?');
	return {
		method: request.method ?? 'GET',
		path: question < 0 ? target : target.slice(0, question),
		query: question < 0 ? '' : target.slice(question + 1),
		headers,
		isSecure: socket !== undefined && 'encrypted' in socket,
	};
}

export function header(head: RequestHead, name: string): string | undefined {
	return head.headers.get(name)?.join(',');
}

/**
 * Reads the body to its end.
 * @returns `undefined` when it is longer than `limit` bytes; the rest is thrown away, so that the client can read an answer.
 * @throws if the client goes away in the middle.
 */
export function readBody(request: HttpRequest, limit: number): Promise<Buffer | undefined> {
	// Listeners: the stream's async iterator costs more than all the rest of a short request's reading.
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let length = 0;
		request.on('data', (chunk: Buffer) => {
			length += chunk.length;
			if (length <= limit) chunks.push(chunk);
			else chunks.length = 0;
		});
		let isWhole = false;
		request.once('end', () => {
			isWhole = true;
			const [only] = chunks;
			if (length > limit) resolve(undefined);
			else resolve(only && chunks.length === 1 ? only : Buffer.concat(chunks));
		});
		request.once('error', reject);
		request.once('close', () => {
			if (!isWhole) reject(new Error('The client went away in the middle of its request.'));
		});
	});
}
