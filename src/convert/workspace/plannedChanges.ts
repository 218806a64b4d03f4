import type { Judgement, Reason, TextEdit } from '../engine/engine';

/** What a command over many files does with each ID. */
export type ConversionAction =
	| { readonly kind: 'convert' }
	/** Back to the IDs of the models. */
	| { readonly kind: 'reverse' }
	| { readonly kind: 'switchRegionSet'; readonly regionSet: string };

/** A change of one ID, to be ticked or not. */
export interface PlannedChange {
	readonly judgement: Judgement;
	readonly newId: string;
	readonly edits: readonly TextEdit[];
	/** False where the user should look first: an uncertain Region, a comment, a profile that may run anywhere. */
	readonly isSure: boolean;
}

/** What becomes of the IDs of one text. IDs that stay as they are do not appear. */
export function plannedChanges(judgements: readonly Judgement[], action: ConversionAction): readonly PlannedChange[] {
	return judgements.flatMap((judgement): readonly PlannedChange[] => {
		const { candidates, occurrence, reason, reversal } = judgement;
		switch (action.kind) {
			case 'convert':
				return conversion(judgement);
			case 'reverse':
				if (!reversal || occurrence.place !== 'string') return [];
				return [{ judgement, newId: reversal.modelId, edits: reversal.edits, isSure: true }];
			case 'switchRegionSet': {
				if (reason.code !== 'alreadyProfile' || occurrence.place !== 'string') return [];
				const other = candidates.find(({ regionSet }) => regionSet === action.regionSet);
				return other ? [{ judgement, newId: other.profileId, edits: other.edits, isSure: true }] : [];
			}
		}
	});
}

/** Reasons to leave an ID that a user may see otherwise. */
const offeredReasons: ReadonlySet<Reason['code']> = new Set(['comment', 'prose', 'outsideString', 'regionConflict']);

function conversion(judgement: Judgement): readonly PlannedChange[] {
	const { candidates, confidence, decision, isPreferred, reason } = judgement;
	const [best] = candidates;
	if (!best || best.edits.length === 0) return [];
	if (decision !== 'convert' && !offeredReasons.has(reason.code)) return [];
	const isSure = decision === 'convert' && isPreferred && confidence !== 'low' && !best.isGlobal;
	return [{ judgement, newId: best.profileId, edits: best.edits, isSure }];
}

/** The region sets that some profile of the judgements could be switched to. */
export function otherRegionSets(judgements: readonly Judgement[]): readonly string[] {
	const names = judgements
		.filter(({ reason, occurrence }) => reason.code === 'alreadyProfile' && occurrence.place === 'string')
		.flatMap(({ candidates }) => candidates.flatMap(({ regionSet }) => regionSet ?? []));
	return [...new Set(names)].toSorted();
}
