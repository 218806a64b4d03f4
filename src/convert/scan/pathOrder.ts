import { sep } from 'node:path';

/** The order of a walk through the folders, by names. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
	const [left, right] = [a.path.split(sep), b.path.split(sep)];
	for (let index = 0; ; index++) {
		const [one, other] = [left[index], right[index]];
		if (one === undefined || other === undefined) return left.length - right.length;
		if (one !== other) return one < other ? -1 : 1;
	}
}
