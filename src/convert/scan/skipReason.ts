/** Why a scan passed over a file or a folder. Each is counted, and most are listed, so that nothing goes missing silently. */
export type SkipReason =
	/** Git ignores it. */
	| 'ignored'
	/** Written by a tool, or somebody else's: lock files, snapshots, minified code, installed packages. */
	| 'generated'
	/** What it leads to is read where it lies; out of the folder, or in a circle, it is nobody's to change. */
	| 'symbolicLink'
	| 'tooLarge'
	/** One line is so long that the file is data or minified code. */
	| 'longLine'
	| 'binary'
	/** A pipe, a socket, a device. */
	| 'notAFile'
	/** It was there when its folder was listed, and gone when it was to be read. */
	| 'vanished'
	| 'unreadable'
	/** The analysis itself failed; an error of this extension, which must not end the run. */
	| 'failed';

/** Something that was passed over. */
export interface Skipped {
	/** Absolute. */
	readonly path: string;
	readonly reason: SkipReason;
}

/** Files above this are data. In bytes. */
export const largestFile = 10_000_000;

/** A line above this is data. In characters. */
const longestLine = 200_000;

/** A notebook keeps each of its pictures in one line. In characters. */
const longestNotebookLine = 4_000_000;

/** A line of a program above this was written by a minifier. In characters. */
const longestProgramLine = 20_000;

/** @param path decides how long a line may be. */
export function hasTooLongLine(path: string, text: string): boolean {
	const limit = longestLineIn(path);
	if (text.length <= limit) return false;
	for (let start = 0; start < text.length;) {
		const end = text.indexOf('\n', start);
		if ((end === -1 ? text.length : end) - start > limit) return true;
		if (end === -1) return false;
		start = end + 1;
	}
	return false;
}

function longestLineIn(path: string): number {
	if (path.endsWith('.ipynb')) return longestNotebookLine;
	return /\.(?:[cm]?js|css)$/i.test(path) ? longestProgramLine : longestLine;
}

/** The system's word for what went wrong, in ours. */
export function reasonOf(error: unknown): SkipReason {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	return code === 'ENOENT' || code === 'ENOTDIR' ? 'vanished' : 'unreadable';
}
