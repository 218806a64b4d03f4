import type { ExplainedError } from '../bedrock/errors';
import type { Failure } from '../webview/chat/protocol';
import type { ChatParts, TargetDescription } from './chatParts';
import { remedyOffers } from './remedyOffers';
import type { RequestPlan } from './session';

/**
 * @param plan absent when the failure came before it.
 * @param described of the target that the request went to.
 */
export function failureView(
	error: ExplainedError,
	plan: RequestPlan | undefined,
	retries: number,
	described: TargetDescription | undefined,
	parts: ChatParts,
): Failure {
	const { modelId, sourceRegion } = plan?.target ?? {};
	const api = plan?.options.api;
	const couldStream = (api === 'Converse' || api === 'InvokeModel') && described?.streaming !== false;
	const told = couldStream ? { ...error, facts: { ...error.facts, couldStream } } : error;
	const { title, advice, remedies } = parts.describeError(told, sourceRegion, modelId);
	return {
		title,
		advice,
		message: error.message,
		name: error.name,
		...(error.httpStatus !== undefined && { httpStatus: error.httpStatus }),
		remedies: remedyOffers(remedies, {
			alternatives: described?.alternatives ?? [],
			successor: described?.successor,
			maxTokens: plan?.options.maxTokens,
			retries,
			random: Math.random,
		}),
	};
}
