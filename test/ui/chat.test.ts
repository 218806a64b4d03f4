import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Chat, sonnet } from './chat';
import { picture } from './scriptedModels';
import { Workbench } from './workbench';

describe('the chat', () => {
	let workbench: Workbench;
	afterEach(() => workbench.close());

	it('goes its main path with the keyboard alone, and never loses it', async () => {
		workbench = await Workbench.open();
		const chat = await Chat.open(workbench);
		const { page } = workbench;
		await page.keyboard.type('First question');
		await page.keyboard.press('Shift+Enter');
		await page.keyboard.type('in two lines');
		assert.equal(await chat.composer.inputValue(), 'First question\nin two lines');
		await page.keyboard.press('Enter');
		await chat.answers.first().waitFor();
		await chat.finished();
		assert.match((await chat.answers.first().textContent()) ?? '', /First question/);
		assert.equal(await chat.frame.getByRole('status').textContent(), 'Complete');

		// Stop with Escape, and make it again.
		await page.keyboard.type('Explain cross-region inference in Python at length.');
		await page.keyboard.press('Enter');
		const second = chat.answers.nth(1);
		await second.locator('p').first().waitFor();
		await page.keyboard.press('Escape');
		await second.getByText(/Stopped by you/).waitFor();
		await chat.untilFocus(chat.composer);
		await chat.tabTo(second.getByRole('button', { name: 'Retry' }));
		await page.keyboard.press('Enter');
		await chat.finished();
		await second.getByText('Complete').waitFor();
		await chat.untilFocus(chat.composer);

		// Code from the answer; the button keeps the focus.
		const copy = second.getByRole('button', { name: 'Copy code' });
		await chat.tabTo(copy);
		await page.keyboard.press('Enter');
		await workbench.untilClipboard((text) => text.startsWith('import boto3'));
		await chat.untilFocus(copy);

		// Settings: in, and back to where one came from.
		const settings = chat.button('Request settings');
		await chat.tabTo(settings);
		await page.keyboard.press('Enter');
		const form = chat.frame.getByRole('dialog', { name: 'Request settings' });
		await chat.untilFocus(form.getByLabel('API'));
		await page.keyboard.press('Tab');
		await page.keyboard.type('Be brief.');
		await page.keyboard.press('Escape');
		await form.waitFor({ state: 'hidden' });
		await chat.untilFocus(settings);

		// Export, and back.
		await page.keyboard.press('Tab');
		await page.keyboard.press('Tab');
		await chat.untilFocus(chat.button('Export as Markdown'));
		await page.keyboard.press('Enter');
		await workbench.untilEditor((text) => text.includes('# First question in two lines'));
		await workbench.discardEditor();
		await chat.untilFocus(chat.composer);

		// The conversation is deleted from the list of those that are kept; what is left is an empty one, to type into.
		await chat.tabTo(chat.button('Conversations'));
		await page.keyboard.press('Enter');
		await chat.untilFocus(chat.frame.getByRole('button', { name: /^First question in two lines/ }));
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		// After a question, whose answer has the focus.
		const dialog = page.locator('.monaco-dialog-box');
		await dialog.waitFor();
		await page.keyboard.press('Enter');
		await chat.answers.first().waitFor({ state: 'detached' });
		await chat.untilFocus(chat.composer);
	});

	it('takes an input method, branches and changes the profile with the keyboard alone', async () => {
		workbench = await Workbench.open();
		const chat = await Chat.open(workbench);
		const { page } = workbench;
		// The Enter that ends a composition sends nothing.
		await chat.composer.focus();
		const devtools = await page.context().newCDPSession(page);
		await devtools.send('Input.imeSetComposition', { text: 'にほんご', selectionStart: 4, selectionEnd: 4 });
		await page.keyboard.press('Enter');
		await devtools.send('Input.insertText', { text: '日本語' });
		assert.match(await chat.composer.inputValue(), /日本語/);
		assert.equal(await chat.answers.count(), 0);
		await page.keyboard.press('Enter');
		await chat.finished();
		assert.equal(await chat.answers.count(), 1);

		// An earlier question in other words; the way back.
		await chat.frame.getByRole('article', { name: 'Your message 1' }).getByRole('button').focus();
		await page.keyboard.press('Enter');
		await page.keyboard.press('ControlOrMeta+A');
		await page.keyboard.type('Other words');
		await page.keyboard.press('Enter');
		await chat.finished();
		assert.equal(await chat.answers.count(), 1);
		await chat.button('Show the conversation before this edit').focus();
		await page.keyboard.press('Enter');
		await chat.questions.getByText('日本語').waitFor();
		await workbench.screenshot('chat-branch');

		// The profile, from the page's own list.
		await chat.frame.locator('.target-button').focus();
		await page.keyboard.press('Enter');
		await chat.frame.getByRole('option').first().waitFor();
		await workbench.screenshot('chat-picker');
		await page.keyboard.type('us.amazon.nova-lite');
		await page.keyboard.press('Enter');
		await chat.frame.locator('h1', { hasText: 'Nova Lite' }).waitFor();
	});

	it('carries one conversation through all four APIs, cuts at the limit and goes on', async () => {
		workbench = await Workbench.open();
		const chat = await Chat.open(workbench);
		const apis = ['Converse', 'ConverseStream', 'InvokeModel', 'InvokeModelWithResponseStream'];
		for (const [index, api] of apis.entries()) {
			const form = await chat.settings();
			await form.getByLabel('API').selectOption(api);
			if (index === 0) {
				await form.getByLabel('System prompt').fill('Be brief.');
				await form.getByLabel('Maximum output tokens').fill('20');
				await workbench.page.keyboard.press('Tab');
			}
			await workbench.page.keyboard.press('Escape');
			const answer = await chat.ask(`Question ${String(index + 1)}`);
			await answer.getByText(/Cut off at the limit of 20/).waitFor();
			await answer.locator('summary').last().click();
			await answer.locator('.detail-list').getByText(api, { exact: true }).waitFor();
		}
		await workbench.screenshot('chat-limit');
		await chat.button('Continue').click();
		await chat.frame.getByRole('article', { name: 'Your message 5' }).waitFor();
		await chat.finished();

		// Another provider has another word for the same end.
		await chat.choose('us.meta.llama3-3-70b-instruct-v1:0', 'Llama 3.3');
		const native = await chat.ask('Question 6');
		await native.getByText(/Cut off at the limit of 20/).waitFor();
		await chat.button('Continue').waitFor();
	});

	it('explains what failed, sends again through what its button offers, and takes an ARN', async () => {
		workbench = await Workbench.open();
		const chat = await Chat.open(workbench);
		await chat.choose('anthropic.claude-sonnet-4-5-20250929-v1:0', 'Claude Sonnet 4.5');
		const failed = await chat.ask('Hello');
		await failed.getByText(/cannot be called by its model ID/).waitFor();
		await failed.getByText('The message as it was received').click();
		await failed.getByText(/ValidationException · HTTP 400/).waitFor();
		await workbench.screenshot('chat-failure');
		await failed.getByRole('button', { name: 'Send through US Anthropic Claude Sonnet 4.5' }).click();
		await chat.finished();
		await chat.answers.last().getByText('Complete').waitFor();
		assert.equal(await chat.answers.count(), 1);
		assert.match((await chat.title.textContent()) ?? '', /^US/);

		// An ARN is taken as well; reasoning is folded, and what happened is told.
		await chat.choose('arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.deepseek.r1-v1:0', 'DeepSeek');
		const answer = await chat.ask('Think about it');
		const reasoning = answer.locator('details.reasoning');
		assert.equal(await reasoning.getAttribute('open'), null);
		await reasoning.locator('summary').click();
		await answer.locator('summary').last().click();
		const details = await answer.locator('.detail-list').innerText();
		for (const fact of ['ConverseStream', 'us-east-1', 'us.deepseek.r1-v1:0', 'end_turn']) {
			assert.ok(details.includes(fact), `${fact} is not in ${details}`);
		}
		await workbench.screenshot('chat-reasoning');
	});

	it('takes selection, file and picture along, and keeps all over a reload, with the draft', async () => {
		workbench = await Workbench.open();
		let chat = await Chat.open(workbench);
		const image = join(workbench.workspaceFolder, 'square.png');
		writeFileSync(image, Buffer.from(picture, 'base64'));
		await chat.button('Attach files…').click();
		const input = workbench.page.locator('.quick-input-widget input').first();
		// The box fills itself in first.
		await workbench.quickPickRows.filter({ hasText: 'square.png' }).first().waitFor();
		await input.fill(image);
		await workbench.page.waitForTimeout(500);
		await workbench.page.keyboard.press('Enter');
		await chat.attachments.getByText(/square\.png/).waitFor();
		await workbench.openFile('converse.py');
		await workbench.runCommand('Bedrock Profiles: Attach File to Chat');
		await chat.attachments.getByText(/^converse\.py/).waitFor();
		await workbench.openFile('converse.py');
		await workbench.goToLine(3);
		await workbench.page.keyboard.press('Shift+ArrowDown');
		await workbench.page.keyboard.press('Shift+ArrowDown');
		await workbench.runCommand('Bedrock Profiles: Attach Selection to Chat');
		await chat.attachments.getByText(/converse\.py:3-5/).waitFor();
		await chat.composer.fill('Explain this');
		await workbench.screenshot('chat-attachment');
		const answer = await chat.ask('Explain this');
		// The simulator says what it was given.
		await answer.getByText(/240 × 135 pixels/).waitFor();
		await chat.composer.fill('A draft in the tab');
		await workbench.reload();
		chat = await Chat.shown(workbench);
		await chat.questions.getByText(/converse\.py:3-5/).waitFor({ timeout: 60_000 });
		await chat.answers.first().waitFor();
		assert.equal(await chat.composer.inputValue(), 'A draft in the tab');
		rmSync(image);
	});

	it('is a view too, keeps conversation and draft over a reload, and moves to the editor', async () => {
		workbench = await Workbench.open({ width: 1100 });
		let chat = await Chat.openView(workbench);
		await chat.button('New chat').click();
		await chat.composer.fill('A draft before any question');
		await workbench.reload();
		chat = await Chat.shown(workbench);
		assert.equal(await chat.composer.inputValue(), 'A draft before any question');
		await chat.ask('A question in the view');
		await chat.composer.fill('A draft in the view');
		await workbench.reload();
		chat = await Chat.shown(workbench);
		await chat.questions.getByText('A question in the view').waitFor();
		assert.equal(await chat.composer.inputValue(), 'A draft in the view');
		await workbench.screenshot('chat-view');
		// It moves to the editor, which has more room.
		await chat.button('Open in the editor').click();
		await workbench.page
			.getByRole('tab', { name: /Claude Sonnet 4.5/ })
			.first()
			.waitFor();
		chat = await Chat.shown(workbench);
		await chat.questions.getByText('A question in the view').waitFor();
	});

	it('answers several conversations at once, lists what is kept, and exports', async () => {
		workbench = await Workbench.open();
		let chat = await Chat.open(workbench);
		await chat.composer.fill('Explain profiles at length');
		await chat.composer.press('Enter');
		await chat.answers.first().locator('p').first().waitFor();
		// Its page goes out of sight while its answer goes on arriving.
		chat = await Chat.open(workbench, 'us.amazon.nova-lite-v1:0');
		await chat.ask('Explain the other one');
		await workbench.page.getByRole('tab', { name: /Claude Sonnet 4.5/ }).click();
		await chat.questions.getByText('Explain profiles at length').waitFor();
		await chat.finished();
		await chat.answers.last().getByText('Complete').waitFor();
		await chat.button('Conversations').click();
		await chat.frame.getByRole('button', { name: /^Explain the other one/ }).waitFor();
		await chat.frame.getByRole('button', { name: /^Explain profiles at length/ }).waitFor();
		await workbench.screenshot('chat-history');
		await workbench.page.keyboard.press('Escape');
		await chat.button('Export as Markdown').click();
		await workbench.untilEditor((text) => text.includes('# Explain profiles at length'));
		await workbench.discardEditor();
	});

	it('gives code to the editor: copied, at the cursor, over the selection, as a diff, in a new file', async () => {
		workbench = await Workbench.open({ width: 1500 });
		await workbench.openFile('converse.py');
		// An empty group beside it, for the chat.
		await workbench.runCommand('View: New Editor Group to the Right');
		const chat = await Chat.open(workbench);
		const answer = await chat.ask('How do I call this in Python?');
		const code = answer.locator('.markdown-code');
		const press = async (name: string | RegExp): Promise<void> => {
			await code.hover();
			await code.getByRole('button', { name }).click();
		};
		await press('Copy code');
		await workbench.untilClipboard((text) => /^import boto3\n[^]*converse_stream\([^]*end=""\)$/.test(text));
		await workbench.screenshot('chat-code');
		// Only the answer's code names the profile.
		const fromAnswer = (text: string): boolean => text.includes(`modelId="${sonnet}"`);
		const line = 'Asks a model one question';
		// Both go into the file in sight, unsaved, and one undo takes them back.
		const { page } = workbench;
		await press('Insert at cursor');
		await workbench.untilEditor((text) => fromAnswer(text) && text.includes(line));
		await page.keyboard.press('ControlOrMeta+Z');
		await workbench.untilEditor((text) => !fromAnswer(text));
		await workbench.goToLine(1);
		await page.keyboard.press('Shift+End');
		await press(/^Replace the selection/);
		await workbench.untilEditor((text) => fromAnswer(text) && !text.includes(line));
		await page.keyboard.press('ControlOrMeta+Z');
		await workbench.untilEditor((text) => !fromAnswer(text) && text.includes(line));
		await press(/^Apply as diff/);
		await workbench.page.locator('.monaco-diff-editor').first().waitFor();
		await workbench.screenshot('chat-diff');
		await workbench.runCommand('View: Close Editor');
		await press('Open in a new file');
		await workbench.untilEditor(fromAnswer);
		await workbench.discardEditor();
	});

	it('answers in a workspace that is not trusted, and takes no setting from it', async () => {
		const settings = join(Workbench.windows.folder, '.vscode', 'settings.json');
		mkdirSync(dirname(settings), { recursive: true });
		writeFileSync(
			settings,
			JSON.stringify({
				'bedrockProfiles.allowedRegionSets': ['eu'],
				'bedrockProfiles.connection': 'aws',
				'bedrockProfiles.endpoint': 'http://127.0.0.1:1',
				'bedrockProfiles.sourceRegion': 'eu-west-1',
			}),
		);
		try {
			workbench = await Workbench.open({ restricted: true });
			await workbench.page
				.getByRole('button', { name: /Restricted Mode/ })
				.first()
				.waitFor();
			const chat = await Chat.open(workbench);
			await chat.frame.locator('.footnote', { hasText: /Simulator · us-east-1/ }).waitFor();
			const answer = await chat.ask('Who are you?');
			await answer.getByText('Complete').waitFor();
			await workbench.screenshot('chat-untrusted');
		} finally {
			rmSync(dirname(settings), { recursive: true });
		}
	});
});
