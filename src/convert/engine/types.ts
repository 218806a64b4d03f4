import type { Catalogue } from '../../bedrock/catalogue';

/** One text to analyse, and all that is known about it from outside. */
export interface AnalysisInput {
	/** Relative, forward slashes; decides the language together with `languageId`. */
	readonly path: string;
	/** VS Code's language identifier, where there is one. */
	readonly languageId?: string;
	readonly text: string;
	readonly catalogue: Catalogue;
	/** What is known outside the file, strongest first: project configuration, AWS profile, sidebar, setting. */
	readonly outerRegionEvidence?: readonly RegionEvidence[];
	/** Empty or absent: all. */
	readonly allowedRegionSets?: readonly string[];
	/** ISO date, `2026-11-22`: the engine has no clock. */
	readonly today: string;
}

/** A model ID or profile ID as it stands in a text. */
export interface Occurrence {
	/** As written, but for URL escapes: `…-v1:0`. */
	readonly id: string;
	/** UTF-16 offsets of the ID's own characters, end exclusive. */
	readonly start: number;
	readonly end: number;
	/** 1-based; `col` counts UTF-16 units and is the first character of the ID. */
	readonly line: number;
	readonly col: number;
	readonly kind: OccurrenceKind;
	readonly place: OccurrencePlace;
}

export type OccurrenceKind =
	/** A bare or quoted ID, also behind a library's prefix such as `bedrock/converse/`. */
	| 'id'
	/** The ID at the end of a `foundation-model/…` or `inference-profile/…` ARN. */
	| 'arn'
	/** Inside a URL, with `%3A` for the colon. */
	| 'urlEncoded';

/** What the characters are, in the eyes of the file's language. */
export type OccurrencePlace = 'string' | 'code' | 'comment' | 'prose';

/** What says from which Region the requests are sent. */
export interface RegionEvidence {
	readonly source: RegionEvidenceSource;
	/** One Region; several where the evidence contradicts itself. */
	readonly regions: readonly string[];
	/** 1-based line of the evidence, where it stands in the file itself. */
	readonly line?: number;
}

/** Strongest first. */
export type RegionEvidenceSource = 'arn' | 'url' | 'client' | 'file' | 'project' | 'awsProfile' | 'sidebar' | 'setting';

export interface TextEdit {
	readonly start: number;
	readonly end: number;
	readonly newText: string;
}

/** A profile that can stand in for the ID. */
export interface Candidate {
	readonly profileId: string;
	readonly regionSet: string | undefined;
	readonly regionSetName: string | undefined;
	/** For the source Region; `undefined` when not known or not listed (`global`). */
	readonly destinationRegions: readonly string[] | undefined;
	/** May run in any commercial Region: never chosen silently. */
	readonly isGlobal: boolean;
	readonly edits: readonly TextEdit[];
}

/** Why an occurrence is converted or left. */
export type Reason =
	| {
			readonly code: 'profileRequired';
			readonly modelId: string;
			readonly sourceRegion: string;
			readonly evidence: RegionEvidence;
	  }
	| {
			readonly code: 'profileAvailable';
			readonly modelId: string;
			readonly sourceRegion: string;
			readonly evidence: RegionEvidence;
	  }
	| { readonly code: 'alreadyProfile'; readonly profileId: string }
	| { readonly code: 'unknownId'; readonly id: string }
	| { readonly code: 'noProfile'; readonly modelId: string }
	| {
			readonly code: 'noProfileForRegion';
			readonly modelId: string;
			readonly sourceRegion: string;
			readonly evidence: RegionEvidence;
	  }
	| {
			readonly code: 'onlyGlobal';
			readonly modelId: string;
			readonly sourceRegion: string;
			readonly evidence: RegionEvidence;
	  }
	| { readonly code: 'notAllowed'; readonly modelId: string; readonly allowedRegionSets: readonly string[] }
	| { readonly code: 'regionUnknown'; readonly modelId: string }
	| { readonly code: 'regionConflict'; readonly modelId: string; readonly regions: readonly string[] }
	| { readonly code: 'comment' }
	| { readonly code: 'prose' }
	| { readonly code: 'outsideString' }
	| { readonly code: 'lookupKey' }
	| { readonly code: 'iamPolicy' }
	| { readonly code: 'foundationModelArn' }
	| { readonly code: 'needsModelId'; readonly call: string }
	| { readonly code: 'mantleEndpoint' }
	| { readonly code: 'provisionedOnly' };

/** Something that the user should know about an occurrence, whatever is done with it. */
export type Finding =
	| {
			readonly code: 'profileRequired';
			readonly modelId: string;
			readonly sourceRegion: string;
			readonly evidence: RegionEvidence;
	  }
	| {
			readonly code: 'profileAvailable';
			readonly modelId: string;
			readonly sourceRegion: string;
			readonly evidence: RegionEvidence;
	  }
	| {
			readonly code: 'regionOutsideProfile';
			readonly profileId: string;
			readonly sourceRegion: string;
			readonly evidence: RegionEvidence;
	  }
	| {
			readonly code: 'outsideAllowedRegionSets';
			readonly profileId: string;
			readonly allowedRegionSets: readonly string[];
	  }
	| { readonly code: 'legacy'; readonly modelId: string; readonly legacyDate?: string; readonly endOfLifeDate?: string }
	| { readonly code: 'endOfLife'; readonly modelId: string; readonly endOfLifeDate?: string }
	| { readonly code: 'unknownId'; readonly id: string; readonly nearest?: string };

export interface Judgement {
	readonly occurrence: Occurrence;
	readonly decision: 'convert' | 'leave';
	readonly reason: Reason;
	/** False where the user should choose: in comments and prose, and with contradicting evidence. */
	readonly isPreferred: boolean;
	readonly regionEvidence: RegionEvidence | undefined;
	/** Best first; geographic before global. */
	readonly candidates: readonly Candidate[];
	/** For the best candidate when the decision is `convert`; else empty. */
	readonly edits: readonly TextEdit[];
	readonly findings: readonly Finding[];
}
