import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as l10n from '@vscode/l10n';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AnswerMessage, FromPage, RemedyOffer, State, ToPage } from '../../../../src/webview/chat/protocol';
import { type OpenPage, PageHarness, type PageOptions } from './pageHarness';
import { redSquare, sampleMessages, sampleState } from './sampleState';

let harness: PageHarness;
let open: OpenPage | undefined;
beforeAll(async () => {
	harness = await PageHarness.start();
}, 60_000);
afterAll(() => harness.stop());
afterEach(async () => {
	if (!open) return;
	expect(open.errors).toEqual([]);
	expect(await open.violations()).toEqual([]);
	expect(open.requests).toEqual(['/page', '/chat.css', '/chat.js']);
	await open.page.close();
	open = undefined;
});

async function show(state = sampleState(), options: PageOptions = {}): Promise<OpenPage> {
	open = await harness.open(options);
	expect(await open.sent()).toEqual([{ type: 'ready' }]);
	await open.say(state);
	return open;
}

const composer = (chat: OpenPage) =>
	chat.page.getByRole('textbox', { name: 'Message to US Anthropic Claude Sonnet 4.5' });
const empty: AnswerMessage = { role: 'assistant', id: 'a', text: '', reasoning: '' };
const delta = (offset: number, text: string, part: 'text' | 'reasoning' = 'text'): ToPage => ({
	type: 'delta',
	sessionId: 's',
	messageId: 'a',
	pieces: [{ part, offset, text }],
});
const begin: ToPage = {
	type: 'turnStarted',
	sessionId: 's',
	user: { role: 'user', id: 'u', text: 'Hello' },
	answer: empty,
};

test('an empty conversation says whom one talks to and where requests go; suggestions only fill the box', async () => {
	const chat = await show();
	const text = await chat.page.locator('.welcome').innerText();
	expect(text).toContain('US Anthropic Claude Sonnet 4.5');
	expect(text).toContain('Region set: us');
	expect(text).toContain('Requests go to us-east-1; Bedrock may run them in us-east-1, us-east-2, us-west-2.');
	expect(text).toContain('come from no model');
	expect(await chat.page.locator('.suggestion').count()).toBe(3);
	await chat.page.getByRole('button', { name: 'What is an inference profile, and when should I use one?' }).click();
	expect(await composer(chat).inputValue()).toBe('What is an inference profile, and when should I use one?');
	expect(await composer(chat).evaluate((node) => node === document.activeElement)).toBe(true);
	expect(await chat.sent()).toEqual([]);
});

test('Enter sends, Shift+Enter breaks the line, and the text stays until the host has it', async () => {
	const chat = await show();
	await composer(chat).focus();
	await chat.page.keyboard.press('Enter');
	expect(await chat.sent()).toEqual([]);
	await chat.page.keyboard.type('one');
	await chat.page.keyboard.press('Shift+Enter');
	await chat.page.keyboard.type('two');
	await chat.page.keyboard.press('Enter');
	expect(await chat.sent()).toEqual([{ type: 'send', sessionId: 's', requestId: 'request-1', text: 'one\ntwo' }]);
	expect(await composer(chat).inputValue()).toBe('one\ntwo');
	await chat.say({ type: 'refused', sessionId: 's', requestId: 'request-1', reason: 'Not now.' });
	expect(await chat.page.getByRole('alert').innerText()).toBe('Not now.');
	expect(await composer(chat).inputValue()).toBe('one\ntwo');
	await chat.page.keyboard.press('Enter');
	await chat.say(begin, { type: 'accepted', sessionId: 's', requestId: 'request-2' });
	expect(await composer(chat).inputValue()).toBe('');
	expect(await chat.page.getByRole('alert').isVisible()).toBe(false);
});

test('a refusal goes when something else is attached, and stays beside what came with it', async () => {
	const chat = await show();
	const alert = chat.page.getByRole('alert');
	const refused: ToPage = { type: 'refused', sessionId: 's', reason: 'rand.bin was not attached.' };
	const attached: ToPage = { type: 'attachments', sessionId: 's', attachments: [] };
	await chat.say(attached, refused);
	expect(await alert.innerText()).toBe('rand.bin was not attached.');
	await chat.say(attached);
	expect(await alert.isVisible()).toBe(false);
	await chat.say(refused);
	await composer(chat).evaluate((box) => {
		const data = new DataTransfer();
		for (const name of ['a.txt', 'rand.bin', 'b.txt']) data.items.add(new File(['x'], name));
		box.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
	});
	expect(await alert.isVisible()).toBe(false);
	// They are read one after another, and each look at what was sent takes it away.
	const sent: FromPage[] = [];
	await expect.poll(async () => sent.push(...(await chat.sent())), { timeout: 5_000 }).toBe(3);
	await chat.say(attached, attached, refused, attached);
	expect(await alert.innerText()).toBe('rand.bin was not attached.');
	await chat.say(attached);
	expect(await alert.isVisible()).toBe(false);
});

test.each(['', ' \n'])('an answer of nothing but %j says that it is empty', async (text) => {
	const chat = await show();
	await chat.say(begin, ...(text === '' ? [] : [delta(0, text)]), {
		type: 'answerEnded',
		sessionId: 's',
		messageId: 'a',
		outcome: 'complete',
	});
	const sentence = 'Complete, and empty: the model gave no text. Retry, or ask in other words.';
	expect(await chat.page.getByRole('article', { name: /^Answer 1/ }).innerText()).toContain(sentence);
	expect(await chat.page.getByRole('status').textContent()).toBe(sentence);
});

test('an input method can be used without sending by accident', async () => {
	const chat = await show();
	await composer(chat).focus();
	const devtools = await chat.page.context().newCDPSession(chat.page);
	await devtools.send('Input.imeSetComposition', { text: 'にほんご', selectionStart: 4, selectionEnd: 4 });
	await chat.page.keyboard.press('Enter');
	await chat.page.keyboard.press('Escape');
	expect(await chat.sent()).toEqual([]);
	await devtools.send('Input.insertText', { text: '日本語' });
	expect(await composer(chat).inputValue()).toContain('日本語');
	await chat.page.keyboard.press('Enter');
	expect((await chat.sent()).map((message) => message.type)).toEqual(['send']);
});

test('an answer arrives, ends, and is announced once at each end', async () => {
	const chat = await show();
	await chat.say(begin);
	const answer = chat.page.getByRole('article', { name: 'Answer 1 from US Anthropic Claude Sonnet 4.5' });
	expect(await answer.innerText()).toContain('Waiting for the first token');
	const status = chat.page.getByRole('status');
	expect(await status.textContent()).toBe('An answer is arriving.');
	await chat.say(delta(0, 'Let me think.', 'reasoning'), delta(0, 'Hello **wor'), delta(11, 'ld**.\n\nSecond'));
	expect(await answer.innerText()).not.toContain('Waiting');
	// More may come, until the end is told in its place.
	expect(await answer.locator('.dots').isVisible()).toBe(true);
	const height = async () => (await answer.boundingBox())?.height;
	const before = await height();
	expect(await status.textContent()).toBe('An answer is arriving.');
	expect(await answer.locator('details.reasoning').getAttribute('open')).toBeNull();
	expect(await answer.locator('details.reasoning div').textContent()).toBe('Let me think.');
	await chat.say({
		type: 'answerEnded',
		sessionId: 's',
		messageId: 'a',
		outcome: 'complete',
		details: sampleMessages().flatMap((message) => (message.role === 'assistant' ? [message.details] : []))[0],
	});
	expect(await answer.locator('.dots').count()).toBe(0);
	expect(await height()).toBe(before);
	expect(await answer.locator('strong').textContent()).toBe('world');
	expect(await status.textContent()).toBe('Complete');
	expect(await answer.locator('summary', { hasText: 'Tokens:' }).innerText()).toBe(
		'Tokens: 1,234 in, 567 out · first token after 412 ms · 3.1 sec in all · 210.6 tokens/s · about $0.0134',
	);
	await answer.locator('summary', { hasText: 'Tokens:' }).click();
	const details = await answer.locator('.detail-list').innerText();
	for (const fact of ['ConverseStream', 'us-east-1', 'us.anthropic.', '3.05 sec', 'end_turn', '5f1d2b7c-0a44']) {
		expect(details).toContain(fact);
	}
	await chat.sent();
	await answer.getByRole('button', { name: 'Copy request ID' }).click();
	await answer.getByRole('button', { name: 'Copy answer' }).click();
	await answer.getByRole('button', { name: 'Regenerate' }).click();
	expect(await chat.sent()).toEqual([
		{ type: 'copyText', sessionId: 's', text: '5f1d2b7c-0a44-4f0e-9d3e-2f6c1b8a9e10' },
		{ type: 'copyText', sessionId: 's', text: 'Hello **world**.\n\nSecond' },
		{ type: 'retry', sessionId: 's', messageId: 'a' },
	]);
});

test('sources, tool calls and pictures stand where they came; nothing is fetched for them', async () => {
	const chat = await show(sampleState({ canTrace: true }));
	await chat.say(begin, delta(0, 'Look:\n\n- one'));
	const extra = (offset: number, value: object) => ({
		type: 'delta',
		sessionId: 's',
		messageId: 'a',
		pieces: [{ part: 'extra', offset, extra: value }],
	});
	const image = { type: 'image', after: 12, state: 'shown', format: 'png', width: 40, height: 40, bytes: redSquare };
	await chat.say(
		extra(0, { type: 'citation', title: 'Guide', source: 'https://docs.example/a', citedText: 'Quote <b>' }),
		extra(1, image),
		delta(12, '- two'),
		extra(2, { type: 'toolUse', after: 17, name: '<img src=x>', input: '{"city":"Tokyo"}' }),
		extra(3, { type: 'citation', title: 'Guide', source: 'https://docs.example/a', citedText: 'More' }),
		extra(4, { type: 'citation', title: 'https://aws.amazon.com', source: 'javascript:alert(1)' }),
		extra(5, { ...image, state: 'unreadable' }),
		extra(6, { ...image, bytes: redSquare.slice(0, 60) }),
	);
	const answer = chat.page.getByRole('article', { name: 'Answer 1 from US Anthropic Claude Sonnet 4.5' });
	const order = await answer
		.locator('.answer-body > *')
		.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('class')));
	expect(order).toEqual([
		'markdown',
		'answer-image',
		'markdown',
		'tool-use',
		'image-note',
		'answer-image',
		'citations',
	]);
	const picture = answer.getByRole('img', { name: 'Image from the model, 40 by 40 pixels' }).first();
	await expect
		.poll(() =>
			picture.evaluate((node) => {
				const canvas = node as HTMLCanvasElement;
				return [...(canvas.getContext('2d')?.getImageData(20, 20, 1, 1).data ?? [])];
			}),
		)
		.toEqual([255, 0, 0, 255]);
	await expect.poll(() => answer.locator('.image-note').count()).toBe(2);
	expect(await answer.locator('.tool-use summary').innerText()).toBe('The model asks for the tool <img src=x>');
	await answer.locator('.tool-use summary').click();
	expect(await answer.locator('.tool-use code').textContent()).toBe('{\n  "city": "Tokyo"\n}');
	expect(await answer.locator('.tool-use .hljs-attr').textContent()).toBe('"city"');
	expect(await answer.locator('.citations summary').innerText()).toBe('Sources (2)');
	await answer.locator('.citations summary').click();
	expect(await answer.locator('.citations li').allInnerTexts()).toEqual([
		'Guide\nhttps://docs.example/a\nQuote <b>\nMore',
		'https://aws.amazon.com\njavascript:alert(1)',
	]);
	await chat.sent();
	expect(await answer.locator('.citations a').count()).toBe(1);
	await answer.locator('.citations a').focus();
	await chat.page.keyboard.press('Enter');
	await answer.getByRole('button', { name: 'Save image' }).first().click();
	await chat.say({
		type: 'answerEnded',
		sessionId: 's',
		messageId: 'a',
		outcome: 'complete',
		details: { api: 'Converse', sourceRegion: 'us-east-1', modelId: 'm', requestId: 'r-1' },
	});
	await answer.locator('.answer-details summary').click();
	await answer.getByRole('button', { name: 'Where did it run?' }).click();
	await answer.getByRole('button', { name: 'Copy answer' }).click();
	expect(await chat.sent()).toEqual([
		{ type: 'openLink', href: 'https://docs.example/a', sessionId: 's' },
		{ type: 'saveImage', messageId: 'a', index: 1, sessionId: 's' },
		{ type: 'whereDidItRun', messageId: 'a', index: 0, sessionId: 's' },
		{ type: 'copyText', text: 'Look:\n\n- one- two', sessionId: 's' },
	]);
});

test('headings of an answer stand below the page’s own and leave no level out, as they arrive and as they are kept', async () => {
	const levels = (page: OpenPage['page']) =>
		page.evaluate(() =>
			[...document.querySelectorAll('.markdown :is(h1, h2, h3, h4, h5, h6)')].map(
				(heading) => `${heading.textContent} ${heading.getAttribute('aria-level') ?? heading.tagName.slice(1)}`,
			),
		);
	const text = '### a\n\nNot yet\n---\n\n> # quoted\n\n#### b\n\n- x\n  - y\n\n## c\n\nTitle\n===\n';
	const expected = ['a 2', 'Not yet 2', 'quoted 2', 'b 3', 'c 3', 'Title 2'];
	const arriving = await show();
	await arriving.say(begin, ...text.split('').map((character, index) => delta(index, character)));
	await arriving.page.waitForFunction(() => document.querySelectorAll('.markdown h1').length === 2);
	expect(await levels(arriving.page)).toEqual(expected);
	const kept = await show(
		sampleState({ messages: [{ role: 'assistant', id: 'a', text, reasoning: '', outcome: 'complete' }] }),
	);
	expect(await levels(kept.page)).toEqual(expected);
});

test('the same answer looks the same whether it arrived or was kept', async () => {
	const [, kept] = sampleMessages();
	if (kept?.role !== 'assistant') throw new Error('The sample begins with a question and an answer.');
	const chat = await show(sampleState({ messages: [{ role: 'user', id: 'u', text: 'Hello' }, kept] }));
	const html = () => chat.page.locator('.answer-body').evaluate((node) => node.innerHTML);
	const whole = await html();
	await chat.say(sampleState(), begin);
	let shown = 0;
	let extras = 0;
	const say = (piece: object) => chat.say({ type: 'delta', sessionId: 's', messageId: 'a', pieces: [piece] });
	for (const extra of kept.extras ?? []) {
		const end = extra.type === 'citation' ? shown : Math.min(kept.text.length, extra.after);
		if (end > shown) await say({ part: 'text', offset: shown, text: kept.text.slice(shown, end) });
		shown = Math.max(shown, end);
		await say({ part: 'extra', offset: extras++, extra });
	}
	await chat.say({ type: 'answerEnded', sessionId: 's', messageId: 'a', outcome: 'complete' });
	// Colours come when the page is idle.
	await expect.poll(html).toBe(whole);
});

test('a missing piece is not papered over: the page asks for the whole again', async () => {
	const chat = await show();
	await chat.say(begin, delta(0, 'Hello'), delta(9, 'world'));
	expect((await chat.sent()).map((message) => message.type)).toEqual(['ready']);
	expect(await chat.page.locator('.answer').innerText()).not.toContain('world');
});

test('Escape and the button stop; what is late or foreign changes nothing', async () => {
	const chat = await show();
	await chat.say(begin, delta(0, 'Hel'));
	await chat.page.keyboard.press('Escape');
	await chat.page.getByRole('button', { name: 'Stop (Escape)' }).click();
	expect((await chat.sent()).map((message) => message.type)).toEqual(['stop', 'stop']);
	await chat.say({ type: 'answerEnded', sessionId: 's', messageId: 'a', outcome: 'stopped' });
	await chat.page.keyboard.press('Escape');
	expect(await chat.sent()).toEqual([]);
	await chat.say(
		{ ...delta(3, 'LATE'), sessionId: 'other' },
		{ type: 'answerEnded', sessionId: 's', messageId: 'z', outcome: 'complete' },
		{ type: 'delta', sessionId: 's' },
		{ type: 'constructor' },
	);
	const text = await chat.page.locator('.answer').innerText();
	expect(text).toContain('Hel');
	expect(text).toContain('Stopped by you.');
	expect(text).not.toContain('LATE');
});

test('each end is told in words, and a failure says what to do and keeps the question', async () => {
	const chat = await show(sampleState({ messages: sampleMessages() }));
	const answers = await chat.page.locator('.answer').allInnerTexts();
	expect(answers[0]).toContain('Complete');
	expect(answers[1]).toContain('Stopped by you.');
	expect(answers[2]).toContain('Cut off at the limit of 4,096 output tokens.');
	expect(answers[3]).toContain('It also');
	expect(answers[3]).toContain('Bedrock is throttling this profile.');
	expect(answers[3]).toContain('Wait a little and retry');
	await chat.page.getByText('The message as it was received').click();
	expect(await chat.page.locator('.received').innerText()).toContain('ThrottlingException · HTTP 429');
	expect(await chat.page.getByRole('button', { name: 'Retry' }).count()).toBe(1);
	await chat.page.locator('.failure').getByRole('button', { name: 'Retry' }).click();
	expect(await chat.sent()).toEqual([{ type: 'retry', sessionId: 's', messageId: 'a4' }]);
});

test('a failure has a button for each remedy; a countdown can be called off, and is only shown for the last answer', async () => {
	const chat = await show(sampleState({ messages: sampleMessages() }));
	const remedies = chat.page.locator('.remedies');
	expect(await remedies.getByRole('button').allInnerTexts()).toEqual([
		'Wait, then send again (1 sec)',
		'Send with at most 2048 output tokens (reserves 2048 fewer)',
		'Send through Global Anthropic Claude Sonnet 4.5',
		'Open service quotas',
		'Retry',
	]);
	await remedies.getByRole('button', { name: /Send through Global/ }).click();
	expect(await chat.sent()).toEqual([{ type: 'useRemedy', sessionId: 's', messageId: 'a4', index: 2 }]);
	await remedies.getByRole('button', { name: /Wait, then send/ }).click();
	await remedies.getByRole('button', { name: 'Sending again in 1 sec. Press to cancel' }).click();
	expect(await remedies.getByRole('button', { name: 'Wait, then send again (1 sec)' }).isVisible()).toBe(true);
	await remedies.getByRole('button', { name: /Wait, then send/ }).click();
	await expect
		.poll(() => chat.sent(), { timeout: 5_000 })
		.toEqual([{ type: 'retry', sessionId: 's', messageId: 'a4' }]);
	await remedies.getByRole('button', { name: /Wait, then send/ }).click();
	await chat.say(begin);
	await chat.page.waitForTimeout(1_300);
	expect(await chat.sent()).toEqual([]);
	expect(await remedies.isVisible()).toBe(false);
});

/** The sample, whose last answer failed, with these remedies. */
function withRemedies(remedies: readonly RemedyOffer[]): State {
	const messages = sampleMessages().map((message) =>
		message.role === 'assistant' && message.failure
			? { ...message, failure: { ...message.failure, remedies } }
			: message,
	);
	return sampleState({ messages });
}

test('where sending again is what helps, its button comes first and looks like it', async () => {
	const chat = await show(
		withRemedies([
			{ kind: 'retry', label: 'Retry' },
			{ kind: 'openSettings', label: 'Open the setting “transport”', field: 'transport' },
		]),
	);
	const buttons = chat.page.locator('.remedies button');
	expect(await buttons.allTextContents()).toEqual(['Retry', 'Open the setting “transport”']);
	expect(await chat.page.locator('.remedies .primary-button').allTextContents()).toEqual(['Retry']);
	await buttons.first().click();
	await buttons.last().click();
	expect(await chat.sent()).toEqual([
		{ type: 'retry', sessionId: 's', messageId: 'a4' },
		{ type: 'useRemedy', sessionId: 's', messageId: 'a4', index: 1 },
	]);
});

test('what the user must change opens the question, and nothing is lost', async () => {
	const chat = await show(withRemedies([{ kind: 'shortenInput', label: 'Shorten the message' }]));
	await chat.page.getByRole('button', { name: 'Shorten the message' }).click();
	expect(await composer(chat).inputValue()).toBe('And?');
	expect(await composer(chat).evaluate((node) => node === document.activeElement)).toBe(true);
	expect(await chat.sent()).toEqual([]);
});

test('the last question can be edited and sent again', async () => {
	const chat = await show(sampleState({ messages: sampleMessages() }));
	await chat.page.locator('.user').last().hover();
	await chat.page.getByRole('button', { name: 'Edit and resend' }).last().click();
	expect(await composer(chat).inputValue()).toBe('And?');
	await chat.page.keyboard.type(' More');
	await chat.page.keyboard.press('Enter');
	expect(await chat.sent()).toEqual([
		{ type: 'resend', sessionId: 's', requestId: 'request-1', messageId: 'u4', text: 'And? More' },
	]);
	// The host shows the conversation anew before it says that it took the text.
	await chat.say(sampleState({ messages: sampleMessages().slice(0, 6) }), begin);
	await chat.say({ type: 'accepted', sessionId: 's', requestId: 'request-1' });
	expect(await composer(chat).inputValue()).toBe('');
	expect(await chat.page.getByText('Editing an earlier message.').isVisible()).toBe(false);
});

test('code blocks offer copy, insert, replace, diff and new file; a pasted command does not run by itself', async () => {
	const message = { ...empty, text: '```sh\nrm -rf build\n```\n', outcome: 'complete' as const };
	const chat = await show(sampleState({ messages: [{ role: 'user', id: 'u', text: 'q' }, message] }));
	await chat.page.getByRole('button', { name: 'Copy code' }).click();
	await chat.page.getByRole('button', { name: 'Insert at cursor' }).click();
	await chat.page.getByRole('button', { name: 'Replace the selection' }).click();
	await chat.page.getByRole('button', { name: /^Apply as diff/ }).click();
	await chat.page.getByRole('button', { name: 'Open in a new file' }).click();
	expect(await chat.sent()).toEqual([
		{ type: 'copyText', sessionId: 's', text: 'rm -rf build' },
		{ type: 'insertAtCursor', sessionId: 's', text: 'rm -rf build' },
		{ type: 'replaceSelection', sessionId: 's', text: 'rm -rf build' },
		{ type: 'applyAsDiff', sessionId: 's', text: 'rm -rf build' },
		{ type: 'newFile', sessionId: 's', text: 'rm -rf build\n', language: 'sh' },
	]);
});

test('hostile text stays text, in questions, names and errors', async () => {
	const hostile = '<img src=/stolen onerror="document.title=1"><script>document.title=1</script>![x](/stolen)';
	const state = sampleState({
		messages: [
			{ role: 'user', id: 'u', text: hostile },
			{
				...empty,
				text: hostile,
				reasoning: hostile,
				outcome: 'failed',
				failure: { title: hostile, advice: hostile, message: hostile, name: hostile },
			},
		],
	});
	const chat = await show({ ...state, target: { ...state.target, name: hostile, profileId: hostile } });
	expect(await chat.page.locator('.bubble').innerText()).toBe(hostile);
	expect(await chat.page.title()).toBe('Chat');
	expect(await chat.page.locator('img, iframe, script:not([src])').count()).toBe(0);
});

test('the end stays in view for a reader at the end, and only for that one', async () => {
	const chat = await show(sampleState({ messages: sampleMessages() }), { height: 400 });
	const area = chat.page.getByRole('region', { name: 'Conversation' });
	const distance = () => area.evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight);
	const paragraphs = (from: number) => delta(from, 'A line of text.\n\n'.repeat(40));
	await chat.say(begin, paragraphs(0));
	await expect.poll(distance).toBeLessThan(2);
	await area.hover();
	await chat.page.mouse.wheel(0, -300);
	await expect.poll(distance).toBeGreaterThan(200);
	const top = await area.evaluate((node) => node.scrollTop);
	await chat.say(paragraphs(17 * 40));
	await chat.page.waitForTimeout(100);
	expect(await area.evaluate((node) => node.scrollTop)).toBe(top);
	await chat.page.getByRole('button', { name: 'Scroll to the end' }).click();
	await expect.poll(distance).toBeLessThan(2);
	expect(await chat.page.getByRole('button', { name: 'Scroll to the end' }).isVisible()).toBe(false);
	await chat.say(paragraphs(17 * 80));
	await expect.poll(distance).toBeLessThan(2);
});

/** Until what is being scrolled has moved and stands still. */
async function atRest(node: Element, from: number): Promise<void> {
	for (let last = from; node.scrollTop === from || node.scrollTop !== last;) {
		last = node.scrollTop;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

test('a long answer that was kept is shown at its end, and reads upwards without jumps', async () => {
	const text = Array.from({ length: 400 }, (_, index) => `Paragraph ${index + 1}.\n\n- one\n- two\n\n`).join('');
	const messages = [
		{ role: 'user', id: 'u', text: 'Hello' },
		{ ...empty, text, outcome: 'complete' },
	] as const;
	const chat = await show(sampleState({ messages: [...messages] }), { height: 500 });
	const area = chat.page.getByRole('region', { name: 'Conversation' });
	await expect
		.poll(() => area.evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight))
		.toBeLessThan(2);
	await chat.page.getByText('Paragraph 400.').waitFor();
	await area.hover();
	/** Moves up, and gives how far what was in view has come down. */
	const up = async (pixels: number): Promise<number> => {
		const before = await area.evaluate((node) => {
			const seen = [...node.querySelectorAll('.markdown p')].find((each) => each.getBoundingClientRect().top > 50);
			return { words: seen?.textContent ?? '', top: seen?.getBoundingClientRect().top ?? NaN };
		});
		const from = await area.evaluate((node) => node.scrollTop);
		await chat.page.mouse.wheel(0, -pixels);
		await area.evaluate(atRest, from);
		const after = await chat.page.getByText(before.words, { exact: true }).boundingBox();
		return (after?.y ?? NaN) - before.top;
	};
	for (let step = 0; step < 30; step++) expect(Math.abs((await up(150)) - 150)).toBeLessThan(3);
});

test('the draft outlives a reload of the page', async () => {
	const chat = await show();
	await composer(chat).fill('half a thought');
	const memory = await chat.memory();
	expect(memory).toEqual({
		profileId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
		sessionId: 's',
		draft: 'half a thought',
	});
	await chat.page.close();
	open = undefined;
	const again = await show(sampleState(), { ...(memory && { memory }) });
	expect(await composer(again).inputValue()).toBe('half a thought');
});

test('a new chat is a button away, and so is the way back', async () => {
	const chat = await show(sampleState({ messages: sampleMessages(), omittedMessages: 12 }));
	expect(await chat.page.locator('.omitted').innerText()).toContain('12 are missing');
	await chat.page.getByRole('button', { name: 'New chat', exact: true }).click();
	await chat.say(sampleState({ sessionId: 't', canRestore: true }));
	await chat.page.getByRole('button', { name: 'Bring back the last conversation' }).click();
	expect(await chat.sent()).toEqual([
		{ type: 'newChat', sessionId: 's' },
		{ type: 'restoreChat', sessionId: 't' },
	]);
});

test('a changed connection shows at once', async () => {
	const chat = await show();
	const target = {
		...sampleState().target,
		isSimulated: false,
		connectionLabel: 'team-profile',
		sourceRegion: 'eu-west-1',
	};
	await chat.say({ type: 'targetChanged', sessionId: 's', target, request: sampleState().request });
	expect(await chat.page.locator('.footnote').innerText()).toBe('team-profile · eu-west-1');
	expect(await chat.page.locator('.welcome').innerText()).toContain('team-profile');
});

test('the main path works with the keyboard alone', async () => {
	const chat = await show(sampleState({ messages: sampleMessages().slice(0, 2) }));
	const reached: string[] = [];
	for (let press = 0; press < 40; press++) {
		await chat.page.keyboard.press('Tab');
		reached.push(
			await chat.page.evaluate(() => {
				const { activeElement } = document;
				return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent.slice(0, 20) ?? '';
			}),
		);
	}
	for (const name of ['New chat', 'Conversation', 'Edit and resend', 'Copy code', 'Copy answer', 'Regenerate']) {
		expect(reached).toContain(name);
	}
});

describe.each(['dark', 'light', 'highContrast', 'highContrastLight'] as const)('in the %s theme', (theme) => {
	test.each(['welcome', 'conversation', 'arriving'])(
		'%s has no accessibility finding and looks as kept',
		async (name) => {
			const chat = await show(sampleState({ messages: name === 'conversation' ? sampleMessages() : [] }), { theme });
			if (name === 'arriving')
				await chat.say(begin, delta(0, 'Thinking.', 'reasoning'), delta(0, 'Hello\n\n```py\nx = 1'));
			await chat.page.screenshot({ path: `out/screens/chat-${name}-${theme}.png` });
			await chat.page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
			const findings = await chat.page.evaluate(async () => {
				const { axe } = window as unknown as {
					axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
				};
				return (await axe.run()).violations.map(
					({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`,
				);
			});
			expect(findings).toEqual([]);
		},
	);
});

test.each([
	['narrow', { width: 200, height: 700 }],
	['forced-colors', { forcedColors: 'active' as const }],
])('%s: nothing is cut off at the side', async (name, options) => {
	const chat = await show(sampleState({ messages: sampleMessages() }), options);
	const overflow = await chat.page.evaluate(() =>
		[...document.querySelectorAll('main, header, .transcript, .transcript-content, .message, .composer, .outcome')]
			.filter((node) => node.scrollWidth > node.clientWidth + 1)
			.map((node) => node.className),
	);
	await chat.page.screenshot({ path: `out/screens/chat-${name}.png` });
	expect(overflow).toEqual([]);
});

test('Japanese', async () => {
	const texts = JSON.parse(readFileSync('l10n/bundle.l10n.ja.json', 'utf8')) as Record<string, string>;
	l10n.config({ contents: texts });
	try {
		for (const [name, messages] of [
			['conversation', sampleMessages()],
			['welcome', []],
		] as const) {
			const chat = await show(sampleState({ messages, language: 'ja' }), { language: 'ja', width: 500 });
			await chat.page.screenshot({ path: `out/screens/chat-${name}-japanese.png` });
			expect(await chat.page.locator('html').getAttribute('lang')).toBe('ja');
			expect(await chat.page.getByRole('button', { name: '送信 (Enter)' }).isVisible()).toBe(true);
		}
	} finally {
		l10n.config({ contents: {} });
	}
});
