/**
 * The few DOM operations that the Markdown renderer uses, on plain objects: fast enough to try thousands of texts and to
 * measure the renderer itself rather than a browser. An operation that it does not know throws.
 */
class LightNode {
	parentNode: LightNode | null = null;
	previousSibling: LightNode | null = null;
	nextSibling: LightNode | null = null;
	firstChild: LightNode | null = null;
	lastChild: LightNode | null = null;

	constructor(readonly ownerDocument: LightDocument) {}

	get childNodes(): LightNode[] {
		const nodes: LightNode[] = [];
		for (let node = this.firstChild; node; node = node.nextSibling) nodes.push(node);
		return nodes;
	}

	remove(): void {
		const { parentNode: parent, previousSibling: previous, nextSibling: next } = this;
		if (!parent) return;
		if (previous) previous.nextSibling = next;
		else parent.firstChild = next;
		if (next) next.previousSibling = previous;
		else parent.lastChild = previous;
		this.parentNode = this.previousSibling = this.nextSibling = null;
	}

	removeChild(child: LightNode): LightNode {
		if (child.parentNode !== this) throw new Error('NotFoundError: the node to be removed is not a child of this node');
		child.remove();
		return child;
	}

	appendChild(child: LightNode): LightNode {
		return this.insertBefore(child, null);
	}

	insertBefore(child: LightNode, before: LightNode | null): LightNode {
		if (before && before.parentNode !== this)
			throw new Error('NotFoundError: the reference is not a child of this node');
		if (before === child) return child;
		child.remove();
		child.parentNode = this;
		child.nextSibling = before;
		child.previousSibling = before ? before.previousSibling : this.lastChild;
		if (child.previousSibling) child.previousSibling.nextSibling = child;
		else this.firstChild = child;
		if (before) before.previousSibling = child;
		else this.lastChild = child;
		return child;
	}

	replaceChildren(...children: LightNode[]): void {
		while (this.firstChild) this.firstChild.remove();
		for (const child of children) this.appendChild(child);
	}

	set textContent(text: string) {
		this.replaceChildren(...(text === '' ? [] : [this.ownerDocument.createTextNode(text)]));
	}
}

class LightText extends LightNode {
	constructor(
		owner: LightDocument,
		public data: string,
	) {
		super(owner);
	}

	appendData(text: string): void {
		this.data += text;
	}

	replaceData(offset: number, count: number, text: string): void {
		if (offset < 0 || offset > this.data.length) throw new Error('IndexSizeError: the offset is not in the text');
		this.data = this.data.slice(0, offset) + text + this.data.slice(offset + count);
	}

	splitText(offset: number): LightText {
		if (offset < 0 || offset > this.data.length) throw new Error('IndexSizeError: the offset is not in the text');
		const rest = new LightText(this.ownerDocument, this.data.slice(offset));
		this.data = this.data.slice(0, offset);
		this.parentNode?.insertBefore(rest, this.nextSibling);
		return rest;
	}
}

const noAttributes: ReadonlyMap<string, string> = new Map();

class LightElement extends LightNode {
	/** Most elements have none: a map for each would be most of what the garbage collector has to go through. */
	private own: Map<string, string> | undefined;

	constructor(
		owner: LightDocument,
		readonly tag: string,
	) {
		super(owner);
	}

	get attributes(): ReadonlyMap<string, string> {
		return this.own ?? noAttributes;
	}

	setAttribute(name: string, value: string): void {
		(this.own ??= new Map()).set(name, value);
	}

	removeAttribute(name: string): void {
		this.own?.delete(name);
	}

	addEventListener(): void {
		// Nobody clicks here.
	}
}

class LightDocument {
	createElement(tag: string): LightElement {
		return new LightElement(this, tag);
	}

	createTextNode(text: string): LightText {
		return new LightText(this, text);
	}

	getSelection(): null {
		return null;
	}
}

/** An empty container to render into. */
export function lightContainer(): HTMLElement {
	return new LightDocument().createElement('main') as unknown as HTMLElement;
}

/** The children of a light container as HTML; attributes sorted by name. The parts of a long text are left out of it. */
export function lightHtml(container: unknown): string {
	let html = '';
	if (!(container instanceof LightNode)) throw new Error('not a light container');
	for (let node = container.firstChild; node; node = node.nextSibling) {
		if (node instanceof LightText) html += escapeHtml(node.data);
		if (!(node instanceof LightElement)) continue;
		const attributes = [...node.attributes].sort(([a], [b]) => (a < b ? -1 : 1));
		const written = attributes.map(([name, value]) => ` ${name}="${escapeHtml(value)}"`).join('');
		if (lightClass(node) === 'markdown-part') {
			html += lightHtml(node);
			continue;
		}
		html += `<${node.tag}${written}>`;
		if (node.tag !== 'br' && node.tag !== 'hr') html += `${lightHtml(node)}</${node.tag}>`;
	}
	return html;
}

/** The class of a light element. */
export function lightClass(node: unknown): string | undefined {
	return node instanceof LightElement ? node.attributes.get('class') : undefined;
}

/** As in the HTML of the expected result. */
export function escapeHtml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** All nodes below a light container, in document order. */
export function lightNodes(container: unknown): object[] {
	if (!(container instanceof LightNode)) return [];
	const nodes: object[] = [];
	for (let node = container.firstChild; node; node = node.nextSibling) nodes.push(node, ...lightNodes(node));
	return nodes;
}
