import type { UserMessage } from '../protocol';
import { attachmentChips } from './attachmentChips';
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
		if (message.attachments) bubble.prepend(attachmentChips(message.attachments, context));
		const toolbar = element('div', 'toolbar', this.editButton);
		const { earlierVersion } = message;
		if (earlierVersion !== undefined) {
			const showEarlier = () => context.post({ type: 'openConversation', conversationId: earlierVersion });
			toolbar.prepend(iconButton('history', context.strings.earlierVersion, showEarlier));
		}
		this.element = element('article', 'message user', bubble, toolbar);
		this.element.setAttribute('aria-label', fill(context.strings.userName, String(number)));
	}

	/** Opens it in the composer. */
	edit(): void {
		this.onEdit(this.message);
	}

	/** Not while an answer is arriving. */
	allowEdit(isAllowed: boolean): void {
		this.editButton.hidden = !isAllowed;
	}
}
