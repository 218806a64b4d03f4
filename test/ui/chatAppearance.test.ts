import assert from 'node:assert/strict';
import { Chat } from './chat';
import { type Theme, Workbench } from './workbench';

const themes: readonly Theme[] = ['dark', 'light', 'hcDark', 'hcLight'];

describe('the chat on the screen', () => {
	let workbench: Workbench;
	afterEach(() => workbench.close());

	for (const theme of themes) {
		it(`looks right in ${theme}, and axe finds nothing`, async () => {
			workbench = await Workbench.open({ theme });
			const chat = await Chat.open(workbench);
			const look = async (what: string): Promise<void> => {
				assert.deepEqual(await chat.violations(), [], what);
				await workbench.screenshot(`chat-${what}-${theme}`);
			};
			await look('welcome');
			await chat.composer.fill('Explain cross-region inference in Python at length.');
			await chat.composer.press('Enter');
			await chat.answers.first().locator('p').nth(1).waitFor();
			await look('streaming');
			await chat.finished();
			await chat.answers.first().locator('.markdown-code').scrollIntoViewIfNeeded();
			await look('answer');
			await chat.settings();
			await look('settings');
			await workbench.page.keyboard.press('Escape');
			await chat.choose('anthropic.claude-sonnet-4-5-20250929-v1:0', 'Claude Sonnet 4.5');
			await chat.ask('And without a profile?');
			await look('failure');
		});
	}

	it('looks right in a narrow window', async () => {
		workbench = await Workbench.open({ width: 560, height: 700 });
		const chat = await Chat.open(workbench);
		await chat.ask('How do I list inference profiles in Python?');
		await workbench.screenshot('chat-narrow');
		await chat.settings();
		await workbench.screenshot('chat-narrow-settings');
	});

	it('looks right in Japanese, in a narrow window', async () => {
		workbench = await Workbench.open({ theme: 'light', locale: 'ja', width: 700 });
		await workbench.openBedrockView();
		await workbench.pressRowAction(workbench.treeRow('Claude Haiku 4.5'), 'このプロファイルでチャット');
		const chat = await Chat.shown(workbench);
		await workbench.screenshot('chat-welcome-japanese');
		await chat.composer.fill('推論プロファイルとは何ですか。');
		await chat.composer.press('Enter');
		await chat.frame.getByText('完了').first().waitFor({ timeout: 60_000 });
		await workbench.screenshot('chat-answer-japanese');
		await chat.frame.getByRole('button', { name: 'リクエストの設定' }).click();
		await chat.frame.getByLabel('システムプロンプト').waitFor();
		assert.deepEqual(await chat.violations(), []);
		await workbench.screenshot('chat-settings-japanese');
	});
});
