import { makeGateway, type Gateway, type GatewaySettings } from '../../../src/aws/gateway';
import type {
	InvocationApi,
	InvocationEvent,
	InvocationRequest,
	InvocationTarget,
} from '../../../src/bedrock/invocation';

export const target: InvocationTarget = {
	modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
	sourceRegion: 'us-east-1',
};

export function ask(api: InvocationApi = 'ConverseStream', more: Partial<InvocationRequest> = {}): InvocationRequest {
	return { api, messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }], ...more };
}

export function gatewayTo(
	endpoint: string,
	transport: GatewaySettings['transport'],
	more: Partial<GatewaySettings> = {},
): Gateway {
	return makeGateway({
		connection: {
			kind: 'simulator',
			sourceRegion: 'us-east-1',
			endpoint,
			accessKeyId: 'AKIAEXAMPLEEXAMPLE12',
			secretAccessKey: 'secret',
		},
		firstEventTimeoutMilliseconds: 10_000,
		idleTimeoutMilliseconds: 10_000,
		transport,
		...more,
	});
}

export async function collect(events: AsyncIterable<InvocationEvent>): Promise<InvocationEvent[]> {
	const collected: InvocationEvent[] = [];
	for await (const event of events) collected.push(event);
	return collected;
}

export function textOf(events: readonly InvocationEvent[], type: 'text' | 'reasoning' = 'text'): string {
	return events.flatMap((event) => (event.type === type ? [event.text] : [])).join('');
}

/** How it ended, in a word: `complete`, `truncated`, `stopped`, or `failed: code`. */
export function endOf(events: readonly InvocationEvent[]): string {
	const ends = events.filter((event) => event.type === 'ended' || event.type === 'failed');
	const last = events.at(-1);
	if (ends.length !== 1 || last !== ends[0]) return `broken promise: ${JSON.stringify(events.slice(-3))}`;
	return last?.type === 'failed' ? `failed: ${last.error.code}` : last?.type === 'ended' ? last.end : '';
}
