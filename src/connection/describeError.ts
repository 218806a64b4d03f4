import type { ExplainedError } from '../bedrock/errors';
import { describeError } from '../bedrock/errorTexts';

/** What a failure means and what to do next, in the user's language. A connection's own failures say it themselves. */
export function describeFailure(error: ExplainedError, sourceRegion?: string): { title: string; advice: string } {
	if (error.name === 'ConnectionError') return { title: error.message, advice: '' };
	const { title, advice } = describeError(error, { sourceRegion });
	return { title, advice };
}
