import type { AnswerDetails, ChatStrings, Failure, Outcome } from '../protocol';
import { fill, type NumberFormats } from './format';
import type { IconName } from './icons';

/** How an end is shown: in words, with a picture, and in one of four kinds of colour. */
export interface OutcomeView {
	readonly kind: 'complete' | 'stopped' | 'truncated' | 'failed';
	readonly icon: IconName;
	readonly sentence: string;
}

export function outcomeView(
	outcome: Outcome,
	strings: ChatStrings,
	formats: NumberFormats,
	facts: { readonly failure?: Failure; readonly details?: AnswerDetails },
	/** Nothing is to be seen of the answer. */
	isEmpty: boolean,
): OutcomeView {
	const { details, failure } = facts;
	switch (outcome) {
		case 'complete':
			return { kind: 'complete', icon: 'check', sentence: isEmpty ? strings.outcomeEmpty : strings.outcomeComplete };
		case 'stopped':
			return { kind: 'stopped', icon: 'circleSlash', sentence: strings.outcomeStopped };
		case 'interrupted':
			return { kind: 'stopped', icon: 'circleSlash', sentence: strings.outcomeInterrupted };
		case 'filtered':
			return truncated(fill(strings.outcomeFiltered, details?.stopReason ?? '?'));
		case 'limit':
			return truncated(fill(strings.outcomeLimit, limitOf(details, formats)));
		case 'contextWindow':
			return truncated(strings.outcomeContextWindow);
		case 'brokenOff':
			return truncated(strings.outcomeBrokenOff);
		case 'failed':
			return { kind: 'failed', icon: 'error', sentence: failure?.title ?? strings.outcomeFailed };
	}
}

function truncated(sentence: string): OutcomeView {
	return { kind: 'truncated', icon: 'info', sentence };
}

function limitOf(details: AnswerDetails | undefined, formats: NumberFormats): string {
	const limit = details?.maxTokens ?? details?.outputTokens;
	return limit === undefined ? '?' : formats.count(limit);
}
