import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { type Theme, Workbench } from './workbench';

const sonnet = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const themes: readonly Theme[] = ['dark', 'light', 'hcDark', 'hcLight'];

describe('the chat', () => {
	let workbench: Workbench;
	let chat: FrameLocator;
	afterEach(() => workbench.close());

	const composer = (): Locator => chat.getByRole('textbox', { name: /^(Message to|.*メッセージ)/ });
	const answers = (): Locator => chat.getByRole('article', { name: /^Answer/ });
	const button = (name: string | RegExp): Locator => chat.getByRole('button', { name, exact: true });
	const finished = async (): Promise<void> => {
		await chat.getByRole('button', { name: /^Stop/ }).waitFor({ state: 'hidden', timeout: 60_000 });
		await answers().last().locator('.outcome').waitFor();
	};

	/** With the keyboard alone: the command palette, then the list of profiles. */
	async function openChat(profile = sonnet): Promise<void> {
		const { page } = workbench;
		await page.keyboard.press('F1');
		await page.locator('.quick-input-widget input').waitFor();
		await page.keyboard.type('Bedrock Profiles: Chat with');
		// The list is filtered a moment after the typing.
		await workbench.quickPickRows.first().filter({ hasText: 'Chat with' }).waitFor();
		await page.keyboard.press('Enter');
		await page.locator('.quick-input-title', { hasText: /^Inference profiles that can be called/ }).waitFor();
		await page.keyboard.type(profile);
		await workbench.quickPickRows.filter({ hasText: profile }).first().waitFor();
		await page.keyboard.press('Enter');
		chat = workbench.webview;
		await composer().waitFor();
	}

	/** The chat in the side bar, with its newest conversation; without one, on a profile that is chosen there. */
	async function openView(): Promise<void> {
		await workbench.openBedrockView();
		const pane = workbench.sidebar.locator('.pane-header', { hasText: 'Chat' });
		if ((await pane.getAttribute('aria-expanded')) !== 'true') await pane.click();
		chat = workbench.webview;
		await chat.locator('h1').waitFor();
		if ((await chat.locator('h1').textContent()) !== 'Choose a profile') return;
		await chat.locator('.target-button').click();
		await chat.getByRole('option').first().waitFor();
		await workbench.page.keyboard.type(sonnet);
		await workbench.page.keyboard.press('Enter');
		await chat.locator('h1', { hasText: 'Claude Sonnet 4.5' }).waitFor();
	}

	async function reload(): Promise<void> {
		await workbench.runCommand('Developer: Reload Window');
		await workbench.page.locator('.monaco-workbench .activitybar').waitFor({ state: 'detached' });
		chat = workbench.webview;
		await composer().waitFor({ timeout: 60_000 });
	}

	it('goes its main path with the keyboard alone', async () => {
		workbench = await Workbench.open();
		await openChat();
		const { page } = workbench;
		await page.keyboard.type('First question');
		await page.keyboard.press('Shift+Enter');
		await page.keyboard.type('in two lines');
		assert.equal(await composer().inputValue(), 'First question\nin two lines');
		await page.keyboard.press('Enter');
		await answers().first().waitFor();
		await finished();
		assert.match((await answers().first().textContent()) ?? '', /First question/);

		// Stop with Escape, and make it again.
		await page.keyboard.type('Explain cross-region inference at length.');
		await page.keyboard.press('Enter');
		await answers().nth(1).locator('p').first().waitFor();
		await page.keyboard.press('Escape');
		await answers()
			.nth(1)
			.getByText(/Stopped by you/)
			.waitFor();
		const retry = answers().nth(1).getByRole('button', { name: 'Retry' });
		await retry.focus();
		await page.keyboard.press('Enter');
		await finished();
		await answers().nth(1).getByText('Complete').waitFor();
	});

	it('branches and changes the profile with the keyboard alone', async () => {
		workbench = await Workbench.open();
		await openChat();
		const { page } = workbench;
		await page.keyboard.type('First question');
		await page.keyboard.press('Enter');
		await answers().first().waitFor();
		await finished();

		// An earlier question in other words; the way back.
		await chat.getByRole('article', { name: 'Your message 1' }).getByRole('button').focus();
		await page.keyboard.press('Enter');
		await page.keyboard.press('ControlOrMeta+A');
		await page.keyboard.type('Other words');
		await page.keyboard.press('Enter');
		await finished();
		assert.equal(await answers().count(), 1);
		await button('Show the conversation before this edit').focus();
		await page.keyboard.press('Enter');
		await chat.locator('.bubble').getByText('First question').waitFor();
		await workbench.screenshot('chat-branch');

		// The profile, from the page's own list.
		await chat.locator('.target-button').focus();
		await page.keyboard.press('Enter');
		await chat.getByRole('option').first().waitFor();
		await workbench.screenshot('chat-picker');
		await page.keyboard.type('us.amazon.nova-lite');
		await page.keyboard.press('Enter');
		await chat.locator('h1', { hasText: 'Nova Lite' }).waitFor();
	});

	it('sends nothing while an input method is at work', async () => {
		workbench = await Workbench.open();
		await openChat();
		await composer().focus();
		const devtools = await workbench.page.context().newCDPSession(workbench.page);
		await devtools.send('Input.imeSetComposition', { text: 'にほんご', selectionStart: 4, selectionEnd: 4 });
		await workbench.page.keyboard.press('Enter');
		await devtools.send('Input.insertText', { text: '日本語' });
		assert.match(await composer().inputValue(), /日本語/);
		assert.equal(await answers().count(), 0);
		await workbench.page.keyboard.press('Enter');
		await finished();
		assert.equal(await answers().count(), 1);
	});

	it('sends with the settings, cuts at the limit and goes on', async () => {
		workbench = await Workbench.open();
		await openChat();
		await button('Request settings').click();
		const form = chat.getByRole('dialog', { name: 'Request settings' });
		await form.getByLabel('API').selectOption('InvokeModelWithResponseStream');
		await form.getByLabel('System prompt').fill('Be brief.');
		await form.getByLabel('Maximum output tokens').fill('20');
		await workbench.screenshot('chat-settings');
		await workbench.page.keyboard.press('Tab');
		await workbench.page.keyboard.press('Escape');
		await composer().fill('Tell me all');
		await composer().press('Enter');
		await finished();
		await answers()
			.last()
			.getByText(/Cut off at the limit of 20/)
			.waitFor();
		await answers().last().locator('summary').last().click();
		await answers().last().getByText('InvokeModelWithResponseStream').waitFor();
		await workbench.screenshot('chat-limit');
		await button('Continue').click();
		await chat.getByRole('article', { name: 'Your message 2' }).waitFor();
		await finished();
	});

	it('takes the selection along, and keeps all over a reload', async () => {
		workbench = await Workbench.open();
		await openChat();
		await workbench.openFile('converse.py');
		await workbench.goToLine(3);
		await workbench.page.keyboard.press('Shift+ArrowDown');
		await workbench.page.keyboard.press('Shift+ArrowDown');
		await workbench.runCommand('Bedrock Profiles: Attach Selection to Chat');
		await chat
			.getByRole('list', { name: 'Attachments' })
			.getByText(/converse\.py:3-5/)
			.waitFor();
		await composer().fill('Explain this');
		await workbench.screenshot('chat-attachment');
		await composer().press('Enter');
		await finished();
		await chat
			.locator('.bubble')
			.getByText(/converse\.py:3-5/)
			.waitFor();
		await workbench.runCommand('Developer: Reload Window');
		chat = workbench.webview;
		await chat
			.locator('.bubble')
			.getByText(/converse\.py:3-5/)
			.waitFor({ timeout: 60_000 });
		await answers().first().waitFor();
	});

	it('keeps the conversation and the draft over a reload, in a tab and in the view', async () => {
		workbench = await Workbench.open({ width: 1100 });
		await openChat();
		await composer().fill('A draft before any question');
		await reload();
		assert.equal(await composer().inputValue(), 'A draft before any question');
		await composer().press('Enter');
		await finished();
		await composer().fill('A draft in the tab');
		await reload();
		await answers()
			.first()
			.getByText(/A draft before any question/)
			.first()
			.waitFor();
		assert.equal(await composer().inputValue(), 'A draft in the tab');
		await workbench.runCommand('View: Close Editor');

		await openView();
		await composer().fill('A question in the view');
		await composer().press('Enter');
		await finished();
		await composer().fill('A draft in the view');
		await reload();
		await answers()
			.first()
			.getByText(/A question in the view/)
			.first()
			.waitFor();
		assert.equal(await composer().inputValue(), 'A draft in the view');
	});

	it('lists what is kept, and exports', async () => {
		workbench = await Workbench.open();
		await openChat();
		await composer().fill('Explain this');
		await composer().press('Enter');
		await finished();
		await button('Conversations').click();
		await chat.getByRole('button', { name: /^Explain this/ }).waitFor();
		await workbench.screenshot('chat-history');
		await workbench.page.keyboard.press('Escape');
		await button('Export as Markdown').click();
		await workbench.untilEditor((text) => text.includes('# Explain this'));
	});

	it('is a view too, and moves its conversation to the editor', async () => {
		workbench = await Workbench.open({ width: 1100 });
		await openView();
		await composer().fill('Hello from the side');
		await composer().press('Enter');
		await finished();
		await workbench.screenshot('chat-view');
		await button('Open in the editor').click();
		await workbench.page.getByRole('tab', { name: /Claude Sonnet 4.5/ }).waitFor();
		chat = workbench.webview;
		await answers()
			.first()
			.getByText(/Hello from the side/)
			.first()
			.waitFor();
	});

	for (const theme of themes) {
		it(`looks right in ${theme}`, async () => {
			workbench = await Workbench.open({ theme });
			await openChat();
			await workbench.screenshot(`chat-welcome-${theme}`);
			await composer().fill('How do I list inference profiles in Python?');
			await composer().press('Enter');
			await finished();
			await workbench.screenshot(`chat-answer-${theme}`);
		});
	}

	it('looks right in Japanese, in a narrow window', async () => {
		workbench = await Workbench.open({ theme: 'light', locale: 'ja', width: 700 });
		await workbench.openBedrockView();
		await workbench.pressRowAction(workbench.treeRow('Claude Haiku 4.5'), 'このプロファイルでチャット');
		chat = workbench.webview;
		await chat.getByRole('textbox').waitFor();
		await chat.getByRole('button', { name: 'リクエストの設定' }).click();
		await chat.getByLabel('システムプロンプト').waitFor();
		await workbench.screenshot('chat-settings-japanese');
	});
});
