import type { Catalogue } from '../../bedrock/catalogue';

/** The known ID that the fewest single-character edits turn this one into, if that is few enough to be a slip. */
export function nearestId(id: string, catalogue: Catalogue): string | undefined {
	let known = found.get(catalogue);
	if (!known) found.set(catalogue, (known = new Map<string, string | undefined>()));
	if (!known.has(id)) {
		// Many different wrong IDs in one text are no slips; what was found is not kept for ever.
		if (known.size > 500) known.clear();
		known.set(id, findNearest(id, catalogue));
	}
	return known.get(id);
}

const found = new WeakMap<Catalogue, Map<string, string | undefined>>();

function findNearest(id: string, catalogue: Catalogue): string | undefined {
	if (id.length > 120) return undefined;
	const limit = Math.min(6, Math.floor(id.length / 6));
	let nearest: string | undefined;
	let least = limit + 1;
	for (const known of [...catalogue.modelsById.keys(), ...catalogue.profilesById.keys()]) {
		if (Math.abs(known.length - id.length) >= least) continue;
		const distance = editDistance(id, known, least);
		if (distance < least) [least, nearest] = [distance, known];
	}
	return nearest;
}

/** Levenshtein distance, or `limit` when it is that or more. */
function editDistance(a: string, b: string, limit: number): number {
	let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
			current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
		}
		if (Math.min(...current) >= limit) return limit;
		previous = current;
	}
	return previous[b.length] ?? limit;
}
