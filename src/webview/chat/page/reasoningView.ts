import type { AnswerDetails } from '../protocol';
import type { PageContext } from './context';
import { element, folded } from './element';
import { fill } from './format';

/** What the model thought before it answered: plain text, folded, with the time that it took. */
export class ReasoningView {
	readonly element: HTMLElement;
	private readonly label: HTMLElement;
	private readonly text = document.createTextNode('');

	constructor(private readonly context: PageContext) {
		this.label = element('span', '', context.strings.reasoning);
		this.element = folded('reasoning', this.label, element('div', '', this.text));
	}

	append(text: string): void {
		this.text.appendData(text);
	}

	/** The answer is over, and the host knows how long its reasoning took. */
	end(details: AnswerDetails | undefined): void {
		const { strings, formats } = this.context;
		const { reasoningMilliseconds } = details ?? {};
		if (reasoningMilliseconds === undefined) return;
		this.label.textContent = fill(strings.reasoningTime, formats.duration(reasoningMilliseconds));
	}
}
