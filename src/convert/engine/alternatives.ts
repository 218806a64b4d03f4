/** One of several is meant, and nothing says which: in the names that a text gives no value this stands before them. */
const mark = 'any:';

const name = String.raw`[$&*]?([A-Za-z_]\w*)`;
/** `[virginia, ireland]`, `(virginia, ireland)` */
const list = /^\s*[[(]\s*[$&*]?\w+(?:\s*,\s*[$&*]?\w+)+\s*,?\s*[\])]\s*[:;]?\s*$/;
const choice = new RegExp(
	[
		// `late ? virginia : ireland`, `(late ? virginia : ireland).send`
		String.raw`^\s*\(?[^?:;{}]{1,80}\?\s*${name}\s*:\s*${name}\s*(?:\)[\w.]*)?\s*;?\s*$`,
		// `virginia if late else ireland`
		String.raw`^\s*\(?${name}\s+if\s[^{}\n]{1,80}\selse\s+${name}\s*(?:\)[\w.]*)?\s*$`,
	].join('|'),
);

/** @param code of an expression. @returns the name under which its alternatives are asked for; `undefined` where it has none. */
export function alternativesIn(code: string): string | undefined {
	const names = list.test(code) ? code.match(/[A-Za-z_]\w*(?=\s*[,\])])/g) : choice.exec(code)?.slice(1);
	const known = (names ?? []).filter((each) => typeof each === 'string');
	return known.length > 1 ? mark + known.join() : undefined;
}

export function isOfAlternatives(name: string): boolean {
	return name.startsWith(mark);
}

/** The names that such a name stands for. */
export function alternativesNamed(name: string): readonly string[] {
	return name.slice(mark.length).split(',');
}
