import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import { editDistance } from '../bedrock/editDistance';
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
				? vscode.l10n.t(
						'The setting "{0}" names "{1}", which is no known region set. Correct it in the settings.',
						setting,
						name,
					)
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
	const tooFar = Math.max(1, Math.floor(name.length / 2)) + 1;
	const [best] = known
		.map((candidate) => ({ candidate, distance: editDistance(name, candidate, tooFar) }))
		.toSorted((one, other) => one.distance - other.distance);
	return best && best.distance < tooFar ? best.candidate : undefined;
}
