import { createServer as createHttp1Server, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { Server as NetServer } from 'node:net';
import { rememberSocket } from './reply';
import type { Duplex } from 'node:stream';
import type { HttpRequest, HttpResponse, Transport } from './request';

export interface Listener {
	readonly port: number;
	/** Stops listening for so many milliseconds: whoever connects meanwhile is refused. What is connected stays so. */
	refuse(milliseconds: number): void;
	/** Ends every connection and stops listening. */
	close(): Promise<void>;
}

/**
 * Speaks HTTP/1.1 and HTTP/2 over plain TCP ("h2c", prior knowledge) on one port: the SDK's runtime client prefers the
 * second, everything else the first. The two are told apart by the first bytes, which HTTP/2 fixes. A request to upgrade
 * is answered in HTTP/1.1, as RFC 9110 allows.
 * @throws NodeJS.ErrnoException, `EADDRINUSE` when the port is taken.
 */
export async function listen(
	host: string,
	port: number,
	handle: (request: HttpRequest, response: HttpResponse, transport: Transport) => void,
): Promise<Listener> {
	const http1 = createHttp1Server(
		{
			maxHeaderSize: maxHeaderBytes,
			keepAliveTimeout: idleMilliseconds,
			headersTimeout: idleMilliseconds,
			requestTimeout: 0,
		},
		(request: IncomingMessage, response: ServerResponse) => handle(request, response, 'h1'),
	);
	http1.on('clientError', (error: NodeJS.ErrnoException, socket) => answerBrokenRequest(error, socket));
	const http2 = createHttp2Server(
		{ settings: { maxHeaderListSize: maxHeaderBytes, maxConcurrentStreams: 1_000 } },
		(request: Http2ServerRequest, response: Http2ServerResponse) => handle(request, response, 'h2'),
	);
	// A session that breaks has told its streams; nothing else depends on it.
	http2.on('sessionError', () => undefined);

	const sockets = new Set<Socket>();
	// The HTTP/1.1 server owns the port, because it minds slow headers only when it listens itself.
	const http1Connections = http1.listeners('connection') as ((socket: Socket) => void)[];
	http1.removeAllListeners('connection');
	http1.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
		socket.on('error', () => socket.destroy());
		socket.setNoDelay(true);
		sniff(socket, (isHttp2) => {
			if (isHttp2) {
				// The session reads what was put back by itself, and then takes the connection from under the socket.
				// A client that closes its side has left: the SDK aborts a stream so, without a frame that says it.
				socket.allowHalfOpen = false;
				http2.once('session', (session) => rememberSocket(session, socket));
				http2.emit('connection', socket);
			} else {
				for (const accept of http1Connections) accept.call(http1, socket);
				socket.resume();
			}
		});
	});

	await listening(http1, host, port);
	const { port: bound } = http1.address() as AddressInfo;
	// The port may be gone when it is opened again.
	http1.on('error', () => undefined);
	let isClosed = false;
	let pause: NodeJS.Timeout | undefined;
	return {
		port: bound,
		refuse(milliseconds) {
			if (isClosed) return;
			clearTimeout(pause);
			pause = setTimeout(() => {
				// Somebody else may have taken the port meanwhile; then it is theirs.
				if (!isClosed) http1.listen(bound, host);
			}, milliseconds);
			// Only the port: the HTTP server's own `close` would end what is idle, too.
			NetServer.prototype.close.call(http1);
		},
		close: () =>
			new Promise((resolve) => {
				isClosed = true;
				clearTimeout(pause);
				http1.close(() => resolve());
				http2.close();
				for (const socket of sockets) socket.destroy();
			}),
	};
}

const maxHeaderBytes = 64 * 1024;
/** Longer than the pools of the SDKs keep a connection, so that none is closed under a request. */
const idleMilliseconds = 120_000;
/** How an HTTP/2 connection begins (RFC 9113, 3.4). No HTTP/1.1 method starts with its first three bytes. */
const http2Start = Buffer.from('PRI');

/** Waits for enough bytes to tell the protocol, puts them back, and passes the verdict on. */
function sniff(socket: Socket, decide: (isHttp2: boolean) => void): void {
	let seen = Buffer.alloc(0);
	const giveUp = setTimeout(() => socket.destroy(), idleMilliseconds);
	giveUp.unref();
	const onData = (chunk: Buffer): void => {
		seen = Buffer.concat([seen, chunk]);
		const isPrefix = http2Start.subarray(0, seen.length).equals(seen.subarray(0, http2Start.length));
		if (isPrefix && seen.length < http2Start.length) return;
		clearTimeout(giveUp);
		socket.off('data', onData);
		socket.off('end', onEnd);
		socket.pause();
		socket.unshift(seen);
		decide(isPrefix);
	};
	const onEnd = (): void => {
		socket.destroy();
	};
	socket.on('data', onData);
	socket.once('end', onEnd);
	socket.once('close', () => clearTimeout(giveUp));
}

/** What the parser refuses never becomes a request; it is still answered, in the shape of AWS's errors. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
	if (error.code === 'ECONNRESET' || !socket.writable) {
		socket.destroy();
		return;
	}
	const status =
		error.code === 'HPE_HEADER_OVERFLOW'
			? '431 Request Header Fields Too Large'
			: error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
				? '408 Request Timeout'
				: '400 Bad Request';
	const body = JSON.stringify({ message: `The request could not be read: ${status.slice(4)}.` });
	socket.end(
		`HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
			`x-amzn-ErrorType: SerializationException\r\nConnection: close\r\n\r\n${body}`,
	);
}

function listening(server: Server, host: string, port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => {
			server.off('error', reject);
			resolve();
		});
	});
}
