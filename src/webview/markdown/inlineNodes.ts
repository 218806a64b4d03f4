import type { Token } from 'markdown-it';
import { isDisguised } from './links';
import type { RenderContext } from './renderContext';
import { visibleText } from './visibleText';

/** What inline tokens look like in the page: the only elements and attributes that text of a leaf can make. */
export type InlineNode = { kind: 'text'; text: string } | InlineElement;

export interface InlineElement {
	kind: 'element';
	tag: 'em' | 'strong' | 's' | 'code' | 'br' | 'a' | 'span';
	className: string;
	title: string;
	/** What activating a link opens; with `href`, what the text said. */
	target: string;
	href: string;
	/** The address of an image, which is never fetched. */
	source: string;
	children: InlineNode[];
}

/** Whether the two differ only in their children. */
export function areAlike(a: InlineElement, b: InlineElement): boolean {
	return (
		a.tag === b.tag &&
		a.className === b.className &&
		a.title === b.title &&
		a.target === b.target &&
		a.href === b.href &&
		a.source === b.source
	);
}

/** Its title is what a screen reader says in place of the glyph. */
export const taskClass = 'markdown-task';

const emphasis = new Map<string, InlineElement['tag']>([
	['em_open', 'em'],
	['strong_open', 'strong'],
	['s_open', 's'],
]);

/** Reads the tokens of one leaf into nodes; adjacent texts are one. */
export function inlineNodes(tokens: readonly Token[], context: RenderContext): InlineNode[] {
	const root: InlineNode[] = [];
	const open: InlineElement[] = [];
	let into = root;
	for (const token of tokens) {
		const tag = emphasis.get(token.type);
		if (tag) into = enter(open, into, element(tag));
		else if (token.type === 'link_open') into = enter(open, into, link(String(token.attrGet('href') ?? ''), context));
		else if (token.nesting < 0) {
			const closed = open.pop();
			into = open.at(-1)?.children ?? root;
			if (closed && closed.target !== '' && isDisguised(textOf(closed.children), closed.target)) {
				const text = ` (${visibleText(context.host.strings.linkTarget(closed.target))})`;
				into.push({ ...element('span', 'markdown-link-target'), children: [{ kind: 'text', text }] });
			}
		} else pushLeaf(into, token, context);
	}
	return root;
}

/** The box of a task: a glyph, because nothing in an answer can be ticked. */
export function taskBox(isDone: boolean, context: RenderContext): InlineNode {
	const children: InlineNode[] = [{ kind: 'text', text: isDone ? '☑' : '☐' }];
	return { ...element('span', taskClass), title: context.host.strings.task(isDone), children };
}

function enter(open: InlineElement[], into: InlineNode[], child: InlineElement): InlineNode[] {
	into.push(child);
	open.push(child);
	return child.children;
}

function pushLeaf(into: InlineNode[], token: Token, context: RenderContext): void {
	if (token.type === 'softbreak') pushText(into, '\n');
	else if (token.type === 'hardbreak') into.push(element('br'));
	else if (token.type === 'code_inline') {
		const code = element('code');
		pushText(code.children, token.content);
		into.push(code);
	} else if (token.type === 'image') {
		const image = element('span', 'markdown-blocked-image');
		image.source = String(token.attrGet('src') ?? '');
		pushText(image.children, context.host.strings.blockedImage(plainText(token.children ?? [])));
		into.push(image);
	} else pushText(into, token.content);
}

function pushText(into: InlineNode[], text: string): void {
	if (text === '') return;
	const shown = visibleText(text);
	const last = into.at(-1);
	if (last?.kind === 'text') last.text += shown;
	else into.push({ kind: 'text', text: shown });
}

function element(tag: InlineElement['tag'], className = ''): InlineElement {
	return { kind: 'element', tag, className, title: '', target: '', href: '', source: '', children: [] };
}

function link(href: string, context: RenderContext): InlineElement {
	const target = context.policy.linkTarget(href);
	const shown = target === undefined ? element('span', 'markdown-blocked-link') : element('a');
	// What is not opened promises nothing: it says where it would lead.
	shown.title = visibleText(target === undefined ? href : context.host.strings.linkTarget(target));
	shown.target = target ?? '';
	shown.href = href;
	return shown;
}

/** What an image's alternative text says, with its own markup taken away. */
function plainText(tokens: readonly Token[]): string {
	return tokens
		.map((token) => {
			if (token.children) return plainText(token.children);
			return token.type === 'softbreak' || token.type === 'hardbreak' ? '\n' : token.content;
		})
		.join('');
}

function textOf(nodes: readonly InlineNode[]): string {
	return nodes.map((node) => (node.kind === 'text' ? node.text : textOf(node.children))).join('');
}
