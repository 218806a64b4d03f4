import { highlightNodes, type HighlightNode } from './highlight';
import { visibleText } from './visibleText';

/** Longer texts stay without colours: they would hold up the page. */
const colouredLength = 32 * 1024;

/** JSON, or what was meant to be, as coloured nodes. */
export function highlightedJson(document: Document, source: string): Node[] {
	const shown = visibleText(source);
	const nodes = shown.length <= colouredLength ? highlightNodes(shown, 'json') : undefined;
	const make = (node: HighlightNode): Node => {
		if (typeof node === 'string') return document.createTextNode(node);
		const span = document.createElement('span');
		span.setAttribute('class', node.className);
		for (const child of node.children) span.appendChild(make(child));
		return span;
	};
	return (nodes ?? [shown]).map(make);
}
