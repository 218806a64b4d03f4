import type { Pen, Point } from './pen';
import type { Palette } from './palette';

/** How the runs of one Region look: each has a shape of its own, so that the colour is not needed to tell them apart. */
export interface Mark {
	readonly colour: string;
	readonly outline: readonly Point[];
	readonly isFilled: boolean;
}

/** Region → its mark. The same Regions have the same marks in every plot of a page. */
export function marksFor(regions: Iterable<string>, palette: Palette): ReadonlyMap<string, Mark> {
	const sorted = [...new Set(regions)].sort();
	return new Map(
		sorted.map((region, index) => [
			region,
			{
				colour: palette.series[index % palette.series.length] ?? palette.foreground,
				outline: outlines[index % outlines.length] ?? circle,
				// With more Regions than shapes, the shapes come again, hollow.
				isFilled: Math.floor(index / outlines.length) % 2 === 0,
			},
		]),
	);
}

/** A run whose Region is not known: a small hollow ring. */
export function unknownMark(palette: Palette): Mark {
	return { colour: palette.muted, outline: circle, isFilled: false };
}

/** @param size half of the width, in pixels. */
export function drawMark(pen: Pen, mark: Mark, at: Point, size: number): void {
	pen.mark(mark.outline, mark.colour, mark.isFilled, at, size);
}

/** @param size three and four corners need more than a circle to look as large. */
function regular(corners: number, turn: number, inner = 1, size = 1): readonly Point[] {
	return Array.from({ length: corners }, (_, index) => {
		const angle = ((index + turn) / corners) * 2 * Math.PI;
		const radius = size * (index % 2 === 1 ? inner : 1);
		return { x: Math.sin(angle) * radius, y: -Math.cos(angle) * radius };
	});
}

const circle = regular(14, 0);
const bar = 0.34;
const plus: readonly Point[] = [
	[-bar, -1],
	[bar, -1],
	[bar, -bar],
	[1, -bar],
	[1, bar],
	[bar, bar],
	[bar, 1],
	[-bar, 1],
	[-bar, bar],
	[-1, bar],
	[-1, -bar],
	[-bar, -bar],
].map(([x = 0, y = 0]) => ({ x, y }));
const half = Math.SQRT1_2;

const outlines: readonly (readonly Point[])[] = [
	circle,
	regular(3, 0, 1, 1.3),
	regular(4, 0.5, 1, 1.2),
	plus,
	regular(4, 0, 1, 1.25),
	regular(3, 1.5, 1, 1.3),
	plus.map(({ x, y }) => ({ x: (x - y) * half, y: (x + y) * half })),
	regular(10, 0, 0.45, 1.3),
];
