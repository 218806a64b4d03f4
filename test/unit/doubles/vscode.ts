/**
 * The few classes and functions of the `vscode` module that the sidebar and the connection use, for tests in plain Node:
 * `vi.mock('vscode', () => import('../doubles/vscode'))`. What a user sees in a real VS Code is tested in test/host.
 */
export class EventEmitter<T> {
	private readonly listeners = new Set<(event: T) => unknown>();
	readonly event = (listener: (event: T) => unknown): { dispose(): void } => {
		this.listeners.add(listener);
		return { dispose: () => this.listeners.delete(listener) };
	};
	fire(event: T): void {
		for (const listener of [...this.listeners]) listener(event);
	}
	dispose(): void {
		this.listeners.clear();
	}
}

export class ThemeColor {
	constructor(readonly id: string) {}
}

export class ThemeIcon {
	constructor(
		readonly id: string,
		readonly color?: ThemeColor,
	) {}
}

export class TreeItem {
	constructor(
		readonly label: string,
		readonly collapsibleState: number,
	) {}
}

export class MarkdownString {
	isTrusted: boolean | undefined;
	supportHtml: boolean | undefined;
	supportThemeIcons: boolean | undefined;
	constructor(readonly value: string) {}
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const ConfigurationTarget = { Global: 1, Workspace: 2 };

export const Uri = {
	from: ({ scheme, path }: { scheme: string; path: string }) => ({ scheme, path, toString: () => `${scheme}:${path}` }),
};

export const env = { language: 'en' };

export const l10n = {
	t: (text: string, ...values: unknown[]) =>
		text.replace(/\{(\d+)\}/g, (_match, index: string) => String(values[Number(index)])),
};

/** The settings in force, by full ID and scope; tests write here. */
export const settings = {
	user: new Map<string, unknown>(),
	workspace: new Map<string, unknown>(),
};
const configurationChanged = new EventEmitter<{ affectsConfiguration(id: string): boolean }>();
const trustGranted = new EventEmitter<undefined>();

/** As when the user edits a settings file. */
export function changeSetting(scope: 'user' | 'workspace', id: string, value: unknown): void {
	settings[scope].set(id, value);
	configurationChanged.fire({ affectsConfiguration: (asked) => asked === id });
}

export function resetVscode(): void {
	settings.user.clear();
	settings.workspace.clear();
	workspace.isTrusted = true;
	warnings.length = 0;
	pressed.button = undefined;
}

export function grantTrust(): void {
	workspace.isTrusted = true;
	trustGranted.fire(undefined);
}

export const workspace = {
	isTrusted: true,
	/** Deliberately without VS Code's own protection of restricted settings: the code must not rely on it alone. */
	getConfiguration: (section: string) => ({
		get: (name: string) => {
			const id = `${section}.${name}`;
			return settings.workspace.get(id) ?? settings.user.get(id);
		},
		inspect: (name: string) => ({
			globalValue: settings.user.get(`${section}.${name}`),
			workspaceValue: settings.workspace.get(`${section}.${name}`),
		}),
	}),
	/** With the settings as they come. */
	decode: (bytes: Uint8Array) => {
		const mark = [...bytes.subarray(0, 2)].join(' ');
		const encoding = mark === '255 254' ? 'utf-16le' : mark === '254 255' ? 'utf-16be' : 'utf-8';
		return Promise.resolve(new TextDecoder(encoding).decode(bytes));
	},
	onDidChangeConfiguration: configurationChanged.event,
	onDidGrantWorkspaceTrust: trustGranted.event,
};

/** The button that is pressed in each warning; `undefined`: it is closed. */
export const pressed: { button: string | undefined } = { button: undefined };

/** What was shown as a warning. */
export const warnings: string[] = [];
export const window = {
	showWarningMessage: (message: string): Promise<string | undefined> => {
		warnings.push(message);
		return Promise.resolve(pressed.button);
	},
};
