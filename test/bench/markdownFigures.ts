import MarkdownIt from 'markdown-it';
import { StreamingMarkdown } from '../../src/webview/markdown/streamingMarkdown';
import { lightContainer } from './lightDom';
import { awkwardShapes, typicalAnswer } from './markdownTexts';

/** One line of the performance report; see figure.mjs. */
interface Figure {
	name: string;
	median: number;
	unit: string;
	baseline: number;
	ratio: number;
	limit: number;
	holds: boolean;
}

const deltaLength = 20;
const runs = 5;
const grammar = new MarkdownIt();

/** Milliseconds for the whole stream, and for its slowest delta. What is left for idle time counts as part of the whole. */
function measureStream(source: string): { total: number; worst: number } {
	const stream = new StreamingMarkdown(
		lightContainer(),
		{
			onLink: () => undefined,
			strings: { blockedImage: (alt) => alt, linkTarget: (href) => href, task: String },
		},
		{ schedule: () => () => undefined },
	);
	const start = performance.now();
	let worst = 0;
	for (let index = 0; index < source.length; index += deltaLength) {
		const before = performance.now();
		stream.append(source.slice(index, index + deltaLength));
		worst = Math.max(worst, performance.now() - before);
	}
	stream.finish();
	return { total: performance.now() - start, worst };
}

function oneParse(source: string): number {
	const start = performance.now();
	grammar.parse(source, {});
	return performance.now() - start;
}

function parseEachTime(source: string, deltas: number): number {
	const start = performance.now();
	// A sample of the deltas, evenly spread, stands for all: the whole takes ten seconds and more.
	const count = Math.ceil(source.length / deltaLength);
	const step = Math.max(1, Math.floor(count / deltas));
	let parsed = 0;
	for (let index = step; index <= count; index += step) {
		grammar.parse(source.slice(0, index * deltaLength), {});
		parsed++;
	}
	return ((performance.now() - start) / parsed) * count;
}

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function times(measure: () => number): number {
	return median(Array.from({ length: runs }, measure));
}

/** All figures of the Markdown renderer, each with its baseline from the same run. */
export function markdownFigures(): Figure[] {
	const whole = typicalAnswer(100_000);
	const half = typicalAnswer(50_000);
	for (let warm = 0; warm < 3; warm++) {
		measureStream(whole);
		oneParse(whole);
	}
	// In turns, so that whatever else the machine does falls on all of them alike.
	const rounds = Array.from({ length: 9 }, () => ({
		whole: measureStream(whole).total,
		once: oneParse(whole),
		half: measureStream(half).total,
	}));
	const streamed = median(rounds.map((round) => round.whole));
	const streamedHalf = median(rounds.map((round) => round.half));
	const once = median(rounds.map((round) => round.once));
	const eachTime = times(() => parseEachTime(whole, 60));
	const figures: Figure[] = [
		limited('streamed Markdown, 100 KB, against one parse', streamed, 'ms', once, 5),
		limited('streamed Markdown, 100 KB, against parsing at each delta', streamed, 'ms', eachTime, 1 / 60),
		limited('streamed Markdown, 100 KB, against 50 KB', streamed, 'ms', streamedHalf, 2.3),
	];
	for (const [name, source] of awkwardShapes()) {
		const measured = Array.from({ length: runs }, () => measureStream(source));
		const baseline = times(() => oneParse(source));
		figures.push(atMost(`${name}: whole`, median(measured.map(({ total }) => total)), baseline, 200));
		figures.push(atMost(`${name}: slowest delta`, median(measured.map(({ worst }) => worst)), baseline, 16));
	}
	return figures;
}

function limited(name: string, value: number, unit: string, baseline: number, limit: number): Figure {
	const ratio = value / baseline;
	return { name, median: value, unit, baseline, ratio, limit, holds: ratio <= limit };
}

function atMost(name: string, value: number, baseline: number, milliseconds: number): Figure {
	const limit = milliseconds;
	return { name, median: value, unit: 'ms', baseline, ratio: value / baseline, limit, holds: value <= milliseconds };
}
