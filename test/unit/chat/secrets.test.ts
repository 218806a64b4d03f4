import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Gateway } from '../../../src/aws/gateway';
import type { ExplainedError } from '../../../src/bedrock/errors';
import { describeError } from '../../../src/bedrock/errorTexts';
import { conversationMarkdown } from '../../../src/chat/conversationText';
import { ConversationStore } from '../../../src/chat/conversations';
import { ChatSession, type SessionUpdate } from '../../../src/chat/session';
import { startFaultServer, type FaultServer } from '../aws/faultServer';
import { frame, messageStart, textDelta } from '../aws/frames';
import { gatewayTo, target } from '../aws/invocations';
import { planted } from '../aws/plantedSecrets';

/** What the extension is given to work with; AWS itself sends some of it back in its messages. */
const own = {
	accessKeyId: 'AKIAOWNKEYEXAMPLE123',
	secretAccessKey: 'oWnS3cretAccessK3yEXAMPLEKEY1234567890ab',
	apiKey: `ABSKQmVkcm9ja0FQSUtleS${'oWnK3y'.repeat(12)}=`,
};

/** How the service says it. */
const ways = [
	'before the answer',
	'in the middle of the answer',
	'as a page of a proxy',
	'with a name of its own',
] as const;

let server: FaultServer;
let say: { readonly text: string; readonly way: (typeof ways)[number] } = { text: '', way: ways[0] };
beforeAll(async () => {
	server = await startFaultServer('http1', async (exchange) => {
		const { authorization = '' } = exchange.headers;
		// As AWS does after a wrong signature: what was sent comes back.
		const message = `${say.text} The request was signed with ${own.secretAccessKey}; it said authorization: ${String(authorization)}`;
		const json = Buffer.from(JSON.stringify({ message, Message: message }));
		const type = { 'content-type': 'application/json' };
		if (say.way === 'in the middle of the answer') {
			exchange.head(200, { 'content-type': 'application/vnd.amazon.eventstream' });
			const failure = frame('validationException', { message }, 'exception');
			await exchange.write(Buffer.concat([messageStart, textDelta('Hel'), failure]));
		} else if (say.way === 'as a page of a proxy') {
			exchange.head(403, { 'content-type': 'text/html' });
			await exchange.write(Buffer.from(`<h1>${message}</h1>`));
		} else {
			const name = say.way === 'before the answer' ? 'ValidationException' : 'BrandNewException';
			exchange.head(400, { ...type, 'x-amzn-errortype': name });
			await exchange.write(json);
		}
		exchange.end();
	});
});
afterAll(() => server.close());

/** Everything that a failed answer leaves behind, as text. */
async function leftBehind(gateway: Gateway): Promise<string> {
	const updates: SessionUpdate[] = [];
	const errors: ExplainedError[] = [];
	const kept = new Map<string, unknown>();
	const store = new ConversationStore({
		get: (key) => kept.get(key),
		update: (key, value) => {
			kept.set(key, structuredClone(value));
			return Promise.resolve();
		},
	});
	let exported = '';
	await new Promise<void>((resolve) => {
		const session = new ChatSession('s', [], {
			invoke: gateway.invoke,
			planRequest: () => Promise.resolve({ target, options: { api: 'ConverseStream' } }),
			contentOf: () => Promise.reject(new Error('Nothing is attached.')),
			describeFailure: (error) => {
				errors.push(error);
				const { title, advice } = describeError(error, { sourceRegion: 'us-east-1', modelId: target.modelId });
				return { title, advice, message: error.message, name: error.name };
			},
			now: () => performance.now(),
			newId: () => `m${updates.length}`,
			deltaIntervalMilliseconds: 0,
			onUpdate: (update) => {
				updates.push(update);
				if (update.type !== 'answerEnded') return;
				const { messages } = session;
				const conversation = { sessionId: 's', profileId: 'p', changedAt: 0, omittedMessages: 0, messages };
				exported = conversationMarkdown(conversation, 'Profile');
				void store.save(conversation).then(resolve);
			},
		});
		session.send('Hello');
	});
	expect(errors).toHaveLength(1);
	return JSON.stringify({ updates, errors, exported, kept: [...kept] });
}

describe.each(ways)('no secret is left behind when it is said %s', (way) => {
	test.each([...planted, ['the extension’s own', 'denied', own.secretAccessKey] as const])(
		'%s',
		async (_name, text, secret) => {
			say = { text, way };
			for (const connection of [
				{ kind: 'simulator', sourceRegion: 'us-east-1', endpoint: server.endpoint, ...own } as const,
				{ kind: 'aws', sourceRegion: 'us-east-1', endpoint: server.endpoint, apiKey: own.apiKey } as const,
			]) {
				const gateway = gatewayTo(server.endpoint, 'http1', { connection });
				const left = await leftBehind(gateway);
				gateway.dispose();
				for (const hidden of [secret, ...Object.values(own)]) {
					expect(left.includes(hidden), `${hidden.slice(0, 4)}… in ${left.slice(0, 2_000)}`).toBe(false);
				}
				expect(left).toContain(way === 'as a page of a proxy' ? 'proxyAnswered' : '[redacted]');
			}
		},
	);
});
