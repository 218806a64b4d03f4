import type { ChatMessage, State, UserMessage } from '../protocol';
import { AnswerView } from './answerView';
import type { PageContext } from './context';
import { element, iconButton } from './element';
import { fill } from './format';
import { ScrollFollow } from './scrollFollow';
import { UserView } from './userView';
import { welcome } from './welcome';

export interface TranscriptHandlers {
	onSuggestion(text: string): void;
	onEdit(message: UserMessage): void;
}

/** The messages, one under the other, and the area that they scroll in. */
export class Transcript {
	readonly element: HTMLElement;
	private readonly content = element('div', 'transcript-content');
	private readonly follow: ScrollFollow;
	private readonly questions: UserView[] = [];
	private readonly answers: AnswerView[] = [];
	private empty: HTMLElement | undefined;

	constructor(
		private context: PageContext,
		private readonly state: Pick<State, 'omittedMessages' | 'canRestore'>,
		private readonly handlers: TranscriptHandlers,
	) {
		const { strings, formats } = context;
		const area = element('div', 'transcript', this.content);
		area.setAttribute('role', 'region');
		area.setAttribute('aria-label', strings.transcript);
		area.tabIndex = 0;
		const toEnd = iconButton('arrowDown', strings.scrollToBottom, () => {
			this.follow.toEnd();
		});
		toEnd.classList.add('to-end');
		toEnd.hidden = true;
		this.follow = new ScrollFollow(
			area,
			this.content,
			() => this.empty === undefined,
			(follows) => {
				toEnd.hidden = follows;
			},
		);
		this.element = element('div', 'transcript-frame', area, toEnd);
		if (state.omittedMessages > 0) {
			const note = fill(strings.omittedMessages, formats.count(state.omittedMessages));
			this.content.append(element('p', 'omitted', note));
		}
		this.empty = this.welcome();
		this.content.append(this.empty);
	}

	/** The newest answer, if the conversation ends with one. */
	get lastAnswer(): AnswerView | undefined {
		return this.answers.at(-1);
	}

	add(message: ChatMessage): void {
		this.empty?.remove();
		this.empty = undefined;
		const view =
			message.role === 'user'
				? new UserView(message, this.questions.length + 1, this.context, (edited) => this.handlers.onEdit(edited))
				: new AnswerView(message, this.answers.length + 1, this.context, () => this.questions.at(-1)?.edit());
		if (view instanceof UserView) this.questions.push(view);
		else this.answers.push(view);
		this.content.append(view.element);
	}

	/** Shows edit and retry where they would do something. */
	refreshActions(isAnswering: boolean): void {
		for (const view of this.questions) view.allowEdit(!isAnswering);
		this.answers.forEach((view, index) => {
			view.allowRetry(!isAnswering && index === this.answers.length - 1);
		});
	}

	/** Messages keep what was true when they were made; the welcome shows what is true now. */
	changeTarget(context: PageContext): void {
		this.context = context;
		if (!this.empty) return;
		const fresh = this.welcome();
		this.empty.replaceWith(fresh);
		this.empty = fresh;
	}

	toEnd(): void {
		this.follow.toEnd();
	}

	private welcome(): HTMLElement {
		return welcome(this.context, this.state.canRestore, (text) => this.handlers.onSuggestion(text));
	}
}
