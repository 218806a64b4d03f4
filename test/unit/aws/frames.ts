import { EventStreamCodec } from '@smithy/eventstream-codec';

const codec = new EventStreamCodec(
	(bytes) => (typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes)),
	(text) => new TextEncoder().encode(text),
);

/** One frame of `vnd.amazon.eventstream`. `body`: JSON, or bytes as they are. */
export function frame(type: string, body: object | Uint8Array, messageType = 'event'): Buffer {
	const typeHeader = messageType === 'exception' ? ':exception-type' : ':event-type';
	return rawFrame(
		{ ':message-type': messageType, [typeHeader]: type, ':content-type': 'application/json' },
		body instanceof Uint8Array ? body : new TextEncoder().encode(JSON.stringify(body)),
	);
}

export function rawFrame(headers: Record<string, string>, body: Uint8Array): Buffer {
	const typed = Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name, { type: 'string', value } as const]),
	);
	return Buffer.from(codec.encode({ headers: typed, body }));
}

export const messageStart = frame('messageStart', { role: 'assistant' });
export const messageStop = frame('messageStop', { stopReason: 'end_turn' });
export const metadata = frame('metadata', {
	usage: { inputTokens: 11, outputTokens: 22, totalTokens: 33, cacheReadInputTokens: 4 },
	metrics: { latencyMs: 55 },
});

export function textDelta(text: string, contentBlockIndex = 0): Buffer {
	return frame('contentBlockDelta', { contentBlockIndex, delta: { text } });
}

/** A chunk of InvokeModelWithResponseStream. */
export function chunk(body: object): Buffer {
	return frame('chunk', { bytes: Buffer.from(JSON.stringify(body)).toString('base64'), p: 'abcdefgh' });
}
