import { createHmac } from 'node:crypto';
import { formatBedrockArn, parseBedrockArn, partitionOf } from '../../bedrock/arn';
import { constraintError, notFound, validationError } from '../serviceError';
import type { WorldProfile } from '../world';
import { profileIn, profilesIn } from '../world';
import { jsonAnswer } from '../wire/reply';
import type { Operation, OperationInput } from './operation';

export const listInferenceProfiles: Operation = {
	name: 'ListInferenceProfiles',
	method: 'GET',
	pattern: ['inference-profiles'],
	run(input) {
		const type = readType(input.query.get('type'));
		const size = readMaxResults(input.query.get('maxResults'));
		const token = input.query.get('nextToken');
		// Application profiles belong to the account, and this one has none yet.
		const all = type === 'APPLICATION' ? [] : profilesIn(input.world, input.region);
		const scope = `${input.region}/${type ?? ''}`;
		const start = token === null ? 0 : readToken(token, scope, input.engine.runSecret);
		const end = start + size;
		return jsonAnswer({
			inferenceProfileSummaries: all.slice(start, end).map((profile) => summary(profile, input)),
			...(end < all.length ? { nextToken: makeToken(end, scope, input.engine.runSecret) } : {}),
		});
	},
};

export const getInferenceProfile: Operation = {
	name: 'GetInferenceProfile',
	method: 'GET',
	pattern: ['inference-profiles', undefined],
	run(input) {
		const [identifier = ''] = input.parameters;
		if (!identifierPattern.test(identifier) || identifier.length > 2048) {
			throw validationError('The provided inference profile identifier is invalid.');
		}
		const profile = findProfile(identifier, input);
		if (!profile) throw notFound(`Inference profile not found: ${identifier}`);
		return jsonAnswer(summary(profile, input));
	},
};

/** @param identifier an ID, or the ARN of a system-defined profile in this account and Region. */
export function findProfile(
	identifier: string,
	input: Pick<OperationInput, 'world' | 'region' | 'accountId'>,
): WorldProfile | undefined {
	const arn = parseBedrockArn(identifier);
	if (!arn) return profileIn(input.world, input.region, identifier);
	const isHere =
		arn.region === input.region && arn.account === input.accountId && arn.partition === partitionOf(input.region);
	return arn.resourceType === 'inference-profile' && isHere
		? profileIn(input.world, input.region, arn.resourceId)
		: undefined;
}

export function foundationModelArn(region: string, modelId: string, partition = partitionOf(region)): string {
	return formatBedrockArn({ partition, region, account: '', resourceType: 'foundation-model', resourceId: modelId });
}

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
			account: input.accountId,
			resourceType: 'inference-profile',
			resourceId: profile.profileId,
		}),
		models: regions.map((region) => ({ modelArn: foundationModelArn(region, profile.modelId, partition) })),
		inferenceProfileId: profile.profileId,
		status: 'ACTIVE',
		type: 'SYSTEM_DEFINED',
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

/** Opaque to the client; sealed, because a token that was never given out must be refused. */
function makeToken(offset: number, scope: string, secret: string): string {
	return Buffer.from(`${offset}.${seal(offset, scope, secret)}`).toString('base64url');
}

function readToken(token: string, scope: string, secret: string): number {
	const [offset = '', given] = Buffer.from(token, 'base64url').toString('latin1').split('.');
	if (!/^[0-9]+$/.test(offset) || given !== seal(Number(offset), scope, secret)) {
		throw validationError('The provided nextToken is invalid.');
	}
	return Number(offset);
}

function seal(offset: number, scope: string, secret: string): string {
	return createHmac('sha256', secret).update(`${offset}/${scope}`).digest('hex');
}
