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
	/** Gives the texts of the project that this one imports names from; absent: imports are not followed. */
	readonly readModule?: ReadModule;
	/** Gives the texts of the project beside this one that may use its names; absent: nobody looks. */
	readonly readUsers?: ReadUsers;
	/** Gives the texts of the repository's other packages and modules that may import this one; absent: nobody looks there. */
	readonly readImporters?: ReadImporters;
	/** What the configuration of another text of the project says, which may lie in a package of its own. */
	readonly configured?: Configured;
	/** Empty or absent: all. */
	readonly allowedRegionSets?: readonly string[];
	/** Profile IDs that the user prefers to others of their models, where the source region can call them. */
	readonly preferredProfiles?: readonly string[];
	/** ISO date, `2026-11-22`: the engine has no clock. */
	readonly today: string;
}

/** @param candidates where the module may lie, likeliest first; as {@link AnalysisInput.path}. */
export type ReadModule = (candidates: readonly string[]) => ModuleText | undefined;

/**
 * Texts that speak of Bedrock, in the language of the one that asks; for one that is data, programs and scripts.
 * @param areReaders those that any text has as if it were data: they may read the settings that it gives them.
 * @param path of another text than the one that asks.
 */
export type ReadUsers = (areReaders?: boolean, path?: string) => readonly ModuleText[];

/** Texts in the language of the one that asks, each of which has one of the words. */
export type ReadImporters = (words: readonly string[]) => readonly ModuleText[];

/** @param path as {@link AnalysisInput.path}. */
export type Configured = (path: string) => RegionEvidence | undefined;

/** A text that another one takes names from, or gives them to. */
export interface ModuleText {
	/** As {@link AnalysisInput.path}. */
	readonly path: string;
	readonly text: string;
}

/** A model ID or profile ID as it stands in a text. */
export interface Occurrence {
	/** As written, but joined and without URL escapes: `…-v1:0`; for an SDK's constant the ID that it stands for. */
	readonly id: string;
	/** UTF-16 offsets of the ID's own characters, end exclusive. */
	readonly start: number;
	readonly end: number;
	/** 1-based; `col` counts UTF-16 units and is the first character of the ID. */
	readonly line: number;
	readonly col: number;
	readonly kind: OccurrenceKind;
	readonly place: OccurrencePlace;
	/** Only a part of the ID stands there: a wildcard follows, or the program puts a prefix in front. */
	readonly isBuilt?: boolean;
}

export type OccurrenceKind =
	/** A bare or quoted ID, also behind a library's prefix such as `bedrock/converse/`. */
	| 'id'
	/** The ID at the end of a `foundation-model/…` or `inference-profile/…` ARN. */
	| 'arn'
	/** Inside a URL, with `%3A` for the colon. */
	| 'urlEncoded'
	/** Over several strings: `"anthropic.…-v1" + ":0"`. */
	| 'concatenated'
	/** CDK's `FoundationModelIdentifier.X`; `start` and `end` are those of `X`. */
	| 'sdkConstant';

/** What the characters are, in the eyes of the file's language. */
export type OccurrencePlace = 'string' | 'code' | 'comment' | 'prose';

/** What says from which Region the requests are sent. */
export interface RegionEvidence {
	readonly source: RegionEvidenceSource;
	/** One Region; several where the evidence contradicts itself. */
	readonly regions: readonly string[];
	/** 1-based line of the evidence, where it stands in the file itself. */
	readonly line?: number;
	/** The name of the configuration file that says so. */
	readonly fileName?: string;
	/** Of the project's configuration: the Region of each variable that is named for one. */
	readonly variables?: Readonly<Record<string, string>>;
	/** A pipeline's: it holds where that runs, and not on the developers' machines. */
	readonly isOfPipeline?: boolean;
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
	| { readonly code: 'onlyProfile'; readonly modelId: string; readonly profileId: string }
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
	| {
			readonly code: 'regionConflict';
			readonly modelId: string;
			/** What contradicts itself. */
			readonly evidence: RegionEvidence;
			/** Weaker evidence that names one of its Regions. */
			readonly suggested: RegionEvidence | undefined;
	  }
	| { readonly code: 'comment' }
	/** A name holds the ID, and one of the name's uses needs the model ID itself. */
	| { readonly code: 'mixedUses'; readonly name: string; readonly line: number; readonly use: MixedUse }
	/** The same in another file of the project. */
	| {
			readonly code: 'arnElsewhere' | 'lookupElsewhere' | 'prefixedElsewhere';
			readonly name: string;
			readonly fileName: string;
			readonly line: number;
	  }
	| { readonly code: 'compared' }
	| { readonly code: 'allowedValue' }
	| { readonly code: 'pattern' }
	| { readonly code: 'builtAtRunTime' }
	| { readonly code: 'modelTable' }
	/** What a request used, in a log or a report. */
	| { readonly code: 'recorded' }
	/** The profile is given beside it, in a setting of its own. */
	| { readonly code: 'profileBeside' }
	| { readonly code: 'needsArn'; readonly field: string }
	/** A function is given it that fails for models it has no branch and no entry for, or asks who made it. */
	| { readonly code: 'toldApart'; readonly name: string }
	| { readonly code: 'copySource' }
	| { readonly code: 'otherResource'; readonly resourceType: string }
	| { readonly code: 'sdkLookup' }
	| { readonly code: 'generatedFile' }
	/** Of a database. */
	| { readonly code: 'migration' }
	| { readonly code: 'prose' }
	| { readonly code: 'outsideString' }
	| { readonly code: 'lookupKey' }
	| { readonly code: 'path' }
	| { readonly code: 'iamPolicy' }
	| { readonly code: 'foundationModelArn' }
	| { readonly code: 'needsModelId'; readonly call: string }
	| { readonly code: 'mantleEndpoint' }
	| { readonly code: 'otherProvider' }
	| { readonly code: 'provisionedOnly' };

/** What a use does that only a model ID can do. */
export type MixedUse = 'buildsArn' | 'needsModelId' | 'looksUp';

/** Something that the user should know about an occurrence, whatever is done with it. */
export type Finding =
	| {
			readonly code: 'profileRequired';
			readonly modelId: string;
			readonly sourceRegion: string;
			readonly evidence: RegionEvidence;
			/** Given where none of the profiles that could be called lies within them. */
			readonly outsideOf?: readonly string[];
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
	| { readonly code: 'onlyProfile'; readonly modelId: string; readonly profileId: string }
	/** A policy allows a profile, but not its model in these Regions; an empty name stands for the ARN without a Region. */
	| {
			readonly code: 'iamModelMissing';
			readonly profileId: string;
			readonly regions: readonly string[];
			/** Adds what is missing; empty where the policy's form is not understood. */
			readonly edits: readonly TextEdit[];
	  }
	/** A policy allows a model that only a profile can invoke, and no profile of it. */
	| {
			readonly code: 'iamProfileMissing';
			readonly modelId: string;
			/** The profile that {@link edits} allow; `undefined` where no Region says which. */
			readonly profileId: string | undefined;
			/** Allows the profile, and its model in each Region that it may route to. */
			readonly edits: readonly TextEdit[];
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
	/** High: a client or the ID itself names the region. Medium: the file or project does. Low: only a default or a guess. */
	readonly confidence: Confidence;
	readonly regionEvidence: RegionEvidence | undefined;
	/** Best first; geographic before global. */
	readonly candidates: readonly Candidate[];
	/** For the best candidate when the decision is `convert`; else empty. */
	readonly edits: readonly TextEdit[];
	readonly findings: readonly Finding[];
	/** For a profile ID: the way back to the ID of its model. */
	readonly reversal: Reversal | undefined;
	/** For a model that is legacy or past its end of life: a change of model, never part of a conversion. */
	readonly successor: Successor | undefined;
}

export type Confidence = 'high' | 'medium' | 'low';

/** The foundation model behind a profile ID, with the edits that name it instead. */
export interface Reversal {
	readonly modelId: string;
	readonly edits: readonly TextEdit[];
}

/** A newer model of the same family, with the ID that the source Region may call. */
export interface Successor {
	readonly modelId: string;
	/** The profile to use; `undefined` where the region is not known or the bare ID is what can be called. */
	readonly profileId: string | undefined;
	readonly edits: readonly TextEdit[];
}
