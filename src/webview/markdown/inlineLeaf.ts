import { parseInlineTokens } from './grammar';
import { inlineNodes, taskBox, type InlineNode } from './inlineNodes';
import type { ReferenceReader } from './linkReferences';
import { patchNodes, type LiveNode } from './livePatch';
import type { RenderContext } from './renderContext';
import { visibleText } from './visibleText';

/** Characters of unsettled text that each delta may read again. */
const readEachTime = 1536;
/** Beyond this, unsettled text stands as it is until its block closes and the page is idle. */
const readAtAll = 3072;
/** Text in which no rule of the grammar can start or end. */
const plainGrowth = /^[\p{L}\p{N} ,.:'"(-]+$/u;
/** What begins a list item that is a task, once its text has begun. */
const taskMarker = /^\[([ xX])\]\s+\S/;
/** Unsettled text from which on it is worth looking for a place to settle. */
const worthSettling = 256;

/**
 * The text of one paragraph, heading or cell while it grows. Text before a point that nothing later can reach across (no
 * open emphasis, bracket or backtick) is settled: its nodes stay. Only the rest is read again, and if that rest is long
 * then only after it has grown by an eighth; in between new text is appended as it is.
 */
export class InlineLeaf implements ReferenceReader {
	private settledText = '';
	private settledNodes: LiveNode[] = [];
	private live = '';
	private liveNodes: LiveNode[] = [];
	/** Length of `live` when it was last read; what follows is shown as it is. */
	private readLength = 0;
	private settleAt = worthSettling;
	/** How much of the end of the text {@link setOpen} may still change. */
	private openText = '';
	private isClosed = false;
	private isRemoved = false;
	private isOutdated = false;

	constructor(
		private parent: Node,
		private readonly context: RenderContext,
		/** Whether a list item begins with this text. */
		private readonly isItemStart = false,
	) {}

	get size(): number {
		return this.settledText.length + this.live.length;
	}

	/** The text so far. */
	get text(): string {
		return this.settledText + this.live;
	}

	/** Replaces the open end of the text; cheap if it only grows. */
	setOpen(open: string): void {
		const old = this.openText;
		if (open === old) return;
		if (open.startsWith(old)) {
			this.append(open.slice(old.length));
			return;
		}
		let common = 0;
		while (common < open.length && open.charCodeAt(common) === old.charCodeAt(common)) common++;
		this.openText = open;
		const dropped = old.length - common;
		if (dropped > this.live.length) this.unsettle();
		this.live = this.live.slice(0, this.live.length - dropped) + open.slice(common);
		this.readLength = Infinity;
		this.refresh();
	}

	append(text: string): void {
		this.openText += text;
		this.live += text;
		this.refresh();
	}

	/** The first `length` characters of the open end can no longer change. */
	commit(length: number): void {
		this.openText = this.openText.slice(length);
	}

	/** Nothing follows. What is too long to read within a delta is read when the page is idle. */
	close(): void {
		if (this.isClosed) return;
		this.isClosed = true;
		const trimmed = trimEnd(this.text);
		if (trimmed.length !== this.size) {
			if (this.size - trimmed.length > this.live.length) this.unsettle();
			this.live = this.live.slice(0, trimmed.length - this.settledText.length);
			this.readLength = Infinity;
		}
		if (this.isOutdated) this.unsettle();
		if (this.readLength === this.live.length) return;
		if (this.live.length <= readAtAll) this.read();
		else this.context.deferred.add(() => this.read());
	}

	readAgain(): void {
		if (this.isRemoved) return;
		if (!this.isClosed && this.size > readAtAll) {
			this.isOutdated = true;
			return;
		}
		if (this.size > readAtAll) this.context.deferred.add(() => this.readAll());
		else this.readAll();
	}

	/** Continues in another element, with the nodes that are there. */
	moveTo(parent: Node): void {
		this.parent = parent;
		for (const node of [...this.settledNodes, ...this.liveNodes]) parent.appendChild(node.dom);
	}

	/** The topmost nodes of this text in the page, first to last. */
	nodes(): readonly Node[] {
		return [...this.settledNodes, ...this.liveNodes].map((node) => node.dom);
	}

	/** Takes the text out of the page. */
	remove(): void {
		for (const node of this.nodes()) this.parent.removeChild(node);
		this.settledNodes = [];
		this.liveNodes = [];
		this.isClosed = true;
		this.isRemoved = true;
	}

	private readAll(): void {
		this.unsettle();
		this.read();
	}

	private refresh(): void {
		const length = this.live.length;
		if (this.growPlainly()) return;
		if (length <= readEachTime || this.readLength > length) this.read();
		else if (length <= readAtAll && length >= this.readLength * 1.125) this.read();
		else this.showAsIs();
		if (this.live.length >= this.settleAt && this.live.length <= readAtAll) this.settle();
	}

	/** Words that follow words in plain text need no reading: most deltas are just that. */
	private growPlainly(): boolean {
		const last = this.liveNodes.at(-1);
		if (last?.kind !== 'text' || last.asIs !== undefined || this.readLength === 0) return false;
		const text = this.live.slice(this.readLength);
		const before = this.live.charAt(this.readLength - 1);
		// An address that is not one yet: `https://docs` and `.example`.
		const word = this.live.slice(this.live.lastIndexOf(' ', this.readLength - 1) + 1, this.readLength);
		if (word.includes('://')) return false;
		if (this.live.length > readAtAll || !plainGrowth.test(text) || !/[\p{L}\p{N}]/u.test(before)) return false;
		const shown = trimEnd(text);
		last.dom.appendData(shown);
		last.text += shown;
		this.readLength += shown.length;
		return this.live.length < this.settleAt;
	}

	private unsettle(): void {
		this.live = this.settledText + this.live;
		this.liveNodes = [...this.settledNodes, ...this.liveNodes];
		this.settledText = '';
		this.settledNodes = [];
		this.settleAt = Math.max(worthSettling, this.live.length);
		this.readLength = Infinity;
	}

	/** @param text the unsettled text, or where nothing is settled yet: its beginning. */
	private parseLive(text: string): { nodes: InlineNode[]; isOpen: boolean } {
		const task = this.isItemStart && this.settledText === '' ? taskMarker.exec(text) : null;
		if (!task) return this.parse(text);
		const { nodes, isOpen } = this.parse(text.slice('[x]'.length));
		return { nodes: [taskBox(task[1] !== ' ', this.context), ...nodes], isOpen };
	}

	private parse(text: string): { nodes: InlineNode[]; isOpen: boolean } {
		this.context.work.characters += text.length;
		if (!/[\n\\`~*_[\]<&]|:\/\//.test(text)) {
			return { nodes: text === '' ? [] : [{ kind: 'text', text: visibleText(text) }], isOpen: false };
		}
		const { tokens, isOpen } = parseInlineTokens(text, this.context.references.lookUpFor(this));
		return { nodes: inlineNodes(tokens, this.context), isOpen };
	}

	private read(): void {
		if (this.isRemoved) return;
		if (this.live.length > readAtAll && !this.isClosed) {
			this.patch([{ kind: 'text', text: visibleText(this.live) }]);
			this.readLength = this.live.length;
			return;
		}
		const shown = trimEnd(this.live);
		this.patch(this.parseLive(shown).nodes);
		this.readLength = shown.length;
	}

	private patch(wanted: readonly InlineNode[]): void {
		const last = this.liveNodes.at(-1) ?? this.settledNodes.at(-1);
		const before = last ? last.dom.nextSibling : null;
		this.liveNodes = patchNodes(this.parent, this.liveNodes, wanted, before, this.context);
	}

	/** Appends what came since the last reading to the last text. */
	private showAsIs(): void {
		const text = this.live.slice(this.readLength);
		const last = this.liveNodes.at(-1);
		if (last?.kind === 'text' && last.asIs !== undefined) {
			const more = visibleText(text.slice(last.asIs));
			last.dom.appendData(more);
			last.text += more;
			last.asIs = text.length;
			return;
		}
		const before = (last ?? this.settledNodes.at(-1))?.dom.nextSibling ?? null;
		const dom = this.context.document.createTextNode(visibleText(text));
		this.parent.insertBefore(dom, before);
		this.liveNodes.push({ kind: 'text', dom, text: dom.data, asIs: text.length });
	}

	/** Settles as much as possible of the unsettled text. */
	private settle(): void {
		this.settleAt = this.live.length * 1.25;
		for (const end of [
			this.boundaryBefore(this.live.length),
			this.boundaryBefore(this.live.search(/[*_~`[\]!<&\\]/)),
		]) {
			if (end < worthSettling / 2) continue;
			const { nodes, isOpen } = this.parseLive(this.live.slice(0, end));
			if (isOpen) continue;
			const last = this.liveNodes.at(-1);
			const before = (last ?? this.settledNodes.at(-1))?.dom.nextSibling ?? null;
			const rest = this.live.slice(end);
			const shown = trimEnd(rest);
			const restNodes = this.parse(shown).nodes;
			const all = patchNodes(this.parent, this.liveNodes, [...nodes, ...restNodes], before, this.context);
			this.settledNodes.push(...all.slice(0, nodes.length));
			this.liveNodes = all.slice(nodes.length);
			this.settledText += this.live.slice(0, end);
			this.live = rest;
			this.readLength = shown.length;
			this.settleAt = Math.max(worthSettling, rest.length * 1.25);
			return;
		}
	}

	/** The last place at or before `position` where a word starts after white space. */
	private boundaryBefore(position: number): number {
		for (let index = Math.min(position, this.live.length - 1); index > 0; index--) {
			if (isSpace(this.live.charCodeAt(index - 1)) && !isSpace(this.live.charCodeAt(index))) return index;
		}
		return -1;
	}
}

function isSpace(code: number): boolean {
	return code === 0x20 || code === 0x0a || code === 0x09;
}

/** Of the white space that the grammar trims at the end of a leaf; a loop, for a pattern would be quadratic. */
function trimEnd(text: string): string {
	let end = text.length;
	while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
	return text.slice(0, end);
}
