import { type ClassSpan, classNamed } from './enclosingClass';
import type { TextWithFunctions } from './calledFunctions';
import type { Site } from './sites';

/** A class, and the text that it stands in. */
export interface ClassGiven {
	readonly held: ClassSpan;
	readonly holder: TextWithFunctions;
	/** Of that text; `undefined` for the one that makes the object. */
	readonly path: string | undefined;
}

/** The class of the project that a value is given to, where an object of it is made: `Usage(MODEL, 12)`, `new Chat({ model })`. */
export function classGiven(text: TextWithFunctions, { frames: [inner, outer] }: Site): ClassGiven | undefined {
	const call = inner?.callee === '' ? outer : inner;
	if (!call || !/^(?:\w+\.)?[A-Z]\w*$/.test(call.callee)) return undefined;
	const own = classNamed(text.source, call.callee);
	if (own) return { held: own, holder: text, path: undefined };
	const imported = text.outside?.classNamed(call.callee);
	const held = imported && classNamed(imported.text.source, imported.name);
	return held && { held, holder: imported.text, path: imported.text.path };
}
