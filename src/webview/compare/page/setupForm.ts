import { element, textButton } from '../../chat/page/element';
import { fill } from '../../chat/page/format';
import { comparisonLimits } from '../../../compare/core/comparison';
import type { Estimate } from '../../../compare/core/estimate';
import type { FormView, TargetRow } from '../protocol';
import type { PageContext } from './context';
import { labelled, numberField, selectInput } from './field';

type NumberName = 'runs' | 'concurrency' | 'warmUp' | 'maxTokens';

/** What is to be compared, and what it would take. */
export class SetupForm {
	readonly element: HTMLFormElement;
	private readonly rows = element('ul', 'targets');
	private readonly outlook = element('div', 'outlook');
	private readonly startButton: HTMLButtonElement;
	private readonly stopButton: HTMLButtonElement;
	private isRunning = false;
	private hasProblems = true;
	/** Fields that do not hold a number which could be used: what they show is not what the host knows. */
	private readonly unusable = new Set<NumberName>();

	constructor(
		private form: FormView,
		private readonly context: PageContext,
		/** Hears of each change, the host's too. */
		private readonly onChange: (form: FormView) => void,
	) {
		const { formats, post, strings } = context;
		const number = (name: NumberName, label: string, least: number, most: number): HTMLElement => {
			const refusal = fill(strings.numberOutside, formats.count(least), formats.count(most));
			return numberField(label, form[name], [least, most], refusal, (value) => this.changeNumber(name, value));
		};
		const prompt = element('textarea', '');
		prompt.value = form.prompt;
		prompt.rows = 3;
		prompt.maxLength = comparisonLimits.promptCharacters;
		prompt.addEventListener('input', () => this.change({ prompt: prompt.value }));
		this.startButton = textButton('primary-button', strings.start, () => this.submit());
		this.startButton.type = 'submit';
		this.stopButton = textButton('secondary-button', strings.stop, () => post({ type: 'stop' }));
		this.outlook.setAttribute('role', 'status');
		this.element = element(
			'form',
			'setup',
			element('h2', '', strings.setup),
			this.rows,
			element(
				'div',
				'row',
				textButton('secondary-button', strings.addTargets, () => post({ type: 'addTargets' })),
			),
			labelled(strings.prompt, prompt),
			element(
				'div',
				'row numbers',
				number('runs', strings.runsEach, 1, comparisonLimits.runs),
				number('concurrency', strings.concurrency, 1, comparisonLimits.concurrency),
				number('warmUp', strings.warmUp, 0, comparisonLimits.warmUp),
				number('maxTokens', strings.maxTokens, 1, comparisonLimits.maxTokens),
			),
			this.outlook,
			element('div', 'row', this.startButton, this.stopButton),
		);
		this.element.noValidate = true;
		this.element.addEventListener('submit', (event) => event.preventDefault());
		this.showTargets();
		this.setRunning(false);
	}

	/** The host picked targets; the rest of the form is the page's own. */
	changeTargets(form: FormView): void {
		this.form = { ...this.form, targets: form.targets };
		this.onChange(this.form);
		this.showTargets();
	}

	setRunning(isRunning: boolean): void {
		const hadFocus = document.activeElement === (isRunning ? this.startButton : this.stopButton);
		this.isRunning = isRunning;
		this.startButton.hidden = isRunning;
		this.stopButton.hidden = !isRunning;
		// A button that goes away must not take the keyboard with it.
		if (hadFocus) (isRunning ? this.stopButton : this.startButton).focus();
		this.allow();
	}

	showOutlook(estimate: Estimate, problems: readonly string[]): void {
		const { formats, strings } = this.context;
		this.hasProblems = problems.length > 0;
		const tokens = fill(
			strings.estimateTokens,
			formats.count(estimate.requests),
			formats.count(estimate.inputTokens),
			formats.count(estimate.outputTokens),
		);
		const names = this.form.targets
			.filter(({ targetId }) => estimate.withoutPrice.includes(targetId))
			.map(({ name }) => name);
		const lines = [
			...(estimate.requests > 0 ? [tokens] : []),
			...(estimate.dollars > 0 ? [fill(strings.estimateDollars, formats.dollars(estimate.dollars))] : []),
			...(names.length > 0 ? [fill(strings.estimateNoPrice, names.join(', '))] : []),
		];
		this.outlook.replaceChildren(
			...lines.map((line) => element('p', '', line)),
			...problems.map((problem) => element('p', 'problem', problem)),
		);
		this.allow();
	}

	private allow(): void {
		const isSound = this.unusable.size === 0;
		// What the numbers before would take says nothing of those that are shown.
		this.outlook.hidden = !isSound;
		this.startButton.disabled = this.isRunning || this.hasProblems || !isSound;
	}

	private submit(): void {
		if (!this.startButton.disabled) this.context.post({ type: 'start' });
	}

	private changeNumber(name: NumberName, value: number | undefined): void {
		if (value === undefined) {
			this.unusable.add(name);
			this.allow();
			return;
		}
		this.unusable.delete(name);
		this.change({ [name]: value });
	}

	private change(change: Partial<FormView>): void {
		this.form = { ...this.form, ...change };
		this.onChange(this.form);
		// What stands on the screen is not judged yet.
		this.startButton.disabled = true;
		const { concurrency, maxTokens, prompt, runs, targets, warmUp } = this.form;
		this.context.post({
			type: 'changeForm',
			concurrency,
			maxTokens,
			prompt,
			runs,
			warmUp,
			targets: targets.map(({ sourceRegion, targetId }) => ({ targetId, sourceRegion })),
		});
	}

	private showTargets(): void {
		const { strings } = this.context;
		const { targets } = this.form;
		if (targets.length === 0) this.rows.replaceChildren(element('li', 'muted', strings.noTargets));
		else this.rows.replaceChildren(...targets.map((target) => this.targetRow(target)));
	}

	private targetRow(target: TargetRow): HTMLElement {
		const { strings } = this.context;
		const { destinationRegions, modelId, name, sourceRegion, sourceRegions, targetId } = target;
		const select = selectInput(
			sourceRegions.map((region) => ({ value: region, text: region })),
			sourceRegion,
			(region) => {
				const targets = this.form.targets.map((each) =>
					each.targetId === targetId ? { ...each, sourceRegion: region } : each,
				);
				this.change({ targets });
			},
		);
		select.setAttribute('aria-label', fill(strings.sourceRegionOf, name));
		const remove = textButton('link-button', strings.removeTarget, () => {
			this.change({ targets: this.form.targets.filter((each) => each.targetId !== targetId) });
			this.showTargets();
			this.rows.closest('form')?.querySelector<HTMLElement>('.secondary-button')?.focus();
		});
		remove.setAttribute('aria-label', `${strings.removeTarget}: ${name}`);
		const destinations = destinationRegions
			? fill(strings.destinations, destinationRegions.join(', '))
			: strings.destinationsUnknown;
		return element(
			'li',
			'target',
			element('div', 'target-name', element('strong', '', name), ' ', element('code', '', modelId)),
			select,
			element('span', 'muted', destinations),
			remove,
		);
	}
}
