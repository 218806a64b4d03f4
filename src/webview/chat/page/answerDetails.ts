import type { AnswerDetails } from '../protocol';
import type { PageContext } from './context';
import { element, folded, iconButton } from './element';
import { fill } from './format';

/** What happened on the way to an answer: a line of figures, and all of it when unfolded. */
export function answerDetails(details: AnswerDetails, context: PageContext): HTMLElement {
	const { strings, formats } = context;
	const rows: readonly (readonly [label: string, value: string | undefined])[] = [
		[strings.apiLabel, details.api],
		[strings.sourceRegionLabel, details.sourceRegion],
		[strings.profileLabel, details.modelId],
		[strings.tokensInLabel, format(details.inputTokens, formats.count)],
		[strings.tokensOutLabel, format(details.outputTokens, formats.count)],
		[strings.cacheReadLabel, format(unlessZero(details.cacheReadTokens), formats.count)],
		[strings.cacheWriteLabel, format(unlessZero(details.cacheWriteTokens), formats.count)],
		[strings.timeToFirstTokenLabel, format(details.timeToFirstTokenMilliseconds, formats.duration)],
		[strings.totalLatencyLabel, format(details.totalLatencyMilliseconds, formats.duration)],
		[strings.serviceLatencyLabel, format(details.serviceLatencyMilliseconds, formats.duration)],
		[strings.stopReasonLabel, details.stopReason],
		[strings.requestIdLabel, details.requestId],
	];
	const table = element('dl', 'detail-list');
	for (const [label, value] of rows) {
		if (value === undefined || value === '') continue;
		const description = element('dd', '', element('bdi', '', value));
		if (label === strings.requestIdLabel) {
			description.append(
				iconButton('copy', strings.copyRequestId, () => {
					context.post({ type: 'copyText', text: value });
					context.announce(strings.copied);
				}),
			);
		}
		table.append(element('dt', '', label), description);
	}
	return folded('answer-details', summary(details, context), table);
}

/** The figures that one looks at after each answer. */
function summary(details: AnswerDetails, { strings, formats }: PageContext): string {
	const { inputTokens, outputTokens, timeToFirstTokenMilliseconds, totalLatencyMilliseconds } = details;
	const parts: string[] = [];
	if (inputTokens !== undefined && outputTokens !== undefined) {
		parts.push(fill(strings.summaryTokens, formats.count(inputTokens), formats.count(outputTokens)));
	}
	if (timeToFirstTokenMilliseconds !== undefined) {
		parts.push(fill(strings.summaryFirstToken, formats.duration(timeToFirstTokenMilliseconds)));
	}
	if (totalLatencyMilliseconds !== undefined) {
		parts.push(fill(strings.summaryTotal, formats.duration(totalLatencyMilliseconds)));
	}
	return parts.length > 0 ? parts.join(' · ') : strings.detailsLabel;
}

function format(value: number | undefined, formatter: (value: number) => string): string | undefined {
	return value === undefined ? undefined : formatter(value);
}

/** Without a cache in use, its two rows would only be noise. */
function unlessZero(value: number | undefined): number | undefined {
	return value === 0 ? undefined : value;
}
