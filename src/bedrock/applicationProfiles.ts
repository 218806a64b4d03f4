import type { Catalogue, InferenceProfile } from './catalogue';
import { parseBedrockArn, partitionOf } from './arn';
import type { ExplainedError } from './errors';

/** A key and its value. Order is the service's. */
export interface Tag {
	readonly key: string;
	readonly value: string;
}

/** What an application profile is made from. */
export interface NewApplicationProfile {
	readonly name: string;
	/** ARN of a foundation model or of a system-defined profile; an ID is not accepted. */
	readonly copyFrom: string;
	readonly tags: readonly Tag[];
}

/** What was asked for, or why it was not done. */
export type Outcome<T> =
	{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ExplainedError };

/** Makes, tags and deletes the account's own profiles. Nothing here rejects. */
export interface ApplicationProfileApi {
	/** @returns the new profile's ARN. */
	create(sourceRegion: string, profile: NewApplicationProfile): Promise<Outcome<string>>;
	delete(arn: string): Promise<Outcome<void>>;
	tagsOf(arn: string): Promise<Outcome<readonly Tag[]>>;
	/** Sets some tags, takes others away, and leaves the rest. */
	changeTags(arn: string, set: readonly Tag[], removedKeys: readonly string[]): Promise<Outcome<void>>;
}

/** The most tags that a resource may have. */
export const mostTags = 50;

/** @see Amazon Bedrock API Reference, `CreateInferenceProfile` */
export function isApplicationProfileName(name: string): boolean {
	return name.length <= 64 && /^(?:[0-9a-zA-Z][ _-]?)+$/.test(name);
}

/** A name that the service takes, as near to another one as can be. */
export function suggestedName(name: string): string {
	const cleaned = name
		.replace(/[^0-9a-zA-Z _-]+/g, '-')
		.replace(/[ _-]{2,}/g, ' ')
		.replace(/^[ _-]+/, '')
		.slice(0, 64);
	return isApplicationProfileName(cleaned) ? cleaned : 'Application profile';
}

/** Why a line of tags cannot be read. */
export type TagProblem =
	| { readonly code: 'noValue'; readonly part: string }
	| { readonly code: 'badTag'; readonly part: string }
	| { readonly code: 'reserved'; readonly part: string }
	| { readonly code: 'twice'; readonly part: string }
	| { readonly code: 'tooMany' };

/** Reads `team=search, cost-center=42`. A value may be empty and may hold `=`; commas separate, AWS allows none inside. */
export function parseTags(line: string): { readonly tags: readonly Tag[] } | { readonly problem: TagProblem } {
	const tags = new Map<string, string>();
	for (const part of line.split(',').map((text) => text.trim())) {
		if (part === '') continue;
		const equals = part.indexOf('=');
		if (equals < 1) return { problem: { code: 'noValue', part } };
		const [key, value] = [part.slice(0, equals).trim(), part.slice(equals + 1).trim()];
		if (!/^[a-zA-Z0-9\s._:/+@-]{1,128}$/.test(key) || !/^[a-zA-Z0-9\s._:/=+@-]{0,256}$/.test(value)) {
			return { problem: { code: 'badTag', part } };
		}
		if (/^aws:/i.test(key)) return { problem: { code: 'reserved', part: key } };
		if (tags.has(key)) return { problem: { code: 'twice', part: key } };
		tags.set(key, value);
	}
	if (tags.size > mostTags) return { problem: { code: 'tooMany' } };
	return { tags: [...tags].map(([key, value]) => ({ key, value })) };
}

/** As {@link parseTags} reads it. Tags that the line cannot hold, or that AWS keeps for itself, are left out. */
export function formatTags(tags: readonly Tag[]): string {
	return tags
		.filter(isEditable)
		.map(({ key, value }) => `${key}=${value}`)
		.join(', ');
}

/** What must change for the tags to be as wanted; tags that {@link formatTags} leaves out stay. */
export function tagChanges(
	before: readonly Tag[],
	wanted: readonly Tag[],
): { readonly set: readonly Tag[]; readonly removedKeys: readonly string[] } {
	const old = new Map(before.map(({ key, value }) => [key, value]));
	const keys = new Set(wanted.map(({ key }) => key));
	return {
		set: wanted.filter(({ key, value }) => old.get(key) !== value),
		removedKeys: before.filter((tag) => isEditable(tag) && !keys.has(tag.key)).map(({ key }) => key),
	};
}

function isEditable({ key, value }: Tag): boolean {
	return !/^aws:/i.test(key) && !/[=,]/.test(key) && !value.includes(',');
}

/**
 * The ARN that an application profile is copied from.
 * @param source a system-defined profile, or a foundation model's ID.
 * @returns `undefined` when the account has not listed the profile: its ARN holds the account's number.
 */
export function copySource(
	catalogue: Catalogue,
	source: InferenceProfile | string,
	sourceRegion: string,
): string | undefined {
	if (typeof source === 'string') {
		return `arn:${partitionOf(sourceRegion)}:bedrock:${sourceRegion}::foundation-model/${source}`;
	}
	const own = source.arn === undefined ? undefined : parseBedrockArn(source.arn);
	// The ARN is that of the Region where the profile was listed last; from another Region it is the same but for that.
	const account = own?.account;
	return account && catalogue.liveRegions.includes(sourceRegion)
		? `arn:${own.partition}:bedrock:${sourceRegion}:${account}:inference-profile/${source.profileId}`
		: undefined;
}
