import MarkdownIt from 'markdown-it';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeMarkdown, escapeIcons, escapeMarkdown, plainLine } from '../../../src/bedrock/plainText';

const markdown = new MarkdownIt({ html: true, linkify: true });

describe('plainLine', () => {
	it.each([
		['a\nb\r\nc', 'a b c'],
		['\u0000\u001b[31mred\u0007', '[31mred'],
		['abc\u202Egnp.exe', 'abcgnp.exe'],
		['  spaces  ', 'spaces'],
		['日本語 👍', '日本語 👍'],
	])('makes %j one safe line', (text, expected) => expect(plainLine(text)).toBe(expected));

	it('cuts what is too long, and says so', () => {
		expect(plainLine('x'.repeat(2_048), 10)).toBe(`${'x'.repeat(9)}…`);
	});
});

describe('escapeMarkdown', () => {
	it.each([
		'[Sign in again](https://evil.example)',
		'<https://evil.example>',
		'https://evil.example www.evil.example',
		'a@evil.example',
		'![x](https://evil.example/p.png)',
		'<img src=x onerror=alert(1)>',
		'**bold** _em_ `code` ~~gone~~ # title | cell | $(bug) :smile:',
		'[a]: https://evil.example',
		'[run](command:workbench.action.terminal.new)',
		'&lt;b&gt; &#60;',
	])('shows %j as it is written', (text) => {
		expect(markdown.render(escapeMarkdown(text))).toBe(`<p>${markdown.utils.escapeHtml(text)}</p>\n`);
	});

	it('lets no text become anything but text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				const html = markdown.render(escapeMarkdown(`x${text}x`));
				expect(html.replace(/^<p>|<\/p>\n$/g, '')).not.toMatch(/[<>]/);
			}),
		);
	});
});

describe('codeMarkdown', () => {
	it('shows an ID as code, and anything else as plain text', () => {
		expect(codeMarkdown('us.anthropic.claude-3-haiku-20240307-v1:0')).toBe(
			'`us.anthropic.claude-3-haiku-20240307-v1:0`',
		);
		expect(markdown.render(codeMarkdown('`](https://evil.example)'))).not.toContain('<a');
	});
});

describe('escapeIcons', () => {
	it('puts no icon in place of a name', () => expect(escapeIcons('a $(bug) b')).toBe('a \\$(bug) b'));
});
