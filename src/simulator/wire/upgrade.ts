import type { Socket } from 'node:net';

/**
 * HTTP/1.1's way into HTTP/2 without TLS (RFC 7540, 3.2): a request with `Upgrade: h2c` is answered with 101, and its
 * answer comes as stream 1. Node has no server for it. So the request is written again as HTTP/2, and slipped in behind
 * the settings that the client sends next; from there on an ordinary session reads on.
 */
export interface UpgradeRequest {
	/** HEADERS and DATA of stream 1, whole. */
	readonly frames: Buffer;
	/** What came after the request. */
	readonly rest: Buffer;
}

/**
 * @param seen the first bytes of a connection
 * @returns how many bytes of it are missing; `undefined` when this is no upgrade that can be taken: then the request is
 *   answered in HTTP/1.1, as the RFC allows.
 */
export function readUpgrade(seen: Buffer): UpgradeRequest | { readonly missing: number } | undefined {
	const end = seen.indexOf('\r\n\r\n');
	if (end < 0) return undefined;
	const [requestLine = '', ...lines] = seen.toString('latin1', 0, end).split('\r\n');
	const [, method, path] = /^([A-Z]+) (\/\S*) HTTP\/1\.1$/.exec(requestLine) ?? [];
	if (method === undefined || path === undefined) return undefined;
	const headers: [string, string][] = [];
	for (const line of lines) {
		const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
		if (name === undefined || value === undefined) return undefined;
		headers.push([name.toLowerCase(), value]);
	}
	const first = (name: string): string | undefined => headers.find(([each]) => each === name)?.[1];
	const isAsked = first('upgrade')?.toLowerCase() === 'h2c' && first('http2-settings') !== undefined;
	if (!isAsked || first('transfer-encoding') !== undefined || first('expect') !== undefined) return undefined;
	const length = Number(first('content-length') ?? 0);
	if (!Number.isInteger(length) || length < 0 || length > maxBodyBytes) return undefined;
	const missing = end + 4 + length - seen.length;
	if (missing > 0) return { missing };
	const fields: [string, string][] = [
		[':method', method],
		[':scheme', 'http'],
		[':authority', first('host') ?? ''],
		[':path', path],
		...headers.filter(([name]) => !connectionHeaders.has(name)),
	];
	const block = Buffer.concat(fields.map(([name, value]) => literalField(name, value)));
	if (block.length > maxFrameBytes) return undefined;
	const body = seen.subarray(end + 4, end + 4 + length);
	return {
		frames: Buffer.concat([
			frame(headersType, endHeaders | (length === 0 ? endStream : 0), block),
			...dataFrames(body),
		]),
		rest: seen.subarray(end + 4 + length),
	};
}

/**
 * Switches, and waits for the client's side of HTTP/2 to begin.
 * @returns what the session shall read first; `undefined` when the client sends anything else, or leaves.
 */
export async function switchProtocols(socket: Socket, request: UpgradeRequest): Promise<Buffer | undefined> {
	socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
	let seen = request.rest;
	for (;;) {
		const isRight = preface.subarray(0, seen.length).equals(seen.subarray(0, preface.length));
		const length = seen.length < preface.length + frameHead ? undefined : seen.readUIntBE(preface.length, 3);
		if (!isRight || (length !== undefined && length > maxSettingsBytes)) return undefined;
		const end = preface.length + frameHead + (length ?? 0);
		if (length !== undefined && seen.length >= end) {
			return Buffer.concat([seen.subarray(0, end), request.frames, seen.subarray(end)]);
		}
		const chunk = await nextChunk(socket);
		if (!chunk) return undefined;
		seen = Buffer.concat([seen, chunk]);
	}
}

/** @returns `undefined` when nothing comes any more */
export function nextChunk(socket: Socket): Promise<Buffer | undefined> {
	return new Promise((resolve) => {
		const settle = (chunk?: Buffer): void => {
			socket.pause();
			socket.off('data', settle);
			socket.off('end', onEnd);
			socket.off('close', onEnd);
			resolve(chunk);
		};
		const onEnd = (): void => settle();
		socket.on('data', settle);
		socket.on('end', onEnd);
		socket.on('close', onEnd);
		socket.resume();
	});
}

/** What a server takes before it has said that it takes more. Larger requests are answered in HTTP/1.1. */
const maxBodyBytes = 65_535;
const maxFrameBytes = 16_384;
/** A client has a few settings, of six bytes each. */
const maxSettingsBytes = 600;
const frameHead = 9;
const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const headersType = 1;
const dataType = 0;
const endStream = 0x1;
const endHeaders = 0x4;
/** HTTP/2 has `:authority`, and no headers about the connection. */
const connectionHeaders = new Set([
	'host',
	'connection',
	'upgrade',
	'http2-settings',
	'keep-alive',
	'proxy-connection',
	'te',
]);

function dataFrames(body: Buffer): Buffer[] {
	const frames: Buffer[] = [];
	for (let start = 0; start < body.length; start += maxFrameBytes) {
		const isLast = start + maxFrameBytes >= body.length;
		frames.push(frame(dataType, isLast ? endStream : 0, body.subarray(start, start + maxFrameBytes)));
	}
	return frames;
}

/** Length (3 bytes), type, flags, stream 1, payload (RFC 9113, 4.1). */
function frame(type: number, flags: number, payload: Uint8Array): Buffer {
	const head = Buffer.alloc(frameHead);
	head.writeUIntBE(payload.length, 0, 3);
	head.set([type, flags], 3);
	head.writeUInt32BE(1, 5);
	return Buffer.concat([head, payload]);
}

/** A header field that changes no table: literal, without indexing, with a new name (RFC 7541, 6.2.2). */
function literalField(name: string, value: string): Buffer {
	const texts = [name, value].map((text) => Buffer.from(text, 'latin1'));
	return Buffer.concat([Buffer.of(0), ...texts.flatMap((text) => [Buffer.from(stringLength(text.length)), text])]);
}

/** Seven bits, then seven at a time (RFC 7541, 5.1). */
function stringLength(length: number): number[] {
	if (length < 127) return [length];
	const digits = [127];
	let rest = length - 127;
	for (; rest >= 128; rest = Math.floor(rest / 128)) digits.push((rest % 128) | 128);
	return [...digits, rest];
}
