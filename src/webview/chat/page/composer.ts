import type { Attachment, ChatStrings, UserMessage } from '../protocol';
import { maximumPromptCharacters } from '../protocol';
import { attachmentChips } from './attachmentChips';
import { element, iconButton, textButton } from './element';
import { fill, type NumberFormats } from './format';
import { icon } from './icons';
import { isSendKey } from './keys';

export interface ComposerHandlers {
	/** `edited` is the message that `text` replaces. */
	onSend(text: string, edited: UserMessage | undefined): void;
	onStop(): void;
	onDraft(text: string): void;
	onAttachFile(): void;
	onAttachSelection(): void;
	/** Files that were pasted or dropped. */
	onFiles(files: readonly File[]): void;
	onDetach(index: number): void;
}

/** Where messages are written. Its text stays until the host has taken it. */
export class Composer {
	readonly element: HTMLElement;
	private readonly input = element('textarea', '');
	private readonly sendButton: HTMLButtonElement;
	private readonly stopButton: HTMLButtonElement;
	private readonly notice = element('div', 'notice');
	private readonly editing = element('div', 'editing');
	private readonly chips = element('div', '');
	private edited: UserMessage | undefined;
	private isAnswering = false;

	constructor(
		private readonly strings: ChatStrings,
		private readonly formats: NumberFormats,
		footnote: HTMLElement,
		private readonly handlers: ComposerHandlers,
	) {
		this.input.rows = 1;
		this.input.spellcheck = true;
		this.input.addEventListener('keydown', (event) => {
			if (!isSendKey(event)) return;
			event.preventDefault();
			this.send();
		});
		this.input.addEventListener('input', () => {
			this.changed();
		});
		this.sendButton = iconButton('send', strings.send, () => {
			this.send();
		});
		this.stopButton = iconButton('stop', strings.stop, () => {
			handlers.onStop();
			this.focus();
		});
		this.notice.setAttribute('role', 'alert');
		this.input.addEventListener('paste', (event) => this.takeFiles(event, event.clipboardData));
		this.input.addEventListener('drop', (event) => this.takeFiles(event, event.dataTransfer));
		this.editing.append(
			element('span', '', strings.editingNote),
			textButton('link-button', strings.cancelEdit, () => {
				this.cancelEdit();
			}),
		);
		const box = element(
			'div',
			'input-box',
			this.chips,
			this.input,
			element(
				'div',
				'input-bar',
				iconButton('attach', strings.attachFile, () => handlers.onAttachFile()),
				iconButton('selection', strings.attachSelection, () => handlers.onAttachSelection()),
				footnote,
				this.sendButton,
				this.stopButton,
			),
		);
		// A press anywhere in the box means its text, as in VS Code's own inputs.
		box.addEventListener('mousedown', (event) => {
			if (event.target !== box) return;
			event.preventDefault();
			this.focus();
		});
		this.element = element('div', 'composer', this.notice, this.editing, box);
		this.editing.hidden = true;
		this.setNotice(undefined);
		this.setAnswering(false);
		this.changed();
	}

	get text(): string {
		return this.input.value;
	}

	get isEditing(): boolean {
		return this.edited !== undefined;
	}

	/** @param isChosen false: `name` is what is to be done first. */
	setTargetName(name: string, isChosen: boolean): void {
		this.input.placeholder = isChosen ? fill(this.strings.composerPlaceholder, name) : name;
		const { composerLabel, composerLabelUnchosen } = this.strings;
		this.input.setAttribute('aria-label', isChosen ? fill(composerLabel, name) : composerLabelUnchosen);
	}

	/** Puts a text in, for the user to look at: nothing is sent. */
	setText(text: string): void {
		this.input.value = text;
		this.changed();
		this.input.setSelectionRange(text.length, text.length);
	}

	showAttachments(attachments: readonly Attachment[]): void {
		const { strings, formats } = this;
		const list = attachmentChips(attachments, { strings, formats }, (index) => {
			this.handlers.onDetach(index);
			this.focus();
		});
		this.chips.replaceChildren(list);
	}

	focus(): void {
		this.input.focus();
	}

	edit(message: UserMessage): void {
		this.edited = message;
		this.editing.hidden = false;
		this.setText(message.text);
		this.focus();
	}

	cancelEdit(): void {
		this.edited = undefined;
		this.editing.hidden = true;
		this.setText('');
	}

	/** The host has `sent`; what was typed since stays. */
	release(sent: string): void {
		this.edited = undefined;
		this.editing.hidden = true;
		if (this.input.value === sent) this.input.value = '';
		this.changed();
	}

	setAnswering(isAnswering: boolean): void {
		const hadFocus = document.activeElement === this.stopButton;
		this.isAnswering = isAnswering;
		this.sendButton.hidden = isAnswering;
		this.stopButton.hidden = !isAnswering;
		if (hadFocus) this.focus();
	}

	setNotice(sentence: string | undefined): void {
		this.notice.hidden = sentence === undefined;
		this.notice.replaceChildren(...(sentence === undefined ? [] : [icon('info'), element('span', '', sentence)]));
	}

	private send(): void {
		const text = this.input.value;
		if (text.trim() === '') return;
		if (this.isAnswering) {
			this.setNotice(this.strings.busy);
		} else if (text.length > maximumPromptCharacters) {
			this.setNotice(fill(this.strings.tooLong, this.formats.count(maximumPromptCharacters)));
		} else {
			this.handlers.onSend(text, this.edited);
		}
	}

	private takeFiles(event: Event, data: DataTransfer | null): void {
		const files = [...(data?.files ?? [])];
		if (files.length === 0) return;
		event.preventDefault();
		this.handlers.onFiles(files);
	}

	private changed(): void {
		this.setNotice(undefined);
		this.sendButton.disabled = this.input.value.trim() === '';
		// Chromium grows the box by itself; elsewhere its height follows by hand.
		if (!CSS.supports('field-sizing: content')) {
			this.input.style.height = 'auto';
			this.input.style.height = `${this.input.scrollHeight}px`;
		}
		this.handlers.onDraft(this.input.value);
	}
}
