import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ExplainedError } from '../../../src/bedrock/errors';
import { ChatSession, type RequestPlan, type SessionUpdate } from '../../../src/chat/session';
import type { AnswerMessage, ChatMessage } from '../../../src/webview/chat/protocol';
import { scriptedInvoke } from './scriptedInvoke';

const plan: RequestPlan = {
	target: { modelId: 'us.vendor.model-v1:0', sourceRegion: 'us-east-1', foundationModelId: 'vendor.model-v1:0' },
	options: { api: 'ConverseStream', maxTokens: 4096 },
};
const throttled: ExplainedError = {
	code: 'stalled',
	message: 'Too many requests',
	name: 'ThrottlingException',
	httpStatus: 429,
	requestId: 'r-9',
	retryable: true,
};

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
beforeEach(() => {
	unhandled.length = 0;
	process.on('unhandledRejection', note);
});
afterEach(async () => {
	await settle();
	process.off('unhandledRejection', note);
	expect(unhandled).toEqual([]);
});

/** Lets everything that is ready to run, run. */
async function settle(): Promise<void> {
	for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function start(
	options: { messages?: readonly ChatMessage[]; isDeaf?: boolean; planRequest?: () => Promise<RequestPlan> } = {},
) {
	const { invoke, calls } = scriptedInvoke(options.isDeaf);
	const updates: SessionUpdate[] = [];
	const failures: { plan: RequestPlan | undefined; retries: number }[] = [];
	let time = 0;
	let ids = 0;
	const session = new ChatSession('s', options.messages ?? [], {
		invoke,
		planRequest: options.planRequest ?? (() => Promise.resolve(plan)),
		contentOf: () => Promise.reject(new Error('Nothing is attached.')),
		describeFailure: (error, ofPlan, retries) => {
			failures.push({ plan: ofPlan, retries });
			return { title: `T:${error.code}`, advice: 'A', message: error.message, name: error.name };
		},
		now: () => time,
		newId: () => `m${++ids}`,
		deltaIntervalMilliseconds: 0,
		onUpdate: (update) => updates.push(update),
	});
	return {
		session,
		calls,
		updates,
		failures,
		pass: (milliseconds: number) => (time += milliseconds),
		answer: () => session.messages.findLast((message): message is AnswerMessage => message.role === 'assistant'),
		ends: () => updates.filter((update) => update.type === 'answerEnded'),
	};
}

test('a whole answer: text in order, figures, one end', async () => {
	const { session, calls, updates, pass, answer, ends } = start();
	expect(session.send('Hello')).toBe(true);
	await settle();
	expect(calls[0]?.target).toEqual(plan.target);
	expect(calls[0]?.request).toEqual({
		api: 'ConverseStream',
		maxTokens: 4096,
		messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
	});
	calls[0]?.emit({ type: 'started', requestId: 'r-1' });
	await settle();
	pass(420);
	calls[0]?.emit({ type: 'reasoning', text: 'Hm.' }, { type: 'text', text: 'Hi' });
	await settle();
	pass(80);
	calls[0]?.emit(
		{ type: 'text', text: ' there' },
		{ type: 'usage', inputTokens: 3, outputTokens: 5, totalTokens: 8, serviceLatencyMilliseconds: 450 },
		{ type: 'ended', end: 'complete', stopReason: 'end_turn' },
	);
	await settle();
	expect(answer()).toEqual({
		role: 'assistant',
		id: 'm2',
		text: 'Hi there',
		reasoning: 'Hm.',
		outcome: 'complete',
		details: {
			api: 'ConverseStream',
			sourceRegion: 'us-east-1',
			modelId: 'us.vendor.model-v1:0',
			maxTokens: 4096,
			requestId: 'r-1',
			sentAt: expect.any(Number) as number,
			timeToFirstTokenMilliseconds: 420,
			reasoningMilliseconds: 0,
			totalLatencyMilliseconds: 500,
			inputTokens: 3,
			outputTokens: 5,
			serviceLatencyMilliseconds: 450,
			stopReason: 'end_turn',
		},
	});
	expect(ends()).toHaveLength(1);
	expect(session.isAnswering).toBe(false);
	expect(calls[0]?.aborts).toBe(0);
	expect(calls[0]?.isClosed).toBe(true);
	const pieces = updates.flatMap((update) => (update.type === 'delta' ? update.pieces : []));
	const text = pieces.flatMap((piece) => (piece.part === 'text' ? [piece] : []));
	expect(text.map((delta) => delta.text).join('')).toBe('Hi there');
	expect(text.reduce((shown, delta) => (expect(delta.offset).toBe(shown), shown + delta.text.length), 0)).toBe(8);
	expect(updates.at(-1)?.type).toBe('answerEnded');
});

test.each([
	['complete', 'end_turn', 'complete'],
	['complete', undefined, 'complete'],
	['complete', 'tool_use', 'complete'],
	['complete', 'guardrail_intervened', 'filtered'],
	['complete', 'content_filtered', 'filtered'],
	['truncated', 'max_tokens', 'limit'],
	['complete', 'max_tokens', 'limit'],
	['complete', 'model_context_window_exceeded', 'contextWindow'],
	['truncated', undefined, 'brokenOff'],
	['stopped', undefined, 'stopped'],
] as const)('an end %s with stop reason %s is shown as %s, and its text is kept', async (end, stopReason, outcome) => {
	const { session, calls, answer } = start();
	session.send('q');
	await settle();
	calls[0]?.emit({ type: 'text', text: 'part' }, { type: 'ended', end, ...(stopReason && { stopReason }) });
	await settle();
	expect(answer()).toMatchObject({ text: 'part', outcome });
});

test('a failure in the middle keeps the text, explains itself and can be retried', async () => {
	const { session, calls, answer, updates } = start();
	session.send('q');
	await settle();
	calls[0]?.emit({ type: 'text', text: 'half' }, { type: 'failed', error: throttled });
	await settle();
	expect(answer()).toMatchObject({
		text: 'half',
		outcome: 'failed',
		failure: { title: 'T:stalled', message: 'Too many requests', name: 'ThrottlingException' },
		details: { requestId: 'r-9' },
	});
	expect(session.retry('someone else')).toBe(false);
	expect(session.retry('m2')).toBe(true);
	expect(updates.map((update) => update.type).slice(-2)).toEqual(['reset', 'turnStarted']);
	await settle();
	expect(calls[1]?.request.messages).toEqual([{ role: 'user', content: [{ type: 'text', text: 'q' }] }]);
	calls[1]?.emit({ type: 'text', text: 'whole' }, { type: 'ended', end: 'complete' });
	await settle();
	expect(session.messages.map((message) => message.text)).toEqual(['q', 'whole']);
});

test('a stream that ends without a word is cut off, never complete', async () => {
	const { session, calls, answer } = start();
	session.send('q');
	await settle();
	calls[0]?.emit({ type: 'text', text: 'half' });
	calls[0]?.close();
	await settle();
	expect(answer()).toMatchObject({ text: 'half', outcome: 'brokenOff' });
});

test('a stream that throws against its contract fails the answer and is aborted', async () => {
	const { session, calls, answer } = start();
	session.send('q');
	await settle();
	calls[0]?.emit({ type: 'text', text: 'half' });
	calls[0]?.close(new TypeError('broken'));
	await settle();
	expect(answer()).toMatchObject({ text: 'half', outcome: 'failed', failure: { message: 'broken' } });
	expect(calls[0]?.aborts).toBe(1);
});

test('a target that cannot be found fails the answer without a request', async () => {
	const { session, calls, answer } = start({ planRequest: () => Promise.reject(new Error('no catalogue')) });
	session.send('q');
	await settle();
	expect(calls).toHaveLength(0);
	expect(answer()).toMatchObject({ outcome: 'failed', failure: { message: 'no catalogue' } });
	expect(session.isAnswering).toBe(false);
});

test.each([
	['a stream that obeys', false],
	['a stream that does not', true],
])('stop ends the answer at once and only once, with %s', async (_name, isDeaf) => {
	const { session, calls, answer, ends, updates } = start({ isDeaf });
	session.send('q');
	await settle();
	calls[0]?.emit({ type: 'text', text: 'half' });
	await settle();
	session.stop();
	expect(answer()).toMatchObject({ text: 'half', outcome: 'stopped' });
	expect(session.isAnswering).toBe(false);
	session.stop();
	const before = updates.length;
	calls[0]?.emit({ type: 'text', text: ' late' }, { type: 'ended', end: 'complete' });
	await settle();
	expect(updates).toHaveLength(before);
	expect(answer()).toMatchObject({ text: 'half', outcome: 'stopped' });
	expect(ends()).toHaveLength(1);
	expect(calls[0]).toMatchObject({ aborts: 1, isClosed: true });
});

test('stop before the request went out sends none', async () => {
	let give: (plan: RequestPlan) => void = () => undefined;
	const { session, calls, answer } = start({ planRequest: () => new Promise((resolve) => (give = resolve)) });
	session.send('q');
	session.stop();
	give(plan);
	await settle();
	expect(calls).toHaveLength(0);
	expect(answer()).toMatchObject({ text: '', outcome: 'stopped' });
});

test('late events of a stopped answer do not reach the next one', async () => {
	const { session, calls, answer } = start({ isDeaf: true });
	session.send('first');
	await settle();
	session.stop();
	session.send('second');
	await settle();
	calls[0]?.emit({ type: 'text', text: 'old' }, { type: 'ended', end: 'complete' });
	calls[1]?.emit({ type: 'text', text: 'new' });
	await settle();
	expect(answer()?.text).toBe('new');
	expect(session.isAnswering).toBe(true);
	session.dispose();
});

test('dispose in the middle aborts once and keeps the part; afterwards nothing is taken', async () => {
	const { session, calls, answer } = start();
	session.send('q');
	await settle();
	calls[0]?.emit({ type: 'text', text: 'half' });
	await settle();
	session.dispose();
	session.dispose();
	expect(answer()).toMatchObject({ text: 'half', outcome: 'interrupted' });
	expect(session.send('again')).toBe(false);
	await settle();
	expect(calls).toHaveLength(1);
	expect(calls[0]).toMatchObject({ aborts: 1, isClosed: true });
});

test('a second question waits: nothing is taken while an answer arrives, nor a blank one', async () => {
	const { session, calls } = start();
	expect(session.send(' \n\t')).toBe(false);
	expect(session.send('one')).toBe(true);
	expect(session.send('two')).toBe(false);
	expect(session.retry('m2')).toBe(false);
	await settle();
	expect(calls).toHaveLength(1);
	session.dispose();
});

test('resend replaces the last question and its answer', async () => {
	const { session, calls } = start({
		messages: [
			{ role: 'user', id: 'u1', text: 'one' },
			{ role: 'assistant', id: 'a1', text: 'eins', reasoning: '', outcome: 'complete' },
			{ role: 'user', id: 'u2', text: 'twu' },
			{ role: 'assistant', id: 'a2', text: '', reasoning: '', outcome: 'failed' },
		],
	});
	expect(session.resend('u1', 'x')).toBe(false);
	expect(session.resend('u2', 'two')).toBe(true);
	await settle();
	expect(calls[0]?.request.messages.map((message) => message.content)).toEqual([
		[{ type: 'text', text: 'one' }],
		[{ type: 'text', text: 'eins' }],
		[{ type: 'text', text: 'two' }],
	]);
	expect(session.messages.map((message) => message.text)).toEqual(['one', 'eins', 'two', '']);
	session.dispose();
});

test('a snapshot holds the part that has arrived, and the deltas after it go on from there', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	try {
		const { session, calls, updates } = start();
		session.send('q');
		await settle();
		calls[0]?.emit({ type: 'text', text: 'ab' }, { type: 'text', text: 'cd' });
		await settle();
		expect(session.snapshot().at(-1)).toMatchObject({ text: 'abcd' });
		updates.length = 0;
		vi.advanceTimersByTime(100);
		expect(updates).toEqual([]);
		calls[0]?.emit({ type: 'text', text: 'ef' });
		await settle();
		expect(updates).toMatchObject([{ type: 'delta', pieces: [{ offset: 4, text: 'ef' }] }]);
		session.dispose();
	} finally {
		vi.useRealTimers();
	}
});

test('100,000 deltas arrive whole', async () => {
	const { session, calls, answer } = start();
	session.send('q');
	await settle();
	calls[0]?.emit(...Array.from({ length: 100_000 }, (_, index) => ({ type: 'text' as const, text: `${index} ` })));
	calls[0]?.emit({ type: 'ended', end: 'complete' });
	await vi.waitFor(() => expect(session.isAnswering).toBe(false), 15_000);
	expect(answer()?.text).toBe(Array.from({ length: 100_000 }, (_, index) => `${index} `).join(''));
});

test('a failure is described by its own request, and by how often the question has been sent again', async () => {
	const { session, calls, failures, answer } = start();
	session.send('q');
	for (let turn = 0; turn < 3; turn++) {
		await settle();
		calls[turn]?.emit({ type: 'failed', error: throttled });
		await settle();
		expect(session.retry(answer()?.id ?? '')).toBe(true);
	}
	expect(failures).toEqual([0, 1, 2].map((retries) => ({ plan, retries })));
	session.stop();
	session.send('another');
	await settle();
	calls.at(-1)?.emit({ type: 'failed', error: throttled });
	await settle();
	expect(failures.at(-1)?.retries).toBe(0);
});

test('sources, tool calls and pictures come in order with the text; a picture is what its content says', async () => {
	const { session, calls, updates, answer } = start();
	session.send('Draw');
	await settle();
	const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
	calls[0]?.emit(
		{ type: 'text', text: 'Here: ' },
		{ type: 'citation', title: 'Guide', source: 'https://docs.example/', citedText: 'It says so.' },
		{ type: 'image', format: 'jpeg', bytes: pixel },
		{ type: 'image', format: 'png', bytes: svg },
		{ type: 'text', text: 'done' },
		{ type: 'toolUse', toolUseId: 't', name: 'look_up', input: '{"a":' },
		{ type: 'ended', end: 'complete', stopReason: 'tool_use' },
	);
	await settle();
	const extras = [
		{ type: 'citation', title: 'Guide', source: 'https://docs.example/', citedText: 'It says so.' },
		{ type: 'image', after: 6, state: 'shown', format: 'png', width: 1, height: 1, bytes: pixel },
		{ type: 'image', after: 6, state: 'unreadable' },
		{ type: 'toolUse', after: 10, name: 'look_up', input: '{"a":' },
	];
	expect(answer()).toMatchObject({ text: 'Here: done', extras });
	const pieces = updates.flatMap((update) => (update.type === 'delta' ? update.pieces : []));
	expect(pieces.flatMap((piece) => (piece.part === 'extra' ? [piece.extra] : []))).toEqual(extras);
});

test('reasoning has its time, a retried request its attempts, and known prices give a cost', async () => {
	const priceTag = { price: { input: 3, output: 15, cacheRead: 0.3 }, regionSet: 'us', asOf: '2026-11-22' };
	const { session, calls, pass, answer } = start({
		planRequest: () => Promise.resolve({ ...plan, priceTag }),
	});
	session.send('Think');
	await settle();
	calls[0]?.emit({ type: 'started', requestId: 'r', attempts: 3 }, { type: 'reasoning', text: 'a' });
	await settle();
	pass(1_500);
	calls[0]?.emit({ type: 'text', text: 'b' });
	await settle();
	pass(100);
	calls[0]?.emit(
		{ type: 'usage', inputTokens: 1_000, outputTokens: 200, cacheReadTokens: 10_000 },
		{ type: 'ended', end: 'complete', stopReason: 'end_turn' },
	);
	await settle();
	expect(answer()?.details).toMatchObject({
		attempts: 3,
		reasoningMilliseconds: 1_500,
		cost: { dollars: 0.009, basis: 'geographic', asOf: '2026-11-22' },
	});
});

/** A PNG of one pixel. */
const pixel = Uint8Array.from(
	Buffer.from(
		'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
		'base64',
	),
);
