import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../../hosting/browser.mjs';
import type { HostileReport } from './hostilePage';
import { hostileTexts } from './hostileTexts';
import { oneShotHtml, randomNumbers, randomPieces } from './oneShot';

const nonce = 'f00d';
const contentSecurityPolicy =
	`default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self'; ` +
	"require-trusted-types-for 'script'; trusted-types 'none'";

let browser: Browser;
let server: Server;
let origin: string;

beforeAll(async () => {
	const bundle = await build({
		entryPoints: ['test/unit/webview/markdown/hostilePage.ts'],
		bundle: true,
		write: false,
		format: 'iife',
		platform: 'browser',
	});
	const script = bundle.outputFiles[0]!.text;
	server = createServer((request, response) => {
		if (request.url === '/page.js') {
			response.setHeader('content-type', 'text/javascript');
			response.end(script);
			return;
		}
		if (request.url === '/walled') response.setHeader('content-security-policy', contentSecurityPolicy);
		response.setHeader('content-type', 'text/html; charset=utf-8');
		response.end(
			`<!DOCTYPE html><link rel="icon" href="data:,"><body><script nonce="${nonce}" src="/page.js"></script></body>`,
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
	browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
	await browser?.close();
	await new Promise((resolve) => server.close(resolve));
});

/** Opens the page and renders all texts in it; what happens meanwhile and shortly after goes to `events`. */
async function renderAll(
	path: string,
	isUnwalled: boolean,
): Promise<{ report: HostileReport; events: string[]; page: Page }> {
	const page = await browser.newPage();
	const events: string[] = [];
	await page.route('**/*', async (route) => {
		const url = route.request().url();
		if (url === `${origin}${path}` || url === `${origin}/page.js`) await route.continue();
		else {
			events.push(`request ${url}`);
			await route.abort();
		}
	});
	page.on('dialog', (dialog) => {
		events.push(`dialog ${dialog.message()}`);
		void dialog.dismiss();
	});
	page.on('popup', (popup) => events.push(`popup ${popup.url()}`));
	page.on('websocket', (socket) => events.push(`socket ${socket.url()}`));
	page.on('console', (message) => {
		if (message.text() === 'hasRun') events.push('script ran');
	});
	await page.addInitScript(() => {
		const log = console.log.bind(console);
		Object.defineProperty(globalThis, 'hasRun', { set: () => log('hasRun') });
	});
	await page.goto(`${origin}${path}`);
	page.on('framenavigated', (frame) => events.push(`navigation ${frame.url()}`));
	const random = randomNumbers(2026);
	const texts = hostileTexts.map((text) => randomPieces(text, random, 1 + Math.floor(random() * 30)));
	const report = await page.evaluate(
		([pieces, unwalled]) => {
			const page = globalThis as unknown as { renderHostile(texts: string[][], isUnwalled: boolean): HostileReport };
			return page.renderHostile(pieces, unwalled);
		},
		[texts, isUnwalled] as const,
	);
	await page.waitForTimeout(500);
	return { report, events, page };
}

describe('hostile text in a real browser', () => {
	test('there are at least 400 texts', () => {
		expect(new Set(hostileTexts).size).toBeGreaterThanOrEqual(400);
	});

	test('without the security policy, the renderer lets nothing out', async () => {
		const { report, events, page } = await renderAll('/open', false);
		expect(events).toEqual([]);
		const elements = report.seen.filter((each) => !each.includes('@'));
		const allowed = 'a blockquote br code div em h1 hr li ol p pre s span strong table tbody td th thead tr ul'.split(
			' ',
		);
		expect(elements.filter((each) => !allowed.includes(each))).toEqual([]);
		const attributes = new Set(report.seen.filter((each) => each.includes('@')).map((each) => each.split('@')[1]));
		expect(
			[...attributes].filter((each) => !['class', 'role', 'scope', 'start', 'tabindex', 'title'].includes(each!)),
		).toEqual([]);
		expect(report.opened.length).toBeGreaterThan(50);
		expect(report.opened.filter((href) => !/^(?:https:\/\/|mailto:)/.test(href))).toEqual([]);
		await page.close();
	});

	test('without the renderer’s rules, the security policy lets nothing out', async () => {
		const { report, events, page } = await renderAll('/walled', true);
		expect(report.seen).toContain('img@src');
		expect(report.seen).toContain('a@href');
		expect(events).toEqual([]);
		expect(report.written).toBe(0);
		await page.close();
	});

	test('without either, the texts do get out (so these tests can fail)', async () => {
		const { events, page } = await renderAll('/open', true);
		expect(events.some((event) => event.startsWith('request https://sink.invalid'))).toBe(true);
		expect(events).toContain('script ran');
		await page.close();
	});

	test('a browser’s page is the page of the whole text', async () => {
		const { report, page } = await renderAll('/open', false);
		const expected = await page.evaluate(
			(pages) =>
				pages.map((html) => {
					const main = document.createElement('main');
					main.innerHTML = html;
					return main.innerHTML;
				}),
			hostileTexts.map((text) => sortedAttributes(oneShotHtml(text))),
		);
		expect(report.html.map(sortedAttributes)).toEqual(expected.map(sortedAttributes));
		await page.close();
	});
});

/** The order of attributes says nothing. */
function sortedAttributes(html: string): string {
	return html.replace(/<(\w+)((?: [\w-]+="[^"]*")+)>/g, (_match, tag: string, attributes: string) => {
		return `<${tag}${(attributes.match(/ [\w-]+="[^"]*"/g) ?? []).sort().join('')}>`;
	});
}
