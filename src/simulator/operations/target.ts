import type { BedrockArn } from '../../bedrock/arn';
import { parseBedrockArn } from '../../bedrock/arn';
import { notFound, validationError } from '../serviceError';
import type { WorldModel } from '../world';
import { profilesIn } from '../world';
import { findProfile } from './inferenceProfiles';
import type { OperationInput } from './operation';

/** What a runtime request names, found in the world. */
export interface Target {
	/** As the request has it: an ID or an ARN. */
	readonly requestedId: string;
	readonly model: WorldModel;
}

/**
 * Finds the model behind a `modelId`.
 * @throws ServiceError in AWS's words: invalid identifier, no on-demand in the Region, past its end of life.
 */
export function resolveTarget(input: OperationInput): Target {
	const [requestedId = ''] = input.parameters;
	const arn = parseBedrockArn(requestedId);
	const model = arn ? modelByArn(arn, requestedId, input) : modelById(requestedId, input);
	if (!model?.onRuntime) throw invalidIdentifier();
	return { requestedId, model };
}

/** @throws ServiceError if the model gives no text, or (where asked for) no stream. */
export function requireChat(model: WorldModel, isStream: boolean): void {
	if (!model.inputModalities.includes('TEXT') || !model.outputModalities.includes('TEXT')) {
		throw validationError(
			"This action doesn't support the model that you provided. Try again with a supported text or chat model.",
		);
	}
	if (isStream) requireStreaming(model);
}

export function requireStreaming(model: WorldModel): void {
	if (!model.streaming) throw validationError('The model is unsupported for streaming.');
}

function modelById(id: string, input: OperationInput): WorldModel | undefined {
	const { region, world } = input;
	const profile = findProfile(id, input);
	if (profile) return alive(world.models.get(profile.modelId));
	const retiredModel = world.retiredProfiles.get(id);
	if (retiredModel !== undefined) {
		// A profile can go before its model does; then its ID means nothing any more.
		const model = world.models.get(retiredModel);
		return model?.lifecycle === 'EOL' ? alive(model) : undefined;
	}
	const model = alive(world.models.get(id));
	if (!model || model.onDemandRegions.includes(region)) return model;
	if (profilesIn(world, region).some((candidate) => candidate.modelId === id)) {
		throw validationError(world.noOnDemandMessage(id));
	}
	return undefined;
}

function modelByArn(arn: BedrockArn, text: string, input: OperationInput): WorldModel | undefined {
	switch (arn.resourceType) {
		case 'foundation-model':
			return arn.region === input.region && arn.account === '' ? onlyModel(arn.resourceId, input) : undefined;
		case 'inference-profile':
			return profileByArn(arn, text, input);
		case 'application-inference-profile':
			throw notFound(`Could not find the inference profile ${text}.`);
		default:
			throw notFound('Could not resolve the foundation model from the provided model identifier.');
	}
}

function onlyModel(modelId: string, input: OperationInput): WorldModel | undefined {
	return input.world.models.has(modelId) ? modelById(modelId, input) : undefined;
}

function profileByArn(arn: BedrockArn, text: string, input: OperationInput): WorldModel | undefined {
	const isHere = arn.region === input.region && arn.account === input.accountId;
	const profile = findProfile(text, input);
	if (profile) return alive(input.world.models.get(profile.modelId));
	return isHere && input.world.retiredProfiles.has(arn.resourceId) ? modelById(arn.resourceId, input) : undefined;
}

function alive(model: WorldModel | undefined): WorldModel | undefined {
	if (model?.lifecycle !== 'EOL') return model;
	throw notFound(
		'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
	);
}

function invalidIdentifier(): Error {
	return validationError('The provided model identifier is invalid.');
}
