import { amount, flag, list, oneOf, optional, record, type Shape, text, variants } from '../../bedrock/shapes';
import {
	type Comparison,
	comparisonLimits,
	type ComparisonSettings,
	type ComparisonTarget,
	type Run,
	type RunPlace,
} from './comparison';
import { jsonFormat } from './exports';

const id = text(200);
const name = text(2_048);

const target = record<ComparisonTarget>({
	targetId: id,
	name,
	modelId: name,
	sourceRegion: text(40),
	regionSet: optional(text(100)),
	foundationModelId: optional(name),
	destinationRegions: optional(list(text(40), 200)),
	streaming: optional(flag),
});

const settings = record<ComparisonSettings>({
	prompt: text(comparisonLimits.promptCharacters),
	runs: amount,
	concurrency: amount,
	warmUp: amount,
	maxTokens: amount,
	seed: amount,
});

const place = variants<RunPlace>('kind', {
	found: record<Extract<RunPlace, { kind: 'found' }>>({
		kind: oneOf('found'),
		region: text(40),
		evidence: oneOf('logGroup', 'bucket', 'trail'),
	}),
	looking: record<Extract<RunPlace, { kind: 'looking' }>>({ kind: oneOf('looking') }),
	unknown: record<Extract<RunPlace, { kind: 'unknown' }>>({ kind: oneOf('unknown') }),
});

/** Also what the page is given; one shape for both borders. */
export const runShape: Shape<Run> = record<Run>({
	index: amount,
	round: amount,
	targetId: id,
	isWarmUp: flag,
	startedAt: amount,
	outcome: oneOf('complete', 'truncated', 'failed', 'stopped'),
	timeToFirstToken: optional(amount),
	serviceLatency: optional(amount),
	totalLatency: optional(amount),
	inputTokens: optional(amount),
	outputTokens: optional(amount),
	requestId: optional(id),
	throttles: amount,
	throttledFor: amount,
	failure: optional(text(10_000)),
	place: optional(place),
});

const comparison = record<Comparison>({
	comparisonId: id,
	startedAt: amount,
	isSimulated: flag,
	settings,
	targets: list(target, 100),
	runs: list(runShape, comparisonLimits.requests * 2),
	end: optional(oneOf('finished', 'stopped', 'interrupted')),
});

/**
 * Reads a comparison back from storage or an exported file.
 * @returns `undefined` for anything that is none. One that was under way when it was written counts as interrupted.
 */
export function parseComparison(value: unknown): Comparison | undefined {
	const read = comparison(value)?.value;
	if (!read) return undefined;
	const runs = read.runs.map((run) =>
		run.place?.kind === 'looking' ? { ...run, place: { kind: 'unknown' } as const } : run,
	);
	return { ...read, runs, end: read.end ?? 'interrupted' };
}

/** @param text a file written by the JSON export. */
export function parseExported(text: string): Comparison | undefined {
	try {
		const file: unknown = JSON.parse(text);
		if (typeof file !== 'object' || file === null || !('format' in file) || !('comparison' in file)) return undefined;
		return file.format === jsonFormat ? parseComparison(file.comparison) : undefined;
	} catch {
		return undefined;
	}
}
