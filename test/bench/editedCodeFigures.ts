// How long the judgement of an open file takes: as a whole, and after a keystroke. The baseline is one pass over the same
// text that splits it into words: what any reader of the text has to do at least. The longest piece is the longest time
// for which the extension host gets to nothing else while a file is opened and typed in, the first time included.
import { bundledCatalogue } from '../../src/bedrock/bundled';
import { type AnalysisInput, EditedText } from '../../src/convert/engine/engine';
import { inSlices } from '../../src/convert/inSlices';
import { isWorthAnalysing } from '../../src/convert/worthAnalysing';
import { longProgram } from '../unit/convert/longProgram';
import type { Figure } from './figure.mjs';
import { median, timesBaseline } from './figure.mjs';

const runs = 25;
/** So often the file is opened and typed in. */
const sessions = 5;
const lines = 10_000;

/** In milliseconds. */
function time(work: () => unknown): number {
	const start = performance.now();
	work();
	return performance.now() - start;
}

function atMost(name: string, value: number, baseline: number, limit: number): Figure {
	return { name, median: value, unit: 'ms', baseline, ratio: value / baseline, limit, holds: value <= limit };
}

function splitIntoWords(text: string): number {
	let count = 0;
	for (const match of text.matchAll(/[A-Za-z_$][\w$]*|\S/g)) count += match[0].length;
	return count;
}

export async function editedCodeFigures(): Promise<Figure[]> {
	const catalogue = await bundledCatalogue();
	const inputOf = (path: string, text: string): AnalysisInput => ({ path, text, catalogue, today: '2026-11-22' });
	const figures: Figure[] = [];
	for (const [language, path] of [
		['python', 'app.py'],
		['typescript', 'app.ts'],
	] as const) {
		const text = longProgram(language, lines);
		const pieces: number[] = [];
		for (let session = 0; session < sessions; session++)
			pieces.push(await longestPieceOf(text, (each) => inputOf(path, each)));
		const usual = longProgram(language, lines, 50);
		const [ofUsual, ofMany, baselines] = [[], [], []] as [number[], number[], number[]];
		for (let run = 0; run < runs + 10; run++) {
			// Never the same text twice: nothing may come from an earlier run.
			const [ofFew = '', ofAll = ''] = [usual, text].map((each) => inOnePiece([each, '#'.repeat(run + 1)]));
			const baseline = time(() => splitIntoWords(ofFew));
			const [few, many] = [ofFew, ofAll].map((each) => time(() => new EditedText().analyse(inputOf(path, each))));
			if (run < 10 || few === undefined || many === undefined) continue;
			baselines.push(baseline);
			ofUsual.push(few);
			ofMany.push(many);
		}
		figures.push(
			atMost(`${language}, 10,000 lines, 50 IDs: whole analysis`, median(ofUsual), median(baselines), 10),
			timesBaseline(`${language}, 10,000 lines, 200 IDs: whole analysis by that of 50`, ofMany, ofUsual, 'ms', 2.5),
		);

		const keystrokes = typed(text, (each) => inputOf(path, each));
		figures.push(
			atMost(`${language}, 10,000 lines, 200 IDs: after a keystroke`, median(keystrokes), median(baselines), 2),
			atMost(`${language}, 10,000 lines, 200 IDs: longest piece`, median(pieces), median(baselines), 16),
		);
	}
	return figures;
}

/** As VS Code gives a document's text: joined of its lines, which makes one string in one piece. */
function inOnePiece(lines: readonly string[]): string {
	return lines.join('\n');
}

/** The texts of a file into which a word is typed, at the end of fifty lines spread over it: code, comments, beside IDs. */
function* keystrokesIn(text: string): Generator<string> {
	const lines = text.split('\n');
	for (let place = 0; place < 50; place++) {
		const line = Math.floor(((place + 0.5) / 50) * (lines.length - 1));
		for (const letter of ' total'.split('')) {
			lines[line] = `${lines[line] ?? ''}${letter}`;
			yield inOnePiece(lines);
		}
	}
}

function typed(text: string, inputOf: (text: string) => AnalysisInput): number[] {
	const edited = new EditedText();
	edited.analyse(inputOf(text));
	return Array.from(keystrokesIn(text), (now) => {
		const input = inputOf(now);
		return time(() => edited.analyse(input));
	});
}

/** The same as VS Code has it, opening included: the longest time that any of the analyses keeps the thread for itself. */
async function longestPieceOf(text: string, inputOf: (text: string) => AnalysisInput): Promise<number> {
	const edited = new EditedText();
	const open = (now: string): Promise<number> =>
		longestPiece(async () => {
			if (!isWorthAnalysing(now)) throw new Error('The text is not analysed.');
			return inSlices(edited.analyseInSteps(inputOf(now)), () => true);
		});
	let longest = await open(text);
	// One text at a time, like an editor: it keeps none of those before.
	for (const now of keystrokesIn(text)) longest = Math.max(longest, await open(now));
	return longest;
}

/** The longest time for which others that wait for the thread do not get it. In milliseconds. */
async function longestPiece(work: () => Promise<unknown>): Promise<number> {
	let longest = 0;
	let isOver = false;
	let last = performance.now();
	const note = (): void => {
		const now = performance.now();
		longest = Math.max(longest, now - last);
		last = now;
		if (!isOver) setImmediate(note);
	};
	setImmediate(note);
	await work();
	isOver = true;
	note();
	return longest;
}
