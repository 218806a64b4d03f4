import { makesArnsOfEach } from './arnsOfEach';
import { countBelow } from './ascending';
import { parameterGiven, type TextWithFunctions } from './calledFunctions';
import type { FunctionSpan } from './functionSpans';
import { holderBefore } from './joinedBefore';
import { siteOfUse } from './names';
import { isBehindRegionSet } from './regionSetPrefixes';
import { isJoinedByStop } from './stopBetween';
import { PerText } from './perText';
import { remembered } from './remembered';
import type { Site } from './sites';
import type { SourceText } from './sourceText';

/** A template in which a region set, or a hole for one, and a full stop stand before the hole of the ID: `${geo}.${…`, `${PROFILE:-us.${…`, `$geo.$…`. */
const inTemplate = new RegExp(
	String.raw`(?:(?:^|["'\`/:]|:[-=+])(?:[a-z]{2,6}(?:-[a-z]{2,5})?)|[})]|%[sv]|\$\w+)\.(?:\$\{|#\{|\{\$?|\\\(|\$)\s*${holderBefore}$`,
);

/** `'eu.' + …`, `geo + "." + …` */
const inSum = new RegExp(
	String.raw`(?:["'\`](?:[a-z]{2,6}(?:-[a-z]{2,5})?)?\.["'\`])\s*(?:\+|\.\.?|<>|&)\s*${holderBefore}$`,
);

/** How often a function hands on what it is given to another one. */
const deepest = 3;
/** In UTF-16 units. */
const longestBody = 2_000;
/** So many uses of a parameter are looked at. */
const mostUses = 10;

/** The text puts something with a full stop before something else: most do not. */
export function mayPrefix(source: SourceText): boolean {
	return remembered(known, source, 'mayPrefix', () => prefixing.test(source.text.whole));
}

const known = new PerText<Map<string, boolean>>();
const prefixing =
	/(?:[})]|\$\w+)\.(?:[$#]?\{|\\\(|\$)|["'`/:][a-z]{2,6}(?:-[a-z]{2,5})?\.(?:[$#]?\{|\\\(|["'`])|["'`]\.["'`]|%[sv@]\.%[sv@]/;

/** A region set, or what is one when the program runs, stands before a value, however the two are put together. @param before what is written before it in its line. */
export function isBehindPrefix(text: TextWithFunctions, site: Site, at: number, end: number, before: string): boolean {
	// Asked for each use of each ID: most have no hole, and no string before them.
	return (
		(/[{\\$]/.test(before) && inTemplate.test(before)) ||
		(/["'`]/.test(before) && inSum.test(before)) ||
		isBehindRegionSet(text, site, at) ||
		isJoinedByStop(text.source, site, at, end)
	);
}

/** The function that a value is given to, as an argument of the innermost call around it, puts a region set before it. */
export function prefixesArgument(text: TextWithFunctions, site: Site, at: number): boolean {
	return isWrittenBehind(text, { site, at, isMeant: putsPrefix });
}

/**
 * That function makes a foundation model's ARN of the value: `f"arn:…::foundation-model/{model_id}"`. One that knows the
 * ARNs of profiles too does what is right for either.
 */
export function makesArnOfArgument(text: TextWithFunctions, site: Site, at: number): boolean {
	return isWrittenBehind(text, { site, at, isMeant: putsArn });
}

/** A use of a parameter in the body of its function. */
interface Use {
	readonly holder: TextWithFunctions;
	readonly called: FunctionSpan;
	readonly site: Site;
	readonly at: number;
	readonly end: number;
	/** What is written before it in the body. */
	readonly before: string;
}

type IsMeant = (use: Use) => boolean;

const putsPrefix: IsMeant = ({ holder, site, at, end, before }) => isBehindPrefix(holder, site, at, end, before);

const putsArn: IsMeant = ({ holder: { source }, called, at, end, before }) =>
	(makesArnsOfEach(source.text, at, end) ||
		/foundation-model\/(?:(?:\$\{|\{|#\{|\$|\\\()|["'`]\s*(?:\+|\.\.?)\s*\$?|(?:%s|%v|\{\})[^\n]{0,20}["'`][^\n]{0,50}[\s(,])$/.test(
			before,
		)) &&
	!source.text.slice(called.bodyStart, called.bodyEnd).includes('inference-profile');

/** A value that is given to a function, and what is looked for there. */
interface Given {
	readonly site: Site;
	readonly at: number;
	readonly isMeant: IsMeant;
}

function isWrittenBehind(text: TextWithFunctions, given: Given, depth = 0): boolean {
	const { called, holder, parameter } = parameterGiven(text, given.site, given.at) ?? {};
	if (!called || !holder || parameter === undefined || called.bodyEnd - called.bodyStart > longestBody) return false;
	const { source } = holder;
	const { bodyStart, bodyEnd } = called;
	const places = source.placesOfName(parameter);
	const first = countBelow(places, bodyStart);
	for (const at of places.slice(first, first + mostUses)) {
		if (at >= bodyEnd) return false;
		const before = source.text.slice(Math.max(bodyStart, at - 80), at);
		const site = siteOfUse(source, at, parameter);
		if (given.isMeant({ holder, called, site, at, end: at + parameter.length, before })) return true;
		if (depth + 1 >= deepest) continue;
		const handedOn = { ...given, site, at };
		if (isWrittenBehind(holder, handedOn, depth + 1)) return true;
	}
	return false;
}
