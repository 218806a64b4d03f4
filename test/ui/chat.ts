import axe from 'axe-core';
import type { FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from './workbench';

export const sonnet = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

/** The chat that is in front, found by role and label as a user finds it. */
export class Chat {
	private constructor(private readonly workbench: Workbench) {}

	/** Opens one in the editor, with the keyboard alone: the command palette, then the list of profiles. */
	static async open(workbench: Workbench, profile = sonnet): Promise<Chat> {
		const { page } = workbench;
		const command = workbench.quickPickRows.first().filter({ hasText: 'Chat with' });
		// The palette does not learn of commands that VS Code reads while it is open; a user opens it again.
		for (let tries = 0; tries < 10; tries++) {
			await workbench.openPalette('>Bedrock Profiles: Chat with');
			const isThere = command.waitFor({ timeout: 3_000 }).then(
				() => true,
				() => false,
			);
			if (await isThere) break;
			await page.keyboard.press('Escape');
		}
		await page.keyboard.press('Enter');
		await page.locator('.quick-input-title', { hasText: /^Inference profiles that can be called/ }).waitFor();
		await page.keyboard.type(profile);
		await workbench.quickPickRows.filter({ hasText: profile }).first().waitFor();
		// What is like it may stand above it.
		const chosen = page.locator('.quick-input-list .monaco-list-row.focused');
		for (let row = 0; row < 10 && !(await chosen.textContent())?.includes(profile); row++) {
			await page.keyboard.press('ArrowDown');
		}
		await page.keyboard.press('Enter');
		const chat = await Chat.shown(workbench);
		// Another chat may be in front until then.
		await chat.frame.locator('.target-button', { hasText: profile }).waitFor({ state: 'attached' });
		return chat;
	}

	/** Opens the one in the side bar, with its newest conversation; without one, on a profile that is chosen there. */
	static async openView(workbench: Workbench): Promise<Chat> {
		await workbench.openBedrockView();
		const pane = workbench.sidebar.locator('.pane-header', { hasText: 'Chat' });
		if ((await pane.getAttribute('aria-expanded')) !== 'true') await pane.click();
		const chat = await Chat.shown(workbench);
		if ((await chat.title.textContent()) === 'Choose a profile') await chat.choose(sonnet, 'Claude Sonnet 4.5');
		return chat;
	}

	/** The one that is there already. */
	static async shown(workbench: Workbench): Promise<Chat> {
		const chat = new Chat(workbench);
		await chat.frame.getByRole('textbox').last().waitFor({ timeout: 60_000 });
		return chat;
	}

	get frame(): FrameLocator {
		return this.workbench.webview;
	}

	get title(): Locator {
		return this.frame.locator('h1');
	}

	get composer(): Locator {
		return this.frame.getByRole('textbox', { name: /^(Message to|.*メッセージ)/ });
	}

	get answers(): Locator {
		return this.frame.getByRole('article', { name: /^(Answer|.*回答)/ });
	}

	get questions(): Locator {
		return this.frame.locator('.bubble');
	}

	get attachments(): Locator {
		return this.frame.getByRole('list', { name: 'Attachments' });
	}

	button(name: string | RegExp): Locator {
		return this.frame.getByRole('button', { name, exact: true });
	}

	/** Waits until the keyboard is there. */
	async untilFocus(locator: Locator): Promise<void> {
		await locator.and(this.frame.locator(':focus')).waitFor();
	}

	/** Goes backwards through the page with the keyboard, as one does from the composer at its end. */
	async tabTo(locator: Locator): Promise<void> {
		for (let steps = 0; steps < 60; steps++) {
			if (await locator.evaluate((element) => element.matches(':focus'))) return;
			await this.workbench.page.keyboard.press('Shift+Tab');
		}
		throw new Error('The keyboard did not get there.');
	}

	/** Sends a question and waits for the end of its answer, which it gives. */
	async ask(text: string): Promise<Locator> {
		const before = await this.answers.count();
		await this.composer.fill(text);
		await this.composer.press('Enter');
		const answer = this.answers.nth(before);
		await answer.waitFor();
		await this.finished();
		return answer;
	}

	/** No answer is arriving any more, and the last one says how it ended. */
	async finished(): Promise<void> {
		await this.frame.getByRole('button', { name: /^Stop/ }).waitFor({ state: 'hidden', timeout: 60_000 });
		await this.answers.last().locator('.outcome').waitFor();
	}

	/** Chooses from the page's own list by typing; the last of what fits is what was typed, as it stands. */
	async choose(id: string, name: string): Promise<void> {
		await this.frame.locator('.target-button').click();
		const options = this.frame.getByRole('option');
		await options.first().waitFor();
		await this.workbench.page.keyboard.type(id);
		await options.last().filter({ hasText: id }).waitFor();
		await this.workbench.page.keyboard.press('PageDown');
		await this.workbench.page.keyboard.press('Enter');
		await this.frame.locator('h1', { hasText: name }).waitFor();
	}

	/** Opens the form for API and parameters. Escape closes it. */
	async settings(): Promise<Locator> {
		await this.button('Request settings').click();
		const form = this.frame.getByRole('dialog', { name: 'Request settings' });
		await form.waitFor();
		return form;
	}

	/** What axe finds wrong in the page. */
	async violations(): Promise<string[]> {
		const body = this.frame.locator('body');
		await body.evaluate(axe.source);
		return body.evaluate(`axe.run(document).then(({ violations }) =>
			violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`);
	}
}
