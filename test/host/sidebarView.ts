import * as vscode from 'vscode';
import { extensionId } from './extensionApi';

/** A row of the sidebar, as VS Code gets it. */
export interface SidebarRow {
	/** What the extension knows the row by; commands take it. */
	readonly element: unknown;
	readonly item: vscode.TreeItem;
	readonly label: string;
	readonly description: string;
	/** Label and description, as they stand on the screen. */
	readonly text: string;
	readonly icon: string;
	readonly spoken: string;
	children(): Promise<readonly SidebarRow[]>;
}

/** What `test/hosting/watchedMain.cjs` keeps. */
interface Seen {
	readonly trees: ReadonlyMap<string, SeenTree>;
	readonly statusBarItems: ReadonlyMap<string, vscode.StatusBarItem>;
}

interface SeenTree {
	readonly view: vscode.TreeView<unknown>;
	readonly options: vscode.TreeViewOptions<unknown>;
}

function seen(): Seen {
	return Reflect.get(globalThis, Symbol.for('bedrockProfiles.seen')) as Seen;
}

function sidebar(): SeenTree {
	const tree = seen().trees.get('bedrockProfiles.profiles');
	if (!tree) throw new Error('The sidebar was never made.');
	return tree;
}
/** Brings the view onto the screen, where VS Code paints it too. */
export async function showSidebar(): Promise<void> {
	await vscode.extensions.getExtension(extensionId)?.activate();
	await vscode.commands.executeCommand('bedrockProfiles.profiles.focus');
	await eventually('the sidebar', () => Promise.resolve(sidebar().view.visible));
}

/** Lists the account anew, to the end. */
export async function refresh(): Promise<void> {
	await vscode.commands.executeCommand('bedrockProfiles.refreshProfiles');
}

/** What stands above the rows, without the places where a long word may break. */
export const sidebarMessage = (): string => (sidebar().view.message ?? '').replaceAll('\u200b', '');
export const sidebarDescription = (): string => sidebar().view.description ?? '';
export const connectionItem = (): vscode.StatusBarItem | undefined =>
	seen().statusBarItems.get('bedrockProfiles.connection');

export async function rootRows(): Promise<readonly SidebarRow[]> {
	return rowsBelow(undefined);
}

async function rowsBelow(element: unknown): Promise<readonly SidebarRow[]> {
	const { treeDataProvider } = sidebar().options;
	const elements = (await treeDataProvider.getChildren(element)) ?? [];
	return Promise.all(elements.map(async (each) => rowOf(each, await treeDataProvider.getTreeItem(each))));
}

function rowOf(element: unknown, item: vscode.TreeItem): SidebarRow {
	const label = typeof item.label === 'string' ? item.label : (item.label?.label ?? '');
	const description = typeof item.description === 'string' ? item.description : '';
	return {
		element,
		item,
		label,
		description,
		text: description === '' ? label : `${label} | ${description}`,
		icon: item.iconPath instanceof vscode.ThemeIcon ? item.iconPath.id : '',
		spoken: item.accessibilityInformation?.label ?? '',
		children: () => rowsBelow(element),
	};
}

/** All rows from the top down to profiles and models, or below them too. */
export async function allRows(how: { readonly isWhole?: boolean } = {}): Promise<readonly SidebarRow[]> {
	const isLeaf = ({ item }: SidebarRow) => /^(profile|onDemandModel)/.test(item.contextValue ?? '');
	const walk = async (rows: readonly SidebarRow[]): Promise<SidebarRow[]> => {
		const found = await Promise.all(
			rows.map(async (row) => [row, ...(isLeaf(row) && !how.isWhole ? [] : await walk(await row.children()))]),
		);
		return found.flat();
	};
	return walk(await rootRows());
}

/** The first row whose text fits, once there is one that also holds what is asked for. */
export async function findRow(
	text: string | RegExp,
	holds: (row: SidebarRow) => boolean = () => true,
): Promise<SidebarRow> {
	const fits = (row: SidebarRow) => (typeof text === 'string' ? row.text.includes(text) : text.test(row.text));
	return eventually(`the row ${String(text)}`, async () => {
		const rows = (await allRows()).filter(fits);
		return rows.find(holds) ?? new NotYet(rows.map((row) => `${row.text} [${row.spoken}]`));
	});
}

export async function childrenOf(text: string | RegExp): Promise<readonly SidebarRow[]> {
	return (await findRow(text)).children();
}

/** The first row, where it says what is wrong; and what its actions run. */
export async function noticeRow(): Promise<
	{ row: SidebarRow; message: string; commands: readonly string[] } | undefined
> {
	const [row] = await rootRows();
	if (row?.item.contextValue !== 'notice') return undefined;
	// The words above the rows are the row's own.
	const message = typeof row.item.tooltip === 'string' ? row.item.tooltip : '';
	await eventually('the words above the rows', () =>
		Promise.resolve(sidebarMessage() === message || new NotYet([message, sidebarMessage()])),
	);
	const actions = await row.children();
	const commands = actions.map(({ item }) => item.command?.command.replace('bedrockProfiles.', '') ?? '');
	return { row, message, commands };
}

export interface Complaint {
	readonly label: string;
	readonly message: string;
	/** What the rows below it run. */
	readonly commands: readonly string[];
}

/** The same after listing anew; again where a list was under way that had begun before. */
export async function complaintAfterRefresh(of: RegExp): Promise<Complaint> {
	await refresh();
	return complaint(of, refresh);
}

/** Waits until the first row complains of this, in its label or above the rows. */
export async function complaint(of: RegExp, onOther?: () => Promise<void>): Promise<Complaint> {
	return eventually(`a complaint of ${String(of)}`, async () => {
		const notice = await noticeRow();
		if (!notice) {
			await onOther?.();
			return undefined;
		}
		const { row, message, commands } = notice;
		const text = `${row.label}: ${message}`;
		if (of.test(text)) return { label: row.label, message, commands };
		await onOther?.();
		return new NotYet([text]);
	});
}

/** Waits until the sidebar says this above its rows. */
export async function untilMessage(pattern: RegExp): Promise<string> {
	await eventually(`the words ${String(pattern)} above the rows`, () =>
		Promise.resolve(pattern.test(sidebarMessage()) || new NotYet([sidebarMessage()])),
	);
	return sidebarMessage();
}

/** The card over a row, as Markdown. */
export async function cardOf(row: SidebarRow): Promise<vscode.MarkdownString> {
	const token = new vscode.CancellationTokenSource().token;
	const provider = sidebar().options.treeDataProvider;
	const resolved = await provider.resolveTreeItem?.(row.item, row.element, token);
	if (!(resolved?.tooltip instanceof vscode.MarkdownString)) throw new Error(`No card over ${row.text}.`);
	return resolved.tooltip;
}

/** The card as it reads: every character that Markdown could take for its own stands in it as an entity. */
export async function readCard(row: SidebarRow): Promise<string> {
	const { value } = await cardOf(row);
	return value.replace(/&#(\d+);/g, (_entity, code: string) => String.fromCodePoint(Number(code)));
}

/** What a drag of these rows carries. */
export async function dragged(rows: readonly SidebarRow[]): Promise<string> {
	const { dragAndDropController } = sidebar().options;
	const data = new vscode.DataTransfer();
	const token = new vscode.CancellationTokenSource().token;
	await dragAndDropController?.handleDrag?.(
		rows.map(({ element }) => element),
		data,
		token,
	);
	return (await data.get('text/plain')?.asString()) ?? '';
}

/** What a wait has seen in place of what it is for. */
class NotYet {
	constructor(readonly seen: readonly string[]) {}
}

/**
 * Waits until `read` gives something.
 * @throws with what was seen last.
 */
export async function eventually<T>(
	what: string,
	read: () => Promise<T | NotYet | undefined | false>,
	milliseconds = 20_000,
): Promise<T> {
	let seen: readonly string[] = [];
	for (const deadline = Date.now() + milliseconds; Date.now() < deadline;) {
		const value = await read();
		if (value instanceof NotYet) seen = value.seen;
		else if (value !== undefined && value !== false) return value;
		await new Promise((resolve) => setTimeout(resolve, 30));
	}
	throw new Error(`Waited ${String(milliseconds)} ms in vain for ${what}. Seen: ${seen.join(' // ') || 'nothing'}`);
}
