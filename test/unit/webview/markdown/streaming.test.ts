import { describe, expect, test } from 'vitest';
import { Window } from 'happy-dom';
import { StreamingMarkdown, type MarkdownHost } from '../../../../src/webview/markdown/streamingMarkdown';
import { lightClass, lightContainer, lightHtml, lightNodes } from '../../../bench/lightDom';
import { awkwardShapes, typicalAnswer } from '../../../bench/markdownTexts';
import { oneShotHtml, plainHost, randomNumbers, randomPieces, streamedHtml } from './oneShot';
import { soup } from './soup';

const never = () => () => undefined;

describe('text that grows', () => {
	test.each([1, 2, 3, 4])('gives the page of the whole text for soups of all constructs (%i)', (seed) => {
		const random = randomNumbers(seed);
		for (let round = 0; round < 500; round++) {
			const source = soup(random, 2 + Math.floor(random() * 14));
			expect(streamedHtml(randomPieces(source, random, 1 + Math.floor(random() * 20))), JSON.stringify(source)).toBe(
				oneShotHtml(source),
			);
		}
	});

	test.each(awkwardShapes(6_000))('gives the page of the whole text for %s', (_name, source) => {
		expect(streamedHtml(randomPieces(source, randomNumbers(5), 40))).toBe(oneShotHtml(source));
	});

	test('draws a box for a task, whose text says what it is, and for nothing else', () => {
		const box = (isDone: boolean) =>
			`<span aria-label="${isDone ? 'done' : 'not done'}" class="markdown-task" role="img">${isDone ? '☑' : '☐'}</span>`;
		const source = '- [x] one *two*\n- [X] three\n- [ ] four\n- [x]five\n- six [x] seven\n\n[x] eight\n';
		const html = streamedHtml(Array.from(source));
		expect(html).toContain(
			`<li>${box(true)} one <em>two</em></li><li>${box(true)} three</li><li>${box(false)} four</li>`,
		);
		expect(html).toContain('<li>[x]five</li><li>six [x] seven</li></ul><p>[x] eight</p>');
		expect(html).toBe(oneShotHtml(source));
		// Long enough that its beginning settles before its end has come.
		const long = `1. [ ] ${'word *word* '.repeat(120)}\n\n   [x] not again\n2. [x] last`;
		expect(streamedHtml(randomPieces(long, randomNumbers(7), 12))).toBe(oneShotHtml(long));
	});

	test('gives the page of the whole text for a long answer', () => {
		const source = typicalAnswer(30_000);
		expect(streamedHtml(randomPieces(source, randomNumbers(6), 40))).toBe(oneShotHtml(source));
	});

	test.each([1, 2, 3])('cuts a long text into the same parts however it comes (%i)', (seed) => {
		const random = randomNumbers(seed);
		const soups = Array.from({ length: 60 }, () => soup(random, 20)).join('\n\n# Heading\n\n');
		const source = seed === 1 ? typicalAnswer(60_000) : soups;
		const blocksOfParts = (pieces: readonly string[]): number[] => {
			const container = lightContainer();
			const stream = new StreamingMarkdown(container, plainHost, { schedule: never });
			for (const piece of pieces) stream.append(piece);
			stream.finish();
			const children = [...container.childNodes];
			const parts = children.filter((node) => lightClass(node) === 'markdown-part');
			const counts = parts.map((part) => part.childNodes.length).filter((count) => count > 0);
			return [children.length - parts.length, ...counts];
		};
		const expected = blocksOfParts([source]);
		expect(expected.slice(0, -1)).toEqual(expected.slice(0, -1).fill(40));
		expect(expected.length).toBeGreaterThan(2);
		for (let round = 0; round < 5; round++) {
			expect(blocksOfParts(randomPieces(source, random, 60))).toEqual(expected);
		}
	});

	// markdown-it ends a table once its short rows have had 65,536 cells added; 255 rows with one of 257 cells leave 256.
	test.each([
		['|a|', 1],
		['a|', 1],
		['a', 1],
		['||', 1],
		['|||', 2],
		['|', 0],
		['|a|b\\|c|', 2],
		['|a|b\\|', 2],
		['|a\\\\|b|', 1],
		['  | a | b |  ', 2],
	])('ends a table where all at once would, after rows that are gone and %j', (row, cells) => {
		const columns = 257;
		const head = `|${'h|'.repeat(columns)}\n|${'-|'.repeat(columns)}\n${'|x|\n'.repeat(255)}`;
		const left = 65_536 - 255 * (columns - 1) - (columns - cells);
		const random = randomNumbers(cells + 1);
		for (const added of [left, left + 1]) {
			const last = `|${'z|'.repeat(Math.max(1, columns - added))}`;
			const inList = added > left;
			const lines = `${head}${row}\n${last}\n|end|`.split('\n');
			const source = lines.map((line, index) => (!inList ? '> ' : index > 0 ? '  ' : '- ') + line).join('\n');
			// Not `toBe`: a difference in 65,000 cells takes minutes to print.
			expect(streamedHtml(randomPieces(source, random, 400)) === oneShotHtml(source)).toBe(true);
		}
	});

	test('may be cut within a surrogate pair, a line break and an entity', () => {
		expect(streamedHtml(['a \ud83e', '\udd8a b\r', '\nc &am', 'p; d\r', 'e'])).toBe(
			oneShotHtml('a 🦊 b\r\nc &amp; d\re'),
		);
		expect(streamedHtml(['lone \ud83e'])).toBe(oneShotHtml('lone \ud83e'));
	});

	test('is kept as it came', () => {
		const stream = new StreamingMarkdown(lightContainer(), plainHost, { schedule: never });
		for (const piece of ['a\r', '\nb\0', '', '\ud83e']) stream.append(piece);
		expect(stream.text).toBe('a\r\nb\0\ud83e');
		stream.finish();
		stream.append('late');
		expect(stream.text).toBe('a\r\nb\0\ud83e');
	});

	test('keeps every node that the grammar does not look back on', () => {
		const source = typicalAnswer(12_000);
		const container = lightContainer();
		const stream = new StreamingMarkdown(container, plainHost, { schedule: never });
		// All blocks but the last are final; nodes in them must be the very same at the end.
		const final = new Set<object>();
		let previous: object[] = [];
		for (const piece of randomPieces(source, randomNumbers(3), 25)) {
			stream.append(piece);
			const blocks = lightNodes(container).filter(
				(node) => (node as { parentNode?: unknown }).parentNode === container,
			);
			for (const block of blocks.slice(0, -2)) {
				if (final.has(block)) continue;
				for (const node of [block, ...lightNodes(block)]) final.add(node);
			}
			previous = blocks;
		}
		stream.finish();
		// Colouring replaces the text of code, and only that.
		const kept = new Set(lightNodes(container));
		const lost = [...final].filter((node) => !kept.has(node) && !isInCode(node));
		expect(previous.length).toBeGreaterThan(30);
		expect(final.size).toBeGreaterThan(500);
		expect(lost).toEqual([]);
	});

	test.each([
		['items of a list', fill((index) => `- item ${String(index)} *x*\n`), 'li'],
		['rows of a table', `|a|b|\n|-|-|\n${fill((index) => `|${String(index)}|*x*|\n`)}`, 'tr'],
		['paragraphs of a quote', fill((index) => `> quoted ${String(index)} *x*\n>\n`), 'p'],
	])('keeps the nodes of %s while it grows', (_name, source, tag) => {
		const container = lightContainer();
		const stream = new StreamingMarkdown(container, plainHost, { schedule: never });
		const half = source.length >> 1;
		for (const piece of randomPieces(source.slice(0, half), randomNumbers(8), 9)) stream.append(piece);
		const before = lightNodes(container)
			.filter((node) => (node as { tag?: string }).tag === tag)
			.slice(0, -1);
		for (const piece of randomPieces(source.slice(half), randomNumbers(9), 9)) stream.append(piece);
		stream.finish();
		const after = new Set(lightNodes(container));
		expect(before.length).toBeGreaterThan(20);
		expect(before.flatMap((node) => [node, ...lightNodes(node)]).filter((node) => !after.has(node))).toEqual([]);
	});

	test('is read at most a few times over, whatever its shape', () => {
		for (const [name, source] of [['a typical answer', typicalAnswer(40_000)] as const, ...awkwardShapes(40_000)]) {
			const stream = new StreamingMarkdown(lightContainer(), plainHost, { schedule: never });
			for (let index = 0; index < source.length; index += 20) stream.append(source.slice(index, index + 20));
			stream.finish();
			// Parsing all at each delta would read a thousand times the length.
			expect(stream.charactersRead / source.length, name).toBeLessThan(60);
		}
	});

	test('is not shown as an underlined heading for the moment in which a list item begins', () => {
		const container = lightContainer();
		const stream = new StreamingMarkdown(container, plainHost, { schedule: never });
		const shown: string[] = [];
		for (const char of 'Choose:\n- one') {
			stream.append(char);
			shown.push(lightHtml(container));
		}
		expect(shown.filter((html) => html.includes('<h2'))).toEqual([]);
		expect(shown.at(-1)).toBe('<p>Choose:</p><ul><li>one</li></ul>');
	});

	test('shows a link once its definition has come, without touching other text', () => {
		const container = lightContainer();
		const stream = new StreamingMarkdown(container, plainHost, { schedule: never });
		stream.append('See [docs] here.\n\nOther text.\n\n');
		const [first, , other] = lightNodes(container);
		expect(lightHtml(container)).toContain('See [docs] here.');
		stream.append('[docs]: https://docs.example/\n\nmore');
		expect(lightHtml(container)).toContain('<a role="link" tabindex="0" title="to https://docs.example/">docs</a>');
		const after = lightNodes(container);
		expect(after).toContain(first);
		expect(after).toContain(other);
	});
});

describe('what the page is told', () => {
	const codeOf = (source: string) => {
		const told: { language: string; code: string; closed: boolean }[] = [];
		const host: MarkdownHost = { ...plainHost, onCodeBlock: (_element, info) => told.push(info) };
		const stream = new StreamingMarkdown(lightContainer(), host, { schedule: never });
		for (const char of source) stream.append(char);
		stream.finish();
		return told;
	};

	test('code exactly as in the source, with its language, when its fence closes', () => {
		const told = codeOf('```Python title="x"\nprint("\u202e\u001b")\n\tdone\n```\nafter');
		expect(told.at(0)).toMatchObject({ closed: false });
		expect(told.at(-1)).toEqual({ language: 'Python', code: 'print("\u202e\u001b")\n\tdone\n', closed: true });
	});

	test('each code block closes once, also one that never ends', () => {
		const told = codeOf(`- \`\`\`js\n${fill((index) => `  line${String(index)}()\n`)}`);
		expect(told.filter(({ closed }) => closed)).toHaveLength(1);
		expect(told.at(-1)?.code).toBe(fill((index) => `line${String(index)}()\n`));
		expect(told.length).toBeLessThan(10);
	});

	test.each([
		['click', {}],
		['auxclick', { button: 1 }],
		['keydown', { key: 'Enter' }],
	] as const)('a link that the user activates (%s)', (type, details) => {
		const window = new Window();
		const container = window.document.createElement('div');
		const opened: string[] = [];
		const host = { ...plainHost, onLink: (href: string) => opened.push(href) };
		const stream = new StreamingMarkdown(container as unknown as HTMLElement, host, { schedule: never });
		stream.append('[**press**](HTTPS://Example.com/a%20b) [no](command:run)');
		stream.finish();
		const make = type === 'keydown' ? window.KeyboardEvent : window.MouseEvent;
		const fired = new make(type, { bubbles: true, cancelable: true, ...details });
		container.querySelector('a strong')?.dispatchEvent(fired);
		container.querySelector('.markdown-blocked-link')?.dispatchEvent(new window.MouseEvent('click', { bubbles: true }));
		expect(opened).toEqual(['https://example.com/a%20b']);
		expect(fired.defaultPrevented).toBe(true);
		expect(container.querySelector('a')?.hasAttribute('href')).toBe(false);
	});
});

function fill(line: (index: number) => string): string {
	return Array.from({ length: 60 }, (_, index) => line(index)).join('');
}

function isInCode(node: object): boolean {
	for (
		let each: { parentNode?: object | null; tag?: string } | null | undefined = node;
		each;
		each = each.parentNode ?? null
	) {
		if (each.tag === 'code') return true;
	}
	// Text that colouring has replaced is no longer in anything.
	return (node as { parentNode: unknown; data?: string }).parentNode === null && 'data' in node;
}
