import * as vscode from 'vscode';
import type { NoticeView, QuotaView } from '../webview/compare/protocol';
import type { CompareParts } from './compareParts';
import type { ComparisonTarget, Run } from './core/comparison';
import { quotaUses } from './core/quotaUse';
import { quotaSubject } from './targets';

/** The quotas of each target, with what the runs used of them. Each Region is asked once. Never rejects. */
export async function readQuotaViews(
	parts: Pick<CompareParts, 'catalogue' | 'tracing' | 'describeError'>,
	targets: readonly ComparisonTarget[],
	runs: readonly Run[],
	signal: AbortSignal,
): Promise<readonly QuotaView[]> {
	const catalogue = await parts.catalogue.current();
	const regions = [...new Set(targets.map(({ sourceRegion }) => sourceRegion))];
	const answers = new Map(
		await Promise.all(regions.map(async (region) => [region, await parts.tracing.quotas(region, signal)] as const)),
	);
	return targets.map((target): QuotaView => {
		const { name: targetName, sourceRegion, targetId } = target;
		const answer = answers.get(sourceRegion);
		if (!answer?.ok) return { targetName, sourceRegion, quotas: [], notice: noticeFor(sourceRegion, answer?.error) };
		const own = runs.filter((run) => run.targetId === targetId && run.outcome !== 'failed');
		return { targetName, sourceRegion, quotas: quotaUses(answer.value, quotaSubject(catalogue, target), own) };
	});

	function noticeFor(region: string, error: Parameters<CompareParts['describeError']>[0] | undefined): NoticeView {
		const isDenied = error !== undefined && (error.httpStatus === 403 || /denied/i.test(error.name));
		const text = isDenied
			? vscode.l10n.t(
					'Your credentials may not call {0} in {1}.',
					error.facts?.action ?? 'servicequotas:ListServiceQuotas',
					region,
				)
			: vscode.l10n.t('The quotas in {0} could not be read: {1}', region, error?.message ?? '');
		return { kind: 'warning', text, canExplain: isDenied };
	}
}
