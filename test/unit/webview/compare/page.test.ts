import axe from 'axe-core';
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FromPage, parsePageMemory } from '../../../../src/webview/compare/protocol';
import { PageHarness, type OpenPage, type PageOptions } from '../chat/pageHarness';
import { japanese, result, routing, sampleRuns, state } from './samples';

const screenshots = 'out/screenshots';
const outlook = {
	type: 'outlook',
	problems: [],
	estimate: { requests: 22, inputTokens: 400, outputTokens: 2_816, dollars: 0.0012, withoutPrice: ['b'] },
};

let harness: PageHarness;
beforeAll(async () => {
	mkdirSync(screenshots, { recursive: true });
	harness = await PageHarness.start('compare');
});
afterAll(() => harness.stop());

async function opened(options: PageOptions = {}, first: object = state()): Promise<OpenPage> {
	const open = await harness.open(options);
	expect(await open.sent<FromPage>()).toEqual([{ type: 'ready' }]);
	await open.say(first, outlook);
	return open;
}

/** What axe finds, and that nothing was refused or thrown. */
async function clean(open: OpenPage): Promise<void> {
	await open.page.evaluate(axe.source);
	const { violations } = await open.page.evaluate(() =>
		(window as unknown as { axe: typeof axe }).axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'best-practice'] }),
	);
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
	expect(await open.violations()).toEqual([]);
	expect(open.errors).toEqual([]);
}

describe('the form', () => {
	test('says what it would take, and begins when there is no problem', async () => {
		const open = await opened();
		const { page } = open;
		await page.getByText('22 requests, about 400 input tokens and at most 2,816 output tokens.').waitFor();
		await page.getByText('No price is known for: US Nova Lite.').waitFor();
		await page.getByRole('button', { name: 'Start' }).click();
		expect(await open.sent<FromPage>()).toEqual([{ type: 'start' }]);
		await open.say({ ...outlook, problems: ['Enter a prompt.'] });
		await page.getByText('Enter a prompt.').waitFor();
		expect(await page.getByRole('button', { name: 'Start' }).isDisabled()).toBe(true);
	});

	test('tells the host each change, but no number outside its bounds', async () => {
		const open = await opened();
		const { page } = open;
		await page.getByLabel('Runs for each target').fill('20');
		await page.getByLabel('Runs for each target').fill('0');
		await page.getByLabel('Source region of US Nova Lite').selectOption('us-west-2');
		await page.getByRole('button', { name: 'Remove target: Nova Lite', exact: true }).click();
		const sent = await open.sent<Extract<FromPage, { type: 'changeForm' }>>();
		expect(sent.map(({ runs }) => runs)).toEqual([20, 20, 20]);
		expect(sent.at(-1)?.targets).toEqual([{ targetId: 'b', sourceRegion: 'us-west-2' }]);
		expect(await page.getByLabel('Runs for each target').getAttribute('aria-invalid')).toBe('true');
		expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Add targets…');
	});

	test.each([
		['Runs for each target', ['0', '100000', '2.5', '', '-3'], 'Enter a whole number from 1 to 1,000.'],
		['Requests at a time', ['0', '21', ''], 'Enter a whole number from 1 to 20.'],
		['Warm-up runs', ['11', '-1', ''], 'Enter a whole number from 0 to 10.'],
		['Most output tokens', ['0', '8193', ''], 'Enter a whole number from 1 to 8,192.'],
	])('is refused, and says why, while %s shows %j', async (label, wrong, refusal) => {
		const open = await opened();
		const { page } = open;
		const field = page.getByLabel(label);
		const start = page.getByRole('button', { name: 'Start' });
		expect(await start.isEnabled()).toBe(true);
		for (const value of wrong) {
			await field.fill(value);
			expect(await page.getByText(refusal).isVisible()).toBe(true);
			expect(await field.getAttribute('aria-describedby')).toBe(await page.getByText(refusal).getAttribute('id'));
			expect(await start.isDisabled()).toBe(true);
			// What the numbers before would have taken is not shown beside these.
			expect(await page.getByText(/22 requests, about/).isVisible()).toBe(false);
			await field.press('Enter');
			// The host judges what it knows, which is not what is shown.
			await open.say(outlook);
			expect(await start.isDisabled()).toBe(true);
		}
		expect(await open.sent<FromPage>()).toEqual([]);
		await clean(open);
		await field.fill('7');
		expect(await page.getByText(refusal).isVisible()).toBe(false);
		await open.say(outlook);
		await page.getByText(/22 requests, about/).waitFor();
		await start.click();
		expect((await open.sent<FromPage>()).map(({ type }) => type)).toEqual(['changeForm', 'start']);
	});

	test('with two unusable numbers waits for both', async () => {
		const open = await opened();
		const { page } = open;
		await page.getByLabel('Runs for each target').fill('0');
		await page.getByLabel('Warm-up runs').fill('11');
		await page.screenshot({ path: `${screenshots}/compare-page-numbers.png` });
		await page.getByLabel('Runs for each target').fill('3');
		await open.say(outlook);
		expect(await page.getByRole('button', { name: 'Start' }).isDisabled()).toBe(true);
		await page.getByLabel('Warm-up runs').fill('1');
		await open.say(outlook);
		expect(await page.getByRole('button', { name: 'Start' }).isEnabled()).toBe(true);
	});
});

test('leaves with VS Code what a reload of the window needs', async () => {
	const open = await opened();
	const { page } = open;
	const memory = async () => parsePageMemory(await open.memory());
	await page.getByLabel('Prompt').fill('What is a Region?');
	await page.getByLabel('Runs for each target').fill('20');
	// Not what could not be used.
	await page.getByLabel('Warm-up runs').fill('99');
	const { form } = state();
	expect(await memory()).toEqual({ form: { ...form, prompt: 'What is a Region?', runs: 20 } });
	await page.getByRole('button', { name: 'Remove target: Nova Lite', exact: true }).click();
	await open.say(result(sampleRuns(4)));
	expect(await memory()).toMatchObject({ form: { targets: [{ targetId: 'b' }] }, comparisonId: 'c1' });
	await open.say({ type: 'formChanged', form });
	expect(await memory()).toMatchObject({ form: { targets: form.targets, runs: 20 }, comparisonId: 'c1' });
});

describe('a comparison', () => {
	test('grows while it runs, and can be stopped', async () => {
		const open = await opened();
		const { page } = open;
		const runs = sampleRuns(20);
		await page.getByRole('button', { name: 'Start' }).focus();
		await open.say(result(runs.slice(0, 2), { isRunning: true, endText: '', planned: 20 }));
		expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Stop');
		await open.say({ type: 'runs', comparisonId: 'c1', runs: runs.slice(2, 8) });
		await page.getByRole('progressbar', { name: '8 of 20 requests' }).waitFor();
		await page.getByRole('cell', { name: runs[7]!.requestId }).waitFor();
		await open.say({ type: 'runs', comparisonId: 'another', runs: runs.slice(8) });
		await page.getByRole('progressbar', { name: '8 of 20 requests' }).waitFor();
		await page.keyboard.press('Enter');
		expect(await open.sent<FromPage>()).toContainEqual({ type: 'stop' });
	});

	test('shows each run with its Region, and statistics that leave warm-up out', async () => {
		const open = await opened();
		const { page } = open;
		await open.say(result(sampleRuns(22)));
		const table = page.getByRole('region', { name: 'Statistics' });
		await table.getByRole('row', { name: /US Nova Lite · us-east-1 Total latency 10 / }).waitFor();
		const row = page.getByRole('row').filter({ hasText: '000000000004' });
		expect(await row.textContent()).toContain('throttled 2×, waited 3.10 sec');
		expect(await row.textContent()).toContain('us-east-1');
		const copied = page.getByRole('button', { name: 'Copy request ID 0f1d2c3b-4a59-4687-9786-000000000004' });
		await copied.click();
		expect(await open.sent<FromPage>()).toEqual([{ type: 'copyText', text: '0f1d2c3b-4a59-4687-9786-000000000004' }]);
	});

	test('of a thousand runs keeps only the rows in view in the page', async () => {
		const open = await opened();
		const { page } = open;
		await open.say(result(sampleRuns(1_000)));
		const frame = page.getByRole('region', { name: 'Runs', exact: true });
		await frame.getByText('000000000999').waitFor();
		expect(await frame.locator('tbody tr').count()).toBeLessThan(80);
		await frame.evaluate((node) => (node.scrollTop = node.scrollHeight));
		await frame.getByText('000000000000').waitFor();
		expect(await frame.locator('table').getAttribute('aria-rowcount')).toBe('1001');
	});

	test('gives its plot as a picture that needs no colour', async () => {
		const open = await opened();
		const { page } = open;
		await open.say(result(sampleRuns(40)));
		await page.getByRole('img', { name: /Total latency of each run/ }).waitFor();
		await page.getByRole('button', { name: 'Save plot as SVG' }).click();
		await page.getByRole('button', { name: 'Save plot as PNG' }).click();
		const [svg, png] = await open.sent<Extract<FromPage, { type: 'saveImage' }>>();
		const shapes = new Map<string, Set<number>>();
		for (const [, points = '', paint = ''] of svg!.data.matchAll(/<polygon points="([^"]*)" (?:fill="(#\w+)")?/g)) {
			if (paint !== '') shapes.set(paint, (shapes.get(paint) ?? new Set()).add(points.split(' ').length));
		}
		// Three Regions: a colour for each, and for each colour one shape, with a number of corners of its own.
		expect([...shapes.values()].map((corners) => corners.size)).toEqual([1, 1, 1]);
		expect(new Set([...shapes.values()].flatMap((corners) => [...corners])).size).toBe(3);
		for (const region of ['us-east-1', 'us-east-2', 'us-west-2']) expect(svg!.data).toContain(`>${region}</text>`);
		// A blank page: the policy of ours lets no text become a document.
		const blank = await page.context().browser()!.newPage();
		const parsed = await blank.evaluate(
			(text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')?.textContent ?? '',
			svg!.data,
		);
		expect(parsed).toBe('');
		expect(Buffer.from(png!.data, 'base64').subarray(1, 4).toString()).toBe('PNG');
	});

	test('with hostile names stays text', async () => {
		const open = await opened();
		const hostile = '<img src=x onerror=alert(1)>"]]>&';
		const targets = state().form.targets.map((target) => ({ ...target, name: hostile }));
		const [first, ...others] = sampleRuns(6).map((each) => ({ ...each, isWarmUp: false }));
		const failed = { ...first!, outcome: 'failed', failure: hostile } as const;
		await open.say(result([failed, ...others], { targets, title: hostile, verdicts: [hostile] }));
		await open.page.getByRole('heading', { name: hostile }).waitFor();
		expect(await open.page.locator('img:not(canvas)').count()).toBe(0);
		await open.page.getByRole('button', { name: 'Save plot as SVG' }).click();
		const [svg] = await open.sent<Extract<FromPage, { type: 'saveImage' }>>();
		expect(svg!.data).not.toContain('<img');
		await clean(open);
	});
});

test('tabs are walked with the arrow keys', async () => {
	const { page } = await opened();
	await page.getByRole('tab', { name: 'Compare' }).focus();
	await page.keyboard.press('ArrowRight');
	await page.getByRole('heading', { name: 'Routing over time' }).waitFor();
	expect(await page.getByRole('tab', { name: 'Routing over time' }).getAttribute('aria-selected')).toBe('true');
	await page.keyboard.press('ArrowLeft');
	await page.keyboard.press('ArrowLeft');
	await page.getByRole('heading', { name: 'Quotas' }).waitFor();
});

test('routing over time has a chart, a map and a table', async () => {
	const open = await opened({}, state({ tab: 'routing' }));
	const { page } = open;
	await open.say(routing);
	await page.getByText('500 requests ran, 9 were throttled, 2 failed.').waitFor();
	await page.getByRole('row', { name: 'us-west-2 150 30% 900 ms 1.50 sec 2,000 4,000' }).waitFor();
	await page.getByText('There are more records than could be read; these are the newest.').waitFor();
	await page.screenshot({ path: `${screenshots}/compare-page-routing.png`, fullPage: true });
	await page.getByLabel('Time', { exact: true }).selectOption('168');
	await page.getByRole('button', { name: 'Read log' }).click();
	expect(await open.sent<FromPage>()).toEqual([
		{ type: 'readRouting', sourceRegion: 'us-east-1', modelId: 'us.amazon.nova-lite-v1:0', hours: 168 },
	]);
	await clean(open);
});

test('quotas stand beside their use; a refusal names the action and offers the policy', async () => {
	const open = await opened({}, state({ tab: 'quotas' }));
	const { page } = open;
	const quota = { code: 'L-1', kind: 'crossRegion', measure: 'tokens', limit: 1_000, used: 850, adjustable: true };
	await open.say({
		type: 'quotas',
		isReading: false,
		targets: [
			{ targetName: 'US Nova Lite', sourceRegion: 'us-east-1', quotas: [quota] },
			{
				targetName: 'EU Nova Lite',
				sourceRegion: 'eu-west-1',
				quotas: [],
				notice: {
					kind: 'warning',
					text: 'Your credentials may not call servicequotas:ListServiceQuotas.',
					canExplain: true,
				},
			},
		],
	});
	await page.getByRole('row', { name: /Cross-region tokens per minute 1,000 850 .*85%/ }).waitFor();
	await page.getByRole('button', { name: 'Request an increase' }).click();
	await page.getByRole('button', { name: 'What is needed to see it' }).click();
	expect(await open.sent<FromPage>()).toEqual([
		{ type: 'openQuota', sourceRegion: 'us-east-1', code: 'L-1' },
		{ type: 'explainTracing' },
	]);
	await clean(open);
});

test.each([
	['dark', {}],
	['light', {}],
	['highContrast', {}],
	['highContrastLight', {}],
	['light', { width: 360 }],
] as const)('in %s, %j, axe finds nothing', async (theme, options) => {
	const open = await opened({ theme, ...options });
	await open.say(result(sampleRuns(60)));
	await open.page.getByRole('region', { name: 'Statistics' }).waitFor();
	await open.page.waitForTimeout(100);
	const name = 'width' in options ? `${theme}-narrow` : theme;
	await open.page.screenshot({ path: `${screenshots}/compare-page-${name}.png`, fullPage: true });
	const overflow = await open.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
	expect(overflow).toBeLessThanOrEqual(0);
	await clean(open);
});

test('in Japanese everything is Japanese', async () => {
	const open = await opened({ theme: 'light', language: 'ja' }, japanese());
	await open.say(result(sampleRuns(60)));
	await open.page.getByRole('button', { name: '開始' }).waitFor();
	await open.page.getByRole('region', { name: '統計' }).waitFor();
	await open.page.screenshot({ path: `${screenshots}/compare-page-japanese.png`, fullPage: true });
	await clean(open);
});

test('what is no message of the host is ignored', async () => {
	const open = await opened();
	await open.say({ type: 'result', result: { runs: 'all' } }, { type: 'tab', tab: 'nowhere' }, { type: 'nonsense' });
	expect(open.errors).toEqual([]);
	await open.page.getByText('No comparison yet.').waitFor();
});
