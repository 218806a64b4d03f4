import { BedrockClient } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { EventStreamCodec } from '@smithy/eventstream-codec';
import { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler';
import { Readable } from 'node:stream';
import { afterAll } from 'vitest';
import type { Simulator, SimulatorOptions } from '../../../src/simulator/simulator';
import { startSimulator } from '../../../src/simulator/simulator';

export type Transport = 'h1' | 'h2';

/** What came over the wire, before the SDK read it. */
export interface Recorded {
	readonly status: number;
	readonly headers: Record<string, string>;
	readonly body: Buffer;
}

/** Real SDK clients on one transport. */
export interface Clients {
	readonly bedrock: BedrockClient;
	readonly runtime: BedrockRuntimeClient;
	/** The last answer as bytes; only of clients made with `record`. */
	readonly last: () => Recorded;
}

const closing: (() => unknown)[] = [];
afterAll(async () => {
	for (const close of closing.splice(0).toReversed()) await close();
});

/** Ends with the test file. */
export async function started(options: SimulatorOptions = {}): Promise<Simulator> {
	const simulator = await startSimulator({ pace: 0, ...options });
	closing.push(() => simulator.close());
	return simulator;
}

export function clientsOf(
	simulator: Pick<Simulator, 'endpoint' | 'accessKeyId' | 'secretAccessKey'>,
	options: {
		readonly region?: string;
		readonly transport?: Transport;
		readonly record?: boolean;
		readonly sessionToken?: string;
		readonly secretAccessKey?: string;
		readonly accessKeyId?: string;
	} = {},
): Clients {
	const { accessKeyId, secretAccessKey } = { ...simulator, ...options };
	const handler: NodeHttpHandler | NodeHttp2Handler =
		options.transport === 'h2' ? new NodeHttp2Handler() : new NodeHttpHandler();
	let recorded: Recorded | undefined;
	const handle = async (...args: Parameters<NodeHttpHandler['handle']>) => {
		const answer = await handler.handle(...args);
		const chunks: Buffer[] = [];
		for await (const chunk of answer.response.body as AsyncIterable<Buffer>) chunks.push(chunk);
		const body = Buffer.concat(chunks);
		recorded = { status: answer.response.statusCode, headers: { ...answer.response.headers }, body };
		answer.response.body = Readable.from([body]);
		return answer;
	};
	const configuration = {
		region: options.region ?? 'us-east-1',
		endpoint: simulator.endpoint,
		credentials: { accessKeyId, secretAccessKey, sessionToken: options.sessionToken },
		maxAttempts: 1,
		requestHandler: options.record ? Object.assign(Object.create(handler) as typeof handler, { handle }) : handler,
	};
	const bedrock = new BedrockClient(configuration);
	const runtime = new BedrockRuntimeClient(configuration);
	closing.push(() => {
		bedrock.destroy();
		runtime.destroy();
	});
	return {
		bedrock,
		runtime,
		last: () => {
			if (!recorded) throw new Error('nothing was recorded');
			return recorded;
		},
	};
}

const codec = new EventStreamCodec(
	(bytes) => Buffer.from(bytes as Uint8Array).toString(),
	(text) => Buffer.from(text),
);

/** The frames of a whole event stream, decoded by the SDK's codec. */
export function decodeFrames(body: Buffer): { headers: Record<string, unknown>; payload: unknown }[] {
	const frames: { headers: Record<string, unknown>; payload: unknown }[] = [];
	for (let offset = 0; offset < body.length;) {
		const length = body.readUInt32BE(offset);
		const message = codec.decode(body.subarray(offset, offset + length));
		const headers = Object.fromEntries(Object.entries(message.headers).map(([name, header]) => [name, header.value]));
		frames.push({ headers, payload: JSON.parse(Buffer.from(message.body).toString()) });
		offset += length;
	}
	return frames;
}

/** All that a stream gives. `Array.fromAsync` is younger than Node 20. */
export async function gather<T>(stream: AsyncIterable<T> | undefined): Promise<T[]> {
	const items: T[] = [];
	for await (const item of stream ?? []) items.push(item);
	return items;
}

export const question = (text: string) => [{ role: 'user' as const, content: [{ text }] }];

/** A current model that only profiles reach from us-east-1. */
export const sonnet = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
