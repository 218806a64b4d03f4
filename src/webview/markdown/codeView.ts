import type { Code } from './blockTree';
import { grammar } from './grammar';
import type { BlockView } from './leafViews';
import type { RenderContext } from './renderContext';
import { visibleText } from './visibleText';

/** Characters in one text node of an open code block: appending to a node costs as much as is in it. */
const chunkLength = 2048;

/** A code block: a line with the language, and the code, which the keyboard can scroll. */
export class CodeView implements BlockView<Code> {
	/** Whether the first code line in the source stands for stored ones; a fence needs none. */
	hasStandIn = false;
	/** Lines before those in the source, each with its line break. */
	private readonly storedParts: string[] = [];
	private storedLength = 0;
	private readonly frame: HTMLElement;
	private readonly code: HTMLElement;
	private languageLabel: HTMLElement | undefined;
	private language = '';
	private info: string | undefined;
	/** The code that is not stored, and the text node that it is (the end of). */
	private open = '';
	private openNode: Text | undefined;
	private announcedLength = -1;
	private isClosed = false;

	constructor(
		private readonly parent: HTMLElement,
		private readonly context: RenderContext,
		private readonly isFence: boolean,
	) {
		const { document } = context;
		this.frame = document.createElement('div');
		this.frame.setAttribute('class', 'markdown-code');
		this.frame.appendChild(document.createElement('div')).setAttribute('class', 'markdown-code-header');
		const scroller = this.frame.appendChild(document.createElement('pre'));
		scroller.setAttribute('tabindex', '0');
		this.code = scroller.appendChild(document.createElement('code'));
		parent.appendChild(this.frame);
	}

	accepts(block: { type: string; isFence?: boolean }): boolean {
		return block.type === 'code' && block.isFence === this.isFence;
	}

	update(block: Code): void {
		if (this.storedLength === 0) this.setInfo(block.info);
		this.setOpen(this.hasStandIn ? block.content.slice(block.content.indexOf('\n') + 1) : block.content);
		if (block.isClosed) this.close();
		else this.announce();
	}

	/** The code so far grows within its last line. */
	append(text: string): void {
		if (this.openNode) {
			this.open += text;
			this.openNode.appendData(visibleText(text));
		} else {
			this.setOpen(this.open + text);
		}
		this.announce();
	}

	/** The first `count` lines of the code in the source go from it. */
	store(count: number): void {
		let length = 0;
		for (let line = 0; line < count; line++) length = this.open.indexOf('\n', length) + 1;
		this.hasStandIn = !this.isFence;
		this.storedParts.push(this.open.slice(0, length));
		this.storedLength += length;
		this.open = this.open.slice(length);
		if (this.openNode && this.openNode.data.length > chunkLength) {
			const shown = visibleText(this.open).length;
			this.openNode = this.openNode.splitText(this.openNode.data.length - shown);
		}
	}

	/** Stores all whole lines but the last one; says whether there were any. */
	storeLines(): boolean {
		const count = this.open.split('\n').length - 2;
		if (count > 0) this.store(count);
		return count > 0;
	}

	close(): void {
		if (this.isClosed) return;
		this.isClosed = true;
		this.announce();
		this.context.highlighter.request({ element: this.code, language: this.language, code: visibleText(this.text()) });
	}

	remove(): void {
		this.isClosed = true;
		this.parent.removeChild(this.frame);
	}

	private text(): string {
		return this.storedParts.join('') + this.open;
	}

	private setInfo(info: string): void {
		if (info === this.info) return;
		this.info = info;
		this.language = languageOf(info);
		const shown = visibleText(this.language);
		if (shown !== '') this.code.setAttribute('class', `language-${shown}`);
		else this.code.removeAttribute('class');
		if (shown === '' && !this.languageLabel) return;
		if (!this.languageLabel) {
			this.languageLabel = this.context.document.createElement('span');
			this.languageLabel.setAttribute('class', 'markdown-code-language');
			this.frame.firstChild?.appendChild(this.languageLabel);
		}
		this.languageLabel.textContent = shown;
	}

	private setOpen(open: string): void {
		const old = this.open;
		if (open === old) return;
		this.open = open;
		const node = this.openNode;
		if (!node) {
			this.openNode = this.code.appendChild(this.context.document.createTextNode(visibleText(open)));
		} else if (open.startsWith(old)) {
			node.appendData(visibleText(open.slice(old.length)));
		} else {
			const shown = visibleText(old).length;
			node.replaceData(node.data.length - shown, shown, visibleText(open));
		}
	}

	/** Tells the page at first, at each doubling and at the end. */
	private announce(): void {
		const length = this.storedLength + this.open.length;
		if (!this.isClosed && this.announcedLength >= 0 && length < 2 * this.announcedLength + 64) return;
		this.announcedLength = length;
		const info = { language: this.language, code: this.text(), closed: this.isClosed };
		this.context.host.onCodeBlock?.(this.frame, info);
	}
}

/** The first word after the fence, with escapes and entities decoded, as CommonMark suggests. */
function languageOf(info: string): string {
	return grammar.utils.unescapeAll(info).trim().split(/\s+/)[0] ?? '';
}
