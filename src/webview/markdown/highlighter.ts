import type { Deferred } from './deferred';
import { highlightNodes, type HighlightNode } from './highlight';

/** Characters of code that are coloured; more would hold up the page for too long at once. */
const colouredLength = 32 * 1024;

interface Request {
	element: HTMLElement;
	language: string;
	code: string;
}

/** Colours code blocks when the page has time for it. */
export class Highlighter {
	constructor(
		private readonly document: Document,
		private readonly deferred: Deferred,
	) {}

	request(request: Request): void {
		if (request.code.length > colouredLength) return;
		this.deferred.add(() => this.colour(request));
	}

	private colour({ element, language, code }: Request): void {
		const nodes = highlightNodes(code, language);
		if (!nodes) return;
		const selected = selectedOffsets(element);
		element.replaceChildren(...nodes.map((node) => this.make(node)));
		if (selected) select(element, selected);
	}

	private make(node: HighlightNode): Node {
		if (typeof node === 'string') return this.document.createTextNode(node);
		const span = this.document.createElement('span');
		span.setAttribute('class', node.className);
		for (const child of node.children) span.appendChild(this.make(child));
		return span;
	}
}

interface Offsets {
	anchor: number;
	focus: number;
}

/** Where in the text of `element` the selection starts and ends, if it does both there. */
function selectedOffsets(element: HTMLElement): Offsets | undefined {
	const selection = element.ownerDocument.getSelection();
	if (!selection?.anchorNode || !selection.focusNode || selection.isCollapsed) return undefined;
	if (!element.contains(selection.anchorNode) || !element.contains(selection.focusNode)) return undefined;
	const offsetOf = (node: Node, offset: number): number => {
		const range = element.ownerDocument.createRange();
		range.setStart(element, 0);
		range.setEnd(node, offset);
		return range.toString().length;
	};
	return {
		anchor: offsetOf(selection.anchorNode, selection.anchorOffset),
		focus: offsetOf(selection.focusNode, selection.focusOffset),
	};
}

function select(element: HTMLElement, { anchor, focus }: Offsets): void {
	const [from, to] = [positionOf(element, anchor), positionOf(element, focus)];
	if (from && to) element.ownerDocument.getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
}

function positionOf(element: HTMLElement, offset: number): { node: Node; offset: number } | undefined {
	const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
	let rest = offset;
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const length = node.textContent?.length ?? 0;
		if (rest <= length) return { node, offset: rest };
		rest -= length;
	}
	return undefined;
}
