import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import { allowedRegionSetsSetting } from './allowedRegionSetsSetting';

/** Said once in a window: the setting is the user's own, and may be meant for another account. */
const told = new Set<string>();

/** An allowed set that nothing is in closes everything off without a word; most often it is a slip of the pen. */
export function warnOfUnknownRegionSets(catalogue: Catalogue, allowed: readonly string[]): void {
	const known = knownRegionSets(catalogue);
	const unknown = allowed.filter((name) => !known.includes(name) && !told.has(name));
	for (const name of unknown) {
		told.add(name);
		const nearest = nearestOf(name, known);
		const setting = allowedRegionSetsSetting;
		void vscode.window.showWarningMessage(
			nearest === undefined
				? vscode.l10n.t('The setting "{0}" names "{1}", which is no known region set.', setting, name)
				: vscode.l10n.t(
						'The setting "{0}" names "{1}", which is no known region set. Is "{2}" meant?',
						setting,
						name,
						nearest,
					),
		);
	}
}

/** What ships with the extension, and what the account has listed. */
function knownRegionSets({ profiles, regionSets }: Catalogue): readonly string[] {
	const listed = profiles.flatMap(({ regionSet }) => (regionSet === undefined ? [] : [regionSet]));
	return [...new Set([...regionSets.map(({ regionSet }) => regionSet), ...listed])];
}

/** @returns `undefined` where none is near enough to have been meant. */
export function nearestOf(name: string, known: readonly string[]): string | undefined {
	const [best] = known
		.map((candidate) => ({ candidate, distance: distanceOf(name, candidate) }))
		.toSorted((one, other) => one.distance - other.distance);
	return best && best.distance <= Math.max(1, Math.floor(name.length / 2)) ? best.candidate : undefined;
}

/** Letters to add, drop or change. */
function distanceOf(one: string, other: string): number {
	let row = Array.from({ length: other.length + 1 }, (_, index) => index);
	for (let index = 0; index < Math.min(one.length, 60); index++) {
		const next = [index + 1];
		for (let column = 1; column <= other.length; column++) {
			const change = (row[column - 1] ?? 0) + Number(other[column - 1] !== one[index]);
			next.push(Math.min(change, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row.at(-1) ?? 0;
}
