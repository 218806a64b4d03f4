import { describe, expect, it } from 'vitest';
import { looseBrackets, scanText } from '../../../src/convert/engine/textScan';
import { syntaxOf } from '../../../src/convert/engine/syntax';

const typescript = syntaxOf('typescript');
const python = syntaxOf('python');

describe('a text taken apart', () => {
	it('keeps its length, its line ends and what is no comment and no string', () => {
		const text = 'const a = "b(c"; // d {\r\nf(`x ${name.of} y`, /[)]/);\n';
		const { code, lines } = scanText(text, typescript);
		expect(code).toBe('const a = "   ";        \nf(`    name.of   `, /   /);\n');
		expect([lines.startOf(1), lines.startOf(2), lines.startOf(3)]).toEqual([25, 53, 53]);
		expect(lines.placeOf(30)).toEqual({ line: 2, col: 6 });
	});

	it('holds one byte for each UTF-16 unit: letters of other scripts, spaces, pairs', () => {
		const text = 'x = 1 # 漢字 😀\nname = y\u2003z\n';
		const { code, words } = scanText(text, python);
		expect(code.length).toBe(text.length);
		expect(words.placesOf(code, 'name')).toEqual([text.indexOf('name')]);
		expect(words.placesOf(code, 'z')).toEqual([text.indexOf('z')]);
	});

	it.each([
		['brackets', '(['.repeat(20_000)],
		['brackets that nothing opens', ')}'.repeat(20_000)],
		['strings', '""'.repeat(20_000)],
		['words', 'a '.repeat(20_000)],
		['lines', '\n'.repeat(40_000)],
	])('may be nothing but %s', (_what, text) => {
		const { code, brackets, spans, words, lines } = scanText(text, typescript);
		expect(code).toBe(text);
		expect(brackets.count).toBe(text.includes('(') ? text.length : 0);
		expect(spans.around(text.length - 1) !== undefined).toBe(text.includes('"'));
		expect(words.placesOf(code, 'a')).toHaveLength(text.includes('a') ? 20_000 : 0);
		expect(lines.indexAt(text.length)).toBe(text.includes('\n') ? text.length : 0);
	});

	it('is not mixed up with the one before it', () => {
		const first = scanText('f(a, "b")', typescript);
		const second = scanText('['.repeat(100_000), typescript);
		expect(first.brackets.openAt(0)).toBe(1);
		expect(first.words.placesOf(first.code, 'a')).toEqual([2]);
		expect(first.spans.around(6)).toEqual({ start: 5, end: 8, isComment: false, quote: '"' });
		expect(second.brackets.parentOf(99_999)).toBe(99_998);
	});

	it('may be long: a million lines', () => {
		const text = 'value = call(other) # said\n'.repeat(1_000_000);
		const { words, code, brackets, lines } = scanText(text, python);
		expect(words.placesOf(code, 'other')).toHaveLength(1_000_000);
		expect(brackets.closeAt(999_999)).toBe(text.length - 9);
		expect(lines.indexAt(text.length)).toBe(1_000_000);
	});

	it('tells whether strings and comments end', () => {
		expect(scanText('a = """b', python).isWhole).toBe(false);
		expect(scanText('a = """b"""', python).isWhole).toBe(true);
		expect(scanText('a /* b', typescript).endsInComment).toBe(true);
		expect(scanText("it's", syntaxOf('yaml')).spans.around(3)).toBeUndefined();
	});

	it('says of a stretch of lines which brackets it leaves open', () => {
		const text = 'f(a, [\n  b], {\n c })\n';
		expect(looseBrackets(text, typescript, 0, 6)).toEqual({ marks: '([', firstBlock: 6 });
		expect(looseBrackets(text, typescript, 7, 14)).toEqual({ marks: ']{', firstBlock: 13 });
		expect(looseBrackets('a (]', typescript, 0, 4)).toBeUndefined();
	});
});
