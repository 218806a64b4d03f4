import { type Comparison, countedRuns, type Run, tokensPerSecond } from './comparison';
import { regionShares } from './shares';
import { type Metric, type Summary, summarise } from './statistics';

/**
 * One line for each run, with a heading. Numbers have a point and no unit; times are milliseconds. RFC 4180, with a text
 * that a spreadsheet would take for a formula disarmed.
 */
export function toCsv(comparison: Comparison): string {
	const targets = new Map(comparison.targets.map((target) => [target.targetId, target]));
	const lines = comparison.runs
		.toSorted((a, b) => a.index - b.index)
		.map((run) => {
			const target = targets.get(run.targetId);
			const values: readonly (string | number | boolean | undefined)[] = [
				run.index,
				run.round,
				target?.name,
				target?.modelId,
				target?.sourceRegion,
				run.isWarmUp,
				new Date(run.startedAt).toISOString(),
				run.outcome,
				run.timeToFirstToken,
				run.serviceLatency,
				run.totalLatency,
				run.inputTokens,
				run.outputTokens,
				tokensPerSecond(run),
				run.place?.kind === 'found' ? run.place.region : undefined,
				run.place?.kind === 'found' ? run.place.evidence : undefined,
				run.requestId,
				run.throttles,
				run.throttledFor,
				run.failure,
			];
			return values.map(csvCell).join(',');
		});
	return [csvColumns.join(','), ...lines, ''].join('\r\n');
}

const csvColumns = [
	'run',
	'round',
	'target',
	'model_id',
	'source_region',
	'warm_up',
	'started_at',
	'outcome',
	'time_to_first_token_ms',
	'service_latency_ms',
	'total_latency_ms',
	'input_tokens',
	'output_tokens',
	'tokens_per_second',
	'inference_region',
	'inference_region_from',
	'request_id',
	'throttles',
	'throttled_ms',
	'failure',
] as const;

function csvCell(value: string | number | boolean | undefined): string {
	if (value === undefined) return '';
	if (typeof value !== 'string') return String(value);
	const disarmed = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(disarmed) ? `"${disarmed.replaceAll('"', '""')}"` : disarmed;
}

/** Everything, so that another program (or this one, by Open) has it back. */
export function toJson(comparison: Comparison): string {
	return `${JSON.stringify({ format: jsonFormat, comparison, statistics: statisticsOf(comparison) }, undefined, 2)}\n`;
}

export const jsonFormat = 'bedrock-profiles.comparison.1';

/** The table of a report. English, as the names of columns are: it is read by others than who made it. */
export function toMarkdown(comparison: Comparison): string {
	const { settings, targets } = comparison;
	const rows = statisticsOf(comparison).flatMap(({ modelId, name, sourceRegion, metrics, shares }) =>
		metrics.map(({ metric, summary }) => [
			markdownText(name),
			`\`${modelId.replaceAll('`', "'")}\``,
			sourceRegion,
			metricNames[metric],
			String(summary.count),
			...[summary.minimum, summary.median, summary.mean, summary.p90, summary.p99].map((value) => value.toFixed(0)),
			shares.map(({ count, region }) => `${region} ${count}`).join(', '),
		]),
	);
	const heading = [
		'Target',
		'Model ID',
		'Source region',
		'Metric (ms)',
		'Runs',
		'Minimum',
		'Median',
		'Mean',
		'p90',
		'p99',
		'Inference regions',
	];
	return [
		'# Latency comparison',
		'',
		`${new Date(comparison.startedAt).toISOString()}, ${targets.length} targets, ${settings.runs} runs each, ${settings.concurrency} at a time, ${settings.warmUp} warm-up runs, at most ${settings.maxTokens} tokens, seed ${settings.seed}.`,
		...(comparison.isSimulated ? ['', 'These requests went to a simulator: the figures say nothing of AWS.'] : []),
		'',
		markdownRow(heading),
		markdownRow(heading.map(() => '---')),
		...rows.map(markdownRow),
		'',
	].join('\n');
}

/** What is worked out for each target, in the order of the targets. */
function statisticsOf({ runs, targets }: Comparison) {
	return targets.map(({ modelId, name, sourceRegion, targetId }) => ({
		targetId,
		name,
		modelId,
		sourceRegion,
		metrics: (['timeToFirstToken', 'serviceLatency', 'totalLatency'] as const).flatMap((metric) => {
			const summary = summaryOf(runs, targetId, metric);
			return summary ? [{ metric, summary }] : [];
		}),
		shares: regionShares(runs, targetId),
	}));
}

/** @returns `undefined` when no counted run of the target has the value. */
function summaryOf(runs: readonly Run[], targetId: string, metric: Metric): Summary | undefined {
	return summarise(countedRuns(runs, targetId).flatMap((run) => run[metric] ?? []));
}

const metricNames: Readonly<Record<Metric, string>> = {
	timeToFirstToken: 'Time to first token',
	serviceLatency: 'latencyMs of the service',
	totalLatency: 'Total latency',
};

function markdownRow(cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |`;
}

/** Names can be anything: an account gives its own. */
function markdownText(text: string): string {
	return text.replace(/[\r\n]+/g, ' ').replace(/[\\|`*_[\]<>#]/g, (character) => `\\${character}`);
}
