import { classNamed } from './enclosingClass';
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
	const [inner, outer] = site.frames;
	const call = inner?.callee === '' ? outer : inner;
	const given = site.name === '' ? name : site.name;
	if (!call || !/^(?:\w+\.)?[A-Z]\w*$/.test(call.callee) || !/^\w{3,}$/.test(given)) return undefined;
	const own = arnIn(text.source, call.callee, given);
	if (own !== undefined) return { name: given, line: own, path: undefined };
	const imported = text.outside?.classNamed(call.callee);
	const line = imported && arnIn(imported.text.source, imported.name, given);
	return imported && line !== undefined ? { name: given, line, path: imported.text.path } : undefined;
}

/** The line of a class on which it makes the ARN. */
function arnIn(source: SourceText, className: string, name: string): number | undefined {
	if (!source.text.holds('foundation-model/')) return undefined;
	const held = classNamed(source, className);
	if (!held) return undefined;
	const made = new RegExp(String.raw`foundation-model/(?:\$?\{|["'\`]\s*\+\s*)[\w.?]*\b${name}\b`);
	const found = made.exec(source.text.slice(held.place, Math.min(held.end, held.place + longestClass)));
	return found ? source.lineNumber(held.place + found.index) : undefined;
}
