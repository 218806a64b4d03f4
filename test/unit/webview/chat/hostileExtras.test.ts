import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnswerExtra } from '../../../../src/webview/chat/protocol';
import { hostileTargets, hostileTexts } from '../markdown/hostileTexts';
import { PageHarness } from './pageHarness';
import { sampleState } from './sampleState';

let harness: PageHarness;
beforeAll(async () => {
	harness = await PageHarness.start();
}, 60_000);
afterAll(() => harness.stop());

const encode = (text: string) => new TextEncoder().encode(text);
const svg =
	'<svg xmlns="http://www.w3.org/2000/svg" onload="window.hasRun=1"><image href="https://sink.invalid/i"/></svg>';

/** Bytes that are not what they are called. The host would not let them through; the page must not rely on that. */
const lies: readonly Uint8Array[] = [
	encode(svg),
	encode(`<!doctype html><script>window.hasRun=1</script>`),
	encode('GIF89a<script>window.hasRun=1</script>'),
	encode('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'),
	encode('%PDF-1.4'),
	new Uint8Array(0),
	new Uint8Array(100_000),
];

const extras: readonly AnswerExtra[] = [
	...[...hostileTargets, ...hostileTexts].flatMap((text): AnswerExtra[] => [
		{ type: 'citation', title: text, source: text, citedText: text },
		{ type: 'citation', source: text },
		{ type: 'toolUse', after: 0, name: text, input: text },
		{ type: 'toolUse', after: 0, name: text, input: JSON.stringify({ [text]: text }) },
	]),
	...lies.flatMap((bytes) =>
		(['png', 'jpeg', 'gif', 'webp'] as const).map((format): AnswerExtra => ({
			type: 'image',
			after: 0,
			state: 'shown',
			format,
			width: 8,
			height: 8,
			bytes,
		})),
	),
	{ type: 'image', after: 0, state: 'shown', format: 'png', width: 1e9, height: 1, bytes: encode(svg) },
];

test.each([
	['with the page’s policy', false],
	['without the page’s policy', true],
])(
	'hostile sources, tools and pictures let nothing out, %s',
	async (_name, withoutPolicy) => {
		expect(extras.length).toBeGreaterThan(1_900);
		const chat = await harness.open({ withoutPolicy });
		const { page } = chat;
		const seen: string[] = [];
		page.on('request', (request) => seen.push(request.url()));
		page.on('dialog', (dialog) => {
			seen.push(`dialog ${dialog.message()}`);
			void dialog.dismiss();
		});
		page.on('popup', (popup) => seen.push(`popup ${popup.url()}`));
		page.on('framenavigated', (frame) => seen.push(`navigation ${frame.url()}`));
		const messages = [
			{ role: 'user', id: 'u', text: 'q' },
			{ role: 'assistant', id: 'a', text: 'Text', reasoning: '', extras, outcome: 'complete' },
		] as const;
		await chat.say(sampleState({ messages }));
		await expect.poll(() => page.locator('.image-note').count(), { timeout: 20_000 }).toBe(lies.length * 4 + 1);
		await page.evaluate(() => {
			for (const part of document.querySelectorAll('.answer-body details')) part.setAttribute('open', '');
			for (const element of document.querySelectorAll<HTMLElement>('.answer-body *')) {
				for (const type of ['click', 'auxclick', 'mousedown', 'dblclick']) {
					element.dispatchEvent(new MouseEvent(type, { bubbles: false, cancelable: true, button: 1 }));
				}
				element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: false, cancelable: true }));
			}
		});
		await page.waitForTimeout(300);
		expect(seen).toEqual([]);
		expect(await page.evaluate(() => 'hasRun' in window)).toBe(false);
		const made = await page.evaluate(() => {
			const body = document.querySelectorAll<HTMLElement>('.answer-body *');
			return [
				...new Set(
					[...body].flatMap((each) => [each.localName, ...each.getAttributeNames().map((name) => `@${name}`)]),
				),
			];
		});
		const allowed =
			'a bdi blockquote button code details div figure li ol p path pre span summary svg ' +
			'@aria-hidden @aria-label @class @d @fill-rule @open @role @tabindex @title @type @viewBox';
		expect(made.filter((each) => !allowed.split(' ').includes(each))).toEqual([]);
		const opened = (await chat.sent()).flatMap((message) => (message.type === 'openLink' ? [message.href] : []));
		expect(opened.length).toBeGreaterThan(5);
		expect(opened.filter((href) => !href.startsWith('https://'))).toEqual([]);
		expect(chat.errors).toEqual([]);
		await page.close();
	},
	120_000,
);

test('the page’s policy alone lets nothing out, whatever a renderer makes', async () => {
	const chat = await harness.open();
	const seen: string[] = [];
	// What the policy refuses is announced as a request, but never gets as far as a route.
	await chat.page.route('**/*', async (route) => {
		seen.push(route.request().url().slice(0, 80));
		await route.abort();
	});
	await chat.say(sampleState());
	const written = await chat.page.evaluate(
		(texts) => {
			let count = 0;
			for (const text of texts) {
				const box = document.body.appendChild(document.createElement('div'));
				const image = document.createElement('img');
				image.src = text.startsWith('http') ? text : `https://sink.invalid/?${encodeURIComponent(text)}`;
				box.append(image);
				for (const source of [
					URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' })),
					`data:image/svg+xml,${encodeURIComponent(text)}`,
				]) {
					const other = document.createElement('img');
					other.src = source;
					other.onload = () => console.error('loaded');
					box.append(other);
				}
				try {
					box.innerHTML = text;
					count++;
				} catch {
					// As it should be: no policy makes HTML from text.
				}
			}
			return count;
		},
		hostileTexts.map((text) => text.replace(/\p{Surrogate}/gu, '\ufffd')),
	);
	await chat.page.waitForTimeout(300);
	expect(written).toBe(0);
	expect(seen).toEqual([]);
	expect((await chat.violations()).length).toBeGreaterThan(hostileTexts.length);
	await chat.page.close();
}, 60_000);
