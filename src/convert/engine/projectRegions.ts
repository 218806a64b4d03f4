import type { Catalogue } from '../../bedrock/catalogue';
import { Names } from './names';
import { FileRegions } from './regionEvidence';
import { SourceText } from './sourceText';
import { toTheEnd } from './steps';
import { languageOf } from './syntax';

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
