import { characterTable, nextOfKind } from './characterTable';
import type { SourceText } from './sourceText';

/** The end of an expression: at a line end, a comma or a bracket of its own level; a builder's chain goes on below. */
export function expressionEnd(source: SourceText, start: number): number {
	const { code } = source;
	const limit = Math.min(code.length, start + 20_000);
	let at = start;
	let unread = start;
	while ((at = nextOfKind(kindOf, code.whole, at, limit)) < limit) {
		const character = kindOf[code.whole.charCodeAt(at)];
		source.marks.add(unread, at + 1);
		if (character === ending) return at;
		if (character === lineEnd) {
			const next = /^\s*(\S{1,2})/.exec(code.slicePastSpace(at, 2))?.[1] ?? '';
			const goesOn = /^(?:\.|\?\.|->|\|\||\?\?|\?|:|\+)/.test(next) && next !== '::' && next !== '..';
			const hangs =
				/(?:[=+|&?(\\]|\bor|\bif|\belse)[ \t\r]*$/.test(code.slice(Math.max(start, at - 60), at)) ||
				code.slice(start, at).trim() === '';
			if (!goesOn && !hangs) return at;
			at++;
		} else {
			const bracket = source.bracketHolding(at + 1);
			at = bracket?.open === at ? bracket.close + 1 : at + 1;
		}
		unread = at;
	}
	if (unread < limit) source.marks.add(unread, limit);
	return limit;
}

const ending = 1;
const lineEnd = 2;
/** What each character is to an expression; the third kind opens a bracket. */
const kindOf = characterTable(';,)]}', '\n', '([{');
