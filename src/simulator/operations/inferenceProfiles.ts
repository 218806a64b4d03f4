import { formatBedrockArn, partitionOf } from '../../bedrock/arn';
import type { ApplicationProfile } from '../account/applicationProfiles';
import { constraintError, notFound, validationError } from '../serviceError';
import type { WorldProfile } from '../world';
import { profilesIn } from '../world';
import { jsonAnswer } from '../wire/reply';
import { applicationProfileArn, findApplicationProfile, findProfile, foundationModelArn } from './findProfile';
import { profileNeeds } from './needs';
import type { Operation, OperationInput } from './operation';
import { makeToken, readToken } from './pageToken';

export const listInferenceProfiles: Operation = {
	name: 'ListInferenceProfiles',
	method: 'GET',
	pattern: ['inference-profiles'],
	run(input) {
		const type = readType(input.query.get('type'));
		const size = readMaxResults(input.query.get('maxResults'));
		const token = input.query.get('nextToken');
		// Without a type, AWS lists the system-defined ones.
		const all =
			type === 'APPLICATION'
				? input.account.applicationProfiles.in(input.region).map((profile) => applicationSummary(profile, input))
				: profilesIn(input.world, input.region).map((profile) => summary(profile, input));
		const scope = `${input.region}/${type ?? ''}`;
		const start = token === null ? 0 : readToken(token, scope, input.engine.runSecret);
		const end = start + size;
		return jsonAnswer({
			inferenceProfileSummaries: all.slice(start, end),
			...(end < all.length ? { nextToken: makeToken(end, scope, input.engine.runSecret) } : {}),
		});
	},
};

export const getInferenceProfile: Operation = {
	name: 'GetInferenceProfile',
	method: 'GET',
	pattern: ['inference-profiles', undefined],
	needs: profileNeeds('bedrock:GetInferenceProfile'),
	run(input) {
		const [identifier = ''] = input.parameters;
		if (!identifierPattern.test(identifier) || identifier.length > 2048) {
			throw validationError('The provided inference profile identifier is invalid.');
		}
		const application = findApplicationProfile(identifier, input);
		if (application) return jsonAnswer(applicationSummary(application, input));
		const profile = findProfile(identifier, input);
		if (!profile) throw notFound(`Inference profile not found: ${identifier}`);
		return jsonAnswer(summary(profile, input));
	},
};

const identifierPattern =
	/^(arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):(inference-profile|application-inference-profile)\/)?[a-zA-Z0-9-:.]+$/;

function summary(profile: WorldProfile, input: OperationInput): Record<string, unknown> {
	const destinations = profile.destinationsBySource.get(input.region) ?? [];
	const partition = partitionOf(input.region);
	// A global profile does not print its destinations: the model stands there in the source Region and without a Region.
	const regions = destinations === 'everywhere' ? [input.region, ''] : destinations;
	const createdAt = `${profile.createdAt}T00:00:00Z`;
	return {
		inferenceProfileName: profile.name,
		description: description(profile, destinations),
		createdAt,
		updatedAt: createdAt,
		inferenceProfileArn: formatBedrockArn({
			partition,
			region: input.region,
			account: input.account.id,
			resourceType: 'inference-profile',
			resourceId: profile.profileId,
		}),
		models: regions.map((region) => ({ modelArn: foundationModelArn(region, profile.modelId, partition) })),
		inferenceProfileId: profile.profileId,
		status: 'ACTIVE',
		type: 'SYSTEM_DEFINED',
	};
}

function applicationSummary(profile: ApplicationProfile, input: OperationInput): Record<string, unknown> {
	const regions = profile.destinations === 'everywhere' ? [input.region, ''] : profile.destinations;
	const createdAt = profile.createdAt.toISOString();
	return {
		inferenceProfileName: profile.name,
		...(profile.description === undefined ? {} : { description: profile.description }),
		createdAt,
		updatedAt: createdAt,
		inferenceProfileArn: applicationProfileArn(profile, input.account.id),
		models: regions.map((region) => ({
			modelArn: foundationModelArn(region, profile.modelId, partitionOf(input.region)),
		})),
		inferenceProfileId: profile.id,
		status: 'ACTIVE',
		type: 'APPLICATION',
	};
}

const maxDescriptionLength = 200;

function description(profile: WorldProfile, destinations: readonly string[] | 'everywhere'): string {
	const model = profile.name.replace(/^\S+ /, '');
	if (destinations === 'everywhere') return `Routes requests to ${model} globally across all supported AWS Regions.`;
	const last = destinations.at(-1) ?? '';
	const list = destinations.length > 1 ? `${destinations.slice(0, -1).join(', ')} and ${last}` : last;
	const text = `Routes requests to ${model} in ${list}.`;
	return text.length <= maxDescriptionLength ? text : `Routes requests to ${model} in ${destinations.length} Regions.`;
}

function readType(text: string | null): 'SYSTEM_DEFINED' | 'APPLICATION' | undefined {
	if (text === null || text === 'SYSTEM_DEFINED' || text === 'APPLICATION') return text ?? undefined;
	throw constraintError(`'${text}'`, 'typeEquals', 'Member must satisfy enum value set: [SYSTEM_DEFINED, APPLICATION]');
}

const defaultPageSize = 100;

function readMaxResults(text: string | null): number {
	if (text === null) return defaultPageSize;
	const size = Number(text);
	if (!/^-?[0-9]+$/.test(text)) throw validationError(`Could not parse '${text}' as an integer in maxResults.`);
	if (size < 1) throw constraintError(`'${text}'`, 'maxResults', 'Member must have value greater than or equal to 1');
	if (size > 1000)
		throw constraintError(`'${text}'`, 'maxResults', 'Member must have value less than or equal to 1000');
	return size;
}
