import { inputTokens } from '../answers/prompt';
import type { JsonObject } from '../json';
import { asString, isObject, parseObject } from '../json';
import { nativeFormatOf } from '../native/nativeFormats';
import { serializationError, validationError } from '../serviceError';
import { jsonAnswer } from '../wire/reply';
import type { WorldModel } from '../world';
import { readConverseRequest } from './converseRequest';
import { invocationNeeds } from './needs';
import type { Operation } from './operation';
import { requireAccess } from './requireAccess';
import { requireChat, resolveTarget } from './target';

export const countTokens: Operation = {
	name: 'CountTokens',
	method: 'POST',
	pattern: ['model', undefined, 'count-tokens'],
	needs: invocationNeeds('bedrock:CountTokens'),
	run(input) {
		const body = parseObject(input.request.body);
		if (!body) throw serializationError('The request body is not a JSON object.');
		const { model } = resolveTarget(input, 'count');
		requireAccess(input, model.modelId);
		requireChat(model, false);
		if (!isObject(body.input)) {
			throw validationError(
				"1 validation error detected: Value null at 'input' failed to satisfy constraint: Member must not be null",
			);
		}
		return jsonAnswer({ inputTokens: count(body.input, model) });
	},
};

function count(input: JsonObject, model: WorldModel): number {
	if (isObject(input.converse)) return inputTokens(readConverseRequest(input.converse, model).prompt);
	const encoded = isObject(input.invokeModel) ? asString(input.invokeModel.body) : undefined;
	if (encoded === undefined) {
		throw validationError(
			'The CountTokensInput object at input must set one of the following keys: invokeModel, converse.',
		);
	}
	const body = parseObject(Buffer.from(encoded, 'base64'));
	const format = body && nativeFormatOf(model.modelId, body);
	if (!body || !format) throw validationError('Malformed input request, please reformat your input and try again.');
	return inputTokens(format.read(body, model).prompt);
}
