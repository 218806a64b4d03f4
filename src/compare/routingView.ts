import * as vscode from 'vscode';
import type { ExplainedError } from '../bedrock/errors';
import type { PeriodQuery, PeriodRecords, TraceApi } from '../bedrock/tracing';
import type { NoticeView, RoutingView } from '../webview/compare/protocol';
import { summariseRouting } from './core/routing';
import type { TraceStep } from './tracer';
import { traceProblemText } from './traceTexts';

const hour = 3_600_000;
const mostHours = 24 * 14;

/** Reads the log of a period and sums it up. Never rejects: what stood in the way is in the notice. @param now since 1970. */
export async function readRouting(
	api: TraceApi,
	{ hours, modelId, sourceRegion }: Pick<RoutingView, 'sourceRegion' | 'modelId' | 'hours'>,
	now: number,
	signal: AbortSignal,
): Promise<RoutingView> {
	const head = { sourceRegion, modelId, hours, isReading: false, isCut: false };
	const failed = (step: TraceStep, error: ExplainedError): RoutingView => {
		const code = error.httpStatus === 403 || /denied/i.test(error.name) ? 'denied' : 'failed';
		return { ...head, notice: warning(traceProblemText({ code, step, sourceRegion, error })) };
	};
	const logging = await api.logging(sourceRegion, signal);
	if (!logging.ok) return failed('logging', logging.error);
	const from = now - Math.min(Math.max(1, hours), mostHours) * hour;
	const query: PeriodQuery = { sourceRegion, from, until: now, ...(modelId === '' ? {} : { modelId }) };
	const { bucket, logGroupName } = logging.value;
	if (logGroupName === undefined && !bucket) {
		const text = vscode.l10n.t(
			'Model invocation logging is off in {0}, so nothing is known of where requests ran over time.',
			sourceRegion,
		);
		return { ...head, notice: warning(text) };
	}
	let records: PeriodRecords | undefined;
	let failure: RoutingView | undefined;
	if (logGroupName !== undefined) {
		const read = await api.readLogGroup(logGroupName, query, signal);
		if (read.ok) records = read.value;
		else failure = failed('logGroup', read.error);
	}
	if (!records && bucket) {
		const read = await api.readBucket(bucket, query, signal);
		if (read.ok) records = read.value;
		else failure ??= failed('bucket', read.error);
	}
	if (!records) return failure ?? head;
	return { ...head, isCut: records.isCut, summary: summariseRouting(records.records, from, now) };
}

function warning(text: string): NoticeView {
	return { kind: 'warning', text, canExplain: true };
}
