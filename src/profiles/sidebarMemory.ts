import * as vscode from 'vscode';
import { type Arrangement, type Grouping, groupings, plainArrangement } from './arrangement';
import { parseFilter, type ProfileFilter } from './profileFilter';

const mostRecents = 5;
const mostFavorites = 100;
const mostOpenRows = 300;
const mostBrowsedRegions = 60;

/**
 * How the user has arranged the sidebar, over all windows; which rows are open, in this workspace. Every reading takes
 * what is stored now, so that two windows do not undo each other's favorites.
 */
export class SidebarMemory implements vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<void>();
	/** Something that the tree shows differently now. */
	readonly onDidChange = this.changed.event;

	constructor(
		private readonly everywhere: vscode.Memento,
		private readonly here: vscode.Memento,
	) {}

	get arrangement(): Arrangement {
		const grouping = this.everywhere.get<unknown>('sidebar.grouping');
		return {
			grouping: groupings.find((each) => each === grouping) ?? plainArrangement.grouping,
			filter: parseFilter(this.everywhere.get<unknown>('sidebar.filter')),
			favorites: texts(this.everywhere.get<unknown>('sidebar.favorites'), mostFavorites),
			recents: texts(this.everywhere.get<unknown>('sidebar.recents'), mostRecents),
			browsedRegions: texts(this.everywhere.get<unknown>('sidebar.browsedRegions'), mostBrowsedRegions),
			openRows: this.openRows(),
		};
	}

	group(grouping: Grouping): Promise<void> {
		return this.write('sidebar.grouping', grouping);
	}

	filter(filter: ProfileFilter | undefined): Promise<void> {
		return this.write('sidebar.filter', filter);
	}

	browse(regions: readonly string[]): Promise<void> {
		return this.write('sidebar.browsedRegions', regions.slice(0, mostBrowsedRegions));
	}

	setFavorite(profileId: string, isFavorite: boolean): Promise<void> {
		const others = this.arrangement.favorites.filter((each) => each !== profileId);
		return this.write('sidebar.favorites', (isFavorite ? [profileId, ...others] : others).slice(0, mostFavorites));
	}

	/**
	 * The profile (or model) was sent a request. A request does not wait for this, nor fail by it. Nobody hears of it: the
	 * rows would move under the pointer that just pressed one of their buttons, so they show it when they are next drawn.
	 */
	noteUse(profileId: string): void {
		const { recents } = this.arrangement;
		if (recents[0] === profileId) return;
		const others = recents.filter((each) => each !== profileId);
		this.everywhere
			.update('sidebar.recents', [profileId, ...others].slice(0, mostRecents))
			.then(undefined, () => undefined);
	}

	/** A row was opened or closed; the tree shows that already. */
	async noteOpen(rowId: string, isOpen: boolean): Promise<void> {
		const rows = [...this.openRows()].filter(([id]) => id !== rowId);
		await this.here.update('sidebar.openRows', [...rows, [rowId, isOpen]].slice(-mostOpenRows));
	}

	dispose(): void {
		this.changed.dispose();
	}

	private openRows(): ReadonlyMap<string, boolean> {
		const stored = this.here.get<unknown>('sidebar.openRows');
		const rows = Array.isArray(stored) ? stored.slice(-mostOpenRows) : [];
		return new Map(
			rows.flatMap((row: unknown): [string, boolean][] =>
				Array.isArray(row) && typeof row[0] === 'string' && typeof row[1] === 'boolean' ? [[row[0], row[1]]] : [],
			),
		);
	}

	private async write(key: string, value: unknown): Promise<void> {
		await this.everywhere.update(key, value);
		this.changed.fire();
	}
}

function texts(stored: unknown, most: number): readonly string[] {
	return Array.isArray(stored) ? stored.filter((each) => typeof each === 'string').slice(0, most) : [];
}
