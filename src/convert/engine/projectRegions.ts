import type { Catalogue } from '../../bedrock/catalogue';
import { builtParts } from './builtParts';
import { cdkApplication } from './cdkApplication';
import { configurationKind, mayBeCdkProgram } from './configurationNames';
import { outsideOf } from './importedRegions';
import { Names } from './names';
import { nothingOutside } from './outsideRegions';
import { runsIn } from './ranPaths';
import { type RanScript, ranScripts } from './ranScripts';
import { FileRegions } from './regionEvidence';
import { SourceText } from './sourceText';
import { toTheEnd } from './steps';
import { languageOf } from './syntax';
import type { ReadModule } from './types';

/** What a configuration says about Regions. */
export interface ConfiguredRegions {
	/** Where requests are sent to; several where it names several, none where it is silent. */
	readonly regions: readonly string[];
	/** The Region of each variable or setting that is named for one: `{ AWS_REGION: "eu-west-1" }`. */
	readonly variables: Readonly<Record<string, string>>;
	/** Nothing but ARNs of Bedrock names the Regions: whoever sends requests says more. */
	readonly isOfArns?: boolean;
	/** The programs that it runs from a Region of their own. */
	readonly runs?: readonly RanScript[];
	/** The folders and programs that it builds, each with a Region of its own. */
	readonly builds?: readonly RanScript[];
}

/** Says what makes a CDK application of a program. */
function isCdk(text: string): boolean {
	return (
		(text.includes('cdk') || text.includes('CDK')) &&
		/\baws_cdk\b|\bawscdk\b|\baws-cdk-lib\b|\bAmazon\.CDK\b/.test(text)
	);
}

const silent: ConfiguredRegions = { regions: [], variables: {} };

/**
 * The Regions that a project's configuration sends requests to.
 * @param readModule gives the application that a `cdk.json` runs, and the settings that one imports its Region from.
 */
export function projectRegions(
	path: string,
	text: string,
	catalogue: Catalogue,
	language?: string,
	readModule?: ReadModule,
): ConfiguredRegions {
	const isOfCdk = isCdk(text);
	if (mayBeCdkProgram(path) && !isOfCdk) return silent;
	const imports = readModule && isOfCdk && /region/i.test(text) ? readModule : undefined;
	const readsVariables = readModule && text.includes('env_file:');
	if (!/[a-z]{2}-[a-z-]{1,30}-[0-9]/.test(text) && !imports && !readsVariables) {
		const application = readModule && path.endsWith('cdk.json') ? cdkApplication(path, text, readModule) : undefined;
		if (!application || !isCdk(application.text)) return silent;
		return projectRegions(application.path, application.text, catalogue, undefined, readModule);
	}
	const source = SourceText.read(unconditional(text), language ?? languageOf(path, undefined));
	const outside = imports ? outsideOf({ path, catalogue, readModule: imports }, source).regions : nothingOutside;
	const regions = toTheEnd(FileRegions.readInSteps(source, new Names(source), catalogue, [], outside));
	const said = toTheEnd(regions.ofFileInSteps()) ?? regions.told.ofOutsideSettings();
	const kind = configurationKind(path);
	// What a Makefile sets for all its targets holds no more for the programs that it runs than for others.
	const environmentAt = (offset: number) => (kind === 'pipeline' ? regions.environmentAt(offset) : undefined);
	const isRegion = (name: string) => Object.hasOwn(catalogue.regionNames, name);
	const parts = { below: runsIn(path), readModule, isRegion, environmentAt };
	const builds = kind === 'project' ? builtParts(source, { ...parts, ...regions.partsOfEnvironment() }) : [];
	return {
		regions: said?.regions ?? [],
		variables: regions.told.variables(),
		isOfArns: regions.areOfArns,
		...(kind === 'pipeline' || kind === 'tooling' ? { runs: ranScripts(source, parts) } : {}),
		...(builds.length > 0 ? { builds } : {}),
	};
}

/** Spring Boot: the documents of a file that hold whatever profile is active, if there are any. */
function unconditional(text: string): string {
	if (!text.includes('on-profile')) return text;
	const documents = text.split(/^#?---[ \t]*$/m).filter((document) => !/\bon-profile\b/.test(document));
	return documents.some((document) => /[a-z]{2}-[a-z-]{1,30}-[0-9]/.test(document)) ? documents.join('---') : text;
}
