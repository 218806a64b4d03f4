import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator';
import { launchBrowser } from '../../hosting/browser.mjs';
import { clientsOf } from './clients';

let simulator: Simulator;
let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'status-page-'));
	for (const [entry, out] of [
		['main.ts', 'simulator.js'],
		['simulator.css', 'simulator.css'],
	] as const) {
		await build({
			entryPoints: [`src/webview/simulator/page/${entry}`],
			outfile: join(folder, out),
			bundle: true,
			format: out.endsWith('.js') ? 'iife' : undefined,
			target: 'chrome128',
		});
	}
	simulator = await startSimulator({ pace: 0, quotas: true, pagesFolder: folder, load: { 'us-east-1': 1 } });
});
afterAll(async () => {
	await simulator.close();
	await rm(folder, { recursive: true, force: true });
});

const key = (): string => new URL(simulator.statusUrl).hash.slice(1);
/** Of this run only. */
const ownPath = (): string => new URL(simulator.statusUrl).pathname;

/** Sends exactly these headers: `fetch` would not let a test forge them. */
function ask(
	path: string,
	headers: Record<string, string>,
	method = 'GET',
	body = '',
): Promise<{ status: number; headers: unknown; body: string }> {
	return new Promise((resolve, reject) => {
		const sent = request(`${simulator.endpoint}${path}`, { method, headers }, (response) => {
			let text = '';
			response.on('data', (chunk: Buffer) => (text += chunk.toString()));
			response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
		});
		sent.on('error', reject);
		sent.end(body);
	});
}

async function converse(modelId: string): Promise<void> {
	const { runtime } = clientsOf(simulator);
	await runtime.send(new ConverseCommand({ modelId, messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }));
}

describe('the way to the status page', () => {
	it('shows an empty page to whoever asks, and nothing of the simulator', async () => {
		const page = await ask('/', {});
		expect(page.status).toBe(200);
		expect(page.body).not.toContain(key());
		expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
		expect(JSON.stringify(page.headers)).toContain("default-src 'none'");
		expect(JSON.stringify(page.headers)).toContain("frame-ancestors 'none'");
	});

	const bearer = () => ({ authorization: `Bearer ${key()}` });
	it.each([
		['no key', {}, 401],
		['another key', { authorization: `Bearer ${'x'.repeat(32)}` }, 401],
		['another site’s page', { origin: 'https://evil.example' }, 403],
		['a page of another port', { origin: 'http://127.0.0.1:1' }, 403],
		['a name that was bound to this machine', { host: 'evil.example' }, 403],
		['a request that a browser calls cross-site', { 'sec-fetch-site': 'cross-site' }, 403],
		['a request that a browser calls same-site', { 'sec-fetch-site': 'same-site' }, 403],
	] as const)('refuses a command with %s', async (_, headers, status) => {
		const own = status === 401 ? {} : bearer();
		const command = JSON.stringify({ kind: 'load', region: 'us-west-2', share: 1 });
		expect((await ask('/simulator/command', { ...own, ...headers }, 'POST', command)).status).toBe(status);
		expect((await ask('/simulator/stream', { ...own, ...headers })).status).toBe(status);
		expect(simulator.router.load.get('us-west-2')).toBeUndefined();
	});

	it.each([
		'',
		'null',
		'[]',
		'{"kind":"load"}',
		'{"kind":"load","region":"us-east-1","share":2}',
		'{"kind":"load","region":"nowhere","share":0}',
		'{"kind":"addFault","preset":"__proto__"}',
		'{"kind":"addFault","preset":"stall","times":-1}',
		'{"kind":"addFault","preset":"stall","probability":1.5}',
		'{"kind":"addFault","preset":"stall","model":"us. *"}',
		'{"kind":"addFault","preset":"stall","region":7}',
		'{"kind":"removeFault","id":"all"}',
		'x'.repeat(5_000),
	])('refuses what is no command: %.40s', async (body) => {
		expect((await ask('/simulator/command', bearer(), 'POST', body)).status).toBe(400);
	});

	it.each([
		'/',
		'/simulator/',
		'/simulator/page.js',
		'/simulator/page.css',
		'/simulator/stream',
		'/simulator/command',
		`/simulator/${'A'.repeat(32)}/`,
		`/simulator/${'A'.repeat(32)}/page.js`,
		`/simulator/${'A'.repeat(32)}/stream`,
	])('refuses a foreign Host at %s, with the key and without', async (path) => {
		for (const headers of headerSets({}, { 'sec-fetch-site': 'same-origin' }, bearer())) {
			for (const host of ['evil.example', 'evil.example:8080', 'codespace-1.app.github.dev']) {
				const { body, status } = await ask(path, { ...headers, host });
				expect([status, body]).toEqual([403, expect.stringContaining('The Host header must name this machine')]);
			}
		}
	});

	it('is at the path of this run whatever the Host, and there needs the key for all that it holds', async () => {
		for (const host of ['codespace-1.app.github.dev', 'localhost:1', '192.168.0.1:8080']) {
			expect((await ask(ownPath(), { host })).status).toBe(200);
			expect((await ask(`${ownPath()}page.js`, { host, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
			const command = JSON.stringify({ kind: 'load', region: 'eu-west-1', share: 0.5 });
			for (const headers of headerSets({}, { authorization: `Bearer ${'x'.repeat(32)}` })) {
				expect((await ask(`${ownPath()}stream`, { ...headers, host })).status).toBe(401);
				expect((await ask(`${ownPath()}command`, { ...headers, host }, 'POST', command)).status).toBe(401);
			}
			for (const headers of headerSets(
				{ origin: 'https://evil.example' },
				{ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
				{ 'sec-fetch-site': 'same-site' },
			)) {
				expect((await ask(`${ownPath()}stream`, { ...bearer(), ...headers, host })).status).toBe(403);
			}
			expect(simulator.router.load.get('eu-west-1')).toBeUndefined();
			const own = { ...bearer(), host, origin: 'https://forwarded.example', 'sec-fetch-site': 'same-origin' };
			expect((await ask(`${ownPath()}command`, own, 'POST', command)).status).toBe(204);
			simulator.router.load.delete('eu-west-1');
		}
	});

	it.each(['constructor', '__proto__', '', 'page.js/', 'PAGE.JS'])('has no file %j', async (name) => {
		expect((await ask(`/simulator/${name}`, {})).status).toBe(401);
		if (name !== '') expect((await ask(`${ownPath()}${name}`, {})).status).toBe(401);
		expect((await ask(`/simulator/${name}`, bearer())).status).toBe(404);
	});

	it('gives its path no power over the services', async () => {
		expect((await ask('/inference-profiles', { ...bearer(), host: 'evil.example' })).status).toBe(403);
		expect((await ask(`${ownPath()}inference-profiles`, { ...bearer(), host: 'evil.example' })).status).toBe(404);
	});

	it('leaves requests of the services at the same path to them', async () => {
		expect((await ask('/', {}, 'POST', 'Action=GetCallerIdentity&Version=2011-06-15')).body).toContain(
			'<ErrorResponse',
		);
		expect((await ask('/?Action=GetCallerIdentity&X-Amz-Signature=1', {})).status).not.toBe(200);
	});
});

describe('the status page in a browser', () => {
	let browser: Browser;
	let page: Page;
	const problems: string[] = [];
	beforeAll(async () => {
		browser = await launchBrowser();
		page = await browser.newPage({ locale: 'en-US' });
		page.on('pageerror', (error) => problems.push(error.message));
		page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
		page.on(
			'request',
			(sent) =>
				!sent.url().startsWith(simulator.endpoint) && !sent.url().startsWith('data:') && problems.push(sent.url()),
		);
	}, 60_000);
	afterAll(() => browser.close());

	it('shows where a request ran, takes the key out of the address, and keeps it over a reload', async () => {
		await page.goto(simulator.statusUrl);
		await converse('us.anthropic.claude-sonnet-4-5-20250929-v1:0');
		const row = page.getByRole('row', { name: /Converse us-east-1 us\.anthropic/ });
		await row.waitFor();
		const { inferenceRegion } = simulator.requests.find(({ operation }) => operation === 'Converse') ?? {};
		expect(inferenceRegion).not.toBe('us-east-1');
		expect(await row.getByRole('cell').nth(4).innerText()).toBe(inferenceRegion);
		await page.getByText(`us-east-1 → ${inferenceRegion ?? ''}: 1`).waitFor();
		const shown = await page.locator('.region:visible h3').allInnerTexts();
		expect(shown).toEqual(['us-east-1', inferenceRegion].toSorted());
		expect(page.url()).not.toContain(key());
		await page.reload();
		await row.waitFor();
	});

	it('puts load on a region and faults on requests, with the keyboard alone', async () => {
		await page.getByRole('checkbox', { name: 'Only regions in use' }).press('Space');
		const load = page.getByRole('slider', { name: 'Load of others in us-west-2' });
		await load.focus();
		await load.press('End');
		await expect.poll(() => simulator.router.load.get('us-west-2')).toBe(1);
		await page.getByRole('combobox', { name: 'Fault' }).selectOption('ThrottlingException');
		await page.getByRole('button', { name: 'Add fault' }).press('Enter');
		await page.getByText('Any operation · {"kind":"error"').waitFor();
		await expect(converse('us.amazon.nova-lite-v1:0')).rejects.toMatchObject({ name: 'ThrottlingException' });
		await page.getByRole('row', { name: /429 ThrottlingException/ }).waitFor();
		await page.getByText('Nothing goes wrong on purpose.').waitFor();
		await page.getByRole('checkbox', { name: 'Only problems' }).press('Space');
		expect(await page.getByRole('row', { name: /us\.anthropic/ }).count()).toBe(0);
	}, 20_000);

	it('narrows a fault to a region, a model and a probability, and takes it back, with the keyboard alone', async () => {
		await page.getByRole('combobox', { name: 'Source region' }).selectOption('eu-west-1');
		const model = page.getByRole('textbox', { name: 'Model or profile' });
		await model.fill('two words');
		await page.getByRole('button', { name: 'Add fault' }).press('Enter');
		expect(simulator.faults.active.filter(({ left }) => left > 0)).toEqual([]);
		await model.fill('eu.*');
		await page.getByRole('spinbutton', { name: 'Probability in %' }).fill('7');
		await page.getByRole('spinbutton', { name: 'Times' }).fill('');
		await page.getByRole('button', { name: 'Add fault' }).press('Enter');
		const shown = page.getByText(/^Any operation · eu-west-1 · eu\.\* · .* · at 7 % · every time$/);
		await shown.waitFor();
		expect(simulator.faults.active.find(({ left }) => left > 0)).toMatchObject({
			left: Number.POSITIVE_INFINITY,
			rule: { region: 'eu-west-1', model: 'eu.*', probability: 0.07 },
		});
		await converse('us.amazon.nova-lite-v1:0');
		const remove = page.getByRole('button', { name: 'Remove', exact: true });
		await remove.press('Enter');
		await shown.waitFor({ state: 'detached' });
		expect(simulator.faults.active.filter(({ left }) => left > 0)).toEqual([]);
		expect(await page.evaluate('document.activeElement.tagName')).toBe('SELECT');
	}, 20_000);

	it.each(['light', 'dark'] as const)(
		'is accessible in %s',
		async (colorScheme) => {
			const other = await browser.newPage({ colorScheme, bypassCSP: true });
			await other.goto(simulator.statusUrl);
			await other.getByRole('row', { name: /us\.anthropic/ }).waitFor();
			await other.evaluate(axeSource);
			const { violations } = await other.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
				'axe.run()',
			);
			expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
			await other.close();
		},
		20_000,
	);

	it('speaks Japanese', async () => {
		const other = await browser.newPage({ locale: 'ja-JP' });
		await other.goto(simulator.statusUrl);
		await other.getByRole('heading', { name: 'リージョン', exact: true }).waitFor();
		expect(await other.title()).toBe('Bedrock シミュレーター');
		await other.close();
	});

	it('did nothing that its policy forbids, and asked no other host', () => {
		expect(problems.filter((text) => !text.includes('429'))).toEqual([]);
	});

	it.each([
		['as it came', true],
		['and a Host of its own', false],
	] as const)('works behind a forwarded port with a path of its own before it %s', async (_, keepsHost) => {
		const forwarding = await forward('/proxy/4566', keepsHost);
		const other = await browser.newPage({ locale: 'en-US' });
		const { port } = forwarding.address() as AddressInfo;
		const { hash, pathname } = new URL(simulator.statusUrl);
		await other.goto(`http://localhost:${port}/proxy/4566${pathname}${hash}`);
		// Where programs reach the simulator, whatever the browser had to ask for.
		await other.getByText(` · ${simulator.endpoint} · `).waitFor();
		await other.getByRole('checkbox', { name: 'Only regions in use' }).press('Space');
		const load = other.getByRole('slider', { name: 'Load of others in eu-west-3' });
		await load.focus();
		await load.press('End');
		await expect.poll(() => simulator.router.load.get('eu-west-3')).toBe(1);
		await other.reload();
		await load.waitFor();
		await other.close();
		forwarding.closeAllConnections();
		forwarding.close();
	});

	it('asks for the key where it has none', async () => {
		const other = await browser.newPage({ locale: 'en-US' });
		await other.goto(`${simulator.endpoint}/`);
		await other.getByRole('textbox', { name: 'Key' }).fill(key());
		await other.getByRole('button', { name: 'Open' }).click();
		await other.getByRole('heading', { name: 'Regions' }).waitFor();
		await other.close();
	});

	it('shows every column at 1280 pixels, with a long ARN among the models', async () => {
		const other = await browser.newPage({ locale: 'en-US', viewport: { width: 1280, height: 720 } });
		const arn = 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0';
		await converse(arn);
		await other.goto(simulator.statusUrl);
		await other.getByRole('cell', { name: arn }).waitFor();
		const hidden = await other.locator('.scroller').evaluate((node) => node.scrollWidth - node.clientWidth);
		expect(hidden).toBe(0);
		await other.close();
	});
});

function headerSets(...sets: readonly Record<string, string>[]): readonly Record<string, string>[] {
	return sets;
}

/** As a VS Code server does with ports: takes the path away again, and tells the simulator of the name that was asked for. */
async function forward(prefix: string, keepsHost: boolean): Promise<Server> {
	const server = createServer((asked, response) => {
		const path = asked.url?.startsWith(`${prefix}/`) ? asked.url.slice(prefix.length) : undefined;
		if (path === undefined) {
			response.writeHead(404).end();
			return;
		}
		const headers = { ...asked.headers, host: keepsHost ? asked.headers.host : 'upstream.example' };
		const sent = request(`${simulator.endpoint}${path}`, { method: asked.method, headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		});
		sent.on('error', () => response.destroy());
		response.once('close', () => sent.destroy());
		asked.pipe(sent);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return server;
}

const axeSource = createRequire(import.meta.url)('axe-core').source as string;
