// The host's side of the chat's figures. The service is a process of its own: what it costs must not count.
import { fork } from 'node:child_process';
import { createServer as createServer1, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createServer2, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { makeGateway, type Gateway } from '../../src/aws/gateway';
import { ChatSession, type SessionUpdate } from '../../src/chat/session';
import { encodeEvent } from '../../src/simulator/wire/eventStream';
import type { Delta, ToPage } from '../../src/webview/chat/protocol';
import { sampleState } from '../unit/webview/chat/sampleState';
import { typicalAnswer } from './markdownTexts';

/** Characters of a delta: two tokens, as the simulator gives them. */
const textLength = 8;
const runs = 5;
const tail = [
	encodeEvent('contentBlockStop', { contentBlockIndex: 0 }),
	encodeEvent('messageStop', { stopReason: 'end_turn' }),
];

interface Service {
	readonly endpoints: Readonly<Record<'http1' | 'http2', string>>;
	/** Model → when its stream was closed, in milliseconds since the epoch. */
	readonly closed: ReadonlyMap<string, number>;
	readonly opened: ReadonlySet<string>;
	end(): void;
}

if (process.argv.includes('serve')) void serve();

/** What a model answers, by its name: `many-100000` so many deltas, `short-1` one, `endless-7` one after the other. */
async function serve(): Promise<void> {
	const clock = () => performance.timeOrigin + performance.now();
	const prepared = new Map<number, Buffer>();
	const answer = (path: string, stream: NodeJS.WritableStream, onClose: (listener: () => void) => void): void => {
		const model = decodeURIComponent(path.split('/')[2] ?? '');
		const [kind, number] = model.split('-');
		process.send?.({ opened: model });
		let timer: NodeJS.Timeout | undefined;
		onClose(() => {
			clearInterval(timer);
			process.send?.({ closed: model, at: clock() });
		});
		if (kind === 'endless') {
			stream.write(delta('word '));
			timer = setInterval(() => stream.write(delta('more words ')), 2);
			return;
		}
		const count = kind === 'many' ? Number(number) : 1;
		let bytes = prepared.get(count);
		if (!bytes) prepared.set(count, (bytes = Buffer.concat([...deltasOf(count), ...tail])));
		stream.end(bytes);
	};
	const type = { 'content-type': 'application/vnd.amazon.eventstream' };
	const server1 = createServer1((request: IncomingMessage, response: ServerResponse) => {
		response.writeHead(200, type);
		response.flushHeaders();
		answer(request.url ?? '', response, (listener) => response.on('close', listener));
	});
	const server2: Http2Server = createServer2();
	server2.on('sessionError', () => undefined);
	server2.on('stream', (stream: ServerHttp2Stream, headers) => {
		stream.on('error', () => undefined);
		stream.respond({ ':status': 200, ...type });
		answer(headers[':path'] ?? '', stream, (listener) => stream.on('close', listener));
	});
	const ports: number[] = [];
	for (const server of [server1, server2]) {
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		ports.push((server.address() as AddressInfo).port);
	}
	process.send?.({ ports });
	process.on('disconnect', () => process.exit());
}

function delta(text: string): Buffer {
	return encodeEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text } });
}

function deltasOf(count: number): Buffer[] {
	const text = typicalAnswer(count * textLength);
	return Array.from({ length: count }, (_, index) => delta(text.slice(index * textLength, (index + 1) * textLength)));
}

export async function startService(): Promise<Service> {
	const child = fork(__filename, ['serve'], { execArgv: [] });
	const closed = new Map<string, number>();
	const opened = new Set<string>();
	const ports = await new Promise<readonly number[]>((resolve, reject) => {
		child.on('error', reject);
		child.on('message', (message: { ports?: number[]; opened?: string; closed?: string; at?: number }) => {
			if (message.ports) resolve(message.ports);
			if (message.opened !== undefined) opened.add(message.opened);
			if (message.closed !== undefined) closed.set(message.closed, message.at ?? NaN);
		});
	});
	const [http1 = 0, http2 = 0] = ports;
	return {
		endpoints: { http1: `http://127.0.0.1:${http1}`, http2: `http://127.0.0.1:${http2}` },
		closed,
		opened,
		end: () => {
			child.disconnect();
		},
	};
}

const identity = { accessKeyId: 'AKIAEXAMPLEEXAMPLE12', secretAccessKey: 'example' };

function gatewayTo(service: Service, transport: 'http1' | 'http2'): Gateway {
	const endpoint = service.endpoints[transport];
	const connection = { kind: 'simulator', sourceRegion: 'us-east-1', endpoint, ...identity } as const;
	return makeGateway({ connection, transport, firstEventTimeoutMilliseconds: 0, idleTimeoutMilliseconds: 0 });
}

/** Asks in a session, as a panel does. @returns once the answer is over. */
function ask(gateway: Gateway, modelId: string, hear: (update: SessionUpdate) => void): Promise<ChatSession> {
	return new Promise((resolve) => {
		let ids = 0;
		const session = new ChatSession('s', [], {
			invoke: gateway.invoke,
			planRequest: () =>
				Promise.resolve({ target: { modelId, sourceRegion: 'us-east-1' }, options: { api: 'ConverseStream' } }),
			contentOf: () => Promise.reject(new Error('Nothing is attached.')),
			describeFailure: ({ message, name }) => ({ title: message, advice: '', message, name }),
			now: () => performance.now(),
			newId: () => `${modelId}-${ids++}`,
			deltaIntervalMilliseconds: 25,
			onUpdate: (update) => {
				hear(update);
				if (update.type === 'answerEnded') resolve(session);
			},
		});
		session.send('Question');
	});
}

/**
 * Service → SDK → session: seconds of processor time for all deltas, and what the page would get; `bareSeconds` is the
 * same with nothing but the SDK, in turns. Processor time says the same on a busy machine, where the wall clock also counts
 * the others.
 */
export async function pipe(service: Service, count: number) {
	const gateway = gatewayTo(service, 'http2');
	const client = bareClient(service);
	const seconds: number[] = [];
	const bareSeconds: number[] = [];
	let messages: Delta[] = [];
	let messagesInOneSecond = 0;
	for (let run = 0; run <= runs; run++) {
		const times: number[] = [];
		messages = [];
		const before = process.cpuUsage();
		const session = await ask(gateway, `many-${count}`, (update) => {
			times.push(performance.now());
			if (update.type === 'delta') messages.push({ ...update, messageId: 'many' });
		});
		const text = session.messages.at(-1)?.text ?? '';
		if (text.length !== count * textLength) throw new Error(`Only ${text.length} characters arrived.`);
		const own = processorSeconds(before);
		const bareBefore = process.cpuUsage();
		let length = 0;
		for await (const event of await bareStream(client, `many-${count}`)) {
			length += event.contentBlockDelta?.delta?.text?.length ?? 0;
		}
		if (length !== text.length) throw new Error(`Only ${length} characters arrived.`);
		// The first run makes the service's answer, the connection and the machine code.
		if (run === 0) continue;
		seconds.push(own);
		bareSeconds.push(processorSeconds(bareBefore));
		for (const [index, time] of times.entries()) {
			const within = times.slice(index).findIndex((other) => other - time >= 1_000);
			messagesInOneSecond = Math.max(messagesInOneSecond, within < 0 ? times.length - index : within);
		}
	}
	gateway.dispose();
	client.destroy();
	return { seconds, bareSeconds, messages: atRate(messages, count), messagesInOneSecond };
}

function processorSeconds(since: NodeJS.CpuUsage): number {
	const { user, system } = process.cpuUsage(since);
	return (user + system) / 1e6;
}

function bareClient(service: Service): BedrockRuntimeClient {
	return new BedrockRuntimeClient({ region: 'us-east-1', endpoint: service.endpoints.http2, credentials: identity });
}

/** With nothing but the SDK. */
async function bareStream(client: BedrockRuntimeClient, modelId: string) {
	const command = new ConverseStreamCommand({ modelId, messages: [{ role: 'user', content: [{ text: 'Question' }] }] });
	const { stream } = await client.send(command);
	if (!stream) throw new Error('The answer has no stream.');
	return stream;
}

/** The same pieces in as many messages as they would take at 30,000 deltas a second: a busy machine makes more of them. */
function atRate(messages: readonly Delta[], count: number): Delta[] {
	const text = messages
		.flatMap(({ pieces }) => pieces)
		.map((piece) => (piece.part === 'text' ? piece.text : ''))
		.join('');
	const length = Math.ceil(text.length / (count / 30_000) / 40);
	return Array.from({ length: Math.ceil(text.length / length) }, (_, index) => ({
		type: 'delta',
		sessionId: 's',
		messageId: 'many',
		pieces: [{ part: 'text', offset: index * length, text: text.slice(index * length, (index + 1) * length) }],
	}));
}

/** Milliseconds from asking to the first text: in a session, and with nothing but the SDK, in turns. */
export async function firstText(service: Service) {
	const gateway = gatewayTo(service, 'http2');
	const client = bareClient(service);
	const own: number[] = [];
	const bare: number[] = [];
	for (let round = 0; round < 120; round++) {
		const ownStart = performance.now();
		let ownFirst = NaN;
		await ask(gateway, 'short-1', ({ type }) => {
			if (type === 'delta' && Number.isNaN(ownFirst)) ownFirst = performance.now();
		});
		const bareStart = performance.now();
		let bareFirst = NaN;
		for await (const event of await bareStream(client, 'short-1')) {
			if (event.contentBlockDelta && Number.isNaN(bareFirst)) bareFirst = performance.now();
		}
		if (round < 20) continue;
		own.push(ownFirst - ownStart);
		bare.push(bareFirst - bareStart);
	}
	gateway.dispose();
	client.destroy();
	return { own, bare };
}

/** p99 in milliseconds from Stop to the service's close; streams still open some time after 1,000 aborts at random moments. */
export async function stopping(service: Service) {
	const clock = () => performance.timeOrigin + performance.now();
	const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
	let number = 0;
	const p99 = async (transport: 'http1' | 'http2'): Promise<number> => {
		const gateway = gatewayTo(service, transport);
		const times: number[] = [];
		for (let round = 0; round < 210; round++) {
			const model = `endless-${number++}`;
			const stop = new AbortController();
			let stoppedAt = NaN;
			for await (const event of invoke(gateway, model, stop.signal)) {
				if (event.type !== 'text' || stop.signal.aborted) continue;
				await sleep(Math.random() * 6);
				stoppedAt = clock();
				stop.abort();
			}
			while (!service.closed.has(model)) await sleep(1);
			if (round >= 10) times.push((service.closed.get(model) ?? NaN) - stoppedAt);
		}
		gateway.dispose();
		return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? NaN;
	};
	const result = { http2: await p99('http2'), http1: await p99('http1'), leftOpen: 0 };
	for (const transport of ['http1', 'http2'] as const) {
		const gateway = gatewayTo(service, transport);
		const models: string[] = [];
		for (let batch = 0; batch < 25; batch++) {
			await Promise.all(
				Array.from({ length: 20 }, async () => {
					const model = `endless-${number++}`;
					models.push(model);
					const stop = new AbortController();
					setTimeout(() => stop.abort(), Math.random() * 30);
					for await (const event of invoke(gateway, model, stop.signal)) {
						// Some readers leave by themselves.
						if (event.type === 'text' && Math.random() < 0.1) break;
					}
				}),
			);
		}
		// Before the gateway is disposed of: that would close everything.
		await sleep(500);
		result.leftOpen += models.filter((model) => service.opened.has(model) && !service.closed.has(model)).length;
		gateway.dispose();
	}
	return result;
}

function invoke(gateway: Gateway, modelId: string, signal: AbortSignal) {
	const request = {
		api: 'ConverseStream',
		messages: [{ role: 'user', content: [{ type: 'text', text: 'Question' }] }],
	} as const;
	return gateway.invoke({ modelId, sourceRegion: 'us-east-1' }, request, signal);
}

/** Megabytes that a message of some 3 KB goes on taking in the host. */
export async function heapEach(service: Service): Promise<number> {
	setFlagsFromString('--expose_gc');
	const collect = runInNewContext('gc') as () => void;
	const gateway = gatewayTo(service, 'http2');
	const heap = async (): Promise<number> => {
		for (let round = 0; round < 5; round++) {
			collect();
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		return process.memoryUsage().heapUsed;
	};
	const kept: ChatSession[] = [];
	for (let warm = 0; warm < 20; warm++) await ask(gateway, 'many-150', () => undefined);
	const before = await heap();
	for (let turn = 0; turn < 100; turn++) kept.push(await ask(gateway, 'many-150', () => undefined));
	const after = await heap();
	gateway.dispose();
	return (after - before) / kept.length / 2 / 1e6;
}

/** Messages for the page alone. */
export function pageMessages() {
	const state: ToPage = sampleState();
	const answer = typicalAnswer(3_000);
	return {
		state,
		turn: (id: string): ToPage => ({
			type: 'turnStarted',
			sessionId: 's',
			user: { role: 'user', id: `${id}-question`, text: 'Question' },
			answer: { role: 'assistant', id, text: '', reasoning: '' },
		}),
		/** A first piece, and the end; with `isLong`, an answer of usual length before it. */
		end: (id: string, isLong = false): ToPage[] => {
			const pieces: string[] = isLong ? (answer.match(/[^]{1,200}/g) ?? []) : ['Hello, **world**.'];
			let offset = 0;
			const deltas = pieces.map((text): ToPage => {
				const message: ToPage = {
					type: 'delta',
					sessionId: 's',
					messageId: id,
					pieces: [{ part: 'text', offset, text }],
				};
				offset += text.length;
				return message;
			});
			return [...deltas, { type: 'answerEnded', sessionId: 's', messageId: id, outcome: 'complete' }];
		},
	};
}
