import assert from 'node:assert/strict';
import { textDelta } from '../unit/aws/frames';
import { Chat } from './chat';
import { everything, pauses, refuse, ScriptedModels, whole } from './scriptedModels';
import { type Theme, Workbench } from './workbench';

const themes: readonly Theme[] = ['dark', 'light', 'hcDark', 'hcLight'];
const english = `## Where a request runs

A profile **routes** a request to one of its *destination Regions*; see the
[guide](https://docs.aws.amazon.com/bedrock/latest/userguide/cross-region-inference.html). Call it with \`converse\`:

| Region | Requests | Share |
| --- | ---: | ---: |
| us-east-1 | 12 | 60 % |
| us-west-2 | 8 | 40 % |

\`\`\`python
# The same ID wherever the request is sent from.
for region in ("us-east-1", "us-west-2"):
    print(f"{region}: {len(requests[region])}")
\`\`\`

> Logs stay in the source Region.

1. First the source Region.
2. Then the others.
`;
const japanese = `## リクエストの実行先

推論プロファイルは、リクエストを**宛先リージョン**のいずれかにルーティングします。送信元リージョンに余裕があれば、そこで実行されます。詳しくは
[ユーザーガイド](https://docs.aws.amazon.com/ja_jp/bedrock/latest/userguide/)をご覧ください。

| リージョン | リクエスト数 |
| --- | ---: |
| ap-northeast-1（東京） | 12 |
| ap-northeast-3（大阪） | 8 |

- ログと請求は送信元リージョンに残ります。
- 同じ ID を \`converse\` に渡します。
`;
const onDemand =
	'Invocation of model ID anthropic.claude-sonnet-4-5-20250929-v1:0 with on-demand throughput isn’t supported. Retry your ' +
	'request with the ID or ARN of an inference profile that contains this model.';

describe('the chat on the screen', () => {
	let models: ScriptedModels;
	let workbench: Workbench;
	beforeEach(async () => {
		models = await ScriptedModels.open();
	});
	afterEach(async () => {
		await workbench.close();
		await models.close();
	});

	/** Unfolds all that an answer holds. */
	async function unfold(chat: Chat): Promise<void> {
		const folded = chat.answers.last().locator('details:not([open]) > summary');
		while ((await folded.count()) > 0) await folded.first().click();
	}

	for (const theme of themes) {
		it(`looks right in ${theme}, and axe finds nothing`, async () => {
			workbench = await Workbench.open({ theme, settings: models.settings });
			const chat = await Chat.open(workbench);
			const { page } = workbench;
			const look = async (what: string): Promise<void> => {
				assert.deepEqual(await chat.violations(), [], what);
				await workbench.screenshot(`chat-${what}-${theme}`);
			};
			await look('welcome');
			models.will(pauses(textDelta(english.slice(0, 560))));
			await chat.composer.fill('Where does a request run?');
			await page.keyboard.press('Enter');
			await chat.answers.last().locator('.markdown-code').waitFor();
			await look('streaming');
			await page.keyboard.press('Escape');
			await chat.answers.last().locator('.outcome-stopped').waitFor();
			models.will(everything(english));
			await chat.ask('And with everything?');
			await look('answer');
			await unfold(chat);
			await look('unfolded');
			await chat.settings();
			await look('settings');
			await page.keyboard.press('Escape');
			await chat.button('Conversations').click();
			await chat.frame.locator('.history-entry').first().waitFor();
			await look('conversations');
			await page.keyboard.press('Escape');
			await chat.frame.locator('.target-button').click();
			await chat.frame.getByRole('option').first().waitFor();
			await look('targets');
			await page.keyboard.press('Escape');
			await workbench.openFile('converse.py');
			await workbench.runCommand('Bedrock Profiles: Attach File to Chat');
			await chat.attachments.getByText(/^converse\.py/).waitFor();
			models.will(refuse(400, 'ValidationException', onDemand));
			await chat.ask('And without a profile?');
			await unfold(chat);
			await look('failure');
		});
	}

	it('looks right in a narrow view, in Japanese too, and axe finds nothing', async () => {
		workbench = await Workbench.open({ theme: 'light', locale: 'ja', width: 700, settings: models.settings });
		await workbench.openBedrockView();
		await workbench.pressRowAction(workbench.treeRow('Claude Haiku 4.5'), 'このプロファイルでチャット');
		const chat = await Chat.shown(workbench);
		const look = async (what: string): Promise<void> => {
			assert.deepEqual(await chat.violations(), [], what);
			await workbench.screenshot(`chat-${what}-japanese`);
		};
		await look('welcome');
		models.will(everything(japanese));
		await chat.composer.fill('推論プロファイルとは何ですか。');
		await chat.composer.press('Enter');
		await chat.frame.getByText('完了').first().waitFor({ timeout: 60_000 });
		await look('answer');
		await unfold(chat);
		await look('unfolded');
		await chat.frame.getByRole('button', { name: 'リクエストの設定' }).click();
		await chat.frame.getByLabel('システムプロンプト').waitFor();
		await look('settings');
		await workbench.page.keyboard.press('Escape');
		models.will(whole('途中まで', 'max_tokens'));
		await chat.composer.fill('もっと長く');
		await chat.composer.press('Enter');
		await chat.answers.last().locator('.outcome-truncated').waitFor();
		await look('limit');
		// As narrow as a sidebar.
		await workbench.page.setViewportSize({ width: 510, height: 800 });
		await workbench.page.waitForTimeout(300);
		await look('narrow');
		await chat.frame.getByRole('button', { name: 'リクエストの設定' }).click();
		await look('narrow-settings');
	});
});
