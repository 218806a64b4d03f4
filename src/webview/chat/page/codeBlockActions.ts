import type { PageContext } from './context';
import { element, iconButton } from './element';

interface CodeBlock {
	readonly language: string;
	readonly code: string;
}

/** Gives code blocks their buttons. A block is announced again while it grows: the buttons act on its newest text. */
export class CodeBlockActions {
	private readonly blocks = new WeakMap<HTMLElement, CodeBlock>();

	constructor(private readonly context: PageContext) {}

	/** @param container the block, header and code together. */
	attach(container: HTMLElement, block: CodeBlock): void {
		const isNew = !this.blocks.has(container);
		this.blocks.set(container, block);
		if (!isNew) return;
		const { strings } = this.context;
		// A final line break would run a command that is pasted into a terminal.
		const code = () => (this.blocks.get(container)?.code ?? '').replace(/[\r\n]+$/, '');
		container.append(
			element(
				'div',
				'code-actions',
				iconButton('copy', strings.copyCode, () => {
					this.context.post({ type: 'copyText', text: code() });
					this.context.announce(strings.copied);
				}),
				iconButton('insert', strings.insertAtCursor, () => {
					this.context.post({ type: 'insertAtCursor', text: code() });
				}),
				iconButton('replace', strings.replaceSelection, () => {
					this.context.post({ type: 'replaceSelection', text: code() });
				}),
				iconButton('diff', strings.applyAsDiff, () => {
					this.context.post({ type: 'applyAsDiff', text: code() });
				}),
				iconButton('newFile', strings.newFile, () => {
					const language = (this.blocks.get(container)?.language ?? '').slice(0, 200);
					this.context.post({ type: 'newFile', text: this.blocks.get(container)?.code ?? '', language });
				}),
			),
		);
	}
}
