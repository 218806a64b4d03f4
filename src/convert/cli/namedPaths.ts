import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { messageOf } from './messageOf';

/** A file or folder that the command line names. */
export interface NamedPath {
	/** Absolute, symbolic links resolved. */
	readonly path: string;
	readonly isFile: boolean;
	/** How the command line names it. */
	readonly given: string;
	/** It is the only one. */
	readonly isAlone: boolean;
}

/** What the command line names, each once, or a sentence for each that cannot be read. */
export function readPaths(given: readonly string[]): { paths: readonly NamedPath[]; mistakes: readonly string[] } {
	const known = new Map<string, Omit<NamedPath, 'isAlone'>>();
	const mistakes: string[] = [];
	for (const each of given) {
		try {
			const path = realpathSync(each);
			const stats = statSync(path);
			if (!stats.isFile() && !stats.isDirectory()) throw new Error('it is neither a file nor a folder');
			accessSync(path, stats.isFile() ? constants.R_OK : constants.R_OK | constants.X_OK);
			if (!known.has(path)) known.set(path, { path, isFile: stats.isFile(), given: each });
		} catch (error) {
			mistakes.push(`${each} cannot be read: ${messageOf(error)}.`);
		}
	}
	return { paths: [...known.values()].map((each) => ({ ...each, isAlone: known.size === 1 })), mistakes };
}

/**
 * How a person knows a file again: below the one folder that was named; of several, behind the name of its own, so that it
 * can be opened from the current directory.
 */
export function shownPath({ path, isFile, given, isAlone }: NamedPath, file: string): string {
	if (isFile) return given;
	const below = relative(path, file);
	if (below === '') return given;
	return withSlashes(isAlone ? below : join(given, below));
}

/**
 * The folder that a report's addresses are relative to. Who reads a report in a repository may know only of its root, so
 * that is it where several folders are in one; else the current directory.
 */
export function baseFolder({ path, isFile, isAlone }: NamedPath): string {
	if (!isFile && isAlone) return path;
	const own = isFile ? dirname(path) : path;
	const current = realpathSync('.');
	return repositoryOf(own) ?? (`${own}${sep}`.startsWith(current.replace(/[\\/]*$/, sep)) ? current : own);
}

function repositoryOf(folder: string): string | undefined {
	for (let at = folder; ; at = dirname(at)) {
		if (statSync(join(at, '.git'), { throwIfNoEntry: false })) return at;
		if (at === dirname(at)) return undefined;
	}
}

export function withSlashes(path: string): string {
	return path.split(sep).join('/');
}
