import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import net from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { makeGateway } from '../../../src/aws/gateway';
import type { Connection } from '../../../src/bedrock/connection';
import { startFaultServer } from './faultServer';
import { collect } from './invocations';

const never = new AbortController().signal;
const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0)) await close();
});

/** A proxy that connects whatever is asked for to one place. */
async function startProxy(place: number) {
	const asked: { target: string; authorization: string | undefined }[] = [];
	const sockets = new Set<Socket>();
	const server = http.createServer().on('connect', (request, client) => {
		asked.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
		const upstream = net.connect(place, '127.0.0.1', () => {
			client.write('HTTP/1.1 200 Connection established\r\n\r\n');
			upstream.pipe(client).pipe(upstream);
		});
		for (const socket of [client, upstream]) socket.on('error', () => undefined);
	});
	server.on('connection', (socket) => sockets.add(socket));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closing.push(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	return { asked, port: (server.address() as AddressInfo).port };
}

function gatewayOver(connection: Partial<Extract<Connection, { kind: 'aws' }>>) {
	const gateway = makeGateway({
		connection: { kind: 'aws', apiKey: 'ABSKsecretsecretsecret', sourceRegion: 'us-east-1', ...connection },
		firstEventTimeoutMilliseconds: 5_000,
		idleTimeoutMilliseconds: 5_000,
		transport: 'auto',
	});
	closing.push(() => gateway.dispose());
	return gateway;
}

async function answering() {
	const server = await startFaultServer('http1', (exchange) => {
		exchange.head(200, { 'content-type': 'application/json' });
		void exchange.write(Buffer.from('{"inferenceProfileSummaries":[],"modelSummaries":[]}'));
		exchange.end();
	});
	closing.push(() => server.close());
	return server;
}

describe('the network settings', () => {
	test('a proxy carries every request, with its own password', async () => {
		const server = await answering();
		const proxy = await startProxy(Number(new URL(server.endpoint).port));
		const gateway = gatewayOver({
			endpoint: 'http://bedrock.example.com:8081',
			network: { proxy: `http://user:pass%40word@127.0.0.1:${proxy.port}` },
		});
		expect((await gateway.listRegion('us-east-1', never)).errors).toEqual([]);
		expect(server.exchanges).toHaveLength(3);
		expect(new Set(proxy.asked.map(({ target }) => target))).toEqual(new Set(['bedrock.example.com:8081']));
		const [scheme = '', credentials = ''] = (proxy.asked[0]?.authorization ?? '').split(' ');
		expect([scheme, Buffer.from(credentials, 'base64').toString()]).toEqual(['Basic', 'user:pass@word']);
	});

	test('a proxy that is not there is named as what cannot be reached', async () => {
		const gateway = gatewayOver({ endpoint: 'http://bedrock.example.com', network: { proxy: 'http://127.0.0.1:9' } });
		const { errors } = await gateway.listRegion('us-east-1', never);
		expect(new Set(errors.map(({ error }) => error.code))).toEqual(new Set(['endpointUnreachable']));
	});

	test('an endpoint of its own takes what is for Bedrock Runtime, and nothing else', async () => {
		const [control, runtime] = [await answering(), await answering()];
		const gateway = gatewayOver({ endpoint: control.endpoint, runtimeEndpoint: runtime.endpoint });
		await gateway.listRegion('us-east-1', never);
		const request = { api: 'Converse', messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }] }] } as const;
		await collect(gateway.invoke({ modelId: 'a.b', sourceRegion: 'us-east-1' }, request, never));
		expect(control.exchanges.every(({ path }) => !path.startsWith('/model/'))).toBe(true);
		expect(runtime.exchanges.some(({ path }) => path.startsWith('/model/a.b/converse'))).toBe(true);
		expect(runtime.exchanges.every(({ path }) => path.startsWith('/model/'))).toBe(true);
	});

	test('an endpoint for Bedrock Runtime that is no address is refused before anything is sent', async () => {
		const gateway = gatewayOver({ runtimeEndpoint: 'file:///etc/passwd' });
		expect((await gateway.listRegion('us-east-1', never)).errors[0]?.error.code).toBe('endpointInvalid');
	});
});
