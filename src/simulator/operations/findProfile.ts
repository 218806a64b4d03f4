import { formatBedrockArn, parseBedrockArn, partitionOf } from '../../bedrock/arn';
import type { ApplicationProfile } from '../account/applicationProfiles';
import type { WorldProfile } from '../world';
import { profileIn } from '../world';
import type { OperationInput } from './operation';

/** @param identifier an ID, or the ARN of a system-defined profile in this account and Region. */
export function findProfile(
	identifier: string,
	input: Pick<OperationInput, 'world' | 'region' | 'account'>,
): WorldProfile | undefined {
	const arn = parseBedrockArn(identifier);
	if (!arn) return profileIn(input.world, input.region, identifier);
	const isHere =
		arn.region === input.region && arn.account === input.account.id && arn.partition === partitionOf(input.region);
	return arn.resourceType === 'inference-profile' && isHere
		? profileIn(input.world, input.region, arn.resourceId)
		: undefined;
}

export function foundationModelArn(region: string, modelId: string, partition = partitionOf(region)): string {
	return formatBedrockArn({ partition, region, account: '', resourceType: 'foundation-model', resourceId: modelId });
}

/** @param identifier an ID, or an ARN of this account and Region */
export function findApplicationProfile(
	identifier: string,
	input: Pick<OperationInput, 'account' | 'region'>,
): ApplicationProfile | undefined {
	const { account, region } = input;
	const arn = parseBedrockArn(identifier);
	if (!arn) return account.applicationProfiles.find(region, identifier);
	const isHere =
		arn.resourceType === 'application-inference-profile' &&
		arn.region === region &&
		arn.account === account.id &&
		arn.partition === partitionOf(region);
	return isHere ? account.applicationProfiles.find(region, arn.resourceId) : undefined;
}

export function applicationProfileArn(profile: ApplicationProfile, accountId: string): string {
	return formatBedrockArn({
		partition: partitionOf(profile.region),
		region: profile.region,
		account: accountId,
		resourceType: 'application-inference-profile',
		resourceId: profile.id,
	});
}
