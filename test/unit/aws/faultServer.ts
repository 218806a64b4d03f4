import http from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';

export type Protocol = 'http1' | 'http2';

/** One request at the server, with every way of answering it badly; the same on both protocols. */
export interface Exchange {
	readonly path: string;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: Promise<Buffer>;
	/** Settles when the client is gone or the exchange is over. */
	readonly closed: Promise<void>;
	head(status: number, headers: Record<string, string>): void;
	write(bytes: Uint8Array): Promise<void>;
	end(): void;
	/** Breaks off: HTTP/1.1 has one way, HTTP/2 several. */
	break(how: Break): void;
}

export type Break = 'fin' | 'reset' | 'cancel' | 'noError' | 'internalError' | 'goAway' | 'sessionDestroy';

export interface FaultServer {
	readonly endpoint: string;
	readonly exchanges: Exchange[];
	close(): Promise<void>;
}

/** A server that speaks one protocol in the clear and answers as `answer` says. */
export async function startFaultServer(
	protocol: Protocol,
	answer: (exchange: Exchange) => void | Promise<void>,
): Promise<FaultServer> {
	const exchanges: Exchange[] = [];
	const sockets = new Set<Socket>();
	const serve = (exchange: Exchange): void => {
		exchanges.push(exchange);
		void Promise.resolve(answer(exchange));
	};
	const server = protocol === 'http1' ? http.createServer() : http2.createServer();
	if (protocol === 'http1') {
		server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
			serve(http1Exchange(request, response));
		});
	} else {
		server.on('session', (session: http2.ServerHttp2Session) => session.on('error', () => undefined));
		server.on('stream', (stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders) => {
			serve(http2Exchange(stream, headers));
		});
	}
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		socket.on('close', () => sockets.delete(socket));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		exchanges,
		async close() {
			const closed = new Promise((resolve) => server.close(resolve));
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
}

function http1Exchange(request: http.IncomingMessage, response: http.ServerResponse): Exchange {
	response.on('error', () => undefined);
	return {
		path: request.url ?? '',
		headers: request.headers,
		body: collect(request),
		closed: new Promise((resolve) => response.once('close', resolve)),
		head: (status, headers) => {
			response.writeHead(status, headers);
			response.flushHeaders();
		},
		write: (bytes) => new Promise((resolve) => response.write(bytes, () => resolve())),
		end: () => response.end(),
		break: (how) => {
			if (how === 'reset') response.socket?.resetAndDestroy();
			else response.socket?.destroy();
		},
	};
}

function http2Exchange(stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders): Exchange {
	stream.on('error', () => undefined);
	const codes = {
		cancel: http2.constants.NGHTTP2_CANCEL,
		noError: http2.constants.NGHTTP2_NO_ERROR,
		internalError: http2.constants.NGHTTP2_INTERNAL_ERROR,
	};
	return {
		path: headers[':path'] ?? '',
		headers,
		body: collect(stream),
		closed: new Promise((resolve) => stream.once('close', resolve)),
		head: (status, fields) => stream.respond({ ':status': status, ...fields }),
		write: (bytes) => new Promise((resolve) => stream.write(bytes, () => resolve())),
		end: () => stream.end(),
		break: (how) => {
			const session = stream.session;
			// The session hands out a proxy of its socket that refuses to be destroyed.
			const socket = (session as unknown as Record<symbol, Socket | undefined> | undefined)?.[
				Object.getOwnPropertySymbols(session ?? {}).find((symbol) => symbol.description === 'socket') ?? Symbol()
			];
			if (how === 'fin') socket?.end();
			else if (how === 'reset') socket?.resetAndDestroy();
			else if (how === 'goAway') {
				session?.goaway(http2.constants.NGHTTP2_INTERNAL_ERROR);
				session?.destroy();
			} else if (how === 'sessionDestroy') session?.destroy();
			else stream.close(codes[how]);
		},
	};
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const parts: Uint8Array[] = [];
	try {
		for await (const part of stream) parts.push(part);
	} catch {
		// The client left while it was sending.
	}
	return Buffer.concat(parts);
}
