import { localImports } from './localImports';
import { Names } from './names';
import { prefixesParameter } from './prefixed';
import { SourceText } from './sourceText';
import { languageOf } from './syntax';
import type { Consumer } from './trace';
import type { AnalysisInput } from './types';

/** What such a function is called says enough to look into it: `InferenceProfiles.forRegion(…)`, `withPrefix(…)`. */
const maker = /profile|prefix|region|geo|cross|infer|resolve|qualif/i;
/** In UTF-16 units. */
const longestModule = 200_000;

/** A function of another text of the project puts a region set before the ID that it is given. */
export function isPrefixedElsewhere(
	source: SourceText,
	consumers: readonly Consumer[],
	{ path, readModule }: AnalysisInput,
): boolean {
	if (!readModule || source.syntax.family !== 'code') return false;
	for (const { site } of consumers) {
		const [inner] = site.frames;
		if (!inner || !maker.test(inner.callee)) continue;
		const [head = ''] = inner.callee.split(/\.|::|->/);
		const name = /\w+$/.exec(inner.callee)?.[0] ?? '';
		const from = localImports(source, path).find(({ names }) => names?.has(head) === true);
		const module = from && readModule(from.candidates);
		if (!module || module.text.length > longestModule) continue;
		const text = SourceText.read(module.text, languageOf(module.path, undefined));
		if (prefixesParameter(text, new Names(text), from.names?.get(name) ?? name, -1)) return true;
	}
	return false;
}
