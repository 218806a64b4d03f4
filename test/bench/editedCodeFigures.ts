// How long the judgement of an open file takes: as a whole, and after a keystroke. The baseline is one pass over the same
// text that splits it into words: what any reader of the text has to do at least.
import { bundledCatalogue } from '../../src/bedrock/bundled';
import { type AnalysisInput, EditedText } from '../../src/convert/engine/engine';
import { longProgram } from '../unit/convert/longProgram';
import type { Figure } from './figure.mjs';
import { median } from './figure.mjs';

const runs = 25;
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
		const whole: number[] = [];
		const baselines: number[] = [];
		for (let run = 0; run < runs + 10; run++) {
			// Never the same text twice: nothing may come from an earlier run.
			const own = `${text}\n${'#'.repeat(run + 1)}`;
			const baseline = time(() => splitIntoWords(own));
			const value = time(() => new EditedText().analyse(inputOf(path, own)));
			if (run < 10) continue;
			baselines.push(baseline);
			whole.push(value);
		}
		figures.push(atMost(`${language}, 10,000 lines, 200 IDs: whole analysis`, median(whole), median(baselines), 10));

		const keystrokes = typed(text, (each) => inputOf(path, each));
		const slowest = Math.max(...keystrokes);
		figures.push(
			atMost(`${language}, 10,000 lines, 200 IDs: after a keystroke`, median(keystrokes), median(baselines), 2),
			atMost(`${language}, 10,000 lines, 200 IDs: slowest keystroke`, slowest, median(baselines), 16),
		);
	}
	return figures;
}

/** Types a word, letter by letter, at the end of fifty lines spread over the whole file: code, comments, beside IDs. */
function typed(text: string, inputOf: (text: string) => AnalysisInput): number[] {
	const edited = new EditedText();
	const times: number[] = [];
	const starts = [...text.matchAll(/\n/g)].map(({ index }) => index);
	let now = text;
	let grown = 0;
	edited.analyse(inputOf(now));
	for (let place = 0; place < 50; place++) {
		const at = starts[Math.floor(((place + 0.5) / 50) * starts.length)] ?? 0;
		for (const letter of ' total'.split('')) {
			const position = at + grown;
			now = now.slice(0, position) + letter + now.slice(position);
			grown++;
			const input = inputOf(now);
			times.push(time(() => edited.analyse(input)));
		}
	}
	return times;
}
