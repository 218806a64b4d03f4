import { StreamingMarkdown } from '../../markdown/streamingMarkdown';
import type { AnswerDetails, AnswerMessage, Failure, Outcome } from '../protocol';
import { answerDetails } from './answerDetails';
import { CodeBlockActions } from './codeBlockActions';
import type { PageContext } from './context';
import { element, folded, iconButton } from './element';
import { fill } from './format';
import { icon } from './icons';
import { outcomeView } from './outcomeText';
import { Remedies } from './remedies';

/** One answer. Text is appended as it arrives, so that a selection in what stands already survives. */
export class AnswerView {
	readonly element: HTMLElement;
	private readonly body = element('div', 'markdown');
	private readonly waiting: HTMLElement;
	private readonly footer = element('div', 'answer-footer');
	private readonly markdown: StreamingMarkdown;
	private reasoningText: Text | undefined;
	private lengths = { text: 0, reasoning: 0 };
	private retryButton: HTMLButtonElement | undefined;
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
		const actions = new CodeBlockActions(context);
		this.markdown = new StreamingMarkdown(this.body, {
			onLink: (href) => context.post({ type: 'openLink', href }),
			onCodeBlock: (container, info) => {
				actions.attach(container, info);
			},
			strings: {
				blockedImage: (alt) => fill(strings.blockedImage, alt),
				linkTarget: (href) => fill(strings.linkTarget, href),
			},
		});
		const dots = element('span', 'dots', element('span', ''), element('span', ''), element('span', ''));
		dots.setAttribute('aria-hidden', 'true');
		this.waiting = element('div', 'waiting', strings.waiting, dots);
		this.element = element('article', 'message answer', this.waiting, this.body, this.footer);
		this.element.setAttribute('aria-label', fill(strings.answerName, String(number), target.name));
		this.element.dir = 'auto';
		this.append('reasoning', message.reasoning);
		this.append('text', message.text);
		if (message.outcome) this.end(message.outcome, message);
	}

	readonly id: string;

	/** Characters of a part that are shown, to notice a missing piece. */
	shown(part: 'text' | 'reasoning'): number {
		return this.lengths[part];
	}

	append(part: 'text' | 'reasoning', text: string): void {
		if (text === '') return;
		this.waiting.hidden = true;
		this.lengths[part] += text.length;
		if (part === 'text') this.markdown.append(text);
		else this.reasoning().appendData(text);
	}

	end(outcome: Outcome, facts: { readonly failure?: Failure; readonly details?: AnswerDetails }): void {
		this.markdown.finish();
		this.waiting.hidden = true;
		const { strings, formats, post } = this.context;
		const view = outcomeView(outcome, strings, formats, facts);
		const retry = () => {
			post({ type: 'retry', messageId: this.id });
		};
		const line = element('div', `outcome outcome-${view.kind}`, icon(view.icon), element('span', '', view.sentence));
		const toolbar = element('div', 'toolbar');
		if (this.lengths.text > 0) {
			const copy = iconButton('copy', strings.copyAnswer, () => {
				post({ type: 'copyText', text: this.markdown.text });
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
		this.footer.replaceChildren(line, ...(facts.details ? [answerDetails(facts.details, this.context)] : []), toolbar);
	}

	/** Only the last answer can be made again, and only while none is arriving. */
	allowRetry(isAllowed: boolean): void {
		if (this.retryButton) this.retryButton.hidden = !isAllowed;
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

	private reasoning(): Text {
		if (this.reasoningText) return this.reasoningText;
		this.reasoningText = document.createTextNode('');
		const part = folded('reasoning', this.context.strings.reasoning, element('div', '', this.reasoningText));
		this.body.before(part);
		return this.reasoningText;
	}
}
