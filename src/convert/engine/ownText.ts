import { characterTable } from './characterTable';
import { PerText } from './perText';
import { remembered } from './remembered';
import type { Frame } from './sites';
import type { SourceText } from './sourceText';

/** What stands in a bracket itself, without the brackets in it. */
export function ownText(source: SourceText, { index }: Frame): string {
	return remembered(texts, source, index, readOwnText);
}

/** By the index of the bracket. */
const texts = new PerText<Map<number, string>>();

function readOwnText(source: SourceText, index: number): string {
	const open = source.brackets.openAt(index);
	const close = source.brackets.closeAt(index);
	const code = source.code.whole;
	let result = '';
	let depth = 0;
	let from = open + 1;
	const limit = Math.min(close, open + 2_000);
	for (let at = from; at < limit; at++) {
		const step = nesting[code.charCodeAt(at)];
		if (step === opens) {
			if (depth++ === 0) result += source.text.slice(from, at);
		} else if (step === closes && --depth === 0) from = at + 1;
	}
	source.marks.add(open + 1, limit);
	return depth === 0 ? result + source.text.slice(from, limit) : result;
}

const opens = 1;
const closes = 2;
const nesting = characterTable('([{', ')]}');
