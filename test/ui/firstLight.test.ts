import assert from 'node:assert/strict';
import { type Theme, Workbench } from './workbench';

const sonnet = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const themes: readonly Theme[] = ['dark', 'light', 'hcDark'];

describe('first light', () => {
	let workbench: Workbench;
	afterEach(() => workbench.close());

	for (const theme of themes) {
		it(`browse, chat and convert, in ${theme}`, async () => {
			workbench = await Workbench.open({ theme });
			await workbench.openBedrockView();
			await workbench.sidebar.getByText(/Connected to the simulator/).waitFor();

			// Browse: region sets → profiles → destination regions.
			const regionSet = workbench.treeRow(/United States/);
			await regionSet.waitFor();
			await workbench.expand(regionSet);
			const profile = workbench.treeRow('Claude Sonnet 4.5');
			await workbench.expand(profile);
			await workbench.treeRow('us-west-2').waitFor();
			await workbench.screenshot(`browse-${theme}`);

			// Chat: from the row, streamed, rendered as Markdown with highlighted code.
			await workbench.pressRowAction(profile, 'Chat with This Profile');
			const composer = workbench.webview.getByRole('textbox');
			await composer.fill('How do I list inference profiles in Python?');
			await composer.press('Enter');
			const stop = workbench.webview.getByRole('button', { name: /Stop/ });
			await stop.waitFor();
			await workbench.webview.getByRole('article').last().locator('h3').first().waitFor();
			await workbench.screenshot(`chat-streaming-${theme}`);
			await stop.waitFor({ state: 'hidden', timeout: 60_000 });
			const answer = workbench.webview.getByRole('article').last();
			assert.ok((await answer.locator('pre code span[class^="hljs-"]').count()) > 3, 'no highlighted code');
			assert.ok((await answer.locator('table').count()) > 0, 'no table');
			const text = (await answer.textContent()) ?? '';
			assert.match(text, /simulator/i);
			assert.match(text, /us-east-1/);
			assert.match(text, /first token/i);
			await workbench.screenshot(`chat-${theme}`);

			// Convert: the hint, the quick fix, one undo.
			await workbench.openFile('converse.py');
			await workbench.page.locator('.squiggly-warning').first().waitFor();
			const before = await workbench.editorText();
			await workbench.goToLine(6, 20);
			const fixes = await workbench.quickFixes();
			await fixes.filter({ hasText: `Convert to us.${sonnet}` }).waitFor();
			await workbench.screenshot(`convert-${theme}`);
			await fixes.filter({ hasText: `Convert to us.${sonnet}` }).click();
			await workbench.untilEditor((content) => content.includes(`"us.${sonnet}"`));
			await workbench.page.keyboard.press('Control+Z');
			await workbench.untilEditor((content) => content === before);
		});
	}

	it('stops an answer and keeps what came', async () => {
		workbench = await Workbench.open();
		await workbench.openBedrockView();
		await workbench.sidebar.getByText(/Connected to the simulator/).waitFor();
		await workbench.expand(workbench.treeRow(/United States/));
		const profile = workbench.treeRow('Claude Haiku 4.5');
		await workbench.pressRowAction(profile, 'Chat with This Profile');
		const composer = workbench.webview.getByRole('textbox');
		await composer.fill('Explain cross-region inference at length.');
		await composer.press('Enter');
		const stop = workbench.webview.getByRole('button', { name: /Stop/ });
		const answer = workbench.webview.getByRole('article').last();
		await answer.locator('p').first().waitFor();
		await stop.click();
		await answer.getByText(/Stopped/).waitFor();
		await stop.waitFor({ state: 'hidden' });
		assert.ok(((await answer.textContent()) ?? '').length > 20);
		await workbench.screenshot('chat-stopped');
	});

	it('speaks Japanese in a narrow window', async () => {
		workbench = await Workbench.open({ theme: 'light', locale: 'ja', width: 760 });
		await workbench.openBedrockView();
		const profile = workbench.treeRow('Claude Haiku 4.5');
		await workbench.pressRowAction(profile, 'このプロファイルでチャット');
		const composer = workbench.webview.getByRole('textbox');
		await composer.fill('推論プロファイルとは何ですか?');
		await composer.press('Enter');
		const answer = workbench.webview.getByRole('article').last();
		await answer
			.getByText(/最初のトークンまで/)
			.first()
			.waitFor({ timeout: 60_000 });
		assert.match((await answer.textContent()) ?? '', /シミュレーター/);
		await workbench.screenshot('chat-japanese-narrow');
		await workbench.openFile('legacy_2024.py');
		await workbench.page.locator('.squiggly-warning').first().waitFor();
		await workbench.goToLine(18, 30);
		await workbench.page.keyboard.press('ControlOrMeta+K');
		await workbench.page.keyboard.press('ControlOrMeta+I');
		await workbench.page
			.locator('.monaco-hover')
			.getByText(/2026-07-30 に提供終了/)
			.waitFor();
		await workbench.screenshot('convert-japanese-narrow');
	});

	it('converts a whole file by command', async () => {
		workbench = await Workbench.open();
		await workbench.openFile('summarize.ts');
		await workbench.page.locator('.squiggly-warning').first().waitFor();
		await workbench.runCommand('Bedrock Profiles: Convert Model IDs in This File');
		await workbench.untilEditor((content) => content.includes("'eu.amazon.nova-lite-v1:0'"));
		await workbench.notification(/1 model ID was converted/).waitFor();
		await workbench.screenshot('convert-file');
	});
});
