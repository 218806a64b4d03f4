import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';

/** What the launcher hands over: a VS Code that runs, with the packaged extension installed. */
export interface WorkbenchContext {
	readonly browser: Browser;
	readonly url: string;
	readonly folder: string;
	readonly userData: string;
}

export type Theme = 'light' | 'dark' | 'hcDark' | 'hcLight';

const themeNames: Record<Theme, string> = {
	light: 'Default Light Modern',
	dark: 'Default Dark Modern',
	hcDark: 'Default High Contrast',
	hcLight: 'Default High Contrast Light',
};

/** VS Code's workbench, found by role and label as a user finds it. */
export class Workbench {
	static context: WorkbenchContext & { browser: Browser };
	/** The one that a failing test is looking at. */
	static latest: Workbench | undefined;
	static get screenshots(): string {
		return join(process.env.BEDROCK_PROFILES_ROOT ?? '.', 'out', 'screenshots');
	}

	private constructor(readonly page: Page) {}

	/** Opens VS Code in a window of its own, with the theme. */
	static async open(options: { theme?: Theme; width?: number; height?: number } = {}): Promise<Workbench> {
		const { browser, url } = Workbench.context;
		const context = await browser.newContext({
			viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
			permissions: ['clipboard-read', 'clipboard-write'],
		});
		const page = await context.newPage();
		page.setDefaultTimeout(30_000);
		const workbench = new Workbench(page);
		Workbench.latest = workbench;
		workbench.setSetting('workbench.colorTheme', themeNames[options.theme ?? 'dark']);
		await page.goto(url);
		await page.locator('.monaco-workbench .activitybar').waitFor();
		return workbench;
	}

	async close(): Promise<void> {
		await this.page.context().close();
	}

	get workspaceFolder(): string {
		return Workbench.context.folder;
	}

	/** Writes the user's settings.json; VS Code takes it up by itself. */
	setSetting(key: string, value: unknown): void {
		const path = join(Workbench.context.userData, 'User', 'settings.json');
		const settings = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
		writeFileSync(path, JSON.stringify({ ...settings, [key]: value }, null, 2));
	}

	async screenshot(name: string): Promise<void> {
		await this.page.screenshot({ path: join(Workbench.screenshots, `${name}.png`) });
	}

	/** Runs a command by its title, through the command palette. */
	async runCommand(title: string): Promise<void> {
		await this.page.keyboard.press('F1');
		const input = this.page.locator('.quick-input-widget input');
		await input.waitFor();
		await input.fill(`>${title}`);
		await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
		await this.page.keyboard.press('Enter');
	}

	/** The rows of a QuickPick. */
	get quickPickRows(): Locator {
		return this.page.locator('.quick-input-list .monaco-list-row');
	}

	async openFile(name: string): Promise<void> {
		await this.page.keyboard.press('Control+P');
		const input = this.page.locator('.quick-input-widget input');
		await input.waitFor();
		await input.fill(name);
		await this.quickPickRows.filter({ hasText: name }).first().waitFor();
		await this.page.keyboard.press('Enter');
		await this.page.getByRole('tab', { name, exact: false }).first().waitFor();
		await this.page.locator('.monaco-editor .view-line').first().waitFor();
	}

	/** Opens the extension's own view container from the activity bar. */
	async openBedrockView(): Promise<void> {
		const tab = this.page.locator('.activitybar').getByRole('tab', { name: /Bedrock/ });
		await tab.waitFor();
		if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
		await this.tree.waitFor();
	}

	get tree(): Locator {
		return this.page.locator('.sidebar').getByRole('tree').first();
	}

	treeRow(text: string | RegExp): Locator {
		return this.tree.getByRole('treeitem').filter({ hasText: text }).first();
	}

	/** Opens a row of the tree, if it is not open. */
	async expand(row: Locator): Promise<void> {
		await row.waitFor();
		if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('.monaco-tl-twistie').click();
	}

	/** Waits until the text that the active editor shows is as wanted. */
	async untilEditor(holds: (text: string) => boolean): Promise<void> {
		const deadline = Date.now() + 15_000;
		for (;;) {
			const text = await this.editorText();
			if (holds(text)) return;
			if (Date.now() > deadline) throw new Error(`The editor never showed what was expected; it shows:\n${text}`);
			await this.page.waitForTimeout(100);
		}
	}

	/** Puts the cursor on a line of the active editor (1-based). */
	async goToLine(line: number, column = 1): Promise<void> {
		await this.page.keyboard.press('Control+G');
		const input = this.page.locator('.quick-input-widget input');
		await input.waitFor();
		await input.fill(`:${String(line)}:${String(column)}`);
		await this.page.keyboard.press('Enter');
		await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
	}

	/** The lines that the active editor shows, with plain spaces. */
	async editorText(): Promise<string> {
		const lines = await this.page.locator('.editor-instance .monaco-editor .view-line').evaluateAll((elements) =>
			elements
				.map((element) => ({ top: parseFloat(element.style.top), text: element.textContent }))
				.sort((a, b) => a.top - b.top)
				.map(({ text }) => text),
		);
		return lines.join('\n').replaceAll('\u00a0', ' ');
	}

	/** The entries of the quick fix menu at the cursor. */
	async quickFixes(): Promise<Locator> {
		await this.page.keyboard.press('Control+.');
		const menu = this.page.locator('.action-widget');
		await menu.waitFor();
		return menu.getByRole('option');
	}

	/** The inside of the active webview: two nested frames. */
	get webview(): FrameLocator {
		return this.page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame');
	}

	notification(text: string | RegExp): Locator {
		return this.page.locator('.notification-toast').filter({ hasText: text }).first();
	}
}
