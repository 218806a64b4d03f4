import type { JsonObject } from '../json';
import { asString, parseObject } from '../json';
import { constraintError, notFound, serializationError, validationError } from '../serviceError';
import { jsonAnswer } from '../wire/reply';
import type { WorldModel } from '../world';
import type { Operation, OperationInput } from './operation';
import { makeToken, readToken } from './pageToken';

export const getUseCaseForModelAccess: Operation = {
	name: 'GetUseCaseForModelAccess',
	method: 'GET',
	pattern: ['use-case-for-model-access'],
	run({ account }) {
		const form = account.modelAccess.useCaseForm;
		if (!form) throw notFound('No use case for model access has been submitted for this account.');
		return jsonAnswer({ formData: form.toString('base64') });
	},
};

export const putUseCaseForModelAccess: Operation = {
	name: 'PutUseCaseForModelAccess',
	method: 'POST',
	pattern: ['use-case-for-model-access'],
	run(input) {
		const text = asString(readBody(input).formData);
		if (text === undefined) throw constraintError('null', 'formData', 'Member must not be null');
		const form = Buffer.from(text, 'base64');
		if (form.length < leastFormBytes || form.length > mostFormBytes) {
			throw validationError(
				`1 validation error detected: Value at 'formData' failed to satisfy constraint: Member must have length from ${leastFormBytes} to ${mostFormBytes}`,
			);
		}
		input.account.modelAccess.useCaseForm = form;
		return jsonAnswer({}, 201);
	},
};

export const listFoundationModelAgreementOffers: Operation = {
	name: 'ListFoundationModelAgreementOffers',
	method: 'GET',
	pattern: ['list-foundation-model-agreement-offers', undefined],
	run(input) {
		const [modelId = ''] = input.parameters;
		const model = findModel(modelId, input);
		const type = input.query.get('offerType');
		if (type !== null && type !== 'ALL' && type !== 'PUBLIC') {
			throw constraintError(`'${type}'`, 'offerType', 'Member must satisfy enum value set: [ALL, PUBLIC]');
		}
		return jsonAnswer({ modelId, offers: hasAgreement(model) ? [offer(modelId, input)] : [] });
	},
};

export const createFoundationModelAgreement: Operation = {
	name: 'CreateFoundationModelAgreement',
	method: 'POST',
	pattern: ['create-foundation-model-agreement'],
	run(input) {
		const body = readBody(input);
		const model = findModel(required(body, 'modelId'), input);
		const token = required(body, 'offerToken');
		try {
			readToken(token, offerScope(model.modelId), input.engine.runSecret);
		} catch {
			throw validationError('The provided offerToken is invalid.');
		}
		input.account.modelAccess.grant(model.modelId);
		return jsonAnswer({ modelId: model.modelId }, 202);
	},
};

export const deleteFoundationModelAgreement: Operation = {
	name: 'DeleteFoundationModelAgreement',
	method: 'POST',
	pattern: ['delete-foundation-model-agreement'],
	run(input) {
		const model = findModel(required(readBody(input), 'modelId'), input);
		if (!hasAgreement(model)) throw validationError(`The model ${model.modelId} has no agreement.`);
		input.account.modelAccess.revoke(model.modelId);
		return jsonAnswer({}, 202);
	},
};

/** Bytes of the form, by the service model. */
const leastFormBytes = 10;
const mostFormBytes = 16_384;

/** Amazon's own models need none. */
function hasAgreement(model: WorldModel): boolean {
	return !model.modelId.startsWith('amazon.');
}

function offer(modelId: string, { engine }: OperationInput): JsonObject {
	return {
		offerId: `offer-${Buffer.from(modelId).toString('hex').slice(0, 13).padEnd(13, '0')}`,
		offerToken: makeToken(0, offerScope(modelId), engine.runSecret),
		termDetails: {
			// The simulator sells nothing: no price is made up.
			usageBasedPricingTerm: { rateCard: [] },
			legalTerm: { url: 'https://aws.amazon.com/legal/bedrock/third-party-models/' },
			supportTerm: { refundPolicyDescription: 'The simulator charges nothing.' },
		},
	};
}

function offerScope(modelId: string): string {
	return `offer/${modelId}`;
}

function findModel(modelId: string, { world }: OperationInput): WorldModel {
	const model = world.models.get(modelId);
	if (!model?.onRuntime || model.lifecycle === 'EOL') throw notFound(`Could not find the model ${modelId}.`);
	return model;
}

function readBody({ request }: OperationInput): JsonObject {
	const body = parseObject(request.body);
	if (!body) throw serializationError('The request body is not a JSON object.');
	return body;
}

function required(body: JsonObject, name: string): string {
	const text = asString(body[name]);
	if (text === undefined) throw constraintError('null', name, 'Member must not be null');
	return text;
}
