import { classGiven } from './classGiven';
import type { ClassSpan } from './enclosingClass';
import type { TextWithFunctions } from './prefixingFunctions';
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

/**
 * `new ChatStack(app, "…", { modelId })`, whose class makes a foundation model's ARN of its property, as stacks do for their
 * policies: a profile ID would be wrong in it.
 */
export function arnMadeByClass(text: TextWithFunctions, { site, name }: Consumer): ArnOfClass | undefined {
	const given = site.name === '' ? name : site.name;
	const made = /^\w{3,}$/.test(given) ? classGiven(text, site) : undefined;
	const line = made && arnIn(made.holder.source, made.held, given);
	return line === undefined ? undefined : { name: given, line, path: made?.path };
}

/** The line of a class on which it makes the ARN. */
function arnIn(source: SourceText, { place, end }: ClassSpan, name: string): number | undefined {
	if (!source.text.holds('foundation-model/')) return undefined;
	const made = new RegExp(String.raw`foundation-model/(?:\$?\{|["'\`]\s*\+\s*)[\w.?]*\b${name}\b`);
	const found = made.exec(source.text.slice(place, Math.min(end, place + longestClass)));
	return found ? source.lineNumber(place + found.index) : undefined;
}
