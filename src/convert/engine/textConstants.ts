import { isOfName } from './characters';

/** So many names of one text are looked for. */
const mostNames = 20;
/** So many places of one name are looked at. */
const mostPlaces = 200;
/** In UTF-16 units, to either side of a place. */
const looked = 160;

/** The short strings that a text gives a name, once and for all: `const VERSION = 'v1:0'`. */
export class TextConstants {
	/** By the names that were asked for. */
	private readonly values = new Map<string, string | undefined>();

	constructor(
		private readonly text: string,
		/** Called for each stretch that a value depends on. */
		private readonly onLook: (start: number, end: number) => void = () => undefined,
	) {}

	get asked(): Iterable<string> {
		return this.values.keys();
	}

	valueOf(name: string): string | undefined {
		if (name === '' || this.values.has(name) || this.values.size >= mostNames) return this.values.get(name);
		const value = this.read(name);
		this.values.set(name, value);
		return value;
	}

	/** Nothing for what is given a value twice, or may be a parameter. */
	private read(name: string): string | undefined {
		const { text } = this;
		let value: string | undefined;
		let count = 0;
		for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) {
			if (++count > mostPlaces) return undefined;
			if (isOfName(text.charCodeAt(at - 1)) || isOfName(text.charCodeAt(at + name.length))) continue;
			const end = at + name.length;
			this.onLook(at - looked, end + looked);
			const before = text.slice(Math.max(text.lastIndexOf('\n', at) + 1, at - looked), at);
			const behind = text.slice(end, end + looked);
			if (isParameter(before, behind)) return undefined;
			if (!assigned.test(behind)) continue;
			const given = declared.test(before) ? constant.exec(behind)?.[2] : undefined;
			if (value !== undefined || given === undefined) return undefined;
			value = given;
		}
		return value;
	}
}

/** Its type may stand between a name and the sign. */
const assigned = /^\s*(?::\s*[\w.&']{1,40}\s*)?(?:[+:|?]|\|\||\?\?)?=(?![=>~])/;
const constant =
	/^\s*(?::\s*[\w.&' ]{1,40})?\s*:?=\s*(["'`]?)([a-z0-9.:-]{1,40})\1(?:\.freeze|\s+as\s+const)?[ \t]*(?=[;,)#]|\/\/|\r?\n|$)/;
/** Nothing but words stands before a name that is declared. */
const declared = /^\s*(?:[A-Za-z_&'][\w&']*\s+){0,6}\$?(?:self\.|this\.|@)?$/;

function isParameter(before: string, behind: string): boolean {
	if (
		/\b(?:def|function|func|fun|fn)\b[^()\n]*\([^()\n]*$|\blambda\b[^:\n]*$|\bfor(?:each)?\b[^{;\n]{0,40}$/.test(before)
	)
		return true;
	return /^[^()\n]{0,80}\)\s*(?::\s*\w+\s*)?=>/.test(behind) || /^\s*=>/.test(behind);
}
