/** A linear scale from values to pixels. */
export interface Scale {
	readonly maximum: number;
	readonly ticks: readonly number[];
	at(value: number): number;
}

/** From zero to a round number above `most`. @param from, to pixels. */
export function linearScale(most: number, from: number, to: number, tickCount: number): Scale {
	const step = roundStep(Math.max(most, 1) / tickCount);
	const maximum = Math.max(step, Math.ceil(most / step) * step);
	const ticks: number[] = [];
	for (let index = 0; index * step <= maximum * 1.000_001; index += 1) ticks.push(index * step);
	return { maximum, ticks, at: (value) => from + (value / maximum) * (to - from) };
}

/** 1, 2 or 5 times a power of ten, at least `rough`. */
function roundStep(rough: number): number {
	const power = 10 ** Math.floor(Math.log10(rough));
	const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough) ?? 10;
	return factor * power;
}
