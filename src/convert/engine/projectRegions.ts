import type { Catalogue } from '../../bedrock/catalogue';
import { Names } from './names';
import { FileRegions } from './regionEvidence';
import { SourceText } from './sourceText';
import { toTheEnd } from './steps';
import { languageOf } from './syntax';

/** Files that configure a project: a Region in them holds for the code beside and below them. */
const configurationFile =
	/(?:^|\/)(?:\.env(?:\.[\w-]+)*|[\w-]+\.env|serverless\.(?:ya?ml|json|ts)|samconfig\.toml|cdk\.json|cdk\.context\.json|pyproject\.toml|setup\.cfg|config\.ini|application[\w-]*\.(?:ya?ml|properties)|appsettings[\w.]*\.json|docker-compose[\w.-]*\.ya?ml|compose\.ya?ml|[\w-]+\.tf|[\w.-]+\.tfvars|sst\.config\.ts|bin\/[\w-]+\.ts|aws-exports\.js|chalice\.json|zappa_settings\.json|copilot\/[\w/-]+\.yml)$/i;

export function isProjectConfiguration(path: string): boolean {
	return configurationFile.test(path) && !/(?:example|sample|template|dist)$/i.test(path);
}

/** The Regions that a project's configuration sends requests to; several where it names several, none where it is silent. */
export function projectRegions(
	path: string,
	text: string,
	catalogue: Catalogue,
	language = languageOf(path, undefined),
): readonly string[] {
	if (!/[a-z]{2}-[a-z-]{1,30}-[0-9]/.test(text)) return [];
	const source = SourceText.read(text, language);
	const regions = toTheEnd(FileRegions.readInSteps(source, new Names(source), catalogue, []));
	return toTheEnd(regions.ofFileInSteps())?.regions ?? [];
}
