import { isSpace } from './characters';
import type { ReadText } from './readText';
import type { SourceText } from './sourceText';

/** What stands before an opening bracket: empty, and the bracket itself, where nothing is called or made. */
export function calleeBefore(source: SourceText, open: number): { callee: string; calleeStart: number } {
	const from = calleeFrom(source.code, open);
	if (from === open) return { callee: '', calleeStart: arrayStart(source.code, open) };
	const match =
		/(?:\bnew\s+|&|await\s+)*([A-Za-z_$@][\w$]*(?:(?:\s{0,40}(?:\?\.|!\.|\.|::)\s{0,40}|\s{0,40}->)[A-Za-z_$][\w$]*)*|(?:\?\.|\.|->|::)[A-Za-z_$][\w$]*)[!?]?(?:::?<[^<>()]{0,60}>|<[^<>()]{0,60}>)?\s*$/.exec(
			source.code.slice(from, open),
		);
	const callee = match?.[1]?.replaceAll(/\s/g, '') ?? '';
	if (
		!match ||
		callee === '' ||
		(callee === 'of' && source.code.charAt(open) === '[') ||
		/^(?:return|in|if|while|for|and|or|not|yield|await|new|case|do|then|else|default|export|throw)$/.test(callee)
	) {
		return { callee: '', calleeStart: open };
	}
	const isDotted = /^(?:\?\.|\.|->|::)/.test(callee);
	return { callee, calleeStart: isDotted ? chainStart(source, from + match.index) : from + match.index };
}

/** C#: behind the `]` of `new string[]`, where the brace has a line of its own. */
function arrayStart(code: ReadText, open: number): number {
	let at = open;
	while (open - at < longestSpace && isSpace(code.charCodeAt(at - 1))) at--;
	return code.charAt(at - 1) === ']' ? at : open;
}

const isOfCallee = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$@.?!:&> \t\r\n-') {
	isOfCallee[character.charCodeAt(0)] = 1;
}

/** Where a callee before `open` can begin at the earliest: a pattern that is tried at each of 200 characters is slow. */
function calleeFrom(code: ReadText, open: number): number {
	const limit = Math.max(0, open - 200);
	let at = open;
	while (at > limit && code.charCodeAt(at - 1) <= 32) at--;
	const last = code.charCodeAt(at - 1);
	// Type arguments may hold anything.
	if (last === 0x3e) return limit;
	const isWord = last > 127 || (isOfCallee[last] === 1 && last > 32);
	if (!isWord) return open;
	while (at > limit && isOfCallee[code.charCodeAt(at - 1)] === 1) at--;
	return at;
}

/** The beginning of `a.b(…).c(…)` that ends at `offset`. */
function chainStart(source: SourceText, offset: number): number {
	const { code } = source;
	let at = offset;
	for (let count = 0; count < 40; count++) {
		let close = at - 1;
		while (close >= 0 && at - close <= 200 && isSpace(code.charCodeAt(close))) close--;
		if (!')]}'.includes(code.charAt(close)) || close < 0) return at;
		const bracket = source.bracketHolding(close);
		if (bracket?.close !== close) return at;
		const name =
			/[A-Za-z_$@][\w$]*(?:\s{0,40}(?:\?\.|\.|->|::)\s{0,40}[A-Za-z_$][\w$]*)*\s*$|(?:\?\.|\.|->|::)[A-Za-z_$][\w$]*\s*$/.exec(
				code.slice(calleeFrom(code, bracket.open), bracket.open),
			);
		if (!name) return bracket.open;
		at = bracket.open - name[0].length;
		if (!/^(?:\?\.|\.|->|::)/.test(name[0])) return at;
	}
	return at;
}

/** In UTF-16 units. */
const longestSpace = 160;
