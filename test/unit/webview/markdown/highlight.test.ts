import { describe, expect, it } from 'vitest';
import { type HighlightNode, highlightNodes } from '../../../../src/webview/markdown/highlight';

function textOf(nodes: readonly HighlightNode[]): string {
	return nodes.map((node) => (typeof node === 'string' ? node : textOf(node.children))).join('');
}

function classesOf(nodes: readonly HighlightNode[]): string[] {
	return nodes.flatMap((node) => (typeof node === 'string' ? [] : [node.className, ...classesOf(node.children)]));
}

describe('code colours', () => {
	it.each([
		['python', 'import boto3\nname = "a"  # why\n', 'hljs-keyword'],
		['ts', 'const a: string = `b${1}`;\n', 'hljs-string'],
		['HCL', 'resource "a" "b" {\n  c = 1\n}\n', 'hljs-string'],
		['html', '<p class="a">b<script>let c = 1</script></p>', 'hljs-tag'],
		['json', '{"a": 1}', 'hljs-attr'],
		['bash', 'echo "$HOME"', 'hljs-string'],
		['yaml', 'a: 1\n', 'hljs-attr'],
	])('%s: the text stays and gets its classes', (language, code, expected) => {
		const nodes = highlightNodes(code, language);
		expect(nodes).toBeDefined();
		expect(textOf(nodes ?? [])).toBe(code);
		expect(classesOf(nodes ?? []).join(' ')).toContain(expected);
	});

	it.each(['', 'klingon', '__proto__', 'constructor', 'toString'])('"%s" is no language', (language) => {
		expect(highlightNodes('a = 1', language)).toBeUndefined();
	});
});
