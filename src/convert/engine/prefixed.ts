import type { Names } from './names';
import { ownText } from './ownText';
import { hasPrefixBeside } from './prefixBeside';
import { isNamedPrefixBefore } from './prefixNames';
import { inSum, inTemplate, mayPrefix, prefixesArgument } from './prefixingFunctions';
import type { Site } from './sites';
import type { SourceText } from './sourceText';
import type { Consumer } from './trace';

/** `"%s.%s" % (…)`, `Sprintf("%s.%s", …)`, `"{}.{}".format(…)` */
const inFormat = /["'`](?:%[sv]|\{\w*\}|[a-z]{2,6})\.(?:%[sv]|\{\w*\})["'`]/;

/** What is called so makes a profile of a model. */
const maker =
	/(?:^|[._>:])(?:(?:to|get|make|build|resolve|as)_?)?(?:inference_?profile|cross_?region|(?:with|add|apply)_?(?:region(?:al)?|geo|profile)?_?prefix)(?:_?(?:id|arn|model(?:_?id)?|for\w*|of\w*))?$/i;

/** A region set stands before a name, by what is written before it. */
function isPrefixedBefore(before: string): boolean {
	// Asked for each use of each ID: most have no hole, and no string before them.
	return (/[{\\]/.test(before) && inTemplate.test(before)) || (/["'`]/.test(before) && inSum.test(before));
}

/** The program puts a region set before the ID, or before the name that holds it, when it runs: a profile would get two. */
export function isPrefixed(source: SourceText, names: Names, { site, at, end, name }: Consumer): boolean {
	const mayFollow = name !== '' || /[})]/.test(source.text.charAt(at - 1));
	const before = mayFollow ? source.text.sliceOfLineBefore(at, 80) : '';
	if (isPrefixedBefore(before) || isNamedPrefixBefore(source, names, before, at)) return true;
	const [inner] = site.frames;
	if (!inner) return false;
	if (isJoined(source, site)) return true;
	if (inner.callee === '')
		return (
			/%\s*$/.test(source.code.slice(Math.max(0, inner.open - 4), inner.open)) && formatsBefore(source, inner.open)
		);
	if (/profile|region|prefix/i.test(inner.callee) && maker.test(inner.callee)) return true;
	if (/(?:printf|format)$/i.test(inner.callee)) {
		return inFormat.test(source.text.slice(inner.calleeStart, Math.min(end, inner.calleeStart + 300)));
	}
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

/** `[geo, id].join('.')`, `".".join([geo, id])` */
function isJoined(source: SourceText, { frames }: Site): boolean {
	const [inner, outer] = frames;
	if (!inner || source.code.charAt(inner.open) !== '[') return false;
	if (/^\s*\.join\(\s*["'`]\.["'`]\s*\)/.test(source.text.slice(inner.close + 1, inner.close + 30))) return true;
	if (!outer?.callee.endsWith('.join')) return false;
	return /["']\.["']\.join\($/.test(source.text.slice(Math.max(0, outer.open - 10), outer.open + 1));
}

function formatsBefore(source: SourceText, open: number): boolean {
	return inFormat.test(source.text.slice(Math.max(0, open - 40), open));
}
