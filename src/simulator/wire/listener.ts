import { createServer as createHttp1Server, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
	createServer as createHttp2Server,
	type Http2ServerRequest,
	type Http2ServerResponse,
	type ServerHttp2Session,
} from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { Server as NetServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createPlainTlsServer, type Server as TlsServer } from 'node:tls';
import type { TlsIdentity } from './certificate';
import { rememberSocket } from './reply';
import type { HttpRequest, HttpResponse, Transport } from './request';
import { nextChunk, readUpgrade, switchProtocols } from './upgrade';

export interface Listener {
	readonly port: number;
	/** Stops listening for so many milliseconds: whoever connects meanwhile is refused. What is connected stays so. */
	refuse(milliseconds: number): void;
	/** Ends every connection and stops listening. */
	close(): Promise<void>;
}

/**
 * Speaks HTTP/1.1 and HTTP/2 on one port, over plain TCP ("h2c": by prior knowledge, or by an upgrade) and, with an
 * identity, over TLS: the SDK's runtime client prefers HTTP/2, everything else HTTP/1.1. They are told apart by the first
 * bytes, which HTTP/2 and TLS fix; inside TLS the client says which it wants (ALPN).
 * @param identity in PEM; left out: no TLS
 * @throws NodeJS.ErrnoException, `EADDRINUSE` when the port is taken; an error of OpenSSL for a broken identity.
 */
export async function listen(
	host: string,
	port: number,
	identity: TlsIdentity | undefined,
	handle: (request: HttpRequest, response: HttpResponse, transport: Transport) => void,
): Promise<Listener> {
	const serveRequest = (request: IncomingMessage, response: ServerResponse): void => handle(request, response, 'h1');
	const http1 = createHttp1Server(
		{
			maxHeaderSize: maxHeaderBytes,
			keepAliveTimeout: idleMilliseconds,
			headersTimeout: idleMilliseconds,
			requestTimeout: 0,
			// Node would answer without a body; so it is told in AWS's shape.
			requireHostHeader: false,
		},
		serveRequest,
	);
	// The same for an `Expect` that nobody knows.
	http1.on('checkExpectation', serveRequest);
	http1.on('clientError', (error: NodeJS.ErrnoException, socket) => answerBrokenRequest(error, socket));
	const http2 = createHttp2Server(
		{ settings: { maxHeaderListSize: maxHeaderBytes, maxConcurrentStreams: 1_000 } },
		(request: Http2ServerRequest, response: Http2ServerResponse) => handle(request, response, 'h2'),
	);
	// A session that breaks has told its streams; nothing else depends on it.
	http2.on('sessionError', () => undefined);
	http2.on('session', endWhenDead);

	const sockets = new Set<Socket>();
	// The HTTP/1.1 server owns the port, because it minds slow headers only when it listens itself.
	const http1Connections = http1.listeners('connection') as ((socket: Socket) => void)[];
	http1.removeAllListeners('connection');
	const serve = { http1: serveHttp1, http2: serveHttp2 };
	function serveHttp1(socket: Socket): void {
		for (const accept of http1Connections) accept.call(http1, socket);
		socket.resume();
	}
	function serveHttp2(socket: Socket, tcp: Socket): void {
		// The session reads what was put back by itself, and then takes the connection from under the socket.
		// A client that closes its side has left: the SDK aborts a stream so, without a frame that says it.
		socket.allowHalfOpen = false;
		http2.once('session', (session) => rememberSocket(session, tcp));
		http2.emit('connection', socket);
	}
	const tls = identity && createTlsServer(identity, serve);
	http1.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
		socket.on('error', () => socket.destroy());
		socket.setNoDelay(true);
		void recognize(socket, tls !== undefined).then((protocol) => {
			if (protocol === 'tls') tls?.emit('connection', socket);
			else if (protocol) serve[protocol](socket, socket);
			else socket.destroy();
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

/**
 * Node stops reading a session that has broken the protocol, and so never learns that its client has left: the connection
 * would stay for ever. A session that is quiet must answer a ping.
 */
function endWhenDead(session: ServerHttp2Session): void {
	let deadline: NodeJS.Timeout | undefined;
	const check = (): void => {
		deadline = setTimeout(() => session.destroy(), pingMilliseconds);
		deadline.unref();
		const isSent = session.ping((error: Error | null) => {
			if (error) return;
			clearTimeout(deadline);
			if (!session.destroyed) session.setTimeout(idleMilliseconds);
		});
		if (!isSent) session.destroy();
	};
	session.once('close', () => clearTimeout(deadline));
	// Who has asked for nothing yet is not given as long.
	session.setTimeout(firstRequestMilliseconds, check);
	session.once('stream', () => session.setTimeout(idleMilliseconds));
}

/** Takes connections by its event, and gives them on when they are safe. */
function createTlsServer(
	identity: TlsIdentity,
	serve: Readonly<Record<'http1' | 'http2', (socket: Socket, tcp: Socket) => void>>,
): TlsServer {
	// A client's own port tells which connection is inside.
	const inside = new Map<number | undefined, Socket>();
	const server = createPlainTlsServer(
		{ ...identity, ALPNProtocols: ['h2', 'http/1.1'], handshakeTimeout: handshakeMilliseconds },
		(socket) => {
			const tcp = inside.get(socket.remotePort) ?? socket;
			socket.on('error', () => tcp.destroy());
			rememberSocket(socket, tcp);
			serve[socket.alpnProtocol === 'h2' ? 'http2' : 'http1'](socket, tcp);
		},
	);
	server.on('connection', (socket: Socket) => {
		const { remotePort } = socket;
		inside.set(remotePort, socket);
		socket.once('close', () => inside.delete(remotePort));
	});
	// Who breaks off the handshake has no one to tell.
	server.on('tlsClientError', (_, socket) => socket.destroy());
	return server;
}

const maxHeaderBytes = 64 * 1024;
/** Longer than the pools of the SDKs keep a connection, so that none is closed under a request. */
const idleMilliseconds = 120_000;
const firstRequestMilliseconds = 4_000;
const pingMilliseconds = 2_000;
/** A client that stops in the middle of a handshake is not told apart from a slow one any sooner. */
const handshakeMilliseconds = 10_000;
/** How an HTTP/2 connection begins (RFC 9113, 3.4). No HTTP/1.1 method starts with its first three bytes. */
const http2Start = Buffer.from('PRI');
/** A TLS record with a handshake (RFC 8446, 5.1); no method starts with it. */
const tlsStart = 0x16;
const recordHead = 5;

/**
 * Reads enough bytes to tell the protocol, and puts them back. An upgrade is over when this returns.
 * @returns `undefined` when the connection ends before it has said anything
 */
async function recognize(socket: Socket, hasTls: boolean): Promise<'http1' | 'http2' | 'tls' | undefined> {
	const giveUp = setTimeout(() => socket.destroy(), idleMilliseconds);
	giveUp.unref();
	try {
		let seen = Buffer.alloc(0);
		for (;;) {
			const chunk = await nextChunk(socket);
			if (!chunk) return undefined;
			seen = Buffer.concat([seen, chunk]);
			if (hasTls && seen[0] === tlsStart) {
				if (isWholeRecord(seen)) return putBack(socket, seen, 'tls');
				continue;
			}
			const isPrefix = http2Start.subarray(0, seen.length).equals(seen.subarray(0, http2Start.length));
			if (isPrefix && seen.length >= http2Start.length) return putBack(socket, seen, 'http2');
			if (isPrefix) continue;
			const upgrade = readUpgrade(seen);
			if (!upgrade) return putBack(socket, seen, 'http1');
			if ('missing' in upgrade) continue;
			const begin = await switchProtocols(socket, upgrade);
			return begin && putBack(socket, begin, 'http2');
		}
	} finally {
		clearTimeout(giveUp);
	}
}

/** Half a record is not given on: OpenSSL's socket would not tell that its client has left. Type, version, length, content. */
function isWholeRecord(seen: Buffer): boolean {
	return seen.length >= recordHead && seen.length >= recordHead + seen.readUInt16BE(3);
}

function putBack<T>(socket: Socket, bytes: Buffer, protocol: T): T {
	socket.unshift(bytes);
	return protocol;
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
