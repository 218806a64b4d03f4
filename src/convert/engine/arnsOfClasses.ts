import { makesArnsOfEach } from './arnsOfEach';
import { countBelow } from './ascending';
import { type ClassGiven, classGiven } from './classGiven';
import { constructors } from './clientTakers';
import type { ClassSpan } from './enclosingClass';
import { splitList } from './listEntries';
import { parameterAt, type TextWithFunctions } from './calledFunctions';
import type { Frame } from './sites';
import type { SourceText } from './sourceText';
import type { Consumer } from './trace';

/** Where a class makes a foundation model's ARN of what it is given. */
interface ArnOfClass {
	/** What the class calls it. */
	readonly name: string;
	/** 1-based. */
	readonly line: number;
	/** Of the file that the class stands in; `undefined` for the text itself. */
	readonly path: string | undefined;
}

/** In UTF-16 units. */
const longestClass = 40_000;
/** So many uses of a parameter are looked at. */
const mostUses = 10;

/**
 * `new ChatStack(app, "…", { modelId })`, whose class makes a foundation model's ARN of its property, as stacks do for their
 * policies, or of each of a list that it is given: a profile ID would be wrong in it.
 */
export function arnMadeByClass(text: TextWithFunctions, { site, name, at }: Consumer): ArnOfClass | undefined {
	const [list, ...around] = site.frames;
	const isListed = site.name === '' && list?.callee === '' && text.source.code.charAt(list.open) === '[';
	const frames = isListed ? around : site.frames;
	const made = classGiven(text, { ...site, frames });
	if (!made) return undefined;
	const named = isListed ? (frames[0]?.key ?? '') : site.name;
	const parameter = named === '' ? parameterOfMaker(text, made, frames[0], at) : '';
	for (const given of new Set([named, parameter, name])) {
		const line = /^\w{3,}$/.test(given) ? arnIn(made.holder.source, made.held, given) : undefined;
		if (line !== undefined) return { name: given, line, path: made.path };
	}
	return undefined;
}

/** What a class calls the argument that is given by its place alone: `models` of `constructor(scope: Construct, models: string[])`. */
function parameterOfMaker(
	{ source }: TextWithFunctions,
	{ held, holder }: ClassGiven,
	call: Frame | undefined,
	at: number,
): string {
	if (!call || call.callee === '') return '';
	const makers = [...constructors, held.name].flatMap((each) => holder.names.functionsNamed(each));
	const maker = makers.find(({ open }) => held.place < open && open < held.end);
	const position = splitList(source, call.open, call.close).findIndex(({ start, end }) => start <= at && at < end);
	return (maker && parameterAt(holder.source, maker, position)) ?? '';
}

/** The line of a class on which it makes the ARN. */
function arnIn(source: SourceText, { place, end }: ClassSpan, name: string): number | undefined {
	if (!source.text.holds('foundation-model/')) return undefined;
	const made = new RegExp(String.raw`foundation-model/(?:\$?\{|["'\`]\s*\+\s*)[\w.?]*\b${name}\b`);
	const found = made.exec(source.text.slice(place, Math.min(end, place + longestClass)));
	if (found) return source.lineNumber(place + found.index);
	const places = source.placesOfName(name);
	const ofEach = places
		.slice(countBelow(places, place), countBelow(places, end))
		.slice(0, mostUses)
		.find((at) => makesArnsOfEach(source.text, at, at + name.length));
	return ofEach === undefined ? undefined : source.lineNumber(ofEach);
}
