import { areAlike, taskClass, type InlineElement, type InlineNode } from './inlineNodes';
import type { RenderContext } from './renderContext';

/** Nodes in the page with what they show, so that a pass over grown text touches only what differs. */
export type LiveNode = LiveText | LiveElement;
interface LiveText {
	kind: 'text';
	dom: Text;
	text: string;
	/** Shown without being read: how much of the text that waits for a reading is in here. */
	asIs?: number;
}
interface LiveElement {
	kind: 'element';
	dom: HTMLElement;
	shows: InlineElement;
	children: LiveNode[];
}

/**
 * Makes `live`, which stand in a row in `parent`, show `wanted`.
 * @param before what follows them in `parent`.
 * @returns the nodes that are there now; kept where they could be, so that a selection in them survives.
 */
export function patchNodes(
	parent: Node,
	live: readonly LiveNode[],
	wanted: readonly InlineNode[],
	before: Node | null,
	context: RenderContext,
): LiveNode[] {
	const queue = [...live];
	const result: LiveNode[] = [];
	let next = 0;
	for (const node of wanted) {
		const present = queue[next];
		if (present && canBecome(present, node)) {
			next++;
			const rest = become(present, node, context);
			if (rest) queue.splice(next, 0, rest);
			result.push(present);
		} else {
			const made = make(node, context);
			// What has to go goes one by one as new nodes come: later nodes may still be of use.
			if (present) next++;
			parent.insertBefore(made.dom, present?.dom ?? before);
			if (present) parent.removeChild(present.dom);
			result.push(made);
		}
	}
	for (const surplus of queue.slice(next)) parent.removeChild(surplus.dom);
	return result;
}

function canBecome(live: LiveNode, wanted: InlineNode): boolean {
	if (live.kind === 'text') return wanted.kind === 'text';
	return wanted.kind === 'element' && areAlike(live.shows, wanted);
}

/** @returns the rest of a text that was split because only its beginning is wanted here. */
function become(live: LiveNode, wanted: InlineNode, context: RenderContext): LiveText | undefined {
	if (live.kind === 'element') {
		if (wanted.kind === 'element') live.children = patchNodes(live.dom, live.children, wanted.children, null, context);
		return undefined;
	}
	if (wanted.kind !== 'text') return undefined;
	if (live.text === wanted.text) {
		delete live.asIs;
		return undefined;
	}
	const old = live.text;
	live.text = wanted.text;
	delete live.asIs;
	if (wanted.text.startsWith(old)) {
		live.dom.appendData(wanted.text.slice(old.length));
	} else if (old.startsWith(wanted.text)) {
		return { kind: 'text', dom: live.dom.splitText(wanted.text.length), text: old.slice(wanted.text.length) };
	} else {
		live.dom.data = wanted.text;
	}
	return undefined;
}

function make(node: InlineNode, context: RenderContext): LiveNode {
	if (node.kind === 'text') return { kind: 'text', dom: context.document.createTextNode(node.text), text: node.text };
	const dom = makeElement(node, context);
	const children = node.children.map((child) => make(child, context));
	for (const child of children) dom.appendChild(child.dom);
	return { kind: 'element', dom, shows: node, children };
}

/** The one place where text of a leaf becomes an element. */
function makeElement(node: InlineElement, context: RenderContext): HTMLElement {
	if (node.source !== '' && context.policy.image) return context.policy.image(context.document, node.source);
	const dom = context.document.createElement(node.tag);
	if (node.className !== '') dom.setAttribute('class', node.className);
	if (node.className === taskClass) {
		dom.setAttribute('role', 'img');
		dom.setAttribute('aria-label', node.title);
	} else if (node.title !== '') dom.setAttribute('title', node.title);
	if (node.tag === 'a') {
		// No `href`: nothing but our own listener can follow the link, not even with the middle button or by dragging.
		dom.setAttribute('role', 'link');
		dom.setAttribute('tabindex', '0');
		context.targets.set(dom, node.target);
		context.policy.dressLink?.(dom, node.href);
	}
	return dom;
}
