import type { AnswerDetails, AnswerMessage, Failure, Outcome, Piece } from '../protocol';
import { AnswerBody } from './answerBody';
import { answerDetails } from './answerDetails';
import type { PageContext } from './context';
import { element, folded, iconButton, textButton } from './element';
import { fill } from './format';
import { icon } from './icons';
import { outcomeView } from './outcomeText';
import { ReasoningView } from './reasoningView';
import { Remedies } from './remedies';

/** One answer. Text is appended as it arrives, so that a selection in what stands already survives. */
export class AnswerView {
	readonly element: HTMLElement;
	private readonly body: AnswerBody;
	/** Says until the first piece that nothing has come yet, and until the end that more may. */
	private readonly waiting: HTMLElement;
	private readonly waitingLabel: HTMLElement;
	private readonly footer = element('div', 'answer-footer');
	private reasoning: ReasoningView | undefined;
	private lengths = { text: 0, reasoning: 0 };
	private retryButton: HTMLButtonElement | undefined;
	private continueButton: HTMLButtonElement | undefined;
	private remedies: Remedies | undefined;

	/** @param number counts the answers of the conversation, from 1. */
	constructor(
		message: AnswerMessage,
		number: number,
		private readonly context: PageContext,
		/** Opens the question in the composer. */
		private readonly onEdit: () => void,
	) {
		const { strings, target } = context;
		this.id = message.id;
		this.body = new AnswerBody(message.id, context);
		const dots = element('span', 'dots', element('span', ''), element('span', ''), element('span', ''));
		dots.setAttribute('aria-hidden', 'true');
		this.waitingLabel = element('span', '', strings.waiting);
		this.waiting = element('div', 'waiting', this.waitingLabel, dots);
		this.element = element('article', 'message answer', this.body.element, this.waiting, this.footer);
		this.element.setAttribute('aria-label', fill(strings.answerName, String(number), target.name));
		this.element.dir = 'auto';
		this.addReasoning(message.reasoning);
		this.body.fill(message.text, message.extras ?? []);
		this.lengths.text = message.text.length;
		this.waitingLabel.hidden = message.text !== '' || message.reasoning !== '' || this.body.shownExtras > 0;
		if (message.outcome) this.end(message.outcome, message);
	}

	readonly id: string;

	/** @returns false when something before the piece is missing; nothing of it is shown then. */
	append(piece: Piece): boolean {
		const present = piece.part === 'extra' ? this.body.shownExtras : this.lengths[piece.part];
		if (present !== piece.offset) return false;
		this.waitingLabel.hidden = true;
		if (piece.part === 'extra') {
			this.body.add(piece.extra);
		} else if (piece.part === 'text') {
			this.lengths.text += piece.text.length;
			this.body.append(piece.text);
		} else {
			this.addReasoning(piece.text);
		}
		return true;
	}

	get isEmpty(): boolean {
		return this.body.shownExtras === 0 && this.body.text.trim() === '';
	}

	end(outcome: Outcome, facts: { readonly failure?: Failure; readonly details?: AnswerDetails }): void {
		this.body.finish();
		this.reasoning?.end(facts.details);
		this.waiting.remove();
		const { strings, formats, post } = this.context;
		const view = outcomeView(outcome, strings, formats, facts, this.isEmpty);
		const retry = () => {
			post({ type: 'retry', messageId: this.id });
		};
		const line = element('div', `outcome outcome-${view.kind}`, icon(view.icon), element('span', '', view.sentence));
		const toolbar = element('div', 'toolbar');
		if (this.lengths.text > 0) {
			const copy = iconButton('copy', strings.copyAnswer, () => {
				post({ type: 'copyText', text: this.body.text });
				this.context.announce(strings.copied);
			});
			toolbar.append(copy);
		}
		if (facts.failure) {
			this.remedies = new Remedies(facts.failure.remedies ?? [], this.context, {
				onRetry: retry,
				onEdit: () => this.onEdit(),
				onUse: (index) => post({ type: 'useRemedy', messageId: this.id, index }),
			});
			line.replaceChildren(icon(view.icon), this.failure(view.sentence, facts.failure, this.remedies.element));
		} else {
			this.retryButton = iconButton('refresh', outcome === 'complete' ? strings.regenerate : strings.retry, retry);
			toolbar.append(this.retryButton);
		}
		if (outcome === 'limit' && this.lengths.text > 0) {
			this.continueButton = textButton('primary-button', strings.continueAnswer, () => post({ type: 'continue' }));
			line.append(this.continueButton);
		}
		this.footer.replaceChildren(
			line,
			...(facts.details ? [answerDetails(facts.details, this.id, this.context)] : []),
			toolbar,
		);
	}

	/** Only the last answer can be made again, and only while none is arriving. */
	allowRetry(isAllowed: boolean): void {
		if (this.retryButton) this.retryButton.hidden = !isAllowed;
		if (this.continueButton) this.continueButton.hidden = !isAllowed;
		this.remedies?.show(isAllowed);
	}

	private failure(title: string, failure: Failure, remedies: HTMLElement): HTMLElement {
		const { strings } = this.context;
		const source = failure.httpStatus === undefined ? failure.name : `${failure.name} · HTTP ${failure.httpStatus}`;
		const received = element('div', 'received', element('div', '', source), element('div', '', failure.message));
		return element(
			'div',
			'failure',
			element('strong', '', title),
			element('p', '', failure.advice),
			folded('', strings.receivedMessage, received),
			remedies,
		);
	}

	private addReasoning(text: string): void {
		if (text === '') return;
		if (!this.reasoning) {
			this.reasoning = new ReasoningView(this.context);
			this.body.element.before(this.reasoning.element);
		}
		this.lengths.reasoning += text.length;
		this.reasoning.append(text);
	}
}
