import type { TextWithFunctions } from './calledFunctions';
import { ownText } from './ownText';
import { hasPrefixBeside } from './prefixBeside';
import { isNamedPrefixBefore } from './prefixNames';
import { isBehindPrefix, mayPrefix, prefixesArgument } from './prefixingFunctions';
import type { SourceText } from './sourceText';
import { isJoinedByStop } from './stopBetween';
import type { Consumer } from './trace';

/** What is called so makes a profile of a model. */
const maker =
	/(?:^|[._>:])(?:(?:to|get|make|build|resolve|as)_?)?(?:inference_?profile|cross_?region|(?:with|add|apply)_?(?:region(?:al)?|geo|profile)?_?prefix)(?:_?(?:id|arn|model(?:_?id)?|for\w*|of\w*))?$/i;

/** The program puts a region set before the ID, or before the name that holds it, when it runs: a profile would get two. */
export function isPrefixed(text: TextWithFunctions, { site, at, end, name }: Consumer): boolean {
	const { source, names } = text;
	const mayFollow = name !== '' || /[})]/.test(source.text.charAt(at - 1));
	const before = mayFollow ? source.text.sliceOfLineBefore(at, 80) : '';
	// What stands directly before a written ID has been read with it.
	const isBehind = mayFollow ? isBehindPrefix(text, site, at, end, before) : isJoinedByStop(source, site, at, end);
	if (isBehind || isNamedPrefixBefore(source, names, before, at)) return true;
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
