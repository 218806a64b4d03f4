import type { UserMessage } from '../protocol';
import type { PageContext } from './context';
import { element, iconButton } from './element';
import { fill } from './format';

/** One question, exactly as it was typed. */
export class UserView {
	readonly element: HTMLElement;
	readonly id: string;
	private readonly editButton: HTMLButtonElement;

	/** @param number counts the questions of the conversation, from 1. */
	constructor(
		private readonly message: UserMessage,
		number: number,
		context: PageContext,
		private readonly onEdit: (message: UserMessage) => void,
	) {
		this.id = message.id;
		this.editButton = iconButton('edit', context.strings.editPrompt, () => {
			this.edit();
		});
		const bubble = element('div', 'bubble', message.text);
		bubble.dir = 'auto';
		this.element = element('article', 'message user', bubble, element('div', 'toolbar', this.editButton));
		this.element.setAttribute('aria-label', fill(context.strings.userName, String(number)));
	}

	/** Opens it in the composer. */
	edit(): void {
		this.onEdit(this.message);
	}

	/** Only the last question can be edited, and only while no answer is arriving. */
	allowEdit(isAllowed: boolean): void {
		this.editButton.hidden = !isAllowed;
	}
}
