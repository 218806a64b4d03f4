import { formatBedrockArn, parseBedrockArn, partitionOf } from '../../bedrock/arn';
import type { ApplicationProfile } from '../account/applicationProfiles';
import { asString, isObject, parseObject } from '../json';
import { constraintError, notFound, serializationError, ServiceError, validationError } from '../serviceError';
import { profilesIn } from '../world';
import { jsonAnswer } from '../wire/reply';
import { applicationProfileArn, findApplicationProfile, findProfile } from './findProfile';
import { profileNeeds, requestTagKeys } from './needs';
import type { Need, Operation, OperationInput } from './operation';
import { maxTags, readTags, tooManyTags } from './tags';

export const createInferenceProfile: Operation = {
	name: 'CreateInferenceProfile',
	method: 'POST',
	pattern: ['inference-profiles'],
	needs: creationNeeds,
	run(input) {
		const body = parseObject(input.request.body);
		if (!body) throw serializationError('The request body is not a JSON object.');
		const name = readText(body.inferenceProfileName, 'inferenceProfileName', namePattern, 64);
		if (name === undefined) throw constraintError('null', 'inferenceProfileName', 'Member must not be null');
		const description = readText(body.description, 'description', descriptionPattern, 200);
		const token = readText(body.clientRequestToken, 'clientRequestToken', tokenPattern, 256);
		const source = readSource(body.modelSource, input);
		const tags = readTags(body.tags) ?? new Map<string, string>();
		if (tags.size > maxTags) throw tooManyTags();
		const { applicationProfiles } = input.account;
		const request = JSON.stringify([name, description, body.modelSource, [...tags]]);
		const earlier = token === undefined ? undefined : applicationProfiles.remembered(input.region, token);
		if (earlier) {
			if (earlier.request !== request) {
				throw new ServiceError(
					'ConflictException',
					400,
					'The clientRequestToken was already used for a request with other parameters.',
				);
			}
			const profile = applicationProfiles.find(input.region, earlier.id);
			if (profile) return created(profile, input);
		}
		if (applicationProfiles.in(input.region).length >= applicationProfiles.limit) {
			throw new ServiceError(
				'ServiceQuotaExceededException',
				400,
				'You have reached the limit of inference profiles for this account.',
			);
		}
		const createdAt = new Date();
		const profile = applicationProfiles.add({ region: input.region, name, description, createdAt, tags, ...source });
		if (token !== undefined) applicationProfiles.remember(input.region, token, profile.id, request);
		return created(profile, input);
	},
};

export const deleteInferenceProfile: Operation = {
	name: 'DeleteInferenceProfile',
	method: 'DELETE',
	pattern: ['inference-profiles', undefined],
	needs: profileNeeds('bedrock:DeleteInferenceProfile'),
	run(input) {
		const [identifier = ''] = input.parameters;
		const profile = findApplicationProfile(identifier, input);
		if (!profile) {
			if (findProfile(identifier, input)) {
				throw validationError('The provided inference profile is system defined and cannot be deleted.');
			}
			throw notFound(`Inference profile not found: ${identifier}`);
		}
		input.account.applicationProfiles.remove(profile);
		return jsonAnswer({});
	},
};

const namePattern = /^([0-9a-zA-Z][ _-]?)+$/;
const descriptionPattern = /^([0-9a-zA-Z:.][ _-]?)+$/;
const tokenPattern = /^[a-zA-Z0-9]([-a-zA-Z0-9]{0,254}[a-zA-Z0-9])?$/;

/** The source, the profile that does not exist yet, and its tags. */
function creationNeeds(input: OperationInput): readonly Need[] {
	const body = parseObject(input.request.body);
	const source = isObject(body?.modelSource) ? asString(body.modelSource.copyFrom) : undefined;
	const action = 'bedrock:CreateInferenceProfile';
	const keys = requestTagKeys(body?.tags);
	const resource = formatBedrockArn({
		partition: partitionOf(input.region),
		region: input.region,
		account: input.account.id,
		resourceType: 'application-inference-profile',
		resourceId: '*',
	});
	const hasTags = Array.isArray(body?.tags) && body.tags.length > 0;
	return [
		{ action, resource, keys },
		...(source !== undefined && parseBedrockArn(source) ? [{ action, resource: source, keys }] : []),
		...(hasTags ? [{ action: 'bedrock:TagResource', resource, keys }] : []),
	];
}

function created(profile: ApplicationProfile, input: OperationInput) {
	const inferenceProfileArn = applicationProfileArn(profile, input.account.id);
	return jsonAnswer({ inferenceProfileArn, status: 'ACTIVE' }, 201);
}

function readText(value: unknown, place: string, pattern: RegExp, maxLength: number): string | undefined {
	if (value === undefined || value === null) return undefined;
	const text = asString(value);
	if (text === undefined) throw serializationError(`${place} can not be converted to a String`);
	if (text.length === 0 || text.length > maxLength) {
		throw constraintError(`'${text}'`, place, `Member must have length from 1 to ${maxLength}`);
	}
	if (!pattern.test(text)) {
		throw constraintError(
			`'${text}'`,
			place,
			`Member must satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`,
		);
	}
	return text;
}

type Source = Pick<ApplicationProfile, 'modelId' | 'destinations' | 'isRouted'>;

function readSource(value: unknown, input: OperationInput): Source {
	if (!isObject(value)) throw constraintError('null', 'modelSource', 'Member must not be null');
	const copyFrom = asString(value.copyFrom);
	const arn = copyFrom === undefined ? undefined : parseBedrockArn(copyFrom);
	if (copyFrom === undefined || !arn) {
		throw validationError(
			'The modelSource must set copyFrom to the ARN of a foundation model or an inference profile.',
		);
	}
	if (arn.region !== input.region) {
		throw validationError(`The model source ${copyFrom} is not in the Region ${input.region}.`);
	}
	if (arn.resourceType === 'inference-profile') {
		const profile = findProfile(copyFrom, input);
		const destinations = profile?.destinationsBySource.get(input.region);
		if (!profile || !destinations) throw notFound(`Inference profile not found: ${copyFrom}`);
		return { modelId: profile.modelId, destinations, isRouted: true };
	}
	if (arn.resourceType !== 'foundation-model') {
		throw validationError(
			'An application inference profile can only be copied from a model or a system-defined profile.',
		);
	}
	const model = input.world.models.get(arn.resourceId);
	if (!model || model.lifecycle === 'EOL') throw notFound(`Could not find the foundation model ${copyFrom}.`);
	if (!model.onDemandRegions.includes(input.region)) {
		const isReachable = profilesIn(input.world, input.region).some((profile) => profile.modelId === model.modelId);
		if (!isReachable) throw notFound(`Could not find the foundation model ${copyFrom}.`);
		throw validationError(input.world.noOnDemandMessage(model.modelId));
	}
	return { modelId: model.modelId, destinations: [input.region], isRouted: false };
}
