import { describe, expect, test } from 'vitest';
import { Deferred } from '../../../../src/webview/markdown/deferred';
import { highlightNodes, type HighlightNode } from '../../../../src/webview/markdown/highlight';
import { allowedTarget, isDisguised } from '../../../../src/webview/markdown/links';
import { visibleText } from '../../../../src/webview/markdown/visibleText';

describe('link targets', () => {
	test.each([
		['https://example.com', 'https://example.com/'],
		['HTTPS://EXAMPLE.com/a', 'https://example.com/a'],
		['mailto:a@example.com', 'mailto:a@example.com'],
		['http://example.com', undefined],
		['//example.com', undefined],
		['\\\\server\\share', undefined],
		['command:workbench.action.quit', undefined],
		['vscode://a.b/c', undefined],
		['java\tscript:alert(1)', undefined],
		['data:text/html,x', undefined],
		['file:///etc/passwd', undefined],
		['#top', undefined],
		['', undefined],
	])('%s → %s', (href, target) => expect(allowedTarget(href)).toBe(target));

	test.each([
		['docs', 'https://example.com/', false],
		['example.com', 'https://www.example.com/', false],
		['https://example.com/a', 'https://example.com/b', false],
		['https://aws.amazon.com', 'https://evil.example/', true],
		['aws.amazon.com', 'https://aws.amazon.com.evil.example/', true],
		['press', 'https://aws.amazon.com@evil.example/', true],
		['press', 'https://xn--ws-7kc.example/', true],
		['a@example.com', 'mailto:a@example.com', false],
		['a@example.com', 'mailto:b@example.com', true],
		['write', 'mailto:a@example.com?bcc=b@example.com', true],
	])('%s → %s is disguised: %s', (label, target, expected) => expect(isDisguised(label, target)).toBe(expected));
});

describe('text that hides something', () => {
	test.each([
		['plain\ttext\n', 'plain\ttext\n'],
		['\u001b[31mred', '␛[31mred'],
		['\u007f\u0085', '␡\uFFFD'],
		['abc\u202edef', 'abc[U+202E]def'],
		['\u2066x\u2069', '[U+2066]x[U+2069]'],
		['שלום مرحبا 👩‍💻', 'שלום مرحبا 👩‍💻'],
	])('%j is shown as %j', (text, shown) => expect(visibleText(text)).toBe(shown));
});

describe('coloured code', () => {
	const spans = (nodes: readonly HighlightNode[] = []): string[] =>
		nodes.flatMap((node) => (typeof node === 'string' ? [] : [node.className, ...spans(node.children)]));
	const textOf = (nodes: readonly HighlightNode[] = []): string =>
		nodes.map((node) => (typeof node === 'string' ? node : textOf(node.children))).join('');

	test.each([
		['python', 'def run(x):\n    return "a"  # note\n', 'hljs-title function_'],
		['TypeScript', 'const a: string = `x${1}`;\n', 'hljs-subst'],
		['jsonc', '{"a": [1, true]}', 'hljs-attr'],
		['sh', 'aws bedrock list-inference-profiles | jq .\necho "$HOME"', 'hljs-variable'],
		['html', '<p class="x">a</p><script>let b = 1</script>', 'language-javascript'],
		['hcl', 'resource "aws_bedrock_inference_profile" "a" {\n  name = "x-${var.region}" # note\n}\n', 'hljs-subst'],
		['c#', 'class A { int B() => 1; }', 'hljs-keyword'],
		['diff', '+a\n-b\n', 'hljs-addition'],
		['yml', 'a: 1\n', 'hljs-attr'],
		['sql', 'select 1 from t', 'hljs-keyword'],
	])('%s', (language, code, expected) => {
		const nodes = highlightNodes(code, language);
		expect(spans(nodes)).toContain(expected);
		expect(textOf(nodes)).toBe(code);
	});

	test.each(['', '__proto__', 'constructor', 'toString', 'klingon'])('no language is called “%s”', (language) => {
		expect(highlightNodes('x', language)).toBeUndefined();
	});
});

describe('work for idle times', () => {
	test('is done one piece at a time, in order, and at once when it must be', () => {
		const scheduled: (() => void)[] = [];
		const deferred = new Deferred((work) => {
			scheduled.push(work);
			return () => void scheduled.splice(scheduled.indexOf(work), 1);
		});
		const done: number[] = [];
		for (const piece of [1, 2, 3]) deferred.add(() => done.push(piece));
		expect(scheduled).toHaveLength(1);
		scheduled.shift()?.();
		expect(done).toEqual([1]);
		deferred.flush();
		expect(done).toEqual([1, 2, 3]);
		expect(scheduled).toHaveLength(0);
	});
});
