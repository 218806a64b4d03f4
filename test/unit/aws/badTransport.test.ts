import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { GatewaySettings } from '../../../src/aws/gateway';
import type { InvocationEvent } from '../../../src/bedrock/invocation';
import { ChatSession, type SessionUpdate } from '../../../src/chat/session';
import { generateIdentity } from '../../../src/simulator/wire/certificate';
import { expiredCertificate } from './expiredCertificate';
import { startFaultServer, type Exchange, type FaultServer } from './faultServer';
import { messageStart, messageStop, metadata, textDelta } from './frames';
import { ask, collect, endOf, gatewayTo, target, textOf } from './invocations';

const eventStream = { 'content-type': 'application/vnd.amazon.eventstream' };
const never = new AbortController().signal;
const answer = Buffer.concat([messageStart, textDelta('Hello'), messageStop, metadata]);

let server: FaultServer | undefined;
const open: { close(): unknown }[] = [];
afterEach(async () => {
	await server?.close();
	server = undefined;
	for (const other of open.splice(0)) other.close();
});

async function whole(exchange: Exchange): Promise<void> {
	exchange.head(200, eventStream);
	await exchange.write(answer);
	exchange.end();
}

async function begun(exchange: Exchange): Promise<void> {
	exchange.head(200, eventStream);
	await exchange.write(Buffer.concat([messageStart, textDelta('Hel')]));
}

async function listen(listener: net.Server): Promise<number> {
	open.push(listener);
	await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
	return (listener.address() as AddressInfo).port;
}

async function invoke(
	endpoint: string,
	transport: GatewaySettings['transport'],
	more: Partial<GatewaySettings> = {},
): Promise<InvocationEvent[]> {
	const gateway = gatewayTo(endpoint, transport, more);
	try {
		return await collect(gateway.invoke(target, ask(), never));
	} finally {
		gateway.dispose();
	}
}

// The fault table of row "Transport" has a test of its own, faults.test.ts.
describe.each(['http1', 'http2'] as const)('B5, transport, over %s', (protocol) => {
	test('slow loris: a byte at a time is no sign of life', async () => {
		let timer: NodeJS.Timeout | undefined;
		server = await startFaultServer(protocol, async (exchange) => {
			await begun(exchange);
			let at = 0;
			timer = setInterval(() => void exchange.write(Buffer.from(textDelta('x'.repeat(1_000))).subarray(at, ++at)), 20);
			void exchange.closed.then(() => clearInterval(timer));
		});
		const events = await invoke(server.endpoint, protocol, { idleTimeoutMilliseconds: 300 });
		expect(endOf(events)).toBe('failed: stalled');
		expect(textOf(events)).toBe('Hel');
		await server.exchanges[0]?.closed;
	});

	test('DNS fail', async () => {
		expect(endOf(await invoke('http://no-such-host.invalid', protocol))).toBe('failed: endpointNotFound');
	}, 60_000);

	test('refused', async () => {
		const listener = net.createServer();
		const port = await listen(listener);
		await new Promise((resolve) => listener.close(resolve));
		expect(endOf(await invoke(`http://127.0.0.1:${port}`, protocol))).toBe('failed: endpointUnreachable');
	});

	test('TLS expired', async () => {
		const certificate = expiredCertificate();
		const listener = protocol === 'http1' ? https.createServer(certificate) : http2.createSecureServer(certificate);
		const port = await listen(listener);
		const [end] = (await invoke(`https://localhost:${port}`, protocol)).slice(-1);
		expect(end).toMatchObject({ type: 'failed', error: { code: 'certificateRefused' } });
	});

	test('clock skew: the request is signed again by the service’s clock', async () => {
		const ahead = new Date(Date.now() + 3_600_000);
		server = await startFaultServer(protocol, async (exchange) => {
			if (server?.exchanges.length !== 1) {
				await whole(exchange);
				return;
			}
			exchange.head(403, {
				'content-type': 'application/json',
				'x-amzn-errortype': 'InvalidSignatureException',
				date: ahead.toUTCString(),
			});
			await exchange.write(Buffer.from('{"message":"Signature expired: 20261122T000000Z is now earlier than …"}'));
			exchange.end();
		});
		expect(endOf(await invoke(server.endpoint, protocol))).toBe('complete');
		const [first, second] = server.exchanges.map(({ headers }) => String(headers['x-amz-date']));
		expect(first?.slice(0, 11)).not.toBe(second?.slice(0, 11));
		expect(second?.slice(0, 11)).toBe(ahead.toISOString().replace(/[-:]/g, '').slice(0, 11));
	});

	test('proxy 407', async () => {
		server = await startFaultServer(protocol, async (exchange) => {
			exchange.head(407, { 'proxy-authenticate': 'Basic realm="office"', 'content-type': 'text/html' });
			await exchange.write(Buffer.from('<h1>Sign in</h1>'));
			exchange.end();
		});
		expect(endOf(await invoke(server.endpoint, protocol))).toBe('failed: proxyAnswered');
	});

	test('the connection dies while idle', async () => {
		server = await startFaultServer(protocol, whole);
		const gateway = gatewayTo(server.endpoint, protocol);
		expect(endOf(await collect(gateway.invoke(target, ask(), never)))).toBe('complete');
		const [first] = server.exchanges;
		first?.break('reset');
		first?.break('sessionDestroy');
		expect(endOf(await collect(gateway.invoke(target, ask(), never)))).toBe('complete');
		gateway.dispose();
	});

	test('50 parallel streams', async () => {
		server = await startFaultServer(protocol, async (exchange) => {
			await begun(exchange);
			// None ends before all have begun.
			while ((server?.exchanges.length ?? 0) < 50) await new Promise((resolve) => setTimeout(resolve, 5));
			await exchange.write(Buffer.concat([textDelta('lo'), messageStop, metadata]));
			exchange.end();
		});
		const gateway = gatewayTo(server.endpoint, protocol);
		const answers = await Promise.all(Array.from({ length: 50 }, () => collect(gateway.invoke(target, ask(), never))));
		expect(new Set(answers.map((events) => `${endOf(events)} ${textOf(events)}`))).toEqual(new Set(['complete Hello']));
		gateway.dispose();
	});

	test.each(['before headers', 'at first event', 'after last', 'twice'])('abort %s', async (when) => {
		const stop = new AbortController();
		server = await startFaultServer(protocol, async (exchange) => {
			if (when === 'before headers') stop.abort();
			else await (when === 'after last' ? whole(exchange) : begun(exchange));
		});
		const gateway = gatewayTo(server.endpoint, protocol);
		const events: InvocationEvent[] = [];
		for await (const event of gateway.invoke(target, ask(), stop.signal)) {
			events.push(event);
			if (event.type === (when === 'after last' ? 'ended' : 'text')) stop.abort();
			if (when === 'twice') stop.abort();
		}
		expect(endOf(events)).toBe(when === 'after last' ? 'complete' : 'stopped');
		await server.exchanges[0]?.closed;
		gateway.dispose();
	});

	test.each(['panel closed', 'window reloaded'])('%s mid-stream: closed, and the part is kept', async (how) => {
		server = await startFaultServer(protocol, begun);
		const gateway = gatewayTo(server.endpoint, protocol);
		const updates: SessionUpdate[] = [];
		const session = new ChatSession('s', [], {
			invoke: gateway.invoke,
			planRequest: () => Promise.resolve({ target, options: { api: 'ConverseStream' } }),
			contentOf: () => Promise.reject(new Error('Nothing is attached.')),
			describeFailure: ({ message, name }) => ({ title: '', advice: '', message, name }),
			now: () => performance.now(),
			newId: () => String(updates.length),
			deltaIntervalMilliseconds: 0,
			onUpdate: (update) => updates.push(update),
		});
		session.send('Hello');
		while (!updates.some(({ type }) => type === 'delta')) await new Promise((resolve) => setTimeout(resolve, 5));
		// A reload takes the whole extension with it, the gateway too; then nobody hears of the end.
		if (how === 'window reloaded') gateway.dispose();
		session.dispose();
		expect(session.messages.at(-1)).toMatchObject({ text: 'Hel', outcome: 'interrupted' });
		await server.exchanges[0]?.closed;
		gateway.dispose();
	});
});

describe('B5, transport', () => {
	test('HTTP/2 refused: auto goes over to HTTP/1.1, http2 says so', async () => {
		server = await startFaultServer('http1', whole);
		expect(endOf(await invoke(server.endpoint, 'auto'))).toBe('complete');
		expect(endOf(await invoke(server.endpoint, 'http2'))).toMatch(/^failed: /);
	});

	test.each([
		['an ALPN of HTTP/1.1 only', ['http/1.1']],
		['no ALPN at all', undefined],
	])('%s: auto goes over to HTTP/1.1, http2 says so', async (_how, ALPNProtocols) => {
		const { authority, cert, key } = generateIdentity(['us-east-1']);
		const listener = https.createServer({ cert, key, ...(ALPNProtocols && { ALPNProtocols }) });
		listener.on('request', (_request, response) => {
			response.writeHead(200, eventStream);
			response.end(answer);
		});
		const endpoint = `https://localhost:${await listen(listener)}`;
		const network = { certificates: authority };
		const connection = { kind: 'aws', sourceRegion: 'us-east-1', apiKey: 'ABSKexample', endpoint, network } as const;
		expect(endOf(await invoke(endpoint, 'auto', { connection }))).toBe('complete');
		expect(endOf(await invoke(endpoint, 'http2', { connection }))).toMatch(/^failed: /);
	});

	test('GOAWAY between requests', async () => {
		const sessions: http2.ServerHttp2Session[] = [];
		const listener = http2.createServer();
		listener.on('session', (session: http2.ServerHttp2Session) => sessions.push(session));
		listener.on('stream', (stream: http2.ServerHttp2Stream) => {
			stream.respond({ ':status': 200, ...eventStream });
			stream.end(answer);
		});
		const gateway = gatewayTo(`http://127.0.0.1:${await listen(listener)}`, 'http2');
		for (let request = 0; request < 3; request++) {
			expect(endOf(await collect(gateway.invoke(target, ask(), never)))).toBe('complete');
			for (const session of sessions) if (!session.destroyed) session.goaway(http2.constants.NGHTTP2_NO_ERROR);
		}
		gateway.dispose();
		for (const session of sessions) session.destroy();
	});

	test('an HTTP/1.1 server that keeps its connections, and closes them while idle', async () => {
		const sockets = new Set<net.Socket>();
		const listener = http.createServer((_request, response) => {
			response.writeHead(200, eventStream);
			response.end(answer);
		});
		listener.on('connection', (socket) => sockets.add(socket));
		const gateway = gatewayTo(`http://127.0.0.1:${await listen(listener)}`, 'http1');
		for (let request = 0; request < 3; request++) {
			expect(endOf(await collect(gateway.invoke(target, ask(), never)))).toBe('complete');
			for (const socket of sockets) socket.destroy();
		}
		gateway.dispose();
	});
});
