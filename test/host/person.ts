import * as vscode from 'vscode';
import { extensionApi } from './extensionApi';

/** A message that the extension showed. */
export interface SeenMessage {
	readonly text: string;
	readonly detail: string | undefined;
	readonly buttons: readonly string[];
}

type Wanted = string | RegExp;

/**
 * Sits before the window: reads messages, presses their buttons, picks from lists, types into boxes. Whatever is not
 * foreseen is turned away, as by Escape, and is there to be looked at.
 */
export class Person {
	readonly messages: SeenMessage[] = [];
	/** The last list that was offered. */
	offered: readonly vscode.QuickPickItem[] = [];
	/** Titles of the lists and boxes that came, in order. */
	readonly titles: string[] = [];
	/** Addresses that were opened in a browser. */
	readonly opened: string[] = [];
	readonly terminals: vscode.TerminalOptions[] = [];
	/** What a box said of a text that it did not take. */
	readonly complaints: string[] = [];
	/** What a box held before anything was typed. */
	suggested = '';
	private readonly presses: Wanted[] = [];
	private readonly choices: ((items: readonly vscode.QuickPickItem[]) => readonly vscode.QuickPickItem[])[] = [];
	private readonly texts: string[] = [];
	private readonly originals: Record<string, unknown>;
	private readonly openExternal: typeof vscode.env.openExternal;

	/** @param api the copy of the `vscode` module whose calls it hears: the extension's, or the tests' own. */
	constructor(private readonly api = extensionApi()) {
		this.openExternal = this.api.env.openExternal;
		const { window, env } = this.api;
		const mine = {
			showInformationMessage: (...message: unknown[]) => this.read(message),
			showWarningMessage: (...message: unknown[]) => this.read(message),
			showErrorMessage: (...message: unknown[]) => this.read(message),
			showQuickPick: (items: unknown, options?: vscode.QuickPickOptions) => this.choose(items, options),
			createQuickPick: () => this.quickPick(),
			showInputBox: (options?: vscode.InputBoxOptions) => this.type(options),
			createTerminal: (options: vscode.TerminalOptions) => {
				this.terminals.push(options);
				return { show: () => undefined };
			},
		};
		this.originals = Object.fromEntries(Object.keys(mine).map((name) => [name, Reflect.get(window, name)]));
		Object.assign(window, mine);
		Object.assign(env, {
			openExternal: (uri: vscode.Uri) => {
				this.opened.push(uri.toString(true));
				return Promise.resolve(true);
			},
		});
	}

	/** Gets up: the window is VS Code's own again. */
	leave(): void {
		Object.assign(this.api.window, this.originals);
		Object.assign(this.api.env, { openExternal: this.openExternal });
	}

	/** Presses a button of this name on the next message that has it. */
	willPress(button: Wanted): this {
		this.presses.push(button);
		return this;
	}

	/** Picks one item of the next list, by its label. */
	willPick(label: Wanted): this {
		this.choices.push((items) => items.filter((item) => fits(label, item.label)).slice(0, 1));
		return this;
	}

	/** Ticks exactly these of the next list. */
	willTick(...labels: readonly Wanted[]): this {
		this.choices.push((items) => items.filter((item) => labels.some((label) => fits(label, item.label))));
		return this;
	}

	/** Types this into the next box; where the box does not take it, the next text is typed. */
	willType(...texts: readonly string[]): this {
		this.texts.push(...texts);
		return this;
	}

	get lastMessage(): string {
		return this.messages.at(-1)?.text ?? '';
	}

	private read([text, ...rest]: readonly unknown[]): Promise<unknown> {
		const options = rest.find((each): each is vscode.MessageOptions => isOptions(each));
		const buttons = rest.filter((each) => each !== options);
		const titles = buttons.map((each) =>
			typeof each === 'string' ? each : String(Reflect.get(each as object, 'title')),
		);
		this.messages.push({ text: String(text), detail: options?.detail, buttons: titles });
		const [press] = this.presses;
		const pressed = press === undefined ? -1 : titles.findIndex((title) => fits(press, title));
		if (pressed >= 0) this.presses.shift();
		return Promise.resolve(buttons[pressed]);
	}

	private async choose(items: unknown, options: vscode.QuickPickOptions = {}): Promise<unknown> {
		const offered = (await items) as readonly (vscode.QuickPickItem | string)[];
		this.titles.push(options.title ?? '');
		this.offered = offered.map((item) => (typeof item === 'string' ? { label: item } : item));
		const choice = this.choices.shift();
		if (!choice) return undefined;
		const chosen = choice(this.offered.filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator));
		return options.canPickMany ? chosen : chosen[0];
	}

	private type(options: vscode.InputBoxOptions = {}): Promise<string | undefined> {
		this.titles.push(options.title ?? '');
		this.suggested = options.value ?? '';
		return this.typeNext(options);
	}

	private async typeNext(options: vscode.InputBoxOptions): Promise<string | undefined> {
		const text = this.texts.shift();
		if (text === undefined) return undefined;
		const complaint = await options.validateInput?.(text);
		if (complaint === undefined || complaint === null || complaint === '') return text;
		this.complaints.push(typeof complaint === 'string' ? complaint : complaint.message);
		return this.typeNext(options);
	}

	/** A list that its owner fills while it is open. It is chosen from once it is filled. */
	private quickPick(): unknown {
		const accept = new vscode.EventEmitter<void>();
		const button = new vscode.EventEmitter<unknown>();
		const change = new vscode.EventEmitter<string>();
		const hide = new vscode.EventEmitter<void>();
		let items: readonly vscode.QuickPickItem[] = [];
		let isShown = false;
		let isDone = false;
		const decide = () => {
			const isFilled = items.length > 0;
			if (!isShown || !isFilled || isDone) return;
			isDone = true;
			setImmediate(() => {
				this.titles.push(picker.title);
				const [text] = this.texts;
				if (text !== undefined) change.fire(this.texts.shift() ?? '');
				this.offered = items;
				const chosen = this.choices.shift()?.(items.filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator));
				picker.selectedItems = chosen ?? [];
				if (chosen && chosen.length > 0) accept.fire();
				else hide.fire();
			});
		};
		const picker = {
			title: '',
			placeholder: '',
			busy: false,
			matchOnDescription: false,
			activeItems: [] as readonly vscode.QuickPickItem[],
			selectedItems: [] as readonly vscode.QuickPickItem[],
			get items() {
				return items;
			},
			set items(filled) {
				items = filled;
				decide();
			},
			show: () => {
				isShown = true;
				decide();
			},
			hide: () => hide.fire(),
			dispose: () => undefined,
			onDidAccept: accept.event,
			onDidTriggerItemButton: button.event,
			onDidChangeValue: change.event,
			onDidHide: hide.event,
		};
		return picker;
	}
}

function fits(wanted: Wanted, text: string): boolean {
	return typeof wanted === 'string' ? text === wanted : wanted.test(text);
}

function isOptions(value: unknown): value is vscode.MessageOptions {
	return typeof value === 'object' && value !== null && !('title' in value);
}
