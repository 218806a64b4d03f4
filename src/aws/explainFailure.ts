import { explainError, localError, type ErrorSituation, type ExplainedError } from '../bedrock/errors';
import { ForeignAnswerError } from './foreignAnswer';
import { toRawError } from './rawError';

/** What was thrown, explained. @param duringAnswer the service had begun to answer. */
export function explainFailure(error: unknown, situation: ErrorSituation = {}, duringAnswer = false): ExplainedError {
	if (error instanceof ForeignAnswerError) {
		return localError('proxyAnswered', error.message, {
			httpStatus: error.httpStatus,
			facts: error.contentType === '' ? {} : { contentType: error.contentType },
		});
	}
	return explainError({ ...toRawError(error), duringAnswer }, situation);
}
