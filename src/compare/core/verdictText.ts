import * as l10n from '@vscode/l10n';
import type { Difference } from './statistics';

/** Names and numbers as the user's language writes them. */
export interface VerdictWords {
	readonly first: string;
	readonly second: string;
	readonly duration: (milliseconds: number) => string;
	readonly percent: (share: number) => string;
	/** A duration with its sign. */
	readonly signed: (milliseconds: number) => string;
}

/** Says in one or two sentences whether the second target differs from the first. */
export function verdictText(difference: Difference, words: VerdictWords): string {
	const { high, low, mean, pairs, relative, verdict } = difference;
	const { first, second } = words;
	if (verdict === 'tooFew') {
		return l10n.t(
			'{0} pairs of runs are too few to tell {1} from {2}. Five are the least; ten or more say more.',
			pairs,
			second,
			first,
		);
	}
	const interval = l10n.t('95% confidence: {0} to {1}.', words.signed(low), words.signed(high));
	if (verdict === 'noise') {
		return `${l10n.t('No difference between {0} and {1} that is more than noise.', second, first)} ${interval}`;
	}
	const by = words.duration(Math.abs(mean));
	const share = words.percent(Math.abs(relative));
	const sentence =
		verdict === 'small'
			? mean > 0
				? l10n.t(
						'{0} was a little slower than {1}: by {2} on average ({3}), which is more than noise.',
						second,
						first,
						by,
						share,
					)
				: l10n.t(
						'{0} was a little faster than {1}: by {2} on average ({3}), which is more than noise.',
						second,
						first,
						by,
						share,
					)
			: mean > 0
				? l10n.t(
						'{0} was slower than {1}: by {2} on average ({3}), which is clearly more than noise.',
						second,
						first,
						by,
						share,
					)
				: l10n.t(
						'{0} was faster than {1}: by {2} on average ({3}), which is clearly more than noise.',
						second,
						first,
						by,
						share,
					);
	return `${sentence} ${interval}`;
}
