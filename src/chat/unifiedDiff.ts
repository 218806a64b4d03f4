interface Hunk {
	/** Index of the line at which the diff says that `old` starts; `undefined` when it does not say. */
	readonly start: number | undefined;
	readonly old: readonly string[];
	readonly new: readonly string[];
}

/** Whether a text is a unified diff: a hunk's head, and nothing between its lines that is none of a diff's. */
export function isPatch(text: string): boolean {
	const lines = text.split('\n');
	const first = lines.findIndex((line) => line.startsWith('@@'));
	if (first < 0) return false;
	const isHead = lines.slice(0, first).every((line) => line === '' || /^(?:---|\+\+\+|diff |index )/.test(line));
	const body = lines.slice(first);
	return (
		isHead && body.every((line) => line === '' || /^[-+ \\@]/.test(line)) && body.some((line) => /^[-+]/.test(line))
	);
}

/**
 * Applies a unified diff of one file. Models count lines badly, so a hunk goes where its old lines are, nearest to where
 * it says.
 * @param document lines end with `\n`.
 * @returns `undefined` when the old lines of a hunk are nowhere, or the diff is of several files.
 */
export function applyPatch(document: string, patch: string): string | undefined {
	const hunks = readHunks(patch);
	if (!hunks) return undefined;
	let lines: readonly string[] = document.split('\n');
	let from = 0;
	let moved = 0;
	for (const hunk of hunks) {
		const at = placeOf(lines, hunk, from, moved);
		if (at === undefined) return undefined;
		lines = [...lines.slice(0, at), ...hunk.new, ...lines.slice(at + hunk.old.length)];
		from = at + hunk.new.length;
		moved += hunk.new.length - hunk.old.length;
	}
	return lines.join('\n');
}

function readHunks(patch: string): readonly Hunk[] | undefined {
	const lines = patch.split('\n');
	if (lines.filter((line) => line.startsWith('+++ ')).length > 1) return undefined;
	const hunks: { start: number | undefined; old: string[]; new: string[] }[] = [];
	for (const line of lines) {
		const head = /^@@(?: -(\d+))?/.exec(line);
		const hunk = hunks.at(-1);
		if (head) {
			hunks.push({ start: head[1] === undefined ? undefined : Math.max(0, Number(head[1]) - 1), old: [], new: [] });
		} else if (hunk && !line.startsWith('\\')) {
			// An empty line is an unchanged one whose space was trimmed.
			if (!line.startsWith('+')) hunk.old.push(line.slice(1));
			if (!line.startsWith('-')) hunk.new.push(line.slice(1));
		}
	}
	return hunks;
}

function placeOf(lines: readonly string[], hunk: Hunk, from: number, moved: number): number | undefined {
	const wanted = hunk.start === undefined ? from : hunk.start + moved;
	if (hunk.old.length === 0) return Math.min(Math.max(wanted, from), lines.length);
	let nearest: number | undefined;
	for (let at = from; at + hunk.old.length <= lines.length; at++) {
		if (!hunk.old.every((line, index) => lines[at + index] === line)) continue;
		if (nearest === undefined || Math.abs(at - wanted) < Math.abs(nearest - wanted)) nearest = at;
	}
	return nearest;
}
