import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { startSimulator, type Simulator } from '../../src/simulator/simulator';
import { type Exchange, type FaultServer, startFaultServer } from '../unit/aws/faultServer';
import { frame, messageStart, metadata, textDelta } from '../unit/aws/frames';

/** Answers one request. */
export type Script = (exchange: Exchange) => Promise<void>;

/** What a request asks for, as the service gets it. */
interface RequestBody {
	readonly messages: readonly { readonly role: string; readonly content: readonly object[] }[];
	readonly system?: readonly { readonly text: string }[];
	readonly inferenceConfig?: object;
}

/**
 * An account whose lists are the simulator's and whose models say what a test has written for them, frame by frame: what
 * the simulator's own never say (sources, tool calls, pictures, hostile text, ends of every kind).
 */
export class ScriptedModels {
	private constructor(
		private readonly simulator: Simulator,
		private readonly server: FaultServer,
		private readonly scripts: Script[],
	) {}

	static async open(): Promise<ScriptedModels> {
		const scripts: Script[] = [];
		const simulator = await startSimulator({ pace: 0 });
		const server = await startFaultServer('http1', async (exchange) => {
			await exchange.body;
			const script = scripts.shift() ?? refuse(500, 'InternalServerException', 'Nothing was written for this request.');
			await script(exchange);
		});
		const file = process.env.AWS_SHARED_CREDENTIALS_FILE;
		if (!file?.includes('bedrock-profiles-')) throw new Error('There is no folder for credentials of the tests.');
		mkdirSync(dirname(file), { recursive: true });
		const { accessKeyId, secretAccessKey } = simulator;
		const keys = `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
		writeFileSync(file, keys, { mode: 0o600 });
		return new ScriptedModels(simulator, server, scripts);
	}

	/** Settings of a window that goes through this account. */
	get settings(): Readonly<Record<string, unknown>> {
		return {
			'bedrockProfiles.connection': 'aws',
			'bedrockProfiles.endpoint': this.simulator.endpoint,
			'bedrockProfiles.runtimeEndpoint': this.server.endpoint,
			'bedrockProfiles.transport': 'http1',
		};
	}

	/** What the next requests are answered with, in order. */
	will(...scripts: readonly Script[]): this {
		this.scripts.push(...scripts);
		return this;
	}

	/** Requests so far. */
	get count(): number {
		return this.server.exchanges.length;
	}

	async lastBody(): Promise<RequestBody> {
		const body = await this.server.exchanges.at(-1)?.body;
		return JSON.parse(body?.toString() ?? '') as RequestBody;
	}

	/** Settles when the last request is over, or its client gone. */
	async lastClosed(): Promise<void> {
		await this.server.exchanges.at(-1)?.closed;
	}

	async close(): Promise<void> {
		await this.server.close();
		await this.simulator.close();
	}
}

/** A stream of these frames, whole. */
function says(...frames: readonly Uint8Array[]): Script {
	return async (exchange) => {
		begin(exchange);
		await exchange.write(Buffer.concat([messageStart, ...frames, metadata]));
		exchange.end();
	};
}

/** These frames and then nothing more, until the client goes. */
export function pauses(...frames: readonly Uint8Array[]): Script {
	return async (exchange) => {
		begin(exchange);
		await exchange.write(Buffer.concat([messageStart, ...frames]));
		await exchange.closed;
	};
}

/** These frames, and then the connection breaks. */
export function breaks(...frames: readonly Uint8Array[]): Script {
	return async (exchange) => {
		begin(exchange);
		await exchange.write(Buffer.concat([messageStart, ...frames]));
		// What was written is to arrive before the break does.
		await new Promise((resolve) => setTimeout(resolve, 300));
		exchange.break('fin');
	};
}

export function refuse(status: number, name: string, message: string): Script {
	return async (exchange) => {
		exchange.head(status, { 'content-type': 'application/json', 'x-amzn-errortype': name });
		await exchange.write(Buffer.from(JSON.stringify({ message })));
		exchange.end();
	};
}

function stop(stopReason: string): Buffer {
	return frame('messageStop', { stopReason });
}

/** One whole answer in one text. */
export function whole(text: string, stopReason = 'end_turn'): Script {
	return says(textDelta(text), stop(stopReason));
}

/** Everything that an answer can hold. @param text Markdown between the reasoning and the rest. */
export function everything(text: string): Script {
	const delta = (contentBlockIndex: number, body: object) =>
		frame('contentBlockDelta', { contentBlockIndex, delta: body });
	return says(
		delta(0, { reasoningContent: { text: 'The user wants to see everything. Then everything it is.' } }),
		textDelta(text, 1),
		delta(1, {
			citation: {
				title: 'Bedrock user guide',
				location: { web: { url: 'https://docs.aws.amazon.com/bedrock/latest/userguide/' } },
				sourceContent: [{ text: 'A profile routes requests over Regions.' }],
			},
		}),
		delta(1, { citation: { title: 'A page that is none', source: 'javascript:alert(1)' } }),
		frame('contentBlockStart', { contentBlockIndex: 2, start: { toolUse: { toolUseId: 't1', name: 'find_weather' } } }),
		delta(2, { toolUse: { input: '{"city":"To' } }),
		delta(2, { toolUse: { input: 'kyo","days":3}' } }),
		frame('contentBlockStop', { contentBlockIndex: 2 }),
		frame('contentBlockStart', { contentBlockIndex: 3, start: { image: { format: 'png' } } }),
		delta(3, { image: { source: { bytes: picture } } }),
		frame('contentBlockStop', { contentBlockIndex: 3 }),
		stop('end_turn'),
	);
}

/** Red, blue and red: 240 by 135 pixels, PNG in Base64. */
export const picture =
	'iVBORw0KGgoAAAANSUhEUgAAAPAAAACHCAIAAACnEEO8AAABJElEQVR42u3dQQ0AMAwDsUIptEEttHHYa2osGUF0/9R0wxplAgQNggZBg6ARNA' +
	'gaBA2CBkEjaBA0CBoEDYJG0CBoEDQIGgSNoEHQIGgQNAgaQYOgQdAgaBA0ggZBg6BB0CBoBA2CBkGDoBE0CBoEDYIGQZMadJ+BNQSNoEHQIGgQ' +
	'NIIGQYOgQdAgaAQNggZBg6BB0AgaBA2CBkGDoBE0CBoEDYIGQSNoEDQIGgQNgkbQIGgQNAgaBI2gQdAgaBA0grYCggZBg6BB0MQG/Xx7Dx8SNI' +
	'IGQYOgQdAIGgQNggZBg6ARNAgaBA2CBkEjaBA0CBoEDYJG0CBoEDQIGgSNoEHQIGgQNAgaQYOgQdAgaBA0ggZBg6BB0AjaCggaBA2CBkGT6gL9' +
	'8iQIyg3GLwAAAABJRU5ErkJggg==';

function begin(exchange: Exchange): void {
	exchange.head(200, {
		'content-type': 'application/vnd.amazon.eventstream',
		'x-amzn-requestid': '0f1e2d3c-4b5a-4697-8899-aabbccddeeff',
	});
}
