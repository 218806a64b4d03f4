import { byPath } from '../scan/pathOrder';
import type { ScannedFile } from '../scan/scanTypes';

/**
 * Of the files that come, in any order, keeps those that are first in the order of paths, as long as there is room for
 * all their IDs. A file with more IDs than there is room for at all is left out by itself.
 */
export class FirstFiles {
	/** By path. Up to twice as many IDs as there is room for, until {@link finish}. */
	readonly files = new Map<string, ScannedFile>();
	private idCount = 0;
	private readonly leftOutPaths: string[] = [];
	/** The first of the files that there was no room for. */
	private end: ScannedFile | undefined;

	/** @param mostIds how many there is room for. */
	constructor(private readonly mostIds: number) {}

	/** The files that were left out so far, by path. */
	get leftOut(): readonly string[] {
		return this.leftOutPaths;
	}

	add(file: ScannedFile): void {
		const count = file.judgements.length;
		if (count > this.mostIds || (this.end && byPath(file, this.end) > 0)) {
			this.leftOutPaths.push(file.path);
			return;
		}
		this.files.set(file.path, file);
		this.idCount += count;
		if (this.idCount > 2 * this.mostIds) this.finish();
	}

	/** Leaves out what there is no room for, and puts the rest in order. */
	finish(): void {
		const sorted = [...this.files.values()].toSorted(byPath);
		this.files.clear();
		this.idCount = 0;
		for (const [index, file] of sorted.entries()) {
			if (this.idCount + file.judgements.length > this.mostIds) {
				this.end = file;
				this.leftOutPaths.push(...sorted.slice(index).map(({ path }) => path));
				return;
			}
			this.idCount += file.judgements.length;
			this.files.set(file.path, file);
		}
	}
}
