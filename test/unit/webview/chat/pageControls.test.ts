import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type OpenPage, PageHarness, type PageOptions } from './pageHarness';
import { sampleMessages, sampleState } from './sampleState';

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
	await open.sent();
	await open.say(state);
	return open;
}

const composer = (chat: OpenPage) => chat.page.getByRole('textbox', { name: /^Message to/ });
const button = (chat: OpenPage, name: string) => chat.page.getByRole('button', { name, exact: true });
const dialog = (chat: OpenPage, name: string) => chat.page.getByRole('dialog', { name });
const focused = (chat: OpenPage) =>
	chat.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);
const sonnet = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const groups = [
	{
		name: 'United States · us',
		targets: [
			{ profileId: 'us.amazon.nova-pro-v1:0', name: 'US Nova Pro' },
			{ profileId: sonnet, name: 'US Anthropic Claude Sonnet 4.5', note: 'legacy' },
		],
	},
	{
		name: 'Application profiles',
		targets: [{ profileId: 'arn:aws:bedrock:us-east-1:1:application-inference-profile/x', name: 'Team <b>' }],
	},
];

test('a profile is chosen from the groups by keyboard alone, and the focus comes back', async () => {
	const chat = await show();
	await chat.page.getByRole('heading', { level: 1 }).getByRole('button').focus();
	await chat.page.keyboard.press('Enter');
	expect(await chat.sent()).toEqual([{ type: 'listTargets', sessionId: 's' }]);
	await chat.say({ type: 'targets', sessionId: 's', groups });
	const picker = dialog(chat, 'Choose a profile');
	expect(await picker.getByRole('group').count()).toBe(2);
	expect(await picker.getByRole('option', { selected: true }).innerText()).toContain(sonnet);
	await chat.page.keyboard.type('nova pro');
	expect(await picker.getByRole('option').count()).toBe(2);
	expect(await picker.getByRole('option', { selected: true }).innerText()).toContain('US Nova Pro');
	await chat.page.keyboard.press('Enter');
	expect(await chat.sent()).toEqual([{ type: 'chooseTarget', sessionId: 's', profileId: 'us.amazon.nova-pro-v1:0' }]);
	expect(await picker.isVisible()).toBe(false);
	expect(await focused(chat)).toContain('US Anthropic Claude Sonnet 4.5');
});

test('a model ID or an ARN can be typed; Escape closes and chooses nothing', async () => {
	const chat = await show();
	await chat.page.getByRole('heading', { level: 1 }).click();
	await chat.say({ type: 'targets', sessionId: 's', groups });
	const arn = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc';
	await chat.page.keyboard.type(arn);
	await chat.page.getByRole('option', { name: `Use “${arn}”` }).click();
	await chat.page.getByRole('heading', { level: 1 }).click();
	await chat.page.keyboard.type('Team <b>');
	expect(await chat.page.getByRole('option').first().innerText()).toContain('Team <b>');
	await chat.page.keyboard.press('ArrowDown');
	await chat.page.keyboard.press('Escape');
	expect((await chat.sent()).map((message) => message.type)).toEqual(['listTargets', 'chooseTarget', 'listTargets']);
	expect(await dialog(chat, 'Choose a profile').isVisible()).toBe(false);
});

test('settings are sent as they are changed; what cannot be read is marked and left out', async () => {
	const chat = await show();
	await button(chat, 'Request settings').click();
	const form = dialog(chat, 'Request settings');
	await form.getByLabel('API').selectOption('InvokeModel');
	await form.getByLabel('System prompt').fill('Be brief.');
	await form.getByLabel('Temperature').fill('0.25');
	await form.getByLabel('Maximum output tokens').fill('999999');
	await form.getByLabel('Stop sequences').fill('END\n\nSTOP');
	await chat.page.keyboard.press('Tab');
	const sent = await chat.sent();
	expect(sent.at(-1)).toEqual({
		type: 'setOptions',
		sessionId: 's',
		options: { api: 'InvokeModel', system: 'Be brief.', temperature: 0.25, stopSequences: ['END', 'STOP'] },
	});
	expect(await form.getByLabel('Maximum output tokens').getAttribute('aria-invalid')).toBe('true');
	await form.getByRole('button', { name: 'Reset' }).click();
	expect((await chat.sent()).at(-1)).toEqual({ type: 'setOptions', sessionId: 's', options: {} });
});

test('the box has a name that fits, also before a profile is chosen', async () => {
	const { request, target } = sampleState();
	const chat = await show(sampleState({ target: { ...target, profileId: '', name: 'Choose a profile' } }));
	const box = chat.page.getByRole('textbox', { name: 'Message to a model', exact: true });
	expect(await box.getAttribute('placeholder')).toBe('Choose a profile');
	await chat.say({ type: 'targetChanged', sessionId: 's', target, request });
	await chat.page.getByRole('textbox', { name: `Message to ${target.name}`, exact: true }).waitFor();
});

test('what is out of range says the range at the field, is never sent, and is gone once the form is closed', async () => {
	const { request } = sampleState();
	const chat = await show(sampleState({ request: { ...request, options: { temperature: 0.5 } } }));
	await button(chat, 'Request settings').click();
	const form = dialog(chat, 'Request settings');
	const hint = (name: string) =>
		form
			.getByLabel(name)
			.evaluate((node) => document.getElementById(node.getAttribute('aria-describedby') ?? '')?.textContent);
	expect(await hint('Temperature')).toContain('Between 0 and 1.');
	await form.getByLabel('Temperature').fill('3');
	await form.getByLabel('Maximum output tokens').fill('999999999');
	await chat.page.keyboard.press('Tab');
	expect(await hint('Temperature')).toBe('Only from 0 to 1: this is not sent.');
	expect(await hint('Maximum output tokens')).toMatch(/^Only a whole number from 1 to [\d,]+: this is not sent\.$/);
	await form.getByLabel('Maximum output tokens').press('Escape');
	expect(await chat.page.getByRole('alert').innerText()).toBe(
		'Out of range, so what was set before stays: Temperature, Maximum output tokens.',
	);
	for (const message of await chat.sent()) expect(message).toMatchObject({ options: { temperature: 0.5 } });
	expect((await chat.sent()).every((message) => !JSON.stringify(message).includes('maxTokens'))).toBe(true);
	await button(chat, 'Request settings').click();
	expect(await form.getByLabel('Temperature').inputValue()).toBe('0.5');
	expect(await form.getByLabel('Maximum output tokens').inputValue()).toBe('');
	// Closed while it is being typed: nobody has heard of the change yet.
	await form.getByLabel('Temperature').fill('7');
	await form.getByLabel('Temperature').press('Escape');
	expect(await chat.page.getByRole('alert').innerText()).toContain('Temperature');
	expect((await chat.sent()).at(-1)).toMatchObject({ options: { temperature: 0.5 } });
});

test('what the target does not take cannot be set, and says so', async () => {
	const { request, target } = sampleState();
	const takes = { system: false, temperature: false, topP: false, stopSequences: false, temperatureOrTopP: false };
	const chat = await show(sampleState({ request: { ...request, takes, hasNativeFormat: false, streams: false } }));
	await button(chat, 'Request settings').click();
	const form = dialog(chat, 'Request settings');
	for (const name of ['System prompt', 'Temperature', 'Top P', 'Stop sequences']) {
		expect(await form.getByLabel(name).isDisabled()).toBe(true);
	}
	expect(await form.getByText('This model does not take it.').count()).toBe(4);
	expect(
		await form
			.getByLabel('API')
			.evaluate((node) => [...(node as HTMLSelectElement).options].map((each) => each.disabled)),
	).toEqual([true, false, true, true]);
	const either = { ...request, options: { temperature: 1 } };
	await chat.say({ type: 'targetChanged', sessionId: 's', target, request: either });
	expect(await form.getByLabel('Temperature').inputValue()).toBe('1');
	expect(await form.getByLabel('Top P').isDisabled()).toBe(true);
});

test('the history is a list to open from and to delete from', async () => {
	const chat = await show();
	await button(chat, 'Conversations').click();
	const entries = [
		{ sessionId: 's', title: 'This one', targetName: 'US Nova', changedAt: 1_790_000_000_000, isCurrent: true },
		{ sessionId: 'h', title: '<b>Other</b>', targetName: 'US Nova', changedAt: 1_780_000_000_000, isCurrent: false },
	];
	await chat.say({ type: 'history', sessionId: 's', entries });
	expect(await focused(chat)).toContain('This one');
	await button(chat, 'Delete “<b>Other</b>”').click();
	await chat.page.getByRole('button', { name: /^<b>Other/ }).click();
	expect(await chat.sent()).toEqual([
		{ type: 'listConversations', sessionId: 's' },
		{ type: 'deleteConversation', sessionId: 's', conversationId: 'h' },
		{ type: 'openConversation', sessionId: 's', conversationId: 'h' },
	]);
});

test('any question can be edited; one that was edited leads to its former words', async () => {
	const messages = sampleMessages().map((message) =>
		message.id === 'u2' && message.role === 'user' ? { ...message, earlierVersion: 'before' } : message,
	);
	const chat = await show(sampleState({ messages }));
	const question = chat.page.getByRole('article', { name: 'Your message 1' });
	await question.hover();
	await question.getByRole('button', { name: 'Edit and resend' }).click();
	await composer(chat).fill('Other words');
	await chat.page.keyboard.press('Enter');
	const second = chat.page.getByRole('article', { name: 'Your message 2' });
	await second.hover();
	await second.getByRole('button', { name: 'Show the conversation before this edit' }).click();
	expect(await chat.sent()).toEqual([
		{ type: 'resend', sessionId: 's', requestId: 'request-1', messageId: 'u1', text: 'Other words' },
		{ type: 'openConversation', sessionId: 's', conversationId: 'before' },
	]);
});

test('an answer that was cut at its limit can be continued while it is the last', async () => {
	const chat = await show(sampleState({ messages: sampleMessages().slice(0, 6) }));
	await button(chat, 'Continue').click();
	expect(await chat.sent()).toEqual([{ type: 'continue', sessionId: 's' }]);
	await chat.say(sampleState({ messages: sampleMessages() }));
	expect(await button(chat, 'Continue').isVisible()).toBe(false);
});

test('attachments are shown, taken off, pasted, and kept with their message', async () => {
	const chat = await show();
	await button(chat, 'Attach files…').click();
	await button(chat, 'Attach the selection').click();
	const attachments = [
		{ key: 'k', kind: 'text', name: 'src/<b>.ts:1-2', format: 'ts', size: 1_500 },
		{ key: 'l', kind: 'image', name: 'a.png', format: 'png', size: 9, width: 640, height: 480 },
	];
	await chat.say({ type: 'attachments', sessionId: 's', attachments });
	const list = chat.page.getByRole('list', { name: 'Attachments' });
	expect(await list.getByRole('listitem').allInnerTexts()).toEqual(['src/<b>.ts:1-2\n2 kB', 'a.png\n640 × 480']);
	await button(chat, 'Remove a.png').click();
	await composer(chat).evaluate((node) => {
		const data = new DataTransfer();
		data.items.add(new File(['hello'], 'note.txt'));
		node.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
	});
	await expect.poll(() => chat.page.evaluate(() => window.harness.sent.length)).toBe(4);
	expect(await chat.sent()).toMatchObject([
		{ type: 'attachFile' },
		{ type: 'attachSelection' },
		{ type: 'detach', index: 1 },
		{ type: 'attachData', name: 'note.txt' },
	]);
	await chat.say(sampleState({ messages: [{ role: 'user', id: 'u', text: 'q', attachments: attachments as never }] }));
	expect(await chat.page.locator('.bubble').getByRole('listitem').count()).toBe(2);
	expect(await chat.page.locator('.bubble').getByRole('button').count()).toBe(0);
});

test('a prepared text waits in the composer; the rest of the header does what it says', async () => {
	const chat = await show(sampleState({ place: 'view' }), { width: 320 });
	await chat.say({ type: 'prepare', sessionId: 's', text: 'From a link' });
	expect(await composer(chat).inputValue()).toBe('From a link');
	await button(chat, 'Export as Markdown').click();
	await button(chat, 'Open in the editor').click();
	expect((await chat.sent()).map((message) => message.type)).toEqual(['export', 'openTab']);
});

test('in a low view the list of profiles takes all the room there is', async () => {
	const chat = await show(sampleState({ place: 'view' }), { width: 270, height: 130 });
	await chat.page.getByRole('heading', { level: 1 }).click();
	await chat.say({ type: 'targets', sessionId: 's', groups });
	await chat.page.keyboard.type('nova pro');
	await chat.page.screenshot({ path: 'out/screens/chat-low.png' });
	await chat.page.getByRole('option', { name: /US Nova Pro/ }).click();
	expect((await chat.sent()).at(-1)).toMatchObject({ type: 'chooseTarget', profileId: 'us.amazon.nova-pro-v1:0' });
});

test('in a view as low as VS Code opens it an answer can be read', async () => {
	const chat = await show(sampleState({ place: 'view' }), { width: 300, height: 120 });
	const answer = { role: 'assistant', id: 'a', text: '', reasoning: '' } as const;
	const details = sampleMessages().flatMap((message) => (message.role === 'assistant' ? [message.details] : []))[0];
	await chat.say(
		{ type: 'turnStarted', sessionId: 's', user: { role: 'user', id: 'u', text: 'Hello' }, answer },
		{
			type: 'delta',
			sessionId: 's',
			messageId: 'a',
			pieces: [{ part: 'text', offset: 0, text: 'One.\n\nTwo.\n\nThe last line.' }],
		},
		{ type: 'answerEnded', sessionId: 's', messageId: 'a', outcome: 'complete', details },
	);
	await chat.page.waitForTimeout(200);
	await chat.page.screenshot({ path: 'out/screens/chat-low-answer.png' });
	const area = (await chat.page.getByRole('region', { name: 'Conversation' }).boundingBox())!;
	expect(area.height).toBeGreaterThanOrEqual(58);
	const line = (await chat.page.getByText('The last line.').boundingBox())!;
	expect(line.y).toBeGreaterThanOrEqual(area.y);
	expect(line.y + line.height).toBeLessThanOrEqual(area.y + area.height);
	// What is written next is whole.
	const box = (await composer(chat).boundingBox())!;
	expect(box.y + box.height).toBeLessThanOrEqual(120);
	expect(box.width).toBeGreaterThan(150);
});

test('an empty conversation in a low window begins at its beginning', async () => {
	const chat = await show(sampleState(), { width: 340, height: 360 });
	const { page } = chat;
	const heading = page.locator('.welcome h2');
	const area = page.getByRole('region', { name: 'Conversation' });
	await page.waitForTimeout(200);
	const scroll = () =>
		area.evaluate(({ scrollHeight, clientHeight, scrollTop }) => [scrollHeight - clientHeight, scrollTop]);
	const [room = 0, top] = await scroll();
	expect(room).toBeGreaterThan(24);
	expect(top).toBe(0);
	expect((await heading.boundingBox())!.y).toBeGreaterThanOrEqual((await area.boundingBox())!.y);
	const toEnd = button(chat, 'Scroll to the end');
	await area.hover();
	await page.mouse.wheel(0, 1_000);
	await page.waitForTimeout(200);
	expect((await scroll())[1]).toBe(room);
	await page.mouse.wheel(0, -60);
	await page.waitForTimeout(200);
	expect(await toEnd.isVisible()).toBe(false);
	// What is asked from there is in view, and its answer.
	const answer = { role: 'assistant', id: 'a', text: '', reasoning: '' } as const;
	const text = 'Line.\n\n'.repeat(40);
	await chat.say(
		{ type: 'turnStarted', sessionId: 's', user: { role: 'user', id: 'u', text: 'Hello' }, answer },
		{ type: 'delta', sessionId: 's', messageId: 'a', pieces: [{ part: 'text', offset: 0, text }] },
	);
	await page.waitForTimeout(200);
	const [long = 0, end = 0] = await scroll();
	expect(long - end).toBeLessThanOrEqual(24);
	await page.mouse.wheel(0, -300);
	await toEnd.waitFor();
});

describe.each(['dark', 'light', 'highContrast', 'highContrastLight'] as const)('%s', (theme) => {
	test.each(['Choose a profile', 'Request settings', 'Conversations'])(
		'%s has no accessibility finding',
		async (name) => {
			const chat = await show(sampleState({ messages: sampleMessages().slice(0, 2) }), { theme });
			if (name === 'Choose a profile') await chat.page.getByRole('heading', { level: 1 }).click();
			else await button(chat, name).click();
			const attachments = [{ key: 'k', kind: 'text', name: 'src/app.ts:1-2', format: 'ts', size: 1_500 }];
			await chat.say(
				{ type: 'targets', sessionId: 's', groups },
				{ type: 'attachments', sessionId: 's', attachments },
				{
					type: 'history',
					sessionId: 's',
					entries: [
						{ sessionId: 's', title: 'This one', targetName: 'US Nova', changedAt: 1.79e12, isCurrent: true },
						{ sessionId: 'h', title: 'Another', targetName: 'US Nova', changedAt: 1.78e12, isCurrent: false },
					],
				},
			);
			await chat.page.screenshot({ path: `out/screens/chat-${name.replaceAll(' ', '-')}-${theme}.png` });
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
