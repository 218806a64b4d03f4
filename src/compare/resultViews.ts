import * as vscode from 'vscode';
import type { ResultView } from '../webview/compare/protocol';
import type { SavedComparison } from './comparisonStore';
import type { Comparison, ComparisonTarget, Run } from './core/comparison';
import { planRuns } from './core/plan';
import { difference } from './core/statistics';
import { verdictText } from './core/verdictText';

/** @param other a comparison laid beside it: its targets stand after the others, under its date. */
export function resultView(comparison: Comparison, isRunning: boolean, other?: Comparison): ResultView {
	const beside = other && besideOf(other);
	return {
		comparisonId: comparison.comparisonId,
		title: savedTitle({ ...comparison, targetNames: comparison.targets.map(({ name }) => name) }),
		isSimulated: comparison.isSimulated,
		isRunning,
		endText: describeEnd(comparison, isRunning),
		planned: planRuns(comparison.targets, comparison.settings).length,
		targets: [...comparison.targets, ...(beside?.targets ?? [])],
		runs: [...comparison.runs, ...(beside?.runs ?? [])],
		verdicts: isRunning ? [] : verdictsOf(comparison),
		...(other ? { otherId: other.comparisonId } : {}),
	};
}

/** How a comparison ended; empty while it runs. */
export function describeEnd({ end, runs, settings, targets }: Comparison, isRunning: boolean): string {
	if (isRunning) return '';
	const planned = planRuns(targets, settings).length;
	switch (end) {
		case 'stopped':
			return vscode.l10n.t('Stopped after {0} of {1} requests; what was done is kept.', runs.length, planned);
		case 'interrupted':
			return vscode.l10n.t('Interrupted after {0} of {1} requests; what was done is kept.', runs.length, planned);
		default:
			return vscode.l10n.t('Finished: {0} requests.', runs.length);
	}
}

/** `Claude Haiku 4.5, US Claude Haiku 4.5 · 11/22/26, 1:05 PM` */
export function savedTitle({ startedAt, targetNames }: Omit<SavedComparison, 'comparisonId'>): string {
	return `${targetNames.join(', ')} · ${dateTime(startedAt)}`;
}

/** Each target against the first, in two measures. */
function verdictsOf({ runs, settings, targets }: Comparison): readonly string[] {
	const [first, ...others] = targets;
	if (!first) return [];
	const durations = new Intl.NumberFormat(vscode.env.language, {
		style: 'unit',
		unit: 'millisecond',
		unitDisplay: 'short',
		maximumFractionDigits: 0,
	});
	const signed = new Intl.NumberFormat(vscode.env.language, {
		style: 'unit',
		unit: 'millisecond',
		unitDisplay: 'short',
		maximumFractionDigits: 0,
		signDisplay: 'exceptZero',
	});
	const percents = new Intl.NumberFormat(vscode.env.language, { style: 'percent', maximumFractionDigits: 1 });
	const measures = [
		{ metric: 'timeToFirstToken', name: vscode.l10n.t('Time to first token') },
		{ metric: 'totalLatency', name: vscode.l10n.t('Total latency') },
	] as const;
	return others.flatMap((other) =>
		measures.flatMap(({ metric, name }) => {
			const found = difference(runs, first.targetId, other.targetId, metric, settings.seed);
			if (!found) return [];
			const text = verdictText(found, {
				first: targetWords(first),
				second: targetWords(other),
				duration: (value) => durations.format(value),
				signed: (value) => signed.format(value),
				percent: (value) => percents.format(value),
			});
			return [vscode.l10n.t('{0}: {1}', name, text)];
		}),
	);
}

function targetWords({ modelId, name, sourceRegion }: ComparisonTarget): string {
	return vscode.l10n.t('{0} ({1} from {2})', name, modelId, sourceRegion);
}

function besideOf(other: Comparison): { readonly targets: readonly ComparisonTarget[]; readonly runs: readonly Run[] } {
	const rename = (targetId: string) => `beside-${targetId}`;
	return {
		targets: other.targets.map((target) => ({
			...target,
			targetId: rename(target.targetId),
			name: `${target.name} (${dateTime(other.startedAt)})`,
		})),
		runs: other.runs.map((run) => ({ ...run, targetId: rename(run.targetId) })),
	};
}

function dateTime(time: number): string {
	return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'short', timeStyle: 'short' }).format(time);
}
