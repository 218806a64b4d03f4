import { parseBedrockArn } from '../../bedrock/arn';
import type { AccessState } from '../account/modelAccess';
import type { JsonObject } from '../json';
import { constraintError, notFound, validationError } from '../serviceError';
import type { World, WorldModel } from '../world';
import { modelsIn, profilesIn } from '../world';
import { jsonAnswer } from '../wire/reply';
import { foundationModelArn } from './findProfile';
import type { Operation } from './operation';

export const listFoundationModels: Operation = {
	name: 'ListFoundationModels',
	method: 'GET',
	pattern: ['foundation-models'],
	run({ query, region, world }) {
		const provider = query.get('byProvider')?.toLowerCase();
		if (provider !== undefined && !/^[a-z0-9- ]{1,63}$/.test(provider)) {
			throw constraintError(
				`'${provider}'`,
				'byProvider',
				'Member must satisfy regular expression pattern: [A-Za-z0-9- ]{1,63}',
			);
		}
		const customization = oneOf(query, 'byCustomizationType', [
			'FINE_TUNING',
			'CONTINUED_PRE_TRAINING',
			'DISTILLATION',
		]);
		const modality = oneOf(query, 'byOutputModality', ['TEXT', 'IMAGE', 'EMBEDDING']);
		const inferenceType = oneOf(query, 'byInferenceType', ['ON_DEMAND', 'PROVISIONED', 'INFERENCE_PROFILE']);
		const modelSummaries = modelsIn(world, region)
			.filter((model) => !provider || model.provider.toLowerCase() === provider)
			.filter((model) => !customization || model.customizations.includes(customization))
			.filter((model) => !modality || model.outputModalities.includes(modality))
			.filter((model) => !inferenceType || inferenceTypes(model, world, region).includes(inferenceType))
			.map((model) => describe(model, world, region));
		return jsonAnswer({ modelSummaries });
	},
};

export const getFoundationModel: Operation = {
	name: 'GetFoundationModel',
	method: 'GET',
	pattern: ['foundation-models', undefined],
	needs: ({ parameters: [identifier = ''], region }) => [
		{
			action: 'bedrock:GetFoundationModel',
			resource: parseBedrockArn(identifier) ? identifier : foundationModelArn(region, identifier),
		},
	],
	run({ parameters, region, world }) {
		const [identifier = ''] = parameters;
		const arn = parseBedrockArn(identifier);
		const modelId = arn?.resourceType === 'foundation-model' && arn.region === region ? arn.resourceId : identifier;
		const model = modelsIn(world, region).find((candidate) => candidate.modelId === modelId);
		if (!model) throw validationError('The provided model identifier is invalid.');
		return jsonAnswer({ modelDetails: describe(model, world, region) });
	},
};

export const getFoundationModelAvailability: Operation = {
	name: 'GetFoundationModelAvailability',
	method: 'GET',
	pattern: ['foundation-model-availability', undefined],
	run({ account, parameters, region, world }) {
		const [modelId = ''] = parameters;
		const model = world.models.get(modelId);
		if (!model?.onRuntime || model.lifecycle === 'EOL') throw notFound(`Could not find the model ${modelId}.`);
		return jsonAnswer({
			modelId,
			...availability(account.modelAccess.stateOf(modelId)),
			regionAvailability: model.regions.includes(region) ? 'AVAILABLE' : 'NOT_AVAILABLE',
		});
	},
};

/** What `GetFoundationModelAvailability` says of the account's side. */
function availability(state: AccessState): JsonObject {
	const isGranted = state === 'granted';
	const agreement =
		isGranted || state === 'useCaseMissing' ? 'AVAILABLE' : state === 'pending' ? 'PENDING' : 'NOT_AVAILABLE';
	return {
		agreementAvailability: { status: agreement },
		authorizationStatus: state === 'useCaseMissing' ? 'NOT_AUTHORIZED' : 'AUTHORIZED',
		entitlementAvailability: isGranted ? 'AVAILABLE' : 'NOT_AVAILABLE',
	};
}

function describe(model: WorldModel, world: World, region: string): Record<string, unknown> {
	return {
		modelArn: foundationModelArn(region, model.modelId),
		modelId: model.modelId,
		modelName: model.name,
		providerName: model.provider,
		inputModalities: model.inputModalities,
		outputModalities: model.outputModalities,
		responseStreamingSupported: model.streaming,
		customizationsSupported: model.customizations,
		inferenceTypesSupported: inferenceTypes(model, world, region),
		modelLifecycle: {
			status: model.lifecycle === 'LEGACY' ? 'LEGACY' : 'ACTIVE',
			...(model.legacyDate ? { legacyTime: `${model.legacyDate}T00:00:00Z` } : {}),
			...(model.endOfLifeDate ? { endOfLifeTime: `${model.endOfLifeDate}T00:00:00Z` } : {}),
		},
	};
}

/** The service also says INFERENCE_PROFILE, which the SDKs' enum lacks, for what a profile can call from the Region. */
function inferenceTypes(model: WorldModel, world: World, region: string): string[] {
	return [
		...(model.onDemandRegions.includes(region) ? ['ON_DEMAND'] : []),
		...(model.canBeProvisioned ? ['PROVISIONED'] : []),
		...(profilesIn(world, region).some((profile) => profile.modelId === model.modelId) ? ['INFERENCE_PROFILE'] : []),
	];
}

function oneOf(query: URLSearchParams, name: string, values: readonly string[]): string | undefined {
	const value = query.get(name) ?? undefined;
	if (value !== undefined && !values.includes(value)) {
		throw constraintError(`'${value}'`, name, `Member must satisfy enum value set: [${values.join(', ')}]`);
	}
	return value;
}
