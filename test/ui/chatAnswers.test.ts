import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { textDelta } from '../unit/aws/frames';
import { Chat, sonnet } from './chat';
import { breaks, everything, pauses, picture, refuse, type Script, ScriptedModels, whole } from './scriptedModels';
import { Workbench } from './workbench';

const text = `### A look around

See the [guide](https://docs.aws.amazon.com/bedrock/), or [AWS](https://evil.example/steal?x=1), write
to [us](mailto:someone@example.com), and press [this](command:workbench.action.quit) or [that](javascript:alert(1)).

![a chart](https://evil.example/pixel.png?leak=1) <img src="https://evil.example/html.png">

| Region | Tokens |
| --- | ---: |
| us-east-1 | 12 |

\`\`\`python
print("hello")
\`\`\`
`;

describe('answers of every kind in the chat', () => {
	let models: ScriptedModels;
	let workbench: Workbench;
	beforeEach(async () => {
		models = await ScriptedModels.open();
	});
	afterEach(async () => {
		await workbench.close();
		await models.close();
	});

	/** Asks, and the model says what is written for it. */
	function ask(chat: Chat, question: string, ...scripts: readonly Script[]): Promise<Locator> {
		models.will(...scripts);
		return chat.ask(question);
	}

	it('are shown with all that they hold, and nothing gets out of them', async () => {
		workbench = await Workbench.open({ settings: models.settings });
		const { page } = workbench;
		const requests: string[] = [];
		page.on('request', (request) => requests.push(request.url()));
		const chat = await Chat.open(workbench);
		const answer = await ask(chat, 'Show me everything', everything(text));

		// The text: a heading, a table, code; of the links only those that can be followed, each with its true target.
		await answer.locator('h3[aria-level="2"]', { hasText: 'A look around' }).waitFor();
		await answer.getByRole('cell', { name: 'us-east-1' }).waitFor();
		await answer.locator('.hljs-built_in', { hasText: 'print' }).waitFor();
		const links = await answer.locator('.markdown').getByRole('link').all();
		const shown = await Promise.all(
			links.map(async (link) => [await link.textContent(), await link.getAttribute('title')]),
		);
		assert.deepEqual(
			shown.map(([name, title]) => [name, title?.replace(/^Opens /, '')]),
			[
				['guide', 'https://docs.aws.amazon.com/bedrock/'],
				['AWS', 'https://evil.example/steal?x=1'],
				['us', 'mailto:someone@example.com'],
			],
		);
		await answer.getByText('a chart').waitFor();

		// The host asks before it opens one, and names where it leads.
		const dialog = page.locator('.monaco-dialog-box');
		await answer.getByRole('link', { name: 'AWS' }).click();
		await dialog.getByText('https://evil.example/steal?x=1').waitFor();
		await page.keyboard.press('Escape');
		await answer.getByRole('link', { name: 'us', exact: true }).click();
		await dialog.getByText('Write a mail to someone@example.com?').waitFor();
		await page.keyboard.press('Escape');
		await dialog.waitFor({ state: 'detached' });

		// Reasoning, sources and tool calls are folded; a call is shown as JSON and not run.
		await answer.getByText('Then everything it is.').waitFor({ state: 'hidden' });
		await answer.locator('.reasoning summary').click();
		await answer.getByText('Then everything it is.').waitFor();
		await answer.locator('.citations summary').click();
		const source = answer.getByRole('link', { name: 'Bedrock user guide' });
		await source.waitFor();
		await answer.getByText('A profile routes requests over Regions.').waitFor();
		assert.equal(await answer.getByRole('link', { name: 'A page that is none' }).count(), 0);
		await answer.getByText('The model asks for the tool find_weather').click();
		await answer.locator('.tool-input', { hasText: /"city": "Tokyo",\s+"days": 3/ }).waitFor();
		await answer.getByText('Not run: this panel runs no tools.').waitFor();

		// The picture is there, its middle blue, and can be saved.
		const image = answer.getByRole('img', { name: 'Image from the model, 240 by 135 pixels' });
		await image.waitFor();
		const pixel = await image.evaluate((canvas) => [
			...((canvas as CanvasLike).getContext('2d')?.getImageData(120, 67, 1, 1).data ?? []),
		]);
		assert.deepEqual(pixel, [0x20, 0x60, 0xc0, 255]);
		const file = join(workbench.workspaceFolder, 'from the model.png');
		await chat.button('Save image').click();
		const input = page.locator('.quick-input-widget input').first();
		await input.waitFor();
		await page.waitForTimeout(500);
		await input.fill(file);
		await page.waitForTimeout(500);
		await page.keyboard.press('Enter');
		await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
		await workbench.until('the file', () => readIfThere(file)?.equals(Buffer.from(picture, 'base64')) === true);

		// What happened.
		await answer.locator('.answer-details summary').click();
		const details = await answer.locator('.detail-list').innerText();
		for (const fact of [
			'ConverseStream',
			'us-east-1',
			sonnet,
			'11',
			'22',
			'4',
			'end_turn',
			'0f1e2d3c-4b5a',
			'$',
			'geographic',
		]) {
			assert.ok(details.includes(fact), `${fact} is not in ${details}`);
		}
		assert.deepEqual(await chat.violations(), []);
		await workbench.screenshot('chat-everything');
		await chat.button('Export as Markdown').click();
		await workbench.untilEditor((exported) => exported.includes('find\\_weather'));
		await workbench.discardEditor();
		rmSync(file);
		assert.deepEqual(
			requests.filter((url) => url.includes('evil.example') || url.includes('docs.aws')),
			[],
		);
	});

	it('are asked for with what is set, each setting only where the model takes it', async () => {
		workbench = await Workbench.open({ settings: models.settings });
		const chat = await Chat.open(workbench);
		const { page } = workbench;
		let form = await chat.settings();
		await form.getByLabel('System prompt').fill('Be brief.');
		await form.getByLabel('Temperature').fill('0.2');
		await form.getByLabel('Maximum output tokens').fill('100');
		await form.getByLabel('Stop sequences').fill('END\nSTOP');
		await page.keyboard.press('Tab');
		// This model takes one of the two.
		await form.getByLabel('Top P').and(form.locator(':disabled')).waitFor();
		await page.keyboard.press('Escape');
		await ask(chat, 'First', whole('Yes.'));
		const { system, inferenceConfig } = await models.lastBody();
		assert.deepEqual(system, [{ text: 'Be brief.' }]);
		assert.deepEqual(inferenceConfig, { maxTokens: 100, temperature: 0.2, stopSequences: ['END', 'STOP'] });

		await chat.choose('us.amazon.nova-lite-v1:0', 'Nova Lite');
		form = await chat.settings();
		await form.getByLabel('Top P').fill('0.9');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Escape');
		await ask(chat, 'Second', whole('Yes.'));
		const second = await models.lastBody();
		assert.deepEqual(second.inferenceConfig, {
			maxTokens: 100,
			temperature: 0.2,
			topP: 0.9,
			stopSequences: ['END', 'STOP'],
		});
		assert.deepEqual(
			second.messages.map(({ content }) => content),
			[[{ text: 'First' }], [{ text: 'Yes.' }], [{ text: 'Second' }]],
		);

		// What the next one does not take is not offered, says so, and is not sent.
		await chat.choose('us.anthropic.claude-opus-4-7', 'Opus 4.7');
		form = await chat.settings();
		for (const name of ['Temperature', 'Top P']) {
			const field = form.getByLabel(name);
			assert.ok(await field.isDisabled());
			await form
				.locator(`#${(await field.getAttribute('aria-describedby')) ?? ''}`)
				.getByText('This model does not take it.')
				.waitFor();
		}
		await workbench.screenshot('chat-settings-not-taken');
		await page.keyboard.press('Escape');
		await ask(chat, 'Third', whole('Yes.'));
		assert.deepEqual((await models.lastBody()).inferenceConfig, { maxTokens: 100, stopSequences: ['END', 'STOP'] });
	});

	it('end in plain sight, and what has come stays', async () => {
		workbench = await Workbench.open({ settings: models.settings });
		let chat = await Chat.open(workbench);
		const { page } = workbench;

		// The connection breaks in the middle; made again.
		const broken = await ask(chat, 'First', breaks(textDelta('Half of it')));
		await broken.getByText('Half of it').waitFor();
		await broken.locator('.outcome-failed').waitFor();
		await workbench.screenshot('chat-broken');
		models.will(whole('All of it.'));
		await chat.button('Retry').click();
		await chat.answers.last().getByText('All of it.').waitFor();
		await chat.answers.last().getByText('Complete').waitFor();

		const filtered = await ask(chat, 'Second', whole('I may not say', 'content_filtered'));
		await filtered.getByText(/Ended by a content filter.*content_filtered/).waitFor();

		// Throttled: asked three times, then a countdown that sends it again by itself.
		const throttled = refuse(429, 'ThrottlingException', 'Too many tokens, please wait before trying again.');
		const before = models.count;
		const failed = await ask(chat, 'Third', throttled, throttled, throttled);
		assert.equal(models.count - before, 3);
		await failed.getByText('Too many tokens, please wait').waitFor({ state: 'hidden' });
		await failed.getByRole('button', { name: /^Send with at most 2,?048 output tokens/ }).waitFor();
		await workbench.screenshot('chat-throttled');
		models.will(whole('At last.'));
		await failed.getByRole('button', { name: /^Wait, then send again/ }).click();
		await chat.answers.last().getByText('At last.').waitFor();
		assert.equal(await chat.answers.count(), 3);

		// Stopped: the request is over at once, and the keyboard is where one types.
		models.will(pauses(textDelta('A beginning')));
		await chat.composer.fill('Fourth');
		await page.keyboard.press('Enter');
		await chat.answers.last().getByText('A beginning').waitFor();
		await chat.button('Stop (Escape)').click();
		await chat.answers
			.last()
			.getByText(/Stopped by you/)
			.waitFor();
		await models.lastClosed();
		await chat.untilFocus(chat.composer);

		// The window is loaded again in the middle.
		models.will(pauses(textDelta('Another beginning')));
		await chat.composer.fill('Fifth');
		await page.keyboard.press('Enter');
		await chat.answers.last().getByText('Another beginning').waitFor();
		// A crash would lose what came in the last second.
		await page.waitForTimeout(1_500);
		await workbench.reload();
		await models.lastClosed();
		chat = await Chat.shown(workbench);
		await chat.answers.last().getByText('Another beginning').waitFor();
		await chat.answers
			.last()
			.getByText(/^Interrupted/)
			.waitFor();
		assert.equal(await chat.answers.count(), 5);

		// The tab is closed in the middle.
		models.will(pauses(textDelta('One more')));
		await chat.composer.fill('Sixth');
		await page.keyboard.press('Enter');
		await chat.answers.last().getByText('One more').waitFor();
		await workbench.runCommand('View: Close Editor');
		await models.lastClosed();
	});
});

/** What this needs of a canvas: the tests are compiled without the page's own types. */
interface CanvasLike {
	getContext(kind: '2d'): { getImageData(...box: number[]): { data: Uint8ClampedArray } } | undefined;
}

function readIfThere(file: string): Buffer | undefined {
	try {
		return readFileSync(file);
	} catch {
		return undefined;
	}
}
