import type { Finding, Judgement, Occurrence, Reason, RegionEvidence, TextEdit } from './types';

/** How places of one text are said in another. */
export interface Moves {
	readonly occurrence: (occurrence: Occurrence) => Occurrence;
	readonly edit: (edit: TextEdit) => TextEdit;
	/** 1-based, both. */
	readonly line: (line: number) => number;
}

/** A judgement with every place in it said in another text. */
export function moveJudgement(judgement: Judgement, moves: Moves): Judgement {
	const { candidates, edits, reason, findings, regionEvidence, successor, reversal } = judgement;
	const all = (list: readonly TextEdit[]) => list.map((edit) => moves.edit(edit));
	return {
		...judgement,
		occurrence: moves.occurrence(judgement.occurrence),
		reason: moveReason(reason, moves),
		findings: findings.map((finding) => moveFinding(finding, moves)),
		regionEvidence: regionEvidence && moveEvidence(regionEvidence, moves),
		candidates: candidates.map((each) => ({ ...each, edits: all(each.edits) })),
		edits: all(edits),
		reversal: reversal && { ...reversal, edits: all(reversal.edits) },
		successor: successor && { ...successor, edits: all(successor.edits) },
	};
}

function moveReason(reason: Reason, moves: Moves): Reason {
	if (reason.code === 'mixedUses') return { ...reason, line: moves.line(reason.line) };
	return 'evidence' in reason ? { ...reason, evidence: moveEvidence(reason.evidence, moves) } : reason;
}

function moveFinding(finding: Finding, moves: Moves): Finding {
	if ('evidence' in finding) return { ...finding, evidence: moveEvidence(finding.evidence, moves) };
	return 'edits' in finding ? { ...finding, edits: finding.edits.map((edit) => moves.edit(edit)) } : finding;
}

/** What stands in a project's other file stays there. */
function moveEvidence(evidence: RegionEvidence, moves: Moves): RegionEvidence {
	if (evidence.line === undefined || evidence.source === 'project') return evidence;
	return { ...evidence, line: moves.line(evidence.line) };
}
