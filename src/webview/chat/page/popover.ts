import { element, iconButton } from './element';
import { isComposing } from './keys';

/**
 * A part of the page that opens over the conversation, from a button: whoever opens it with the keyboard is in it, and back
 * on the button once it closes. One at a time is open.
 */
export class Popover {
	readonly element: HTMLElement;
	private readonly body = element('div', 'popover-body');

	/** @param opener the button that opens and closes it. */
	constructor(
		private readonly opener: HTMLButtonElement,
		title: string,
		closeLabel: string,
		private readonly onOpen: () => void,
		private readonly onHide: () => void = () => undefined,
	) {
		const head = element(
			'div',
			'popover-head',
			element('h2', '', title),
			iconButton('close', closeLabel, () => this.close()),
		);
		this.element = element('section', 'popover', head, this.body);
		this.element.setAttribute('role', 'dialog');
		this.element.setAttribute('aria-label', title);
		this.element.hidden = true;
		this.element.addEventListener('keydown', (event) => {
			if (event.key !== 'Escape' || isComposing(event)) return;
			event.preventDefault();
			event.stopPropagation();
			this.close();
		});
		this.element.addEventListener('focusout', ({ relatedTarget }) => {
			const isInside = relatedTarget instanceof Node && this.element.contains(relatedTarget);
			// Without a target the focus left the page, or what had it was replaced: neither is a reason to close.
			if (relatedTarget !== null && !isInside && relatedTarget !== opener) this.hide();
		});
		opener.setAttribute('aria-haspopup', 'dialog');
		opener.setAttribute('aria-expanded', 'false');
		opener.addEventListener('click', () => {
			if (this.isOpen) this.close();
			else this.open();
		});
	}

	get isOpen(): boolean {
		return !this.element.hidden;
	}

	open(): void {
		this.element.hidden = false;
		this.opener.setAttribute('aria-expanded', 'true');
		this.onOpen();
	}

	/** The focus goes back to where it came from. */
	close(): void {
		// First, because a field tells of its change when it loses the focus, and `onHide` is to come after that.
		this.opener.focus();
		this.hide();
	}

	hide(): void {
		if (!this.isOpen) return;
		this.element.hidden = true;
		this.onHide();
		this.opener.setAttribute('aria-expanded', 'false');
	}

	fill(...content: readonly (Node | string)[]): void {
		this.body.replaceChildren(...content);
	}
}
