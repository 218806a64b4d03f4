import { countBelow } from './ascending';
import { classGiven } from './classGiven';
import { type Names, siteOfUse } from './names';
import { PerText } from './perText';
import { parameterGiven, type TextWithFunctions } from './calledFunctions';
import { remembered } from './remembered';
import type { Site } from './sites';
import type { SourceText } from './sourceText';
import { isAskedForRegionSet, isWithoutRegionSet } from './withoutRegionSet';

/** How often a function hands on what it is given to another one. */
const deepest = 3;
/** In UTF-16 units. */
const longestBody = 6_000;
const longestTable = 6_000;
/** So many uses of a parameter are looked at. */
const mostUses = 12;

/**
 * The function that a value is given to, or one that it hands the value on to, fails for models that it has no branch and
 * no entry for, and has one for this ID: it would not know the profile.
 * @returns its name.
 */
export function functionTellingApart(
	text: TextWithFunctions,
	site: Site,
	at: number,
	id: string,
	depth = 0,
): string | undefined {
	const { called, holder, parameter } = parameterGiven(text, site, at) ?? {};
	if (!called || !holder || parameter === undefined || called.bodyEnd - called.bodyStart > longestBody)
		return undefined;
	const { source } = holder;
	const places = source.placesOfName(parameter);
	const first = countBelow(places, called.bodyStart);
	for (const place of places.slice(first, first + mostUses)) {
		if (place >= called.bodyEnd) break;
		const end = place + parameter.length;
		const isAsked = isSubjectOf(source, place, end, called.bodyEnd, id) || isLookedUp(holder, place, end, id);
		if (isAsked && !isWithoutRegionSet(holder, parameter, called.bodyStart, place)) return called.name;
		if (isAskedForVendor(source, place, end, id)) return called.name;
		if (depth + 1 >= deepest) continue;
		const deeper = functionTellingApart(holder, siteOfUse(source, place, parameter), place, id, depth + 1);
		if (deeper !== undefined) return deeper;
	}
	return undefined;
}

/** `model.startsWith("anthropic.")`, `HasPrefix(model, "anthropic.")`, `model.split(".")[0]`: a profile begins with its region set. */
export function isAskedForVendor(source: SourceText, at: number, end: number, id: string): boolean {
	const { text } = source;
	if (!remembered(vendorTexts, source, '', mayAskForVendor)) return false;
	const around = `${text.slice(Math.max(0, at - 60), at)}\0${text.slice(end, end + 80)}`;
	if (takenFirst.test(around)) return !isAskedForRegionSet(source, at, end);
	const asked = askedStart.exec(around);
	const start = asked?.[1] ?? asked?.[2];
	return asked !== null && (start === undefined || id.startsWith(start));
}

function mayAskForVendor({ text }: SourceText): boolean {
	return vendorWords.some((word) => text.holds(word));
}

/** Parts of words, whatever case they begin with. */
const vendorWords = 'tart plit( plit_once artition( ings.Cut( efore( xplode( trtok( refix find ndexOf ndex_of'.split(
	' ',
);
const vendorTexts = new PerText<Map<string, boolean>>();

/** With a mark in place of the name. */
const askedStart =
	/(?:prefix|starts?_?with\w*)\(\s*[$&*]?\0\s*,\s*["'`]([\w.-]+)["'`]|\0[!?]?\.(?:has_?prefix|starts?_?with\??|r?find|index_?of)[( ]\s*["'`]([\w.-]+)["'`]/i;

const fullStop = String.raw`["'\`](?:\\\\)?\.["'\`]`;
/** The part before the first full stop, by an index, a method of its own, or as the first of several names. */
const takenFirst = new RegExp(
	[
		String.raw`(?:split\([$&]?\0,\s*|\0[!?]?\.(?:split|partition)\()${fullStop}[^()]*\)[!?]?(?:\[0\]|\.(?:first\b|at\(0\)|shift\(|next\())`,
		String.raw`explode\(\s*${fullStop},\s*\$?\0\)\[0\]|strtok\(\s*\$?\0,\s*${fullStop}`,
		String.raw`\0[!?]?\.(?:substringBefore|split_once)\(${fullStop}`,
		String.raw`\[\s*\w+\s*(?:,[^[\]=]*)?\]\s*=\s*\0[!?]?\.split\(${fullStop}`,
		String.raw`(?<![\w$])(?!_\b)\w+\s*,\s*[\w\s,*]*:?=\s*(?:\0\.(?:split|partition)\(|strings\.(?:Cut|SplitN)\(\0,\s*)${fullStop}`,
	].join('|'),
	'i',
);

/**
 * The same of a class that an object is made of: `Usage(MODEL, 12)`, which looks its model up in `PRICES[self.model]`.
 * @returns its name.
 */
export function classTellingApart(text: TextWithFunctions, site: Site, id: string): string | undefined {
	const { held, holder } = classGiven(text, site) ?? {};
	if (!held || !holder) return undefined;
	const body = holder.source.code.slice(held.place, Math.min(held.end, held.place + longestBody));
	for (const { 0: field, index } of body.matchAll(/(?:self|this)\.\w*model\w*/gi)) {
		const at = held.place + index;
		if (isLookedUp(holder, at, at + field.length, id)) return held.name;
	}
	return undefined;
}

/** `switch (model) { case "…": …; default: throw … }` */
function isSubjectOf({ code, text }: SourceText, at: number, end: number, bodyEnd: number, id: string): boolean {
	const isSubject =
		/\b(?:switch|match|when|case)\s*\(?\s*$/.test(code.slice(Math.max(0, at - 40), at)) ||
		/^\s*(?:switch|match)\s*\{/.test(code.slice(end, end + 20));
	if (!isSubject) return false;
	const branches = text.slice(end, Math.min(bodyEnd, end + longestBody));
	return failing.test(branches) && quoted(branches, id).length > 0;
}

const failing =
	/(?:\bdefault\b|\belse\b|\b_)\s*(?::|->|=>)?\s*\{?\s*(?:throw\b|raise\b|panic\b|Err\(|error\(|return\s+(?:nil,\s*)?(?:fmt\.Errorf|errors\.New|Err))/;

/** `TABLE[model]`, of a table that gives nothing in place of what it lacks. */
function isLookedUp(holder: TextWithFunctions, at: number, end: number, id: string): boolean {
	const { code, language } = holder.source;
	// Go gives its zero value.
	if (language === 'go') return false;
	const table = /([\w$]+)!?\[\s*$/.exec(code.slice(Math.max(0, at - 60), at))?.[1];
	if (table === undefined || !/^\s*\](?!\s*(?:\?|\|\||=[^=]))/.test(code.slice(end, end + 20))) return false;
	return valuesOf(holder, table).some((value) =>
		quoted(value, id).some(
			(place) =>
				// What stands behind a colon or an arrow is what the table gives.
				/(?:[{,([|]|^|\n)\s*\[?["'`]$/.test(value.slice(Math.max(0, place - 40), place)) &&
				/^["'`]\]?\s*(?::|=>|,|\bto\b)/.test(value.slice(place + id.length, place + id.length + 40)),
		),
	);
}

/** What a name is given in the text, or where it is imported from. */
function valuesOf({ source, names, outside }: TextWithFunctions, name: string): readonly string[] {
	const own = valuesIn(source, names, name);
	if (own.length > 0) return own;
	const imported = outside?.constantNamed(name);
	return imported ? valuesIn(imported.text.source, imported.text.names, imported.name) : [];
}

function valuesIn({ text }: SourceText, names: Names, name: string): readonly string[] {
	return names
		.allBindingsOf(name)
		.map(({ start, end }) => text.slice(start, Math.min(end, start + longestTable)))
		.filter((value) => /["'`]/.test(value));
}

/** Where the ID stands in quotes. */
function quoted(text: string, id: string): readonly number[] {
	const places: number[] = [];
	for (let at = text.indexOf(id); at !== -1; at = text.indexOf(id, at + id.length)) {
		if (/["'`]/.test(text.charAt(at - 1)) && /["'`]/.test(text.charAt(at + id.length))) places.push(at);
	}
	return places;
}
