import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../faults';
import { waitUntil } from '../answers/tempo';
import { encodeError, encodeEvent, encodeException, encodeFrame } from './eventStream';
import type { HttpResponse } from './request';

/** What an operation answers. Frames are whole event-stream messages; the iteration may take its time. */
export type Answer =
	| { readonly kind: 'whole'; readonly status: number; readonly headers: Headers; readonly body: Buffer }
	| { readonly kind: 'stream'; readonly headers: Headers; readonly frames: AsyncIterable<Buffer> };

export type Headers = Readonly<Record<string, string>>;
type StreamFault = Extract<Fault, { after: number }>;

export function jsonAnswer(body: unknown, status = 200, headers: Headers = {}): Answer {
	return {
		kind: 'whole',
		status,
		headers: { 'content-type': 'application/json', ...headers },
		body: Buffer.from(JSON.stringify(body)),
	};
}

/**
 * Writes an answer, struck by `fault` where one is given. Returns when it is written or the client is gone.
 * @param onEvent called for each whole event that was sent
 */
export async function sendAnswer(
	response: HttpResponse,
	answer: Answer,
	headers: Headers,
	signal: AbortSignal,
	fault: StreamFault | undefined,
	onEvent: () => void,
): Promise<void> {
	if (answer.kind === 'whole') {
		if (fault) return strikeWhole(response, answer, headers, signal, fault);
		const { body, status } = answer;
		(response as ServerResponse).writeHead(status, {
			...answer.headers,
			...headers,
			'content-length': String(body.length),
		});
		return end(response, body);
	}
	writeHead(response, 200, { ...answer.headers, ...headers });
	let events = 0;
	for await (const frame of answer.frames) {
		if (signal.aborted) return;
		if (fault && fault.kind !== 'drip' && events === fault.after) {
			await strike(response, frame, signal, fault);
			// An event that no client knows is passed over, and the stream goes on.
			if (fault.kind !== 'unknownEvent') return;
		}
		const isDripping = fault?.kind === 'drip' && events >= fault.after;
		if (isDripping) await drip(response, frame, signal, fault.milliseconds);
		else await write(response, frame, signal);
		events++;
		onEvent();
	}
	if (fault && fault.kind !== 'drip' && events <= fault.after && fault.kind !== 'unknownEvent') {
		// The stream was shorter than asked for: then it is struck at its end.
		return strike(response, encodeEvent('messageStop', {}), signal, fault);
	}
	return end(response);
}

/** These drop what is still on its way out; the events before them shall arrive. */
const abrupt: readonly StreamFault['kind'][] = ['fin', 'goaway', 'reset', 'rstStream'];
const flushMilliseconds = 20;

async function strike(response: HttpResponse, next: Buffer, signal: AbortSignal, fault: StreamFault): Promise<void> {
	if (abrupt.includes(fault.kind)) await sleep(flushMilliseconds);
	switch (fault.kind) {
		case 'cutAtFrame':
			return end(response);
		case 'cutInFrame':
			return end(response, next.subarray(0, Math.ceil(next.length / 2)));
		case 'stall':
			return gone(signal);
		case 'reset':
			rawSocket(response)?.resetAndDestroy();
			return gone(signal);
		case 'fin':
			closeInOrder(rawSocket(response));
			return gone(signal);
		case 'rstStream':
			if ('stream' in response) response.stream.close(fault.code);
			else rawSocket(response)?.resetAndDestroy();
			return gone(signal);
		case 'goaway':
			sendGoaway(response, fault.code);
			return gone(signal);
		case 'badCrc': {
			const broken = Buffer.from(next);
			broken.writeUInt8(broken.readUInt8(broken.length - 1) ^ 0xff, broken.length - 1);
			return end(response, broken);
		}
		case 'brokenJson':
			return end(
				response,
				encodeFrame(
					{ ':event-type': 'contentBlockDelta', ':content-type': 'application/json', ':message-type': 'event' },
					Buffer.from('{"delta":{"text":"'),
				),
			);
		case 'unknownEvent':
			return write(response, encodeEvent('eventOfTheFuture', { meaning: 'unknown' }), signal);
		case 'hugeFrame': {
			const claim = Buffer.from(next);
			claim.writeUInt32BE(0x7fffffff, 0);
			return end(response, claim);
		}
		case 'exception':
			return end(response, encodeException(fault.name, { message: fault.message }));
		case 'tokenExpiry':
			return end(
				response,
				encodeError('ExpiredTokenException', 'The security token included in the request is expired'),
			);
		case 'drip':
			return;
	}
}

/** The faults of a stream, as they look on an answer that comes in one piece. */
async function strikeWhole(
	response: HttpResponse,
	answer: Extract<Answer, { kind: 'whole' }>,
	headers: Headers,
	signal: AbortSignal,
	fault: StreamFault,
): Promise<void> {
	const half = answer.body.subarray(0, Math.ceil(answer.body.length / 2));
	writeHead(response, answer.status, { ...answer.headers, ...headers, 'content-length': String(answer.body.length) });
	if (fault.kind === 'drip') {
		await drip(response, answer.body, signal, fault.milliseconds);
		return end(response);
	}
	await write(response, half, signal);
	if (fault.kind === 'stall' || fault.kind === 'rstStream' || fault.kind === 'goaway' || fault.kind === 'reset') {
		return strike(response, half, signal, fault);
	}
	// Fewer bytes than announced: whatever else was asked for, the connection cannot live on.
	rawSocket(response)?.destroy();
}

/** Sends the headers at once: a client measures by them. HTTP/2 does so by itself. */
function writeHead(response: HttpResponse, status: number, headers: Headers): void {
	if ('stream' in response) response.writeHead(status, headers);
	else {
		response.writeHead(status, headers);
		response.flushHeaders();
	}
}

function sendGoaway(response: HttpResponse, code: number): void {
	if (!('stream' in response)) {
		rawSocket(response)?.resetAndDestroy();
		return;
	}
	const session = response.stream.session;
	session?.goaway(code);
	session?.destroy(undefined, code);
}

/** Breaks the connection off without a word. */
export function resetConnection(response: HttpResponse): void {
	rawSocket(response)?.resetAndDestroy();
}

/**
 * Closes this side, and leaves the other to the client. To destroy the socket would, where a frame of the client is still
 * unread, become a reset.
 */
function closeInOrder(socket: Socket | undefined): void {
	if (!socket) return;
	socket.end();
	const timer = setTimeout(() => socket.destroy(), closeMilliseconds);
	socket.once('close', () => clearTimeout(timer));
}

/** A client that does not close its side in that time is left. */
const closeMilliseconds = 1_000;

/** HTTP/2 hides its socket behind a proxy whose `destroy` ends the session politely; the prototype's own does not. */
function rawSocket(response: HttpResponse): Socket | undefined {
	if ('stream' in response) return tcpSockets.get(response.stream.session ?? {});
	const { socket } = response;
	return socket ? (tcpSockets.get(socket) ?? socket) : undefined;
}

/** HTTP/2 session, or socket of TLS → the TCP socket below it. */
const tcpSockets = new WeakMap<object, Socket>();

export function rememberSocket(above: object, socket: Socket): void {
	tcpSockets.set(above, socket);
}

/** Writes every byte on its own. */
async function drip(response: HttpResponse, bytes: Buffer, signal: AbortSignal, milliseconds = 0): Promise<void> {
	for (let index = 0; index < bytes.length && !signal.aborted; index++) {
		await write(response, bytes.subarray(index, index + 1), signal);
		await waitUntil(performance.now() + milliseconds, signal);
	}
}

/** Waits for room when the client reads slowly. */
async function write(response: HttpResponse, piece: Buffer, signal: AbortSignal): Promise<void> {
	if (signal.aborted || response.writableEnded) return;
	if ((response as NodeJS.WritableStream).write(piece)) return;
	await once(response, 'drain', { signal }).catch(() => undefined);
}

function end(response: HttpResponse, piece?: Buffer): Promise<void> {
	return new Promise((resolve) => {
		// A client that went away never lets the answer finish.
		response.once('close', () => resolve());
		if (piece) response.end(piece, () => resolve());
		else response.end(() => resolve());
	});
}

/** Settles when the client is gone. */
export function gone(signal: AbortSignal): Promise<void> {
	if (signal.aborted) return Promise.resolve();
	return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
