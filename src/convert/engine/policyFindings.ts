import { type Catalogue, destinationsFrom, type InferenceProfile, isGlobal } from '../../bedrock/catalogue';
import { isAllowed, profileToChoose } from '../../bedrock/offeredProfiles';
import { accountIn, arnAt, arnsOf, isFilledOften, isHole, type PolicyArn } from './policyArns';
import { addToList } from './policyLists';
import { placesOfAll, statementAt } from './policyStatements';
import type { SourceText } from './sourceText';
import type { AnalysisInput, Finding, Judgement, RegionEvidence } from './types';

/**
 * What the policies of a text lack: a profile is invoked through itself and through its model in every Region that it may
 * route to, and a policy must allow all of them.
 * @param inPolicy the judgements on IDs in policies.
 * @returns findings by the offset of the ID that they stand at.
 * @see Amazon Bedrock user guide, "Prerequisites for inference profiles"
 */
export function policyFindings(
	source: SourceText,
	inPolicy: readonly Judgement[],
	{ catalogue, allowedRegionSets }: AnalysisInput,
): ReadonlyMap<number, readonly Finding[]> {
	const found = new Map<number, readonly Finding[]>();
	const text = source.text.whole;
	// A policy that allows everything lacks nothing.
	if (inPolicy.length === 0 || !/bedrock:(?:Invoke|\*|Converse)/i.test(text) || allowsAll(source)) return found;
	const policies = new Policies(source, catalogue);
	for (const judgement of inPolicy) {
		const { occurrence, regionEvidence } = judgement;
		const { id, start } = occurrence;
		const own = arnAt(text, start);
		if (!own) continue;
		const statement = statementAt(source, start);
		if (statement && (statement.isReversed || !statement.invokes)) continue;
		const profile = catalogue.profilesById.get(id);
		const filled = filledRegion(regionEvidence);
		if (profile) {
			const missing = policies.missingRegions(profile, own, filled);
			const [modelId] = profile.modelIds;
			if (modelId === undefined || missing.length === 0) continue;
			// Nobody is helped to leave the region sets that they allow.
			const arns = isAllowed(profile, allowedRegionSets) ? modelArns(own, missing, modelId) : [];
			const edits = addToList(source, start, occurrence.end, arns);
			found.set(start, [{ code: 'iamModelMissing', profileId: id, regions: missing, edits }]);
		} else if (
			needsProfile(id, isHole(own.region) ? (filled ?? '*') : own.region, catalogue) &&
			!policies.allowsProfileOf(id)
		) {
			found.set(start, [profileMissing(source, judgement, own, policies, { catalogue, allowedRegionSets })]);
		}
	}
	return found;
}

function modelArns({ partition }: PolicyArn, regions: readonly string[], modelId: string): readonly string[] {
	return regions.map((region) => `arn:${partition}:bedrock:${region}::foundation-model/${modelId}`);
}

/** What lets the policy's model be invoked: a profile of its Region, and the model wherever that routes. */
function profileMissing(
	source: SourceText,
	{ occurrence, regionEvidence }: Judgement,
	own: PolicyArn,
	policies: Policies,
	{ catalogue, allowedRegionSets }: Pick<AnalysisInput, 'catalogue' | 'allowedRegionSets'>,
): Finding {
	const { id, start, end } = occurrence;
	const isOpen = own.region === '' || own.region === '*' || isHole(own.region);
	const [only, other] = isOpen ? (regionEvidence?.regions ?? []) : [own.region];
	const profile =
		only === undefined || other !== undefined || policies.isFilledOften(own.region)
			? undefined
			: profileToChoose(catalogue, id, only, allowedRegionSets);
	if (!profile || only === undefined)
		return { code: 'iamProfileMissing', modelId: id, profileId: undefined, edits: [] };
	const { profileId } = profile;
	const profileArn = `arn:${own.partition}:bedrock:${own.region === '' ? '*' : own.region}:${policies.account}:inference-profile/${profileId}`;
	const missing = isHole(own.region)
		? policies.missingRegions(profile, own, filledRegion(regionEvidence))
		: policies.missingRegions(profile, { ...own, region: only }, undefined);
	const edits = addToList(source, start, end, [profileArn, ...modelArns(own, missing, id)]);
	return { code: 'iamProfileMissing', modelId: id, profileId, edits };
}

/** The Region that the policy's holes are filled with, where the file or its project says so. */
function filledRegion(evidence: RegionEvidence | undefined): string | undefined {
	const [only, other] = evidence?.regions ?? [];
	if (other !== undefined || evidence === undefined) return undefined;
	return /^(?:awsProfile|sidebar|setting)$/.test(evidence.source) ? undefined : only;
}

/** Some statement allows it for whatever there is: `Resource: "*"` beside Bedrock's actions. */
function allowsAll(source: SourceText): boolean {
	const text = source.text.whole;
	const places = placesOfAll(text).slice(0, mostOfAll);
	if (places.length > 0 && !/["']?Resource["']?\s*[:=][^*]{0,400}arn:/.test(text)) return true;
	return places.some((at) => statementAt(source, at)?.allowsAll);
}

/** So many statements about everything are looked at. */
const mostOfAll = 50;

/** What the policies of one text allow. A text may hold thousands of statements on a few models: each is asked about once. */
class Policies {
	private readonly models: readonly PolicyArn[];
	private readonly profiles: readonly PolicyArn[];
	/** Which model they stand for, only the account knows. */
	private readonly hasApplicationProfiles: boolean;
	private readonly missing = new Map<string, readonly string[]>();
	private readonly filledOften = new Map<string, boolean>();
	private readonly withProfile = new Map<string, boolean>();
	private knownAccount: string | undefined;

	private readonly text: string;

	constructor(
		source: SourceText,
		private readonly catalogue: Catalogue,
	) {
		this.text = source.text.whole;
		// What is denied is not allowed.
		const mayDeny = /\bdeny\b/i.test(this.text);
		const allowed = (resource: string): readonly PolicyArn[] =>
			arnsOf(this.text, resource).filter(({ start }) => !mayDeny || !statementAt(source, start)?.isReversed);
		this.models = allowed('foundation-model');
		this.profiles = allowed('inference-profile');
		this.hasApplicationProfiles = allowed('application-inference-profile').length > 0;
	}

	/** @see accountIn */
	get account(): string {
		return (this.knownAccount ??= accountIn(this.text));
	}

	/** @param filled the Region that a hole stands for, where that is known. */
	missingRegions(profile: InferenceProfile, own: PolicyArn, filled: string | undefined): readonly string[] {
		const key = `${profile.profileId} ${own.region} ${filled ?? ''}`;
		let missing = this.missing.get(key);
		if (!missing) this.missing.set(key, (missing = this.findMissing(profile, own.region, filled)));
		return missing;
	}

	/** Several Regions stand where the name does. */
	isFilledOften(region: string): boolean {
		let isOften = this.filledOften.get(region);
		if (isOften === undefined)
			this.filledOften.set(region, (isOften = isHole(region) && isFilledOften(this.text, region)));
		return isOften;
	}

	private findMissing(profile: InferenceProfile, region: string, filled: string | undefined): readonly string[] {
		const ofModel = this.models.filter((arn) => profile.modelIds.some((modelId) => matches(arn.id, modelId)));
		const isOne = (arn: PolicyArn): boolean => isHole(arn.region) && !this.isFilledOften(arn.region);
		const holes = new Set(ofModel.filter(isOne).map((arn) => arn.region)).size;
		const named = ofModel.filter((arn) => !isOne(arn));
		if (!isHole(region)) return missingRegions(profile, region, named, holes);
		const isKnown = filled !== undefined && profile.sourceRegions.includes(filled);
		// Where nothing says which Region it is, each may be it: one that lacks nothing is enough.
		const bySource = (isKnown ? [filled] : profile.sourceRegions).map((each) =>
			missingRegions(profile, each, named, holes),
		);
		return bySource.some((missing) => missing.length === 0) ? [] : [...new Set(bySource.flat())];
	}

	allowsProfileOf(modelId: string): boolean {
		let isAllowed = this.withProfile.get(modelId);
		if (isAllowed === undefined) {
			isAllowed =
				this.hasApplicationProfiles || this.profiles.some((each) => coversModel(each, modelId, this.catalogue));
			this.withProfile.set(modelId, isAllowed);
		}
		return isAllowed;
	}
}

/**
 * The Regions whose model no ARN of the text allows; the empty name is the ARN without a Region that global profiles need.
 * @param models the ARNs of its model whose Region is written.
 * @param holes how many more allow it in one Region each that is not known: the first of them is the source Region.
 */
function missingRegions(
	profile: InferenceProfile,
	region: string,
	models: readonly PolicyArn[],
	holes: number,
): readonly string[] {
	const own = region === '*' || region === '' ? [] : [region];
	const needed = isGlobal(profile) ? ['', ...own] : [...new Set([...own, ...destinations(profile, region)])];
	const lacking = needed.filter((each) => !models.some((arn) => covers(arn, each)));
	const others = holes > 0 ? lacking.filter((each) => each !== region) : lacking;
	const left = holes - (lacking.length - others.length);
	return others.filter((each) => each !== '').length <= left ? others.filter((each) => each === '') : others;
}

function destinations(profile: InferenceProfile, sourceRegion: string): readonly string[] {
	return destinationsFrom(profile, sourceRegion) ?? [...new Set(Object.values(profile.destinationsBySource).flat())];
}

function covers(arn: PolicyArn, region: string): boolean {
	// What is filled in as part of a Region, or with one after another, may well be it.
	return arn.region === region || arn.region.includes('*') || /[${}]/.test(arn.region);
}

function coversModel(arn: PolicyArn, modelId: string, catalogue: Catalogue): boolean {
	return (catalogue.profilesByModel.get(modelId) ?? []).some(({ profileId }) => matches(arn.id, profileId));
}

/** IAM's wildcards: `*` for any characters, `?` for one. */
function matches(pattern: string, id: string): boolean {
	let [at, position, star, resume] = [0, 0, -1, 0];
	while (position < id.length) {
		const character = pattern.charAt(at);
		if (character === '*') [star, resume, at] = [at, position, at + 1];
		else if (character === '?' || (character !== '' && character === id.charAt(position)))
			[at, position] = [at + 1, position + 1];
		else if (star !== -1) [at, position, resume] = [star + 1, resume + 1, resume + 1];
		else return false;
	}
	while (pattern.charAt(at) === '*') at++;
	return at === pattern.length;
}

/** The bare model cannot be invoked there: only a profile makes the permission worth anything. */
function needsProfile(modelId: string, region: string, catalogue: Catalogue): boolean {
	const model = catalogue.modelsById.get(modelId);
	if (!model || (catalogue.profilesByModel.get(modelId) ?? []).length === 0) return false;
	if (model.profileOnly) return true;
	return (
		region !== '' && region !== '*' && model.onDemandRegions !== undefined && !model.onDemandRegions.includes(region)
	);
}
