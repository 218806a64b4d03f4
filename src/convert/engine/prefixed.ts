import type { TextWithFunctions } from './calledFunctions';
import { ownText } from './ownText';
import { hasPrefixBeside } from './prefixBeside';
import { isNamedPrefixBefore } from './prefixNames';
import { inSum, inTemplate, mayPrefix, prefixesArgument } from './prefixingFunctions';
import { isBehindRegionSet } from './regionSetPrefixes';
import type { SourceText } from './sourceText';
import { isJoinedByStop } from './stopBetween';
import type { Consumer } from './trace';

/** What is called so makes a profile of a model. */
const maker =
	/(?:^|[._>:])(?:(?:to|get|make|build|resolve|as)_?)?(?:inference_?profile|cross_?region|(?:with|add|apply)_?(?:region(?:al)?|geo|profile)?_?prefix)(?:_?(?:id|arn|model(?:_?id)?|for\w*|of\w*))?$/i;

/** A region set stands before a name, by what is written before it. */
function isPrefixedBefore(before: string): boolean {
	// Asked for each use of each ID: most have no hole, and no string before them.
	return (/[{\\$]/.test(before) && inTemplate.test(before)) || (/["'`]/.test(before) && inSum.test(before));
}

/** The program puts a region set before the ID, or before the name that holds it, when it runs: a profile would get two. */
export function isPrefixed(text: TextWithFunctions, { site, at, end, name }: Consumer): boolean {
	const { source, names } = text;
	const mayFollow = name !== '' || /[})]/.test(source.text.charAt(at - 1));
	const before = mayFollow ? source.text.sliceOfLineBefore(at, 80) : '';
	if (isPrefixedBefore(before) || isNamedPrefixBefore(source, names, before, at)) return true;
	if (name !== '' && isBehindRegionSet(text, site, at)) return true;
	if (isJoinedByStop(source, site, at, end)) return true;
	const [inner] = site.frames;
	if (!inner || inner.callee === '') return false;
	if (/profile|region|prefix/i.test(inner.callee) && maker.test(inner.callee)) return true;
	return mayPrefix(source) && prefixesArgument({ source, names }, site, at);
}

/** `"awsUseCrossRegionInference": true` beside the ID tells Cline, Roo Code and their like to do so. */
export function isToBePrefixed(source: SourceText, direct: Consumer): boolean {
	const [inner] = direct.site.frames;
	if (hasPrefixBeside(source, direct)) return true;
	return (
		inner !== undefined &&
		source.text.holds('CrossRegion') &&
		/useCrossRegion\w*["']?\s*[:=]\s*true\b/i.test(ownText(source, inner))
	);
}
