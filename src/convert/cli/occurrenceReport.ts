import { findingText, type Judgement, reasonText } from '../engine/engine';
import { findingRules } from './findingRules';

/** What is said of one occurrence. */
interface Report {
	readonly judgement: Judgement;
	/** As the user knows the file. */
	readonly path: string;
	/** The file is never rewritten. */
	readonly isKept: boolean;
}

/** For programs: one JSON line. */
export function jsonLine({ judgement, path, isKept }: Report): string {
	const { occurrence, candidates, findings } = judgement;
	const { line, col, id } = occurrence;
	const { isConverted, replacement, reason, reasonCode } = outcomeOf(judgement, isKept);
	const offered = isConverted ? candidates.slice(1) : candidates;
	return JSON.stringify({
		path,
		line,
		col,
		id,
		decision: isConverted ? 'convert' : 'leave',
		replacement,
		reason,
		reasonCode,
		findings: findings.map(({ code }) => code),
		alternatives: offered.map(({ profileId }) => profileId),
	});
}

/** For people: the place and what becomes of it, and below it why, and what else they should know. */
export function textLines({ judgement, path, isKept }: Report): string {
	const { occurrence, candidates, findings } = judgement;
	const { line, col, id } = occurrence;
	const { isConverted, replacement, reason, reasonCode } = outcomeOf(judgement, isKept);
	const isSaidByFinding = findings.some(({ code }) => code === reasonCode);
	const others = findings.filter(({ code }) => !isConverted || code !== reasonCode);
	const outcome = replacement === null ? 'left' : `→ ${replacement}`;
	const lines = [
		`${path}:${String(line)}:${String(col)}  ${id}  ${outcome}`,
		...(isSaidByFinding && !isConverted ? [] : [reason]),
		...others.map((finding) => `${findingRules[finding.code].level}: ${findingText(finding)}`),
	];
	const outside = findings.find(({ code }) => code === 'regionOutsideProfile');
	if (outside?.code === 'regionOutsideProfile' && candidates.length > 0) {
		const profiles = candidates.map(({ profileId }) => profileId).join(', ');
		lines.push(`From ${outside.sourceRegion} these can be called: ${profiles}.`);
	}
	return lines.join('\n    ');
}

/** Whether it stays wrong whatever is converted. */
export function isErrorLeft({ decision, findings }: Judgement, isKept: boolean): boolean {
	return (decision === 'leave' || isKept) && findings.some(({ code }) => findingRules[code].level === 'error');
}

function outcomeOf(judgement: Judgement, isKept: boolean) {
	const { decision, reason, candidates } = judgement;
	const isConverted = decision === 'convert' && !isKept;
	const isSpared = decision === 'convert' && isKept;
	return {
		isConverted,
		replacement: isConverted ? (candidates[0]?.profileId ?? null) : null,
		reason: isSpared ? 'Files that configure the editor are not rewritten.' : reasonText(reason),
		reasonCode: isSpared ? 'editorFile' : reason.code,
	};
}
