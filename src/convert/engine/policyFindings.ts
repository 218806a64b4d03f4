import {
	callableProfiles,
	type Catalogue,
	destinationsFrom,
	type InferenceProfile,
	isGlobal,
} from '../../bedrock/catalogue';
import { siteOf, valueSpanOf } from './sites';
import type { SourceText } from './sourceText';
import type { Finding, Judgement, TextEdit } from './types';

/** A Bedrock ARN in a policy; `region` and `id` may hold wildcards. */
interface PolicyArn {
	readonly partition: string;
	readonly region: string;
	readonly id: string;
}

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
	catalogue: Catalogue,
): ReadonlyMap<number, readonly Finding[]> {
	const found = new Map<number, readonly Finding[]>();
	const text = source.text.whole;
	// A policy that allows everything lacks nothing.
	if (inPolicy.length === 0 || !/bedrock:(?:Invoke|\*|Converse)/i.test(text) || allowsAll(text)) return found;
	const policies = new Policies(text, catalogue);
	for (const judgement of inPolicy) {
		const { occurrence } = judgement;
		const { id, start } = occurrence;
		const own = arnAt(text, start);
		if (!own) continue;
		const profile = catalogue.profilesById.get(id);
		if (profile) {
			const missing = policies.missingRegions(profile, own);
			const [modelId] = profile.modelIds;
			if (modelId === undefined || missing.length === 0) continue;
			const edits = addToList(source, start, occurrence.end, modelArns(own, missing, modelId));
			found.set(start, [{ code: 'iamModelMissing', profileId: id, regions: missing, edits }]);
		} else if (needsProfile(id, own, catalogue) && !policies.allowsProfileOf(id)) {
			found.set(start, [profileMissing(source, judgement, own, policies, catalogue)]);
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
	catalogue: Catalogue,
): Finding {
	const { id, start, end } = occurrence;
	const [only, other] = own.region === '' || own.region === '*' ? (regionEvidence?.regions ?? []) : [own.region];
	const profile =
		only === undefined || other !== undefined
			? undefined
			: callableProfiles(catalogue, id, only).find(
					(each) => !isGlobal(each) && (each.origin.kind === 'live' || each.origin.confidence !== 'third-party'),
				);
	if (!profile || only === undefined)
		return { code: 'iamProfileMissing', modelId: id, profileId: undefined, edits: [] };
	const { profileId } = profile;
	const profileArn = `arn:${own.partition}:bedrock:${own.region === '' ? '*' : own.region}:${policies.account}:inference-profile/${profileId}`;
	const missing = policies.missingRegions(profile, { ...own, region: only });
	const edits = addToList(source, start, end, [profileArn, ...modelArns(own, missing, id)]);
	return { code: 'iamProfileMissing', modelId: id, profileId, edits };
}

/** The account as the policies of this text write it: a number, a variable; `*` where they name none or several. */
function accountIn(text: string): string {
	const accounts = new Set(
		[...text.matchAll(/arn:aws[\w-]*:[a-z0-9-]*:[\w*\${}:.-]{0,60}?:([0-9]{12}|\$\{[\w:.]{1,60}\}):/g)].map(
			([, account = '']) => account,
		),
	);
	const [only = '*', other] = accounts;
	return other === undefined ? only : '*';
}

/** `Resource: "*"` beside Bedrock actions. */
function allowsAll(text: string): boolean {
	return (
		/["']?(?:Resource|resources)["']?\s*[:=]\s*\[?\s*["']\*["']/.test(text) &&
		!/["']?Resource["']?\s*[:=][^*]{0,400}arn:/.test(text)
	);
}

function arnsOf(text: string, resource: string): readonly PolicyArn[] {
	const pattern = new RegExp(
		`arn:([\\w*\${}:.-]{1,40}?):bedrock:([\\w*\${}:.-]{0,60}?):([\\w*\${}:.-]{0,60}?):${resource}/([\\w*.:-]+)`,
		'g',
	);
	return [...text.matchAll(pattern)].map(([, partition = '', region = '', , id = '']) => ({ partition, region, id }));
}

/** The ARN whose ID begins at an offset. */
function arnAt(text: string, start: number): PolicyArn | undefined {
	const before = text.slice(Math.max(0, start - 200), start);
	const match = /arn:(aws[a-z-]*|\*):bedrock:([a-z0-9-]*|\*):[^\s"'/]*:(?:foundation-model|inference-profile)\/$/.exec(
		before,
	);
	return match ? { partition: match[1] ?? 'aws', region: match[2] ?? '', id: '' } : undefined;
}

/** What the policies of one text allow. A text may hold thousands of statements on a few models: each is asked about once. */
class Policies {
	private readonly models: readonly PolicyArn[];
	private readonly profiles: readonly PolicyArn[];
	private readonly missing = new Map<string, readonly string[]>();
	private readonly withProfile = new Map<string, boolean>();
	private knownAccount: string | undefined;

	constructor(
		private readonly text: string,
		private readonly catalogue: Catalogue,
	) {
		this.models = arnsOf(text, 'foundation-model');
		this.profiles = arnsOf(text, 'inference-profile');
	}

	/** @see accountIn */
	get account(): string {
		return (this.knownAccount ??= accountIn(this.text));
	}

	missingRegions(profile: InferenceProfile, own: PolicyArn): readonly string[] {
		const key = `${profile.profileId} ${own.region}`;
		let missing = this.missing.get(key);
		if (!missing) this.missing.set(key, (missing = missingRegions(profile, own, this.models)));
		return missing;
	}

	allowsProfileOf(modelId: string): boolean {
		let isAllowed = this.withProfile.get(modelId);
		if (isAllowed === undefined) {
			isAllowed = this.profiles.some((each) => coversModel(each, modelId, this.catalogue));
			this.withProfile.set(modelId, isAllowed);
		}
		return isAllowed;
	}
}

/** The Regions whose model no ARN of the text allows; the empty name is the ARN without a Region that global profiles need. */
function missingRegions(profile: InferenceProfile, own: PolicyArn, models: readonly PolicyArn[]): readonly string[] {
	const needed = isGlobal(profile)
		? ['', ...(own.region === '*' || own.region === '' ? [] : [own.region])]
		: [...new Set([...(own.region === '*' ? [] : [own.region]), ...destinations(profile, own.region)])];
	return needed.filter((region) => !models.some((arn) => covers(arn, region, profile.modelIds)));
}

function destinations(profile: InferenceProfile, sourceRegion: string): readonly string[] {
	return destinationsFrom(profile, sourceRegion) ?? [...new Set(Object.values(profile.destinationsBySource).flat())];
}

function covers(arn: PolicyArn, region: string, modelIds: readonly string[]): boolean {
	// A hole is filled when the policy is made: it may well be the Region.
	const isOfRegion = arn.region === region || arn.region.includes('*') || /[${}]/.test(arn.region);
	return isOfRegion && modelIds.some((modelId) => matches(arn.id, modelId));
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
function needsProfile(modelId: string, { region }: PolicyArn, catalogue: Catalogue): boolean {
	const model = catalogue.modelsById.get(modelId);
	if (!model || (catalogue.profilesByModel.get(modelId) ?? []).length === 0) return false;
	if (model.profileOnly) return true;
	return (
		region !== '' && region !== '*' && model.onDemandRegions !== undefined && !model.onDemandRegions.includes(region)
	);
}

/** Puts ARNs behind the one that is there, in the way that its list is written. */
function addToList(source: SourceText, start: number, end: number, arns: readonly string[]): readonly TextEdit[] {
	const value = valueSpanOf(source, start, end);
	const lineStart = source.lineStart(value.start);
	const line = source.text.slice(lineStart, value.start);
	const newline = source.text.whole.includes('\r\n') ? '\r\n' : '\n';
	const quote = value.isQuoted ? source.text.charAt(value.contentStart - 1) : '';
	const entries = arns.map((arn) => `${quote}${arn}${quote}`);
	const item = /^(\s*)-\s+$/.exec(line);
	if (item && source.syntax.family === 'config') {
		const at = value.end;
		return [{ start: at, end: at, newText: entries.map((entry) => `${newline}${item[1] ?? ''}- ${entry}`).join('') }];
	}
	if (!value.isQuoted) return [];
	const [list] = siteOf(source, value.start, value.end).frames;
	if (list && source.text.charAt(list.open) === '[') {
		const separator = line.trim() === '' ? `,${newline}${line}` : ', ';
		return [{ start: value.end, end: value.end, newText: entries.map((entry) => separator + entry).join('') }];
	}
	return [
		{ start: value.start, end: value.start, newText: '[' },
		{ start: value.end, end: value.end, newText: `${entries.map((entry) => `, ${entry}`).join('')}]` },
	];
}
