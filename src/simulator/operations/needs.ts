import { formatBedrockArn, parseBedrockArn, partitionOf } from '../../bedrock/arn';
import { isServiceError } from '../serviceError';
import { applicationProfileArn, findApplicationProfile, findProfile, foundationModelArn } from './findProfile';
import type { Need, OperationInput } from './operation';
import type { Target } from './target';
import { resolveTarget } from './target';

/**
 * What IAM must allow for an invocation. By model ID it is the model in the source Region; through a profile it is the
 * profile, and the model wherever it may run, whichever of these Regions would have served the request. Where a global
 * profile will run is not known when it is asked: there the model's ARN has no Region.
 * @see Amazon Bedrock user guide, "Prerequisites for inference profiles", "Geographic" and "Global cross-Region inference"
 */
export function invocationNeeds(action: string): (input: OperationInput) => readonly Need[] {
	return (input) => {
		const target = findTarget(input);
		if (!target) return [{ action, resource: namedResource(input) }];
		const { model, profile } = target;
		const { region } = input;
		if (!profile) return [{ action, resource: foundationModelArn(region, model.modelId) }];
		const places =
			profile.destinations === 'everywhere' ? [region, ''] : [...new Set([region, ...profile.destinations])];
		return [
			{ action, resource: profile.arn, keys: tagKeys(profile.arn, input) },
			...places.map((place) => ({
				action,
				resource: foundationModelArn(place, model.modelId, partitionOf(region)),
				keys: {
					'aws:RequestedRegion': place === '' ? 'unspecified' : place,
					'bedrock:InferenceProfileArn': profile.arn,
				},
			})),
		];
	};
}

/** For an operation on the profile that its path names. */
export function profileNeeds(action: string): (input: OperationInput) => readonly Need[] {
	return (input) => {
		const resource = profileArnOf(input.parameters[0] ?? '', input);
		return [{ action, resource, keys: tagKeys(resource, input) }];
	};
}

/** `aws:ResourceTag/…` of an application profile; nothing else here has tags. */
export function tagKeys(arn: string, input: OperationInput): Readonly<Record<string, string>> {
	const tags = findApplicationProfile(arn, input)?.tags ?? [];
	return Object.fromEntries([...tags].map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

/** `aws:RequestTag/…` and `aws:TagKeys` of a request that brings tags. */
export function requestTagKeys(tags: unknown): NonNullable<Need['keys']> {
	const pairs = (Array.isArray(tags) ? tags : []).flatMap((tag: unknown): [string, string][] =>
		typeof tag === 'object' && tag !== null && 'key' in tag && 'value' in tag
			? [[String(tag.key), String(tag.value)]]
			: [],
	);
	return {
		...Object.fromEntries(pairs.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
		'aws:TagKeys': pairs.map(([key]) => key),
	};
}

/** What does not exist is still asked for by its name: who may not call it does not learn that it is not there. */
function findTarget(input: OperationInput): Target | undefined {
	try {
		return resolveTarget(input);
	} catch (error) {
		if (isServiceError(error)) return undefined;
		throw error;
	}
}

function namedResource(input: OperationInput): string {
	const [identifier = ''] = input.parameters;
	if (parseBedrockArn(identifier)) return identifier;
	return input.world.retiredProfiles.has(identifier) || input.world.profiles.has(identifier)
		? profileArnOf(identifier, input)
		: foundationModelArn(input.region, identifier);
}

/** @param identifier an ID or an ARN */
function profileArnOf(identifier: string, input: OperationInput): string {
	if (parseBedrockArn(identifier)) return identifier;
	const application = findApplicationProfile(identifier, input);
	if (application) return applicationProfileArn(application, input.account.id);
	const isSystem = findProfile(identifier, input) !== undefined || identifier.includes('.');
	return formatBedrockArn({
		partition: partitionOf(input.region),
		region: input.region,
		account: input.account.id,
		resourceType: isSystem ? 'inference-profile' : 'application-inference-profile',
		resourceId: identifier,
	});
}
