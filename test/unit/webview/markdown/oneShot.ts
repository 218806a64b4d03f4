import MarkdownIt from 'markdown-it';
import { highlightNodes, type HighlightNode } from '../../../../src/webview/markdown/highlight';
import { allowedTarget, isDisguised } from '../../../../src/webview/markdown/links';
import { addOwnRules } from '../../../../src/webview/markdown/ownRules';
import { visibleText } from '../../../../src/webview/markdown/visibleText';
import { escapeHtml as escape, lightContainer, lightHtml } from '../../../bench/lightDom';
import { StreamingMarkdown, type MarkdownHost } from '../../../../src/webview/markdown/streamingMarkdown';

const strings = {
	blockedImage: (alt: string) => `[image: ${alt}]`,
	linkTarget: (href: string) => `to ${href}`,
	task: (isDone: boolean) => (isDone ? 'done' : 'not done'),
};
export const plainHost: MarkdownHost = { onLink: () => undefined, strings };

/** Grammar of its own, with nothing but our own rules added, and markdown-it's renderer: what the text gives when it comes at once. */
const markdown = new MarkdownIt({ html: false });
addOwnRules(markdown);
const rules = markdown.renderer.rules;
const text = (content: string): string => escape(visibleText(content));

markdown.renderer.renderToken = (tokens, index) => {
	const token = tokens[index]!;
	if (token.hidden) return '';
	const attributes = (token.attrs ?? []).map(([name, value]): [string, string] => {
		return name === 'style' ? ['class', `markdown-${String(value).replace('text-align:', '')}`] : [name, String(value)];
	});
	if (token.type === 'th_open') attributes.push(['scope', 'col']);
	const written = attributes.sort().map(([name, value]) => ` ${name}="${escape(value)}"`);
	return token.nesting < 0 ? `</${token.tag}>` : `<${token.tag}${written.join('')}>`;
};
rules.text = (tokens, index) => text(tokens[index]!.content);
rules.softbreak = () => '\n';
rules.hardbreak = () => '<br>';
rules.code_inline = (tokens, index) => `<code>${text(tokens[index]!.content)}</code>`;
rules.image = (tokens, index, options, env, renderer) => {
	const alt = renderer.renderInlineAsText(tokens[index]!.children ?? [], options, env);
	return `<span class="markdown-blocked-image">${text(strings.blockedImage(alt))}</span>`;
};
rules.link_open = (tokens, index) => {
	const href = String(tokens[index]!.attrGet('href'));
	const target = allowedTarget(href);
	const title = text(target === undefined ? href : strings.linkTarget(target));
	if (target === undefined) return `<span class="markdown-blocked-link"${title === '' ? '' : ` title="${title}"`}>`;
	return `<a role="link" tabindex="0" title="${title}">`;
};
rules.link_close = (tokens, index, options, env, renderer) => {
	let start = index;
	for (let depth = 1; depth > 0;) {
		start--;
		if (tokens[start]!.type === 'link_close') depth++;
		if (tokens[start]!.type === 'link_open') depth--;
	}
	const target = allowedTarget(String(tokens[start]!.attrGet('href')));
	if (target === undefined) return '</span>';
	const label = renderer.renderInline(tokens.slice(start + 1, index), options, env).replace(/<[^>]*>/g, '');
	const decoded = label
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&amp;', '&');
	if (!isDisguised(decoded, target)) return '</a>';
	return `</a><span class="markdown-link-target"> (${text(strings.linkTarget(target))})</span>`;
};
rules.table_open = () => '<div class="markdown-table" tabindex="0"><table>';
rules.table_close = () => '</table></div>';
rules.code_block = (tokens, index) => code('', tokens[index]!.content);
rules.fence = (tokens, index) => {
	const { info, content } = tokens[index]!;
	return code(markdown.utils.unescapeAll(info).trim().split(/\s+/)[0] ?? '', content);
};

function code(language: string, content: string): string {
	const label = language === '' ? '' : `<span class="markdown-code-language">${text(language)}</span>`;
	const attribute = language === '' ? '' : ` class="language-${text(language)}"`;
	const shown = visibleText(content);
	const inner = (highlightNodes(shown, language) ?? [shown]).map(coloured).join('');
	const header = `<div class="markdown-code-header">${label}</div>`;
	return `<div class="markdown-code">${header}<pre tabindex="0"><code${attribute}>${inner}</code></pre></div>`;
}

function coloured(node: HighlightNode): string {
	if (typeof node === 'string') return escape(node);
	return `<span class="${node.className}">${node.children.map(coloured).join('')}</span>`;
}

// The one extension beside those of markdown-it: tasks, at the beginning of a list item.
markdown.core.ruler.push('task', ({ tokens, md, env, Token }) => {
	tokens.forEach((token, index) => {
		const [block, inline] = [tokens[index + 1], tokens[index + 2]];
		const isText = block?.type === 'paragraph_open' || /^[=-]$/.test(block?.markup ?? '');
		if (token.type !== 'list_item_open' || !isText || inline?.type !== 'inline') return;
		const mark = /^\[([ xX])\]\s+\S/.exec(inline.content)?.[1];
		if (mark === undefined) return;
		inline.children = md.parseInline(inline.content.slice(3), env)[0]?.children ?? [];
		const box = new Token('task', '', 0);
		box.content = mark;
		inline.children.unshift(box);
	});
});
rules.task = (tokens, index) => {
	const isDone = tokens[index]!.content !== ' ';
	return `<span aria-label="${strings.task(isDone)}" class="markdown-task" role="img">${isDone ? '☑' : '☐'}</span>`;
};

export function oneShotHtml(source: string): string {
	return markdown.render(source, {});
}

/** Streams the pieces, lets the page be idle and gives what is in it then. */
export function streamedHtml(pieces: readonly string[]): string {
	const container = lightContainer();
	const idle: (() => void)[] = [];
	const schedule = (work: () => void): (() => void) => {
		idle.push(work);
		return () => void idle.splice(idle.indexOf(work), 1);
	};
	const stream = new StreamingMarkdown(container, plainHost, { schedule });
	for (const piece of pieces) stream.append(piece);
	stream.finish();
	for (let work = idle.shift(); work; work = idle.shift()) work();
	return lightHtml(container);
}

/** A small generator of equally distributed numbers, so that each run tries the same. */
export function randomNumbers(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let value = Math.imul(state ^ (state >>> 15), state | 1);
		value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
		return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Cuts a text anywhere, also within surrogate pairs and line breaks, into pieces of 1 to `longest` units. */
export function randomPieces(source: string, random: () => number, longest: number): string[] {
	const pieces: string[] = [];
	for (let start = 0; start < source.length;) {
		const end = start + 1 + Math.floor(random() * longest);
		pieces.push(source.slice(start, end));
		start = end;
	}
	return pieces;
}
