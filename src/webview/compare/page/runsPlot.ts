import { type ComparisonTarget, countedRuns, type Run } from '../../../compare/core/comparison';
import { quantile, type Metric } from '../../../compare/core/statistics';
import { linearScale } from './axes';
import type { Formats } from './formats';
import { drawMark, type Mark, marksFor, unknownMark } from './marks';
import type { Palette } from './palette';
import type { Pen, Point } from './pen';

/** What a plot of runs shows. */
export interface PlotContent {
	readonly targets: readonly ComparisonTarget[];
	readonly runs: readonly Run[];
	readonly metric: Metric;
	readonly formats: Formats;
	/** For a run whose Region is not known. */
	readonly unknownRegion: string;
}

/** A mark as it was drawn, to be found by the pointer. */
export interface PlacedRun extends Point {
	readonly run: Run;
}

const left = 64;
const right = 12;
const laneHeight = 112;
const lanePadding = 26;
const legendLine = 20;
const textSize = 11;
const markSize = 4;

/** How high the plot is, in pixels. */
export function runsPlotHeight({ targets }: PlotContent, legendLines: number): number {
	return targets.length * (laneHeight + lanePadding) + legendLines * legendLine + 12;
}

/**
 * A lane for each target, with a common scale: its runs in the order in which they were sent, each with the mark of the
 * Region that served it. The legend stands below.
 */
export function drawRuns(pen: Pen, content: PlotContent, palette: Palette, width: number): readonly PlacedRun[] {
	const { formats, metric, targets } = content;
	const counted = countedRuns(content.runs).filter((run) => run[metric] !== undefined);
	const most = Math.max(1, ...counted.map((run) => run[metric] ?? 0));
	const lastIndex = Math.max(1, ...counted.map(({ index }) => index));
	const marks = marksFor(regionsOf(counted), palette);
	const placed: PlacedRun[] = [];
	targets.forEach((target, lane) => {
		const top = lane * (laneHeight + lanePadding) + lanePadding;
		const scale = linearScale(most, top + laneHeight, top + 4, 3);
		pen.text(`${target.name} · ${target.sourceRegion}`, { x: left, y: top - 10 }, strong(palette));
		for (const tick of scale.ticks) {
			const y = scale.at(tick);
			pen.line(
				[
					{ x: left, y },
					{ x: width - right, y },
				],
				palette.grid,
				1,
			);
			pen.text(formats.tick(tick), { x: left - 6, y }, { ...plain(palette), align: 'end' });
		}
		for (const run of countedRuns(counted, target.targetId)) {
			const x = left + 8 + (run.index / lastIndex) * (width - left - right - 16);
			const point = { x, y: scale.at(run[metric] ?? 0) };
			drawMark(pen, markOf(run, marks, palette), point, markSize);
			placed.push({ ...point, run });
		}
	});
	const top = targets.length * (laneHeight + lanePadding) + legendLine / 2 + 4;
	drawLegend(pen, legendOf(counted, marks, palette, content.unknownRegion), palette, width, top);
	return placed;
}

/** How many lines the legend takes. */
export function legendLines(content: PlotContent, palette: Palette, width: number): number {
	const counted = countedRuns(content.runs);
	const entries = legendOf(counted, marksFor(regionsOf(counted), palette), palette, content.unknownRegion);
	return layOutLegend(entries, width).lines;
}

const rowHeight = 56;
const axisHeight = 28;

export function distributionHeight({ targets }: PlotContent): number {
	return targets.length * rowHeight + axisHeight;
}

/** A row for each target on a common scale: a box from the first to the third quartile with the median in it, and every run. */
export function drawDistributions(
	pen: Pen,
	content: PlotContent,
	palette: Palette,
	width: number,
): readonly PlacedRun[] {
	const { formats, metric, runs, targets } = content;
	const counted = countedRuns(runs).filter((run) => run[metric] !== undefined);
	const most = Math.max(1, ...counted.map((run) => run[metric] ?? 0));
	const scale = linearScale(most, left, width - right - 24, Math.max(2, Math.min(6, Math.floor(width / 120))));
	const marks = marksFor(regionsOf(counted), palette);
	const bottom = targets.length * rowHeight;
	for (const tick of scale.ticks) {
		const x = scale.at(tick);
		pen.line(
			[
				{ x, y: 0 },
				{ x, y: bottom },
			],
			palette.grid,
			1,
		);
		pen.text(formats.tick(tick), { x, y: bottom + 12 }, { ...plain(palette), align: 'middle' });
	}
	const placed: PlacedRun[] = [];
	targets.forEach((target, row) => {
		const middle = row * rowHeight + rowHeight / 2 + 8;
		pen.text(`${target.name} · ${target.sourceRegion}`, { x: left, y: middle - 27 }, strong(palette));
		const own = countedRuns(counted, target.targetId);
		for (const run of own) {
			const spread = ((run.index * 0.618_033_988_75) % 1) - 0.5;
			const point = { x: scale.at(run[metric] ?? 0), y: middle + spread * 22 };
			drawMark(pen, markOf(run, marks, palette), point, markSize - 1);
			placed.push({ ...point, run });
		}
		const sorted = own.flatMap((run) => run[metric] ?? []).toSorted((a, b) => a - b);
		if (sorted.length === 0) return;
		const [low, median, high] = [0.25, 0.5, 0.75].map((share) => scale.at(quantile(sorted, share)));
		if (low === undefined || median === undefined || high === undefined) return;
		const [top, foot] = [middle - 15, middle + 15];
		pen.shape(
			[
				{ x: low, y: top },
				{ x: high, y: top },
				{ x: high, y: foot },
				{ x: low, y: foot },
			],
			palette.foreground,
			false,
		);
		pen.line(
			[
				{ x: median, y: top },
				{ x: median, y: foot },
			],
			palette.foreground,
			2.5,
		);
	});
	return placed;
}

function markOf({ place }: Run, marks: ReadonlyMap<string, Mark>, palette: Palette): Mark {
	return (place?.kind === 'found' ? marks.get(place.region) : undefined) ?? unknownMark(palette);
}

function regionsOf(runs: readonly Run[]): readonly string[] {
	return runs.flatMap(({ place }) => (place?.kind === 'found' ? [place.region] : []));
}

interface LegendEntry {
	readonly mark: Mark;
	readonly text: string;
}

function legendOf(
	runs: readonly Run[],
	marks: ReadonlyMap<string, Mark>,
	palette: Palette,
	unknownRegion: string,
): readonly LegendEntry[] {
	const isComplete = runs.every(({ place }) => place?.kind === 'found');
	return [
		...[...marks].map(([text, mark]) => ({ mark, text })),
		...(isComplete ? [] : [{ mark: unknownMark(palette), text: unknownRegion }]),
	];
}

function layOutLegend(entries: readonly LegendEntry[], width: number) {
	let x = left;
	let line = 0;
	const places = entries.map((entry) => {
		// Names of Regions are Latin letters; wider scripts stand only in the last entry, whose end nothing follows.
		const room = entry.text.length * 7 + 34;
		if (x + room > width - right && x > left) {
			x = left;
			line += 1;
		}
		const place = { entry, x, line };
		x += room;
		return place;
	});
	return { places, lines: line + 1 };
}

function drawLegend(pen: Pen, entries: readonly LegendEntry[], palette: Palette, width: number, top: number): void {
	for (const { entry, line, x } of layOutLegend(entries, width).places) {
		const y = top + line * legendLine;
		drawMark(pen, entry.mark, { x: x + 6, y }, markSize + 1);
		pen.text(entry.text, { x: x + 18, y }, { ...plain(palette), colour: palette.foreground });
	}
}

function plain({ muted }: Palette) {
	return { colour: muted, align: 'start', size: textSize } as const;
}

function strong({ foreground }: Palette) {
	return { colour: foreground, align: 'start', size: textSize + 1 } as const;
}
