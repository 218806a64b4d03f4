import type { Engine } from '../engineModule';
import type { Judgement } from '../engine/engine';

/** A file that names models, as the view shows it. */
export interface ListedFile {
	/** Of the file; the key of what the view knows of it. */
	readonly uri: string;
	/** Workspace-relative, as it is shown. */
	readonly shownPath: string;
	readonly judgements: readonly Judgement[];
}

/** A row of the view: model → file → ID. */
export type ModelIdRow = ModelRow | FileRow | IdRow | NoteRow;

export interface ModelRow {
	readonly kind: 'model';
	readonly modelId: string;
	readonly files: readonly FileRow[];
}

export interface FileRow {
	readonly kind: 'file';
	readonly modelId: string;
	readonly file: ListedFile;
	readonly ids: readonly IdRow[];
}

export interface IdRow {
	readonly kind: 'id';
	readonly modelId: string;
	readonly file: ListedFile;
	readonly judgement: Judgement;
}

/** Says something about the list itself. */
export type NoteRow =
	| { readonly kind: 'note'; readonly code: 'nothingPasses' }
	/** `leftOut`: how many files there was no room for. */
	| { readonly kind: 'note'; readonly code: 'limited'; readonly leftOut: number };

/** How an ID stands, worst last. */
export const verdicts = ['fine', 'left', 'convertible', 'problem'] as const;
export type Verdict = (typeof verdicts)[number];

/** @param modelOf the model behind a profile ID; the ID itself where it is none. */
export function modelRows(
	files: Iterable<ListedFile>,
	modelOf: (id: string) => string,
	filter: string,
): readonly ModelRow[] {
	const passes = idFilter(filter);
	const byModel = new Map<string, FileRow[]>();
	for (const file of files) {
		const idsOfModel = new Map<string, IdRow[]>();
		for (const judgement of file.judgements) {
			const modelId = modelOf(judgement.occurrence.id);
			if (!passes(modelId, file, judgement)) continue;
			const row: IdRow = { kind: 'id', modelId, file, judgement };
			const siblings = idsOfModel.get(modelId);
			if (siblings) siblings.push(row);
			else idsOfModel.set(modelId, [row]);
		}
		for (const [modelId, ids] of idsOfModel) {
			const row: FileRow = { kind: 'file', modelId, file, ids };
			const siblings = byModel.get(modelId);
			if (siblings) siblings.push(row);
			else byModel.set(modelId, [row]);
		}
	}
	return [...byModel]
		.toSorted(([a], [b]) => (a < b ? -1 : 1))
		.map(([modelId, rows]) => ({
			kind: 'model',
			modelId,
			files: rows.toSorted((a, b) => (a.file.shownPath < b.file.shownPath ? -1 : 1)),
		}));
}

/** All that is to be said of an ID, each thing once. */
export function sentencesOn(
	{ findings, reason }: Judgement,
	{ findingText, reasonText }: Pick<Engine, 'findingText' | 'reasonText'>,
): readonly string[] {
	const said = findings.map((finding) => findingText(finding));
	// A finding that is the reason says it, and maybe more: what an unknown ID may have meant.
	const isSaid = findings.some(({ code }) => code === reason.code);
	return [...new Set(isSaid ? said : [reasonText(reason), ...said])];
}

/** What fails when it is run, or will. */
const problems: ReadonlySet<string> = new Set([
	'profileRequired',
	'onlyProfile',
	'regionOutsideProfile',
	'outsideAllowedRegionSets',
	'endOfLife',
	'unknownId',
	'iamModelMissing',
	'iamProfileMissing',
]);

export function verdictOf({ decision, findings, reason }: Judgement): Verdict {
	if (findings.some(({ code }) => problems.has(code))) return 'problem';
	if (decision === 'convert') return 'convertible';
	return reason.code === 'alreadyProfile' ? 'fine' : 'left';
}

export function worstVerdict(judgements: readonly Judgement[]): Verdict {
	const worst = Math.max(0, ...new Set(judgements.map((each) => verdicts.indexOf(verdictOf(each)))));
	return verdicts[worst] ?? 'fine';
}

/** True where the row can change the ID for a better one. */
export function isFixable({ candidates, decision, reason }: Judgement): boolean {
	const isOffered = decision === 'convert' || reason.code === 'comment' || reason.code === 'prose';
	return isOffered && candidates.length > 0;
}

/**
 * Words that all must stand in the model, the ID or the path; `@problem`, `@convertible`, `@left` and `@fine` ask for a
 * verdict.
 */
function idFilter(filter: string): (modelId: string, file: ListedFile, judgement: Judgement) => boolean {
	const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
	const asked = words.filter((word) => word.startsWith('@')).map((word) => word.slice(1));
	const plain = words.filter((word) => !word.startsWith('@'));
	return (modelId, { shownPath }, judgement) => {
		if (asked.length > 0 && !asked.includes(verdictOf(judgement))) return false;
		const text = `${modelId} ${judgement.occurrence.id} ${shownPath}`.toLowerCase();
		return plain.every((word) => text.includes(word));
	};
}
