import { describe, expect, it } from 'vitest';
import { partitionOf } from '../../../src/bedrock/arn';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import { type Catalogue, destinationsFrom, type InferenceProfile, isGlobal } from '../../../src/bedrock/catalogue';
import { formatPolicy, type PolicyStatement, profilePolicy } from '../../../src/bedrock/iamPolicy';
import { overlayLive } from '../../../src/bedrock/liveOverlay';
import { policyNoteText } from '../../../src/bedrock/policyNotes';
import { applicationProfile, listedProfile, listing } from '../profiles/listings';
import { type AccessRequest, isAllowed, policyFaults } from './iamGrammar';

const bundled = await bundledCatalogue();
const account = '123456789012';
const sonnet = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

/** Every profile with every Region that it can be called from; one without a known source Region is called from one. */
const calls = bundled.profiles.flatMap((profile) =>
	(profile.sourceRegions.length > 0
		? profile.sourceRegions
		: [profile.regionSet === 'us-gov' ? 'us-gov-west-1' : 'us-east-1']
	).map((region) => ({ profile, region })),
);

/** What Bedrock asks IAM for one invocation: the profile, then the model in each Region that it may run in. */
function requestsOf(profile: InferenceProfile, region: string, action: string): AccessRequest[] {
	const arn = (where: string, owner: string, resource: string) =>
		`arn:${partitionOf(region)}:bedrock:${where}:${owner}:${resource}`;
	const profileArn = arn(region, account, `inference-profile/${profile.profileId}`);
	const places = isGlobal(profile) ? [region, ''] : [region, ...(destinationsFrom(profile, region) ?? ['eu-west-9'])];
	return [
		{ action, resource: profileArn, keys: { 'aws:RequestedRegion': region } },
		...profile.modelIds.flatMap((modelId) =>
			places.map((place) => ({
				action,
				resource: arn(place, '', `foundation-model/${modelId}`),
				keys: { 'aws:RequestedRegion': place || 'unspecified', 'bedrock:InferenceProfileArn': profileArn },
			})),
		),
	];
}

function allowed(statements: readonly PolicyStatement[], profile: InferenceProfile, region: string): boolean {
	return ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'].every((action) =>
		requestsOf(profile, region, action).every((request) => isAllowed(statements, request)),
	);
}

const find = (profileId: string, catalogue: Catalogue = bundled): InferenceProfile =>
	catalogue.profilesById.get(profileId)!;

describe('the IAM policy of a profile', () => {
	it('is asked for every bundled profile', () => {
		expect(new Set(calls.map(({ profile }) => profile.profileId)).size).toBe(bundled.profiles.length);
		expect(calls.length).toBeGreaterThan(900);
	});

	it('keeps to the grammar of IAM, for every bundled profile from every source region', () => {
		const faulty = calls.flatMap(({ profile, region }) => {
			const faults = policyFaults(formatPolicy(profilePolicy(bundled, profile, region).policy));
			return faults.map((fault) => `${profile.profileId} from ${region}: ${fault}`);
		});
		expect(faulty).toEqual([]);
	});

	it('lets every request through, and none without any one of its statements', () => {
		for (const { profile, region } of calls) {
			const { Statement } = profilePolicy(bundled, profile, region).policy;
			const place = `${profile.profileId} from ${region}`;
			expect(Statement, place).toHaveLength(isGlobal(profile) ? 3 : 2);
			expect(allowed(Statement, profile, region), place).toBe(true);
			for (const left of Statement) {
				const others = Statement.filter((each) => each !== left);
				expect(allowed(others, profile, region), `${place} without ${left.Sid}`).toBe(false);
			}
		}
	});

	it('needs every single resource that it names', () => {
		for (const { profile, region } of calls) {
			const { Statement } = profilePolicy(bundled, profile, region).policy;
			for (const [at, statement] of Statement.entries()) {
				for (const resource of statement.Resource) {
					const Resource = statement.Resource.filter((each) => each !== resource);
					const narrower = Statement.with(at, { ...statement, Resource });
					expect(allowed(narrower, profile, region), `${profile.profileId} ${region} without ${resource}`).toBe(false);
				}
			}
		}
	});

	it('lets nobody call the model past the profile, or through another one', () => {
		const { Statement } = profilePolicy(bundled, find(sonnet), 'us-east-1').policy;
		const resource = `arn:aws:bedrock:us-east-1::foundation-model/${sonnet.slice(3)}`;
		const request = { action: 'bedrock:InvokeModel', resource };
		expect(isAllowed(Statement, { ...request, keys: {} })).toBe(false);
		const other = `arn:aws:bedrock:us-east-1:${account}:inference-profile/us.other`;
		expect(isAllowed(Statement, { ...request, keys: { 'bedrock:InferenceProfileArn': other } })).toBe(false);
	});

	it('names the account once a profile of it was listed, also for profiles that were not', () => {
		const global = `global.${sonnet.slice(3)}`;
		const live = overlayLive(bundled, [listing([listedProfile(sonnet), listedProfile(global, { modelArns: [] })])]);
		for (const profile of [find(sonnet, live), find(global, live)]) {
			const { policy, notes } = profilePolicy(live, profile, 'us-east-1');
			expect(policy.Statement[0]?.Resource).toEqual([
				`arn:aws:bedrock:us-east-1:${account}:inference-profile/${profile.profileId}`,
			]);
			expect(JSON.stringify(policy)).not.toContain('*');
			expect(policyFaults(formatPolicy(policy))).toEqual([]);
			expect(notes.map(({ code }) => code)).not.toContain('accountUnknown');
		}
		const { notes } = profilePolicy(bundled, find(sonnet), 'us-east-1');
		expect(notes.map(({ code }) => code)).toEqual(['accountUnknown', 'scpRegions', 'controlTower']);
	});

	it('takes an application profile by the ARN that the account listed', () => {
		const live = overlayLive(bundled, [listing([applicationProfile])]);
		const profile = live.profiles.find(({ type }) => type === 'APPLICATION')!;
		const { policy, sourceRegion } = profilePolicy(live, profile, 'eu-west-1');
		expect(sourceRegion).toBe('us-east-1');
		expect(policy.Statement[0]?.Resource).toEqual([applicationProfile.arn]);
		expect(policy.Statement[1]?.Condition).toEqual({
			StringEquals: { 'bedrock:InferenceProfileArn': applicationProfile.arn },
		});
		expect(policyFaults(formatPolicy(policy))).toEqual([]);
	});

	it('stays in the partition of the profile', () => {
		const gov = bundled.profiles.find(({ regionSet }) => regionSet === 'us-gov')!;
		const { policy, notes, sourceRegion } = profilePolicy(bundled, gov, 'us-east-1');
		expect(policy.Statement.flatMap(({ Resource }) => Resource).every((arn) => arn.startsWith('arn:aws-us-gov:'))).toBe(
			true,
		);
		expect(notes).toContainEqual({ code: 'otherSourceRegion', asked: 'us-east-1', used: sourceRegion });
	});

	it('says what service control policies must allow', () => {
		const text = (profileId: string) => {
			const { notes } = profilePolicy(bundled, find(profileId), 'us-east-1');
			return notes.map(policyNoteText).join('\n');
		};
		expect(text(sonnet)).toContain('us-east-1, us-east-2, us-west-2');
		expect(text(`global.${sonnet.slice(3)}`)).toContain('"unspecified"');
		expect(text('us.openai.gpt-6-sol')).toContain('arn:aws:bedrock:us-east-1:*:project/default');
		const unsourced = bundled.profiles.find(({ destination }) => destination === 'unknown')!;
		expect(text(unsourced.profileId)).toContain('only through this profile');
	});
});

describe('the judge of policies', () => {
	const good = formatPolicy(profilePolicy(bundled, find(sonnet), 'us-east-1').policy);
	it.each([
		['an old version', good.replace('2012-10-17', '2008-10-17')],
		['a Sid with a space', good.replace('"InvokeProfile"', '"Invoke profile"')],
		['a pattern under StringEquals', good.replace('StringLike', 'StringEquals')],
		['an unknown condition key', good.replace('bedrock:InferenceProfileArn', 'aws:InferenceProfileArn')],
		['an action without a service', good.replace('bedrock:InvokeModel"', 'InvokeModel"')],
		['an ARN without an account field', good.replace('us-east-1:*:inference-profile', 'us-east-1:inference-profile')],
	])('refuses %s', (_what, text) => {
		expect(text).not.toBe(good);
		expect(policyFaults(text)).not.toEqual([]);
	});
});
