import type { AnswerDetails } from '../protocol';
import type { PageContext } from './context';
import { element, folded, iconButton, textButton } from './element';
import { fill } from './format';

/** What happened on the way to an answer: a line of figures, and all of it when unfolded. */
export function answerDetails(details: AnswerDetails, messageId: string, context: PageContext): HTMLElement {
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
		[strings.tokensPerSecondLabel, format(tokensPerSecond(details), formats.rate)],
		[strings.costLabel, costText(details.cost, context)],
		[strings.attemptsLabel, format(moreThanOne(details.attempts), formats.count)],
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
			if (context.canTrace) {
				description.append(
					textButton('link-button', strings.whereDidItRun, () => {
						context.post({ type: 'whereDidItRun', messageId, index: 0 });
					}),
				);
			}
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
	const rate = tokensPerSecond(details);
	if (rate !== undefined) parts.push(fill(strings.summaryRate, formats.rate(rate)));
	if (details.cost) parts.push(fill(strings.summaryCost, formats.dollars(details.cost.dollars)));
	return parts.length > 0 ? parts.join(' · ') : strings.detailsLabel;
}

function format(value: number | undefined, formatter: (value: number) => string): string | undefined {
	return value === undefined ? undefined : formatter(value);
}

/** Without a cache in use, its two rows would only be noise. */
function unlessZero(value: number | undefined): number | undefined {
	return value === 0 ? undefined : value;
}

/** Of output, from the first token to the last; over all of the time where an API gives the whole at once. */
function tokensPerSecond(details: AnswerDetails): number | undefined {
	const { api, outputTokens, timeToFirstTokenMilliseconds = 0, totalLatencyMilliseconds } = details;
	if (!outputTokens || totalLatencyMilliseconds === undefined) return undefined;
	const streams = api === 'ConverseStream' || api === 'InvokeModelWithResponseStream';
	const milliseconds = streams ? totalLatencyMilliseconds - timeToFirstTokenMilliseconds : totalLatencyMilliseconds;
	// An answer of one piece, or of a few that came together, has no rate.
	return milliseconds >= (streams ? 100 : 1) ? (outputTokens * 1_000) / milliseconds : undefined;
}

function costText(cost: AnswerDetails['cost'], { strings, formats }: PageContext): string | undefined {
	if (!cost) return undefined;
	const sentences = { geographic: strings.costGeographic, global: strings.costGlobal, inRegion: strings.costInRegion };
	return fill(sentences[cost.basis], formats.dollars(cost.dollars), cost.asOf);
}

function moreThanOne(value: number | undefined): number | undefined {
	return value === 1 ? undefined : value;
}
