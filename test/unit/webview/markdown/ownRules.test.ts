import { expect, test } from 'vitest';
import { streamedHtml } from './oneShot';

const link = (href: string, label = href): string => `<a role="link" tabindex="0" title="to ${href}">${label}</a>`;
const shown = (source: string): string => {
	const whole = streamedHtml([source]);
	expect(streamedHtml(source.split(''))).toBe(whole);
	return whole.replace(/^<p>|<\/p>$/g, '');
};

test.each<[name: string, source: string, expected: string]>([
	[
		'in a sentence',
		'See https://docs.aws.amazon.com/a_b_c/x.html.',
		`See ${link('https://docs.aws.amazon.com/a_b_c/x.html')}.`,
	],
	['before a colon', 'https://a.example: x', `${link('https://a.example/', 'https://a.example')}: x`],
	['in brackets', '(https://a.example/x_(y))', `(${link('https://a.example/x_(y)')})`],
	['bold', '**https://a.example/x**', `<strong>${link('https://a.example/x')}</strong>`],
	['before Japanese', 'https://a.example/xを参照', `${link('https://a.example/x')}を参照`],
	['as the text of a link', '[https://a.example/x](https://a.example/x)', link('https://a.example/x')],
	['as code', '`https://a.example/x`', '<code>https://a.example/x</code>'],
	['in the middle of a word', 'xhttps://a.example/x', 'xhttps://a.example/x'],
	['in an attribute', '<img src="https://a.example/x">', '&lt;img src=&quot;https://a.example/x&quot;&gt;'],
	['without TLS', 'http://a.example/x', 'http://a.example/x'],
	['without a host', 'https:// and https://localhost:1', 'https:// and https://localhost:1'],
	['with a user name', 'https://aws.amazon.com@evil.example/', 'https://aws.amazon.com@evil.example/'],
	['with a password', 'https://aws.amazon.com:a@evil.example/', 'https://aws.amazon.com:a@evil.example/'],
	['with look-alike letters', 'https://aws.example.c\u043em', 'https://aws.example.c\u043em'],
	['too long', `https://a.example/${'x'.repeat(2_100)}`, `https://a.example/${'x'.repeat(2_100)}`],
	[
		'that does not open says where it leads',
		'[x](converse.py:3)',
		'<span class="markdown-blocked-link" title="converse.py:3">x</span>',
	],
])('an address %s', (_name, source, expected) => {
	expect(shown(source)).toBe(expected);
});

test('a line break of HTML breaks the line, in text and in a cell, unless it is escaped or code', () => {
	expect(shown('a<br>b<BR />c')).toBe('a<br>b<br>c');
	expect(shown('\\<br> `<br>`')).toBe('&lt;br&gt; <code>&lt;br&gt;</code>');
	expect(shown('| a |\n| - |\n| b<br/>c |\n')).toContain('<td>b<br>c</td>');
});

test('hostile rows of beginnings cost no second', () => {
	const began = performance.now();
	for (const piece of ['https:', 'https://a.', 'https://a.example/', 'https://a.example/))))', '<br', 'https://a-']) {
		streamedHtml([piece.repeat(20_000)]);
	}
	expect(performance.now() - began).toBeLessThan(10_000);
});
