import { assert, expect, test } from 'vitest';
import { meaningOfStop } from '../../../src/bedrock/answer';
import { languageId } from '../../../src/chat/languageIds';
import { allowedTarget } from '../../../src/chat/linkTarget';
import { outcomeOf } from '../../../src/chat/outcome';
import { pageHtml } from '../../../src/webview/pageHtml';

test.each([
	['https://docs.aws.amazon.com/bedrock/', true],
	['mailto:someone@example.com', true],
	['HTTPS://EXAMPLE.COM/x', true],
	['http://example.com', false],
	['https://aws.amazon.com@evil.example/', false],
	['https://aws.amazon.com:x@evil.example/', false],
	['javascript:alert(1)', false],
	['JaVa\nScRiPt:alert(1)', false],
	['command:workbench.action.quit', false],
	['vscode://some.extension/run', false],
	['file:///etc/passwd', false],
	['data:text/html,x', false],
	['blob:https://example.com/1', false],
	['//example.com', false],
	['\\\\server\\share', false],
	['', false],
])('link %s may be opened: %s', (href, isAllowed) => {
	expect(allowedTarget(href) !== undefined).toBe(isAllowed);
});

test.each([
	// Converse, Anthropic, Nova.
	['end_turn', 'complete'],
	['stop_sequence', 'complete'],
	['tool_use', 'complete'],
	['max_tokens', 'limit'],
	['model_context_window_exceeded', 'contextWindow'],
	['content_filtered', 'filtered'],
	['guardrail_intervened', 'filtered'],
	['refusal', 'filtered'],
	// Llama, Mistral, DeepSeek and the chat completions.
	['stop', 'complete'],
	['tool_calls', 'complete'],
	['length', 'limit'],
	['model_length', 'contextWindow'],
	['content_filter', 'filtered'],
	// Cohere.
	['COMPLETE', 'complete'],
	['MAX_TOKENS', 'limit'],
	['ERROR_LIMIT', 'contextWindow'],
	['ERROR_TOXIC', 'filtered'],
])('the stop reason %s is shown as %s', (stopReason, outcome) => {
	const end = meaningOfStop(stopReason);
	assert(end !== 'malformed');
	expect(outcomeOf(end, stopReason)).toBe(outcome);
});

test.each([
	['py', 'python'],
	[' TS ', 'typescript'],
	['python', 'python'],
	['bash', 'shellscript'],
	['__proto__', '__proto__'],
	['constructor', 'constructor'],
])('the fence %s opens as %s', (fence, id) => {
	expect(languageId(fence)).toBe(id);
});

test('the page has the strictest policy, and nothing breaks out of an attribute', () => {
	const html = pageHtml({
		title: '"><script>alert(1)</script>',
		language: 'ja',
		cspSource: 'https://*.vscode-cdn.net',
		nonce: 'bm9uY2U=',
		scriptUri: 'https://x/chat.js',
		styleUri: 'https://x/chat.css',
	});
	const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
	expect(policy.split('; ')).toEqual([
		"default-src 'none'",
		'style-src https://*.vscode-cdn.net',
		"script-src 'nonce-bm9uY2U='",
		"base-uri 'none'",
		"form-action 'none'",
		"require-trusted-types-for 'script'",
		"trusted-types 'none'",
	]);
	expect(policy).not.toMatch(/unsafe|\*(?!\.vscode-cdn)|img-src|connect-src/);
	expect(html.match(/<script/g)).toHaveLength(1);
	expect(html).not.toContain('<title>"><');
});
