import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Theme, Workbench } from './workbench';

const themes: readonly Theme[] = ['dark', 'light', 'hcDark'];

describe('compare latency', () => {
	let workbench: Workbench;
	afterEach(() => workbench.close());

	/** Opens the tab and asks for short answers, so that a comparison takes seconds. */
	async function openTab(command: string, labels: { runs: string; warmUp: string; tokens: string }, runs: number) {
		// The view is there once VS Code has read the extension's commands, in the user's language.
		await workbench.openBedrockView();
		await workbench.runCommand(command);
		const { webview } = workbench;
		await webview.getByLabel(labels.runs).fill(String(runs));
		await webview.getByLabel(labels.warmUp).fill('0');
		await webview.getByLabel(labels.tokens).fill('12');
		return webview;
	}
	const english = { runs: 'Runs for each target', warmUp: 'Warm-up runs', tokens: 'Most output tokens' };

	async function clean(): Promise<void> {
		const body = workbench.webview.locator('body');
		await body.evaluate(axe.source);
		const found = await body.evaluate(
			'axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
		);
		assert.deepEqual(found, []);
	}

	it('runs ten, cancels another half way, exports, and opens the first again', async () => {
		workbench = await Workbench.open({ height: 1400 });
		const webview = await openTab('Bedrock Profiles: Compare Latency', english, 5);
		await webview.getByText(/10 requests, about/).waitFor();
		await webview.getByRole('button', { name: 'Start' }).click();
		await webview.getByText('Finished: 10 requests.').waitFor({ timeout: 120_000 });
		// The regions come from the simulator's log, behind the runs.
		await webview.getByRole('region', { name: 'Where it ran' }).waitFor({ timeout: 60_000 });
		const rows = webview.getByRole('region', { name: 'Runs', exact: true }).locator('tbody tr:not(.gap)');
		await webview.getByText('Looking…').first().waitFor({ state: 'detached', timeout: 60_000 });
		assert.equal(await rows.count(), 10);
		for (const text of await rows.allTextContents()) assert.match(text, /[a-z]{2}-[a-z]+-\d/);
		assert.ok((await webview.getByText(/Total latency: /).count()) > 0, 'no verdict in words');
		await clean();

		await webview.getByLabel(english.runs).fill('20');
		await webview.getByText(/40 requests, about/).waitFor();
		await webview.getByRole('button', { name: 'Start' }).click();
		await webview.getByRole('progressbar', { name: /^[4-9] of 40 requests/ }).waitFor({ timeout: 60_000 });
		await webview.getByRole('button', { name: 'Stop', exact: true }).click();
		await webview.getByText(/Stopped after \d+ of 40 requests/).waitFor();

		const saved = webview.getByLabel('Kept comparisons');
		const titles = await saved.locator('option').allTextContents();
		assert.equal(titles.length, 2);
		await saved.selectOption({ index: 1 });
		await webview.getByRole('button', { name: 'Open', exact: true }).click();
		await webview.getByText('Finished: 10 requests.').waitFor();

		const file = join(workbench.workspaceFolder, 'latency-comparison.csv');
		rmSync(file, { force: true });
		await webview.getByRole('button', { name: 'Export CSV' }).click();
		const input = workbench.page.locator('.quick-input-widget input');
		await input.waitFor();
		await workbench.page.waitForTimeout(500);
		await input.press('Enter');
		await workbench.notification(/Saved as/).waitFor();
		assert.ok(existsSync(file));
		const [heading = '', ...lines] = readFileSync(file, 'utf8').trim().split('\r\n');
		rmSync(file);
		const column = heading.split(',').indexOf('inference_region');
		assert.equal(lines.length, 10);
		for (const line of lines) assert.match(line.split(',')[column] ?? '', /^[a-z]{2}-[a-z]+-\d$/);

		// The same request, pasted into the command that asks for it.
		const requestId = lines[0]?.split(',')[heading.split(',').indexOf('request_id')] ?? '';
		await askWhereItRan(requestId);
		const found = workbench.notification(`Request ${requestId} ran in ${lines[0]?.split(',')[column] ?? ''}`);
		await found.waitFor({ timeout: 60_000 });
		await workbench.screenshot('where-did-it-run');
	}).timeout(240_000);

	it('is as it was after a reload of the window, with what had run by then', async () => {
		workbench = await Workbench.open({ height: 1400 });
		let webview = await openTab('Bedrock Profiles: Compare Latency', english, 40);
		await webview.getByLabel('Prompt').fill('Name three Regions.');
		await webview.getByText(/80 requests, about/).waitFor();
		await webview.getByRole('button', { name: 'Start' }).click();
		await webview.getByRole('progressbar', { name: /^([6-9]|1\d) of 80 requests/ }).waitFor({ timeout: 60_000 });
		const targets = await webview.locator('.target code').allTextContents();
		// Told every few seconds while it runs, and once more as the window goes.
		await workbench.page.waitForTimeout(3_000);
		await workbench.reload();
		({ webview } = workbench);
		await webview.getByText(/Interrupted after \d+ of 80 requests/).waitFor();
		assert.equal(await webview.getByLabel('Prompt').inputValue(), 'Name three Regions.');
		assert.equal(await webview.getByLabel(english.runs).inputValue(), '40');
		assert.equal(await webview.getByLabel(english.warmUp).inputValue(), '0');
		assert.equal(await webview.getByLabel(english.tokens).inputValue(), '12');
		assert.deepEqual(await webview.locator('.target code').allTextContents(), targets);
		await webview.getByText(/80 requests, about/).waitFor();
		assert.equal(await webview.getByRole('button', { name: 'Start' }).isEnabled(), true);
	}).timeout(120_000);

	/** Answers the questions of the command: the request ID, the source region as it stands, the last hour. */
	async function askWhereItRan(requestId: string): Promise<void> {
		await workbench.runCommand('Bedrock Profiles: Where Did It Run?');
		const { page } = workbench;
		const input = page.locator('.quick-input-widget input').first();
		await page.getByText('Request ID of a call to Amazon Bedrock').waitFor();
		await input.fill(requestId);
		await input.press('Enter');
		await page.getByText('Region that the request was sent to').waitFor();
		await input.press('Enter');
		await workbench.quickPickRows.filter({ hasText: 'In the last hour' }).click();
	}

	it('looks for a request of which there is no record until it is told not to', async () => {
		workbench = await Workbench.open();
		await workbench.openBedrockView();
		await askWhereItRan('00000000-0000-4000-8000-000000000000');
		const looking = workbench.notification('Looking where request 00000000');
		await looking.waitFor();
		await looking.getByRole('button', { name: 'Cancel' }).click();
		await looking.waitFor({ state: 'hidden' });
	});

	for (const theme of themes) {
		it(`looks at home in ${theme}`, async () => {
			workbench = await Workbench.open({ theme, height: 1400 });
			const webview = await openTab('Bedrock Profiles: Compare Latency', english, 5);
			await webview.getByRole('button', { name: 'Start' }).click();
			await webview.getByText('Finished: 10 requests.').waitFor({ timeout: 120_000 });
			await webview.getByRole('region', { name: 'Where it ran' }).waitFor({ timeout: 60_000 });
			await clean();
			await workbench.screenshot(`compare-${theme}`);
			await webview.getByRole('tab', { name: 'Routing over time' }).click();
			await webview.getByRole('button', { name: 'Read log' }).click();
			await webview.getByText(/requests ran, /).waitFor();
			await workbench.screenshot(`compare-routing-${theme}`);
			await webview.getByRole('tab', { name: 'Quotas' }).click();
			await webview.getByRole('button', { name: 'Read quotas' }).click();
			await webview.getByRole('button', { name: 'Request an increase' }).first().waitFor();
			await clean();
			await workbench.screenshot(`compare-quotas-${theme}`);
		}).timeout(240_000);
	}

	it('speaks Japanese', async () => {
		workbench = await Workbench.open({ theme: 'light', locale: 'ja', height: 1400 });
		const labels = { runs: '対象ごとの実行回数', warmUp: 'ウォームアップの回数', tokens: '最大出力トークン数' };
		const webview = await openTab('Bedrock Profiles: レイテンシーを比較', labels, 5);
		await webview.getByRole('button', { name: '開始' }).click();
		await webview.getByText('完了しました: リクエスト 10 件。').waitFor({ timeout: 120_000 });
		await webview.getByRole('region', { name: '実行された場所' }).waitFor({ timeout: 60_000 });
		await workbench.screenshot('compare-japanese');
	}).timeout(240_000);
});
