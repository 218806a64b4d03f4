import { analyseFileInSteps, type FileAnalysis } from './fileAnalysis';
import { moveJudgement } from './moveJudgement';
import { isNeutral } from './neutralEdit';
import { ReadMarks } from './readText';
import type { AnalysisInput, Judgement } from './types';

/** Lines of the analysed text that now read differently, and do not matter to any judgement. */
interface Patch {
	/** Offsets in the analysed text: the beginning of the first line, the end of the last. */
	readonly start: number;
	readonly end: number;
	/** Of what stands there now. In UTF-16 units. */
	readonly length: number;
	/** In the analysed text. 1-based. */
	readonly lastLine: number;
	readonly moreLines: number;
}

/** A text that was analysed as a whole, and the harmless edits since. */
interface Base {
	readonly input: AnalysisInput;
	readonly file: FileAnalysis;
	/** The text as it is now. */
	current: string;
	patches: readonly Patch[];
	judgements: readonly Judgement[];
}

/** So many places with edits are kept apart; then the whole text is read again. */
const mostPatches = 64;
/** A change of more than this is no typing. In UTF-16 units. */
const longestPatch = 8_000;

/**
 * The analysis of a text that is being edited. What is typed where no judgement looked moves the judgements and changes
 * none; anything else is analysed as a whole. The answer is the same as that of a whole analysis.
 */
export class LiveAnalysis {
	private base: Base | undefined;
	private whole = false;

	/** The last answer took a whole analysis. */
	get wasWhole(): boolean {
		return this.whole;
	}

	/** @param language as {@link analyse} would read the text; programs inside other texts are not for this class. */
	*analyse(input: AnalysisInput, language: string): Generator<void, readonly Judgement[]> {
		const { base } = this;
		this.whole = !(base && isSameOutside(base.input, input) && takeIn(base, input.text));
		if (base && !this.whole) return base.judgements;
		const file = yield* analyseFileInSteps(input.text, language, input, new ReadMarks(input.text.length));
		this.base = { input, file, current: input.text, patches: [], judgements: file.judgements };
		return file.judgements;
	}
}

/** All but the text is the same. */
function isSameOutside(a: AnalysisInput, b: AnalysisInput): boolean {
	const outside = ({
		path,
		languageId,
		today,
		allowedRegionSets,
		preferredProfiles,
		outerRegionEvidence,
	}: AnalysisInput) =>
		JSON.stringify([path, languageId, today, allowedRegionSets, preferredProfiles, outerRegionEvidence]);
	return a.catalogue === b.catalogue && a.readModule === b.readModule && outside(a) === outside(b);
}

/** @returns false when the edit may matter. */
function takeIn(base: Base, text: string): boolean {
	const edit = differenceOf(base.current, text);
	if (!edit) return true;
	const patch = patchFor(base, edit, text);
	if (!patch) return false;
	const others = base.patches.filter(({ start, end }) => end < patch.start - 1 || start > patch.end + 1);
	const patches = [...others, patch].toSorted((a, b) => a.start - b.start);
	if (patches.length > mostPatches) return false;
	base.current = text;
	base.patches = patches;
	base.judgements = moved(base.file.judgements, patches);
	return true;
}

/** What one edit replaced: `start…end` of the old text became `start…newEnd` of the new one. */
interface Difference {
	readonly start: number;
	readonly end: number;
	readonly newEnd: number;
}

/** Compared in pieces first: the characters of a long text one by one would cost more than all else. */
const pieces = [8_192, 128, 1];

function differenceOf(before: string, after: string): Difference | undefined {
	if (before === after) return undefined;
	const shorter = Math.min(before.length, after.length);
	let start = 0;
	for (const piece of pieces) {
		while (start + piece <= shorter && before.slice(start, start + piece) === after.slice(start, start + piece))
			start += piece;
	}
	let end = before.length;
	const grown = after.length - before.length;
	const least = start + Math.max(0, -grown);
	for (const piece of pieces) {
		while (end - piece >= least && before.slice(end - piece, end) === after.slice(end + grown - piece, end + grown))
			end -= piece;
	}
	return { start, end, newEnd: end + grown };
}

/** The lines that an edit touched, with the patches that they meet; `undefined` where a judgement may depend on them. */
function patchFor({ input, file, patches }: Base, edit: Difference, text: string): Patch | undefined {
	const old = input.text;
	let start = lineStartOf(old, analysedOffset(patches, edit.start, false));
	let end = lineEndOf(old, analysedOffset(patches, edit.end, true));
	let met: readonly Patch[] = [];
	// A patch that is met may reach to another.
	for (;;) {
		const meeting = patches.filter((each) => each.end >= start - 1 && each.start <= end + 1);
		start = Math.min(start, ...meeting.map((each) => each.start));
		end = Math.max(end, ...meeting.map((each) => each.end));
		if (meeting.length === met.length) break;
		met = meeting;
	}
	const grown = met.reduce((sum, each) => sum + each.length - (each.end - each.start), 0);
	const length = end - start + grown + (edit.newEnd - edit.end);
	const newStart =
		start +
		patches.filter((each) => each.end < start).reduce((sum, each) => sum + each.length - (each.end - each.start), 0);
	if (length > longestPatch || end - start > longestPatch) return undefined;
	if (!isNeutral({ file, input, start, end, text, newStart, newEnd: newStart + length })) return undefined;
	const lines = countLines(old, start, end);
	return {
		start,
		end,
		length,
		lastLine: file.read?.lines.placeOf(end).line ?? 1,
		moreLines: countLines(text, newStart, newStart + length) - lines,
	};
}

/** An offset of the present text in the analysed one; within a patch, its beginning or its end. */
function analysedOffset(patches: readonly Patch[], offset: number, isEnd: boolean): number {
	let grown = 0;
	for (const { start, end, length } of patches) {
		if (offset < start + grown) break;
		if (offset <= start + grown + length) return isEnd ? end : start;
		grown += length - (end - start);
	}
	return offset - grown;
}

function lineStartOf(text: string, offset: number): number {
	return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEndOf(text: string, offset: number): number {
	const end = text.indexOf('\n', offset);
	return end === -1 ? text.length : end;
}

function countLines(text: string, start: number, end: number): number {
	let count = 0;
	for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count++;
	return count;
}

/** The judgements in the places that the patches have moved them to. */
function moved(judgements: readonly Judgement[], patches: readonly Patch[]): readonly Judgement[] {
	const [first] = patches;
	if (!first) return judgements;
	const offsets = sums(patches.map(({ end, start, length }) => ({ from: end, more: length - (end - start) })));
	const lines = sums(patches.map(({ lastLine, moreLines }) => ({ from: lastLine + 1, more: moreLines })));
	const isStill = offsets.every(({ more }) => more === 0) && lines.every(({ more }) => more === 0);
	if (isStill) return judgements;
	const at = (offset: number): number => offset + moreAt(offsets, offset);
	const line = (number: number): number => number + moreAt(lines, number);
	return judgements.map((judgement) =>
		moveJudgement(judgement, {
			occurrence: (each) => ({ ...each, start: at(each.start), end: at(each.end), line: line(each.line) }),
			edit: ({ start, end, newText }) => ({ start: at(start), end: at(end), newText }),
			line,
		}),
	);
}

interface Step {
	readonly from: number;
	/** All that is added from here on. */
	readonly more: number;
}

function sums(steps: readonly Step[]): readonly Step[] {
	let total = 0;
	return steps.map(({ from, more }) => ({ from, more: (total += more) }));
}

function moreAt(steps: readonly Step[], place: number): number {
	let more = 0;
	for (const step of steps) {
		if (place < step.from) break;
		({ more } = step);
	}
	return more;
}
