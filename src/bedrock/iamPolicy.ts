import { parseBedrockArn, partitionOf } from './arn';
import { type Catalogue, destinationsFrom, type InferenceProfile, isGlobal } from './catalogue';

/** An IAM policy, in IAM's own words, so that `JSON.stringify` gives what IAM takes. */
export interface PolicyDocument {
	readonly Version: '2012-10-17';
	readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
	/** Letters and digits only: IAM takes no other. */
	readonly Sid: string;
	readonly Effect: 'Allow';
	readonly Action: readonly string[];
	readonly Resource: readonly string[];
	/** Operator → condition key → value. */
	readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What an administrator must know beside the policy. `policyNotes.ts` has the sentences. */
export type PolicyNote =
	/** No profile of the account has been listed, so `*` stands where its number belongs. */
	| { readonly code: 'accountUnknown' }
	/** No source names the destination Regions, so any Region is allowed, through this profile only. */
	| { readonly code: 'destinationsUnknown' }
	/** The profile is not known to be callable from the source Region that was asked for; another one was taken. */
	| { readonly code: 'otherSourceRegion'; readonly asked: string; readonly used: string }
	/** A service control policy that denies one of the Regions denies the request, whichever Region would have served it. */
	| { readonly code: 'scpRegions'; readonly regions: readonly string[] }
	/** A service control policy that allows only some Regions must let `unspecified` pass. */
	| { readonly code: 'scpUnspecified' }
	/** The provider's own APIs on bedrock-runtime ask for this resource too. */
	| { readonly code: 'projectNeeded'; readonly arn: string }
	| { readonly code: 'controlTower' };

export interface ProfilePolicy {
	readonly policy: PolicyDocument;
	readonly sourceRegion: string;
	readonly notes: readonly PolicyNote[];
}

/**
 * The least that a caller needs to invoke one profile from one source Region: the profile, and its models where they may
 * run, through this profile only. Without the second part AWS denies the request although the profile is allowed.
 * @param sourceRegion where requests are sent. A Region that the profile is not called from gives way to one that it is.
 * @see Amazon Bedrock user guide, "Prerequisites for inference profiles" and "Global cross-Region inference"
 */
export function profilePolicy(catalogue: Catalogue, profile: InferenceProfile, sourceRegion: string): ProfilePolicy {
	const region = policyRegion(catalogue, profile, sourceRegion);
	const partition = partitionOf(region);
	const account = accountOf(catalogue, profile, partition);
	const profileArn = profileArnIn(profile, partition, region, account ?? '*');
	// A pattern needs `StringLike`; without one, `StringEquals` is the narrower.
	const operator = account === undefined ? 'StringLike' : 'StringEquals';
	const throughProfile = { 'bedrock:InferenceProfileArn': profileArn };
	const destinations = isGlobal(profile) ? [] : destinationsFrom(profile, region);
	const isUnknown = destinations === undefined || (destinations.length === 0 && !isGlobal(profile));
	const modelRegions = isUnknown ? ['*'] : [...new Set([region, ...destinations])];
	const modelArns = (regions: readonly string[]) =>
		profile.modelIds.flatMap((modelId) =>
			regions.map((each) => `arn:${partition}:bedrock:${each}::foundation-model/${modelId}`),
		);
	const statements: PolicyStatement[] = [
		{ Sid: 'InvokeProfile', Effect: 'Allow', Action: invoking, Resource: [profileArn] },
		{
			Sid: 'InvokeModelThroughProfile',
			Effect: 'Allow',
			Action: invoking,
			Resource: modelArns(modelRegions),
			Condition: { [operator]: throughProfile },
		},
	];
	if (isGlobal(profile)) {
		// Where a global request will run is not known when it is allowed: AWS asks for an ARN without a Region.
		statements.push({
			Sid: 'InvokeModelAnywhereThroughProfile',
			Effect: 'Allow',
			Action: invoking,
			Resource: modelArns(['']),
			Condition:
				operator === 'StringEquals'
					? { StringEquals: { 'aws:RequestedRegion': 'unspecified', ...throughProfile } }
					: { StringEquals: { 'aws:RequestedRegion': 'unspecified' }, StringLike: throughProfile },
		});
	}
	const notes: PolicyNote[] = [];
	if (region !== sourceRegion) notes.push({ code: 'otherSourceRegion', asked: sourceRegion, used: region });
	if (account === undefined) notes.push({ code: 'accountUnknown' });
	if (isUnknown) notes.push({ code: 'destinationsUnknown' });
	if (isGlobal(profile)) notes.push({ code: 'scpUnspecified' });
	else if (!isUnknown) notes.push({ code: 'scpRegions', regions: modelRegions });
	if (profile.modelIds.some((modelId) => /^(openai|xai)\./.test(modelId))) {
		notes.push({ code: 'projectNeeded', arn: `arn:${partition}:bedrock:${region}:${account ?? '*'}:project/default` });
	}
	notes.push({ code: 'controlTower' });
	return { policy: { Version: '2012-10-17', Statement: statements }, sourceRegion: region, notes };
}

/** The text that IAM's editor takes. */
export function formatPolicy(policy: PolicyDocument): string {
	return `${JSON.stringify(policy, undefined, 2)}\n`;
}

/** Converse asks for the first, ConverseStream for the second, as their InvokeModel siblings do. */
const invoking = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'] as const;

/** A Region that the profile can be called from, the one that was asked for if possible. */
function policyRegion(catalogue: Catalogue, profile: InferenceProfile, asked: string): string {
	if (profile.type === 'APPLICATION') return parseBedrockArn(profile.arn ?? '')?.region ?? asked;
	if (profile.sourceRegions.includes(asked)) return asked;
	if (profile.sourceRegions.length > 0) return profile.sourceRegions[0] ?? asked;
	// No source names its source Regions: at least the partition must be that of its region set.
	const set = catalogue.regionSets.find(({ regionSet }) => regionSet === profile.regionSet);
	return set === undefined || set.partition === partitionOf(asked) ? asked : (set.sourceRegions[0] ?? asked);
}

/** The account's number, from this profile's ARN or from any other of the same partition: they are of one account. */
function accountOf(catalogue: Catalogue, profile: InferenceProfile, partition: string): string | undefined {
	for (const { arn } of [profile, ...catalogue.profiles]) {
		const parsed = arn === undefined ? undefined : parseBedrockArn(arn);
		if (parsed?.partition === partition && /^\d{12}$/.test(parsed.account)) return parsed.account;
	}
	return undefined;
}

/** An application profile exists in one Region only; a system-defined one has an ARN in each source Region. */
function profileArnIn(profile: InferenceProfile, partition: string, region: string, account: string): string {
	return profile.type === 'APPLICATION'
		? (profile.arn ??
				`arn:${partition}:bedrock:${region}:${account}:application-inference-profile/${profile.profileId}`)
		: `arn:${partition}:bedrock:${region}:${account}:inference-profile/${profile.profileId}`;
}
