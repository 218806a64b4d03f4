import type { Catalogue } from '../../bedrock/catalogue';
import { mayBeCdkProgram } from './configurationNames';
import { Names } from './names';
import { nothingOutside } from './outsideRegions';
import { FileRegions } from './regionEvidence';
import { SourceText } from './sourceText';
import { toTheEnd } from './steps';
import { languageOf } from './syntax';

/** What a configuration says about Regions. */
export interface ConfiguredRegions {
	/** Where requests are sent to; several where it names several, none where it is silent. */
	readonly regions: readonly string[];
	/** The Region of each variable or setting that is named for one: `{ AWS_REGION: "eu-west-1" }`. */
	readonly variables: Readonly<Record<string, string>>;
}

/** What makes a CDK application of a program. */
const ofCdk = /\baws_cdk\b|\bawscdk\b/;

const silent: ConfiguredRegions = { regions: [], variables: {} };

/** The Regions that a project's configuration sends requests to. */
export function projectRegions(
	path: string,
	text: string,
	catalogue: Catalogue,
	language = languageOf(path, undefined),
): ConfiguredRegions {
	if (!/[a-z]{2}-[a-z-]{1,30}-[0-9]/.test(text) || (mayBeCdkProgram(path) && !ofCdk.test(text))) return silent;
	const source = SourceText.read(unconditional(text), language);
	const regions = toTheEnd(FileRegions.readInSteps(source, new Names(source), catalogue, [], nothingOutside));
	return { regions: toTheEnd(regions.ofFileInSteps())?.regions ?? [], variables: regions.told.variables() };
}

/** Spring Boot: the documents of a file that hold whatever profile is active, if there are any. */
function unconditional(text: string): string {
	if (!text.includes('on-profile')) return text;
	const documents = text.split(/^#?---[ \t]*$/m).filter((document) => !/\bon-profile\b/.test(document));
	return documents.some((document) => /[a-z]{2}-[a-z-]{1,30}-[0-9]/.test(document)) ? documents.join('---') : text;
}
