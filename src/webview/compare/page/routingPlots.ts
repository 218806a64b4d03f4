import type { RoutingSummary } from '../../../compare/core/routing';
import { linearScale } from './axes';
import type { Formats } from './formats';
import { drawMark, marksFor } from './marks';
import type { Palette } from './palette';
import type { Pen, Point } from './pen';

const left = 48;
const right = 12;
const chartHeight = 150;
const legendLine = 20;
const textSize = 11;

export function slotsHeight({ regions, throttles }: RoutingSummary, width: number): number {
	const perLine = Math.max(1, Math.floor((width - left) / 130));
	return chartHeight + 44 + Math.ceil((regions.length + (throttles > 0 ? 1 : 0)) / perLine) * legendLine;
}

/** Requests over time, stacked by Region: each column's part bears the Region's mark, so that no colour is needed. */
export function drawSlots(
	pen: Pen,
	summary: RoutingSummary,
	palette: Palette,
	width: number,
	formats: Formats,
	throttleName: string,
): readonly [] {
	const { regions, slots } = summary;
	const marks = marksFor(
		regions.map(({ region }) => region),
		palette,
	);
	const sums = slots.map(({ requests, throttles }) => requests.reduce((sum, value) => sum + value, throttles));
	const scale = linearScale(Math.max(1, ...sums), chartHeight, 10, 3);
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
		pen.text(formats.count(tick), { x: left - 6, y }, { colour: palette.muted, align: 'end', size: textSize });
	}
	const step = (width - left - right) / slots.length;
	slots.forEach(({ requests, throttles }, index) => {
		const x = left + index * step;
		let below = 0;
		const part = (value: number, colour: string, isFilled: boolean) => {
			const [foot, top] = [scale.at(below), scale.at(below + value)];
			below += value;
			pen.shape(rectangle(x + 1.5, top + 0.75, step - 3, foot - top - 1.5), colour, isFilled);
			return (foot + top) / 2;
		};
		requests.forEach((value, place) => {
			const mark = marks.get(regions[place]?.region ?? '');
			if (value === 0 || !mark) return;
			const y = part(value, mark.colour, false);
			const room = Math.min(step - 4, scale.at(0) - scale.at(value));
			if (room > 5) drawMark(pen, mark, { x: x + step / 2, y }, Math.min(5, room / 2));
		});
		if (throttles > 0) part(throttles, palette.foreground, true);
	});
	const first = slots[0];
	const style = { colour: palette.muted, size: textSize } as const;
	if (first) pen.text(formats.time(first.from), { x: left, y: chartHeight + 14 }, { ...style, align: 'start' });
	pen.text(formats.time(summary.until), { x: width - right, y: chartHeight + 14 }, { ...style, align: 'end' });
	drawLegend(pen, summary, palette, width, throttleName);
	return [];
}

function drawLegend(pen: Pen, summary: RoutingSummary, palette: Palette, width: number, throttleName: string): void {
	const marks = marksFor(
		summary.regions.map(({ region }) => region),
		palette,
	);
	const perLine = Math.max(1, Math.floor((width - left) / 130));
	const entries = [
		...summary.regions.map(({ region }) => ({ text: region, mark: marks.get(region) })),
		...(summary.throttles > 0 ? [{ text: throttleName, mark: undefined }] : []),
	];
	entries.forEach(({ mark, text }, index) => {
		const x = left + (index % perLine) * 130;
		const y = chartHeight + 38 + Math.floor(index / perLine) * legendLine;
		if (mark) drawMark(pen, mark, { x: x + 6, y }, 5);
		else pen.shape(rectangle(x + 1, y - 5, 10, 10), palette.foreground, true);
		pen.text(text, { x: x + 18, y }, { colour: palette.foreground, align: 'start', size: textSize });
	});
}

const routeRow = 30;

export function routesHeight({ routes }: RoutingSummary): number {
	const sources = new Set(routes.map(({ sourceRegion }) => sourceRegion)).size;
	const destinations = new Set(routes.map(({ region }) => region)).size;
	return Math.max(sources, destinations) * routeRow + 12;
}

/** Source Regions on the left, destination Regions on the right, and bands between them as wide as their share. */
export function drawRoutes(
	pen: Pen,
	{ regions, requests, routes }: RoutingSummary,
	palette: Palette,
	width: number,
	formats: Formats,
): readonly [] {
	const sources = [...new Set(routes.map(({ sourceRegion }) => sourceRegion))];
	const destinations = regions.map(({ region }) => region);
	const marks = marksFor(destinations, palette);
	const [from, to] = [120, width - 190];
	const sourceHeight = (region: string) =>
		((sources.indexOf(region) + 0.5) / sources.length) * Math.max(sources.length, destinations.length) * routeRow + 6;
	const destinationHeight = (region: string) => (destinations.indexOf(region) + 0.5) * routeRow + 6;
	for (const route of routes) {
		const [y1, y2] = [sourceHeight(route.sourceRegion), destinationHeight(route.region)];
		const colour = marks.get(route.region)?.colour ?? palette.foreground;
		pen.line(curve(from, y1, to, y2), colour, 1 + 11 * (route.requests / Math.max(1, requests)));
	}
	const style = { colour: palette.foreground, size: textSize + 1 } as const;
	for (const region of sources) {
		pen.text(region, { x: from - 8, y: sourceHeight(region) }, { ...style, align: 'end' });
	}
	for (const { region, requests: count, share } of regions) {
		const y = destinationHeight(region);
		const mark = marks.get(region);
		if (mark) drawMark(pen, mark, { x: to + 12, y }, 5);
		const text = `${region} · ${formats.count(count)} · ${formats.percent(share)}`;
		pen.text(text, { x: to + 24, y }, { ...style, align: 'start' });
	}
	return [];
}

function curve(x1: number, y1: number, x2: number, y2: number): readonly Point[] {
	return Array.from({ length: 25 }, (_, index) => {
		const part = index / 24;
		const eased = part * part * (3 - 2 * part);
		return { x: x1 + (x2 - x1) * part, y: y1 + (y2 - y1) * eased };
	});
}

function rectangle(x: number, y: number, width: number, height: number): readonly Point[] {
	const [w, h] = [Math.max(0.5, width), Math.max(0.5, height)];
	return [
		{ x, y },
		{ x: x + w, y },
		{ x: x + w, y: y + h },
		{ x, y: y + h },
	];
}
