import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { readSettings } from '../hosting/userSettings.mjs';

export interface WindowOptions {
	/** Display language; texts of VS Code itself stay English. */
	readonly locale: string;
	/** Size of the window's content, in pixels. */
	readonly width: number;
	readonly height: number;
	/** Added to the settings that every window begins with. */
	readonly settings: Readonly<Record<string, unknown>>;
	/** The workspace is not trusted. */
	readonly restricted: boolean;
}

/** What the launcher hands over: opens windows of a VS Code that has the packaged extension installed. */
export interface Windows {
	/** The workspace; each window opens a copy of its own. */
	readonly folder: string;
	open(options: WindowOptions): Promise<{ page: Page; folder: string; userData: string; close: () => Promise<void> }>;
}

export type Theme = 'light' | 'dark' | 'hcDark' | 'hcLight';

/** Each theme's setting, and the class that the workbench bears once it is painted so. */
const themes: Record<Theme, { name: string; className: string }> = {
	light: { name: 'Default Light Modern', className: 'vs' },
	dark: { name: 'Default Dark Modern', className: 'vs-dark' },
	hcDark: { name: 'Default High Contrast', className: 'hc-black' },
	hcLight: { name: 'Default High Contrast Light', className: 'hc-light' },
};

/** VS Code's workbench, found by role and label as a user finds it. */
export class Workbench {
	static windows: Windows;
	/** The one that a failing test is looking at. */
	static latest: Workbench | undefined;
	static get screenshots(): string {
		return join(process.env.BEDROCK_PROFILES_ROOT ?? '.', 'out', 'screenshots');
	}

	private constructor(
		readonly page: Page,
		/** The window's own copy of the workspace. */
		readonly workspaceFolder: string,
		private readonly userData: string,
		private readonly closeWindow: () => Promise<void>,
	) {}

	/** Opens VS Code in a window of its own. */
	static async open(options: Partial<WindowOptions> & { theme?: Theme } = {}): Promise<Workbench> {
		const { theme = 'dark', locale = 'en', width = 1280, height = 800, settings = {}, restricted = false } = options;
		const { page, folder, userData, close } = await Workbench.windows.open({
			locale,
			width,
			height,
			restricted,
			settings: {
				...settings,
				'workbench.colorTheme': themes[theme].name,
				...(restricted && {
					'security.workspace.trust.enabled': true,
					'security.workspace.trust.startupPrompt': 'never',
				}),
			},
		});
		page.setDefaultTimeout(30_000);
		const workbench = new Workbench(page, folder, userData, close);
		Workbench.latest = workbench;
		await page.locator('.monaco-workbench .activitybar').waitFor();
		await workbench.untilPainted(theme);
		return workbench;
	}

	async close(): Promise<void> {
		await this.closeWindow();
	}

	async setTheme(theme: Theme): Promise<void> {
		await this.setSetting('workbench.colorTheme', themes[theme].name);
		await this.untilPainted(theme);
	}

	private async untilPainted(theme: Theme): Promise<void> {
		await this.page.locator(`.monaco-workbench.${themes[theme].className}`).first().waitFor();
	}

	/** Loads the window again, as after an update or a crash. */
	async reload(): Promise<void> {
		// What is being typed reaches the host a moment later, and the state goes to the disk with the window.
		await this.page.evaluate('window.wasThere = true');
		await this.runCommand('Developer: Reload Window');
		await this.page.waitForFunction('window.wasThere === undefined');
		await this.page.locator('.monaco-workbench .activitybar').waitFor();
	}

	/**
	 * Changes a setting of the user's in the settings editor: the server does not watch the file for changes from elsewhere.
	 */
	async setSetting(key: string, value: unknown): Promise<void> {
		const changed = JSON.stringify({ ...readSettings(this.userData), [key]: value });
		await this.runCommand('Preferences: Open User Settings (JSON)');
		await this.page.getByRole('tab', { name: 'settings.json', selected: true }).waitFor();
		const editor = this.page.locator('.editor-group-container.active .monaco-editor').first();
		await editor.locator('.view-line').first().click();
		await this.page.keyboard.press('ControlOrMeta+A');
		// Pasted, not typed: the editor closes brackets and quotes that are typed.
		await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(changed)})`);
		await this.page.keyboard.press('ControlOrMeta+V');
		await this.runCommand('File: Save');
		await this.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
		await this.runCommand('View: Close Editor');
	}

	async screenshot(name: string): Promise<void> {
		await this.page.screenshot({ path: join(Workbench.screenshots, `${name}.png`), animations: 'disabled' });
	}

	/** Runs a command through the command palette. @param title the whole title, with its category. */
	async runCommand(title: string): Promise<void> {
		await this.openPalette(`>${title}`);
		const label = this.page.locator('.label-name').getByText(title, { exact: true });
		await this.quickPickRows.filter({ has: label }).first().click();
		// Not the box itself: the command may ask something in it.
		await label.first().waitFor({ state: 'hidden' });
	}

	/**
	 * Opens the command palette with a text in it. A box that is just closing takes the palette with it, and a window that
	 * is just opening takes the focus from it; then it is opened again.
	 */
	async openPalette(text: string): Promise<void> {
		const input = this.page.locator('.quick-input-widget input').first();
		for (let tries = 0; tries < 5; tries++) {
			await this.page.keyboard.press('F1');
			try {
				await input.fill(text, { timeout: 3_000 });
				await this.page.waitForTimeout(300);
				if ((await input.isVisible()) && (await input.inputValue()) === text) return;
			} catch {
				// Closed meanwhile.
			}
			await this.page.keyboard.press('Escape');
		}
		throw new Error(`The command palette did not stay open with ${text}.`);
	}

	/** The rows of a QuickPick. */
	get quickPickRows(): Locator {
		return this.page.locator('.quick-input-list .monaco-list-row');
	}

	async openFile(name: string): Promise<void> {
		// Without the ">" of commands the palette looks for files.
		await this.openPalette(name);
		await this.quickPickRows.filter({ hasText: name }).first().click();
		await this.page.getByRole('tab', { name, exact: false, selected: true }).first().waitFor();
		await this.page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
	}

	/**
	 * Opens the extension's own view container from the activity bar, and in it the region set of the source region.
	 * @param provider whose profiles are opened there; `undefined`: none is.
	 */
	async openBedrockView(provider: string | undefined = 'Anthropic'): Promise<void> {
		const tab = this.page.locator('.activitybar').getByRole('tab', { name: /Bedrock/ });
		await tab.waitFor();
		if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
		await this.tree.waitFor();
		if (provider !== undefined) await this.expand(this.treeRow(new RegExp(`^${provider}`)));
	}

	get sidebar(): Locator {
		return this.page.locator('.sidebar');
	}

	get tree(): Locator {
		return this.page.locator('.sidebar').getByRole('tree').first();
	}

	treeRow(text: string | RegExp): Locator {
		return this.tree.getByRole('treeitem').filter({ hasText: text }).first();
	}

	/** Presses one of the buttons of a row. The row may move as the list is refreshed; a user then points at it again. */
	async pressRowAction(row: Locator, name: string): Promise<void> {
		const button = row.getByRole('button', { name });
		for (let tries = 0; tries < 5; tries++) {
			await row.hover();
			try {
				await button.click({ timeout: 3000 });
				return;
			} catch {
				await this.page.mouse.move(0, 0);
			}
		}
		await button.click({ timeout: 3000 });
	}

	/**
	 * Chooses from a row's context menu. VS Code takes no click in the first moment after the menu opens, so that the click
	 * which opened it does not choose; a person is never that fast.
	 */
	async chooseFromMenu(row: Locator, name: string): Promise<void> {
		await row.click({ button: 'right' });
		const item = this.page.getByRole('menuitem', { name });
		await item.waitFor();
		for (let tries = 0; tries < 5 && (await item.isVisible()); tries++) {
			await item.click({ timeout: 2_000 }).catch(() => undefined);
			await item.waitFor({ state: 'hidden', timeout: 2_000 }).catch(() => undefined);
		}
	}

	/** Opens a row of the tree, if it is not open. */
	async expand(row: Locator): Promise<void> {
		await row.waitFor();
		if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('.monaco-tl-twistie').click();
	}

	/** Closes the editor in front without saving it: what is unsaved would be there again in the next window. */
	async discardEditor(): Promise<void> {
		await this.runCommand('View: Revert and Close Editor');
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

	async until(what: string, holds: () => boolean): Promise<void> {
		const deadline = Date.now() + 15_000;
		while (!holds()) {
			if (Date.now() > deadline) throw new Error(`There never was ${what}.`);
			await this.page.waitForTimeout(50);
		}
	}

	/** Waits until the clipboard holds what is wanted: it is filled a moment after the press of a button. */
	async untilClipboard(holds: (text: string) => boolean): Promise<void> {
		const deadline = Date.now() + 15_000;
		for (;;) {
			// Only a window with the focus may read it.
			await this.page.bringToFront();
			const text = await this.page.evaluate<string>('navigator.clipboard.readText().catch(() => "")');
			if (holds(text)) return;
			if (Date.now() > deadline) throw new Error(`The clipboard never held what was expected; it holds:\n${text}`);
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
		const menu = this.page.locator('.action-widget').first();
		await this.page.keyboard.press('Control+.');
		// An extension that is still being activated has nothing to offer yet; a user presses again.
		for (let tries = 0; tries < 3 && !(await appears(menu)); tries++) await this.page.keyboard.press('Control+.');
		await menu.waitFor();
		return menu.getByRole('option');
	}

	/** The inside of the active webview: two nested frames. */
	get webview(): FrameLocator {
		return this.page.locator('iframe.webview.ready').last().contentFrame().locator('#active-frame').contentFrame();
	}

	notification(text: string | RegExp): Locator {
		return this.page.locator('.notification-toast').filter({ hasText: text }).first();
	}
}

async function appears(locator: Locator): Promise<boolean> {
	try {
		await locator.waitFor({ timeout: 5000 });
		return true;
	} catch {
		return false;
	}
}
