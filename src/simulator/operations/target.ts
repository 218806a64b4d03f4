import type { BedrockArn } from '../../bedrock/arn';
import { formatBedrockArn, parseBedrockArn, partitionOf } from '../../bedrock/arn';
import { notFound, validationError } from '../serviceError';
import type { WorldModel, WorldProfile } from '../world';
import { profilesIn } from '../world';
import { findApplicationProfile, findProfile } from './findProfile';
import type { OperationInput } from './operation';

/** What a runtime request names, found in the world. */
export interface Target {
	/** As the request has it: an ID or an ARN. */
	readonly requestedId: string;
	readonly model: WorldModel;
	/** The profile that the request goes through, where it names one. */
	readonly profile?: {
		readonly arn: string;
		/** Where inference may run. */
		readonly destinations: readonly string[] | 'everywhere';
		/** An application profile of a model stays in its Region. */
		readonly isRouted: boolean;
	};
}

/**
 * Finds the model behind a `modelId`.
 * @param purpose tokens are counted by model ID also where only profiles run the model
 * @throws ServiceError in AWS's words: invalid identifier, no on-demand in the Region, past its end of life.
 */
export function resolveTarget(input: OperationInput, purpose: 'run' | 'count' = 'run'): Target {
	const [requestedId = ''] = input.parameters;
	const arn = parseBedrockArn(requestedId);
	const { model, profile } = arn ? byArn(arn, requestedId, input, purpose) : byId(requestedId, input, purpose);
	if (!model?.onRuntime) throw invalidIdentifier();
	input.call.modelId = requestedId;
	return { requestedId, model, profile };
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

interface Found {
	readonly model: WorldModel | undefined;
	/** Where it may run; left out: the source Region alone, by model ID. */
	readonly profile?: Target['profile'];
}

const nothing: Found = { model: undefined };

function byId(id: string, input: OperationInput, purpose: 'run' | 'count' = 'run'): Found {
	const { region, world } = input;
	const profile = findProfile(id, input);
	if (profile) return throughProfile(profile, input);
	const retiredModel = world.retiredProfiles.get(id);
	if (retiredModel !== undefined) {
		// A profile can go before its model does; then its ID means nothing any more.
		const model = world.models.get(retiredModel);
		return model?.lifecycle === 'EOL' ? { model: alive(model) } : nothing;
	}
	const model = alive(world.models.get(id));
	if (!model || model.onDemandRegions.includes(region)) return { model };
	if (profilesIn(world, region).some((candidate) => candidate.modelId === id)) {
		if (purpose === 'count') return { model };
		throw validationError(world.noOnDemandMessage(id));
	}
	return nothing;
}

function byArn(arn: BedrockArn, text: string, input: OperationInput, purpose: 'run' | 'count'): Found {
	switch (arn.resourceType) {
		case 'foundation-model':
			return arn.region === input.region && arn.account === '' && input.world.models.has(arn.resourceId)
				? byId(arn.resourceId, input, purpose)
				: nothing;
		case 'inference-profile': {
			const isHere = arn.region === input.region && arn.account === input.account.id;
			const profile = findProfile(text, input);
			if (profile) return throughProfile(profile, input);
			return isHere && input.world.retiredProfiles.has(arn.resourceId) ? byId(arn.resourceId, input) : nothing;
		}
		case 'application-inference-profile': {
			const profile = findApplicationProfile(text, input);
			if (!profile) throw notFound(`Could not find the inference profile ${text}.`);
			const model = alive(input.world.models.get(profile.modelId));
			return { model, profile: { arn: text, destinations: profile.destinations, isRouted: profile.isRouted } };
		}
		default:
			throw notFound('Could not resolve the foundation model from the provided model identifier.');
	}
}

function throughProfile(profile: WorldProfile, input: OperationInput): Found {
	const arn = formatBedrockArn({
		partition: partitionOf(input.region),
		region: input.region,
		account: input.account.id,
		resourceType: 'inference-profile',
		resourceId: profile.profileId,
	});
	const destinations = profile.destinationsBySource.get(input.region) ?? [];
	return { model: alive(input.world.models.get(profile.modelId)), profile: { arn, destinations, isRouted: true } };
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
