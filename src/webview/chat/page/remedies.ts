import type { RemedyOffer } from '../protocol';
import type { PageContext } from './context';
import { element, textButton } from './element';
import { fill } from './format';

export interface RemedyHandlers {
	/** Sends the same again. */
	onRetry(): void;
	/** Opens the question in the composer. */
	onEdit(): void;
	/** Leaves it to the host. */
	onUse(index: number): void;
}

/** The buttons of a failed answer: what helps most looks like it, and sending again is always among them. */
export class Remedies {
	readonly element = element('div', 'remedies');
	private stopCountdown: (() => void) | undefined;

	constructor(
		offers: readonly RemedyOffer[],
		private readonly context: PageContext,
		private readonly handlers: RemedyHandlers,
	) {
		const buttons = offers.map((offer, index) => this.button(offer, index));
		if (!offers.some(({ kind }) => kind === 'retry')) buttons.push(this.retryButton(context.strings.retry));
		buttons[0]?.classList.replace('secondary-button', 'primary-button');
		this.element.append(...buttons);
	}

	/** Only the last answer has remedies: a countdown elsewhere would send what nobody looks at. */
	show(isShown: boolean): void {
		this.element.hidden = !isShown;
		if (!isShown) this.stopCountdown?.();
	}

	private button(offer: RemedyOffer, index: number): HTMLButtonElement {
		const { kind, afterMilliseconds = 0, label } = offer;
		if (kind === 'retryLater') return this.countdownButton(label, afterMilliseconds);
		if (kind === 'retry') return this.retryButton(label);
		return textButton('secondary-button', label, () => {
			if (kind === 'shortenInput' || kind === 'editRequest') this.handlers.onEdit();
			else this.handlers.onUse(index);
		});
	}

	private retryButton(label: string): HTMLButtonElement {
		return textButton('secondary-button', label, () => this.handlers.onRetry());
	}

	/** Counts down from the press, and says so; a second press calls it off. */
	private countdownButton(label: string, milliseconds: number): HTMLButtonElement {
		const { strings, formats, announce } = this.context;
		const seconds = Math.max(1, Math.ceil(milliseconds / 1_000));
		const atRest = `${label} (${formats.wait(seconds)})`;
		const button = textButton('secondary-button', atRest, () => {
			if (this.stopCountdown) {
				this.stopCountdown();
				return;
			}
			const end = performance.now() + seconds * 1_000;
			const tick = () => {
				const left = Math.ceil((end - performance.now()) / 1_000);
				if (left > 0) {
					button.textContent = fill(strings.countdown, formats.wait(left));
				} else {
					this.stopCountdown?.();
					this.handlers.onRetry();
				}
			};
			const timer = setInterval(tick, 250);
			this.stopCountdown = () => {
				clearInterval(timer);
				this.stopCountdown = undefined;
				button.textContent = atRest;
			};
			tick();
			announce(button.textContent);
		});
		return button;
	}
}
