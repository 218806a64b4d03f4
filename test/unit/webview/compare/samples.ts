import * as l10n from '@vscode/l10n';
import { readFileSync } from 'node:fs';
import type { Run } from '../../../../src/compare/core/comparison';
import { randomFrom } from '../../../../src/compare/core/random';
import { pageStrings } from '../../../../src/compare/pageStrings';
import type { ResultView, State, ToPage } from '../../../../src/webview/compare/protocol';

export function state(change: Partial<State> = {}): State {
	return {
		type: 'state',
		language: 'en',
		strings: pageStrings(),
		tab: 'compare',
		form: {
			prompt: 'Explain what a region is.',
			runs: 10,
			concurrency: 1,
			warmUp: 1,
			maxTokens: 128,
			targets: [
				{
					targetId: 'a',
					name: 'Nova Lite',
					modelId: 'amazon.nova-lite-v1:0',
					sourceRegion: 'us-east-1',
					sourceRegions: ['us-east-1', 'us-west-2'],
					destinationRegions: ['us-east-1'],
				},
				{
					targetId: 'b',
					name: 'US Nova Lite',
					modelId: 'us.amazon.nova-lite-v1:0',
					sourceRegion: 'us-east-1',
					sourceRegions: ['us-east-1', 'us-east-2', 'us-west-2'],
					destinationRegions: ['us-east-1', 'us-east-2', 'us-west-2'],
					regionSet: 'us',
				},
			],
		},
		saved: [],
		regions: ['eu-west-1', 'us-east-1'],
		sourceRegion: 'us-east-1',
		...change,
	};
}

/** The same in Japanese, as the host would send it. */
export function japanese(): State {
	l10n.config({
		contents: JSON.parse(readFileSync('l10n/bundle.l10n.ja.json', 'utf8')) as Record<string, string>,
	});
	const made = state({ language: 'ja' });
	l10n.config({ contents: {} });
	return made;
}

export function sampleRuns(count: number): readonly Run[] {
	const random = randomFrom(5);
	const regions = ['us-east-1', 'us-east-2', 'us-west-2'];
	return Array.from({ length: count }, (_, index): Run => {
		const targetId = index % 2 === 0 ? 'a' : 'b';
		const region = targetId === 'a' ? 'us-east-1' : (regions[Math.floor(random() * 3)] ?? '');
		const first = 200 + 300 * random() + (region === 'us-west-2' ? 120 : 0);
		return {
			index,
			round: Math.floor(index / 2),
			targetId,
			isWarmUp: index < 2,
			startedAt: 1_790_000_000_000 + index * 900,
			outcome: 'truncated',
			timeToFirstToken: first,
			serviceLatency: first + 700,
			totalLatency: first + 750 + 200 * random(),
			inputTokens: 14,
			outputTokens: 128,
			requestId: `0f1d2c3b-4a59-4687-9786-${String(index).padStart(12, '0')}`,
			throttles: index === 4 ? 2 : 0,
			throttledFor: index === 4 ? 3_100 : 0,
			place: index % 11 === 10 ? { kind: 'unknown' } : { kind: 'found', region, evidence: 'logGroup' },
		};
	});
}

export function result(runs: readonly Run[], change: Partial<ResultView> = {}): ToPage {
	return {
		type: 'result',
		result: {
			comparisonId: 'c1',
			title: 'Nova Lite, US Nova Lite · 11/22/26, 1:05 PM',
			isSimulated: true,
			isRunning: false,
			endText: 'Finished.',
			planned: runs.length,
			targets: state().form.targets,
			runs,
			verdicts: ['Total latency: no difference that is more than noise.'],
			...change,
		},
	};
}

export const routing: ToPage = {
	type: 'routing',
	sourceRegion: 'us-east-1',
	modelId: 'us.amazon.nova-lite-v1:0',
	hours: 24,
	isReading: false,
	isCut: true,
	summary: {
		from: 1_790_000_000_000,
		until: 1_790_086_400_000,
		slotLength: 3_600_000,
		regions: [
			{
				region: 'us-east-1',
				requests: 300,
				share: 0.6,
				inputTokens: 4_000,
				outputTokens: 9_000,
				medianLatency: 800,
				p90Latency: 1_400,
			},
			{
				region: 'us-west-2',
				requests: 150,
				share: 0.3,
				inputTokens: 2_000,
				outputTokens: 4_000,
				medianLatency: 900,
				p90Latency: 1_500,
			},
			{ region: 'us-east-2', requests: 50, share: 0.1, inputTokens: 700, outputTokens: 1_300 },
		],
		slots: Array.from({ length: 24 }, (_, index) => ({
			from: 1_790_000_000_000 + index * 3_600_000,
			requests: [10 + (index % 7) * 2, 4 + (index % 5), index % 4],
			throttles: index % 9 === 0 ? 3 : 0,
		})),
		routes: [
			{ sourceRegion: 'us-east-1', region: 'us-east-1', requests: 300 },
			{ sourceRegion: 'us-east-1', region: 'us-west-2', requests: 150 },
			{ sourceRegion: 'us-east-1', region: 'us-east-2', requests: 50 },
		],
		requests: 500,
		throttles: 9,
		failures: 2,
	},
};
