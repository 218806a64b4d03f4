import type { InvocationApi } from '../../bedrock/invocation';
import { parametersOf } from '../../bedrock/parameters';
import type { Turn } from '../answers/prompt';
import type { JsonObject } from '../json';
import { isObject } from '../json';
import { validationError } from '../serviceError';
import type { WorldModel } from '../world';

/** AWS's limit for one message, whose `content` this is. */
const mostImages = 20;
/** And for one request. */
const mostDocuments = 5;

/**
 * What the blocks of one message may be together.
 * @see API reference of bedrock-runtime, `Message`: 20 images at most, and a text beside documents
 * @throws ServiceError in AWS's words; those about images are the ones that users of Claude report.
 */
export function checkTogether(content: readonly unknown[]): void {
	const count = (kind: string): number => content.filter((block) => isObject(block) && isObject(block[kind])).length;
	const [images, documents] = [count('image'), count('document')];
	if (documents > 0 && !content.some((block) => isObject(block) && typeof block.text === 'string')) {
		throw validationError(
			'A text block must be included when using documents. Add a text block and retry your request.',
		);
	}
	if (images > mostImages) {
		throw modelError(`too many images and documents: ${images} + ${documents} > ${mostImages}`);
	}
}

/**
 * Of all messages together: a conversation sends the documents of its earlier turns again.
 * @throws ServiceError in AWS's words.
 */
export function checkDocuments(turns: readonly Turn[]): void {
	const documents = turns.flatMap(({ attachments }) => attachments).filter(({ kind }) => kind === 'document');
	if (documents.length > mostDocuments) {
		throw validationError(
			`You can't include more than ${mostDocuments} documents in a request. Reduce the number of documents and retry your request.`,
		);
	}
	if (new Set(documents.map(({ name }) => name)).size < documents.length) {
		throw validationError(
			"Messages can't contain duplicate document names. Rename the document and retry your request.",
		);
	}
}

/** @throws ServiceError for a model that takes one of the two, and is given both. */
export function checkSampling(temperature: unknown, topP: unknown, model: WorldModel, api: InvocationApi): void {
	if (!isGiven(temperature) || !isGiven(topP) || !parametersOf(model.modelId, api).temperatureOrTopP) return;
	throw modelError('`temperature` and `top_p` cannot both be specified for this model. Please use only one.');
}

/** The sampling that Converse passes on: its own, or what goes to the model as it is. */
export function checkConverseSampling(body: JsonObject, model: WorldModel): void {
	const config = isObject(body.inferenceConfig) ? body.inferenceConfig : {};
	const fields = isObject(body.additionalModelRequestFields) ? body.additionalModelRequestFields : {};
	checkSampling(config.temperature ?? fields.temperature, config.topP ?? fields.top_p, model, 'Converse');
}

const guardrailForm = /^([a-z0-9]+|arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:\d{12}:guardrail\/[a-z0-9]+)$/;

/**
 * The simulated account has no guardrails, so that whichever a request names does not exist.
 * @throws ServiceError in AWS's words.
 */
export function checkGuardrail(identifier: unknown): void {
	if (typeof identifier !== 'string' || identifier === '') return;
	throw validationError(
		guardrailForm.test(identifier)
			? 'The guardrail identifier or version provided in the request does not exist.'
			: 'The provided guardrail identifier is invalid.',
	);
}

function modelError(text: string): Error {
	return validationError(`The model returned the following errors: ${text}`);
}

function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null;
}
