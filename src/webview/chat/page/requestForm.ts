import type { ChatStrings, RequestOptions, RequestView } from '../protocol';
import { mostTokensOfAny } from '../protocol';
import { element, textButton } from './element';
import { fill, type NumberFormats } from './format';

const apis = ['ConverseStream', 'Converse', 'InvokeModelWithResponseStream', 'InvokeModel'] as const;
let forms = 0;

interface Field {
	readonly control: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
	readonly hint: HTMLElement;
	readonly row: HTMLElement;
	readonly label: string;
}

/** What a conversation asks for beside its messages. What the target does not take cannot be set, and it says so. */
export class RequestForm {
	readonly element = element('form', 'request-form');
	private readonly prefix = `request-${forms++}`;
	private fields = 0;
	private readonly api: Field & { readonly control: HTMLSelectElement };
	private readonly system: Field;
	private readonly temperature: Field;
	private readonly topP: Field;
	private readonly maxTokens: Field;
	private readonly stopSequences: Field;

	constructor(
		private readonly strings: ChatStrings,
		private readonly formats: NumberFormats,
		private view: RequestView,
		private readonly onChange: (options: RequestOptions) => void,
	) {
		this.api = this.field(element('select', ''), strings.apiLabel);
		this.system = this.area(strings.systemLabel, 3);
		this.temperature = this.number(strings.temperatureLabel, '0', 'any');
		this.topP = this.number(strings.topPLabel, '0', 'any');
		this.maxTokens = this.number(strings.maxTokensLabel, '1', '1');
		this.stopSequences = this.area(strings.stopSequencesLabel, 2);
		const fields = [this.api, this.system, this.temperature, this.topP, this.maxTokens, this.stopSequences];
		this.element.append(
			...fields.map(({ row }) => row),
			textButton('secondary-button', strings.resetOptions, () => this.onChange({})),
		);
		this.element.addEventListener('submit', (event) => event.preventDefault());
		this.element.addEventListener('change', () => this.changed());
		this.update(view);
	}

	focus(): void {
		this.api.control.focus();
	}

	/** What the host has taken, or what another target takes. */
	update(view: RequestView): void {
		this.view = view;
		const { defaultApi, defaultMaxTokens, hasNativeFormat, mostTokens, options, streams, takes } = view;
		const { strings } = this;
		const choices = apis.map((name) => {
			const choice = element('option', '', name === defaultApi ? fill(strings.defaultApi, name) : name);
			choice.value = name;
			choice.disabled = (name.startsWith('Invoke') && !hasNativeFormat) || (!streams && name.includes('Stream'));
			return choice;
		});
		this.api.control.replaceChildren(...choices);
		this.api.control.value = options.api ?? defaultApi;
		this.api.hint.textContent = hasNativeFormat ? '' : strings.noNativeFormat;
		set(this.system, options.system, takes.system ? undefined : strings.notTaken);
		const range = fill(strings.between, '0', '1');
		const either = takes.temperatureOrTopP ? strings.temperatureOrTopP : '';
		const temperatureHint = `${range} ${either}`.trim();
		const obstacle = takes.temperature ? undefined : strings.notTaken;
		set(this.temperature, options.temperature?.toString(), obstacle, temperatureHint);
		const isTopPLeft = takes.temperatureOrTopP && options.temperature !== undefined;
		set(this.topP, options.topP?.toString(), !takes.topP ? strings.notTaken : isTopPLeft ? either : undefined, range);
		const most = mostTokens === undefined ? '' : fill(strings.mostTokens, this.formats.count(mostTokens));
		set(this.maxTokens, options.maxTokens?.toString(), undefined, most);
		this.maxTokens.control.setAttribute('placeholder', String(defaultMaxTokens));
		this.maxTokens.control.setAttribute('max', String(mostTokens ?? mostTokensOfAny));
		const stopHint = takes.stopSequences ? undefined : strings.notTaken;
		set(this.stopSequences, options.stopSequences?.join('\n'), stopHint, strings.stopSequencesHint);
		for (const field of this.numbers) this.mark(field);
	}

	/**
	 * The form goes out of sight: what cannot be sent goes, so that what stands here is what is sent.
	 * @returns a sentence when there was something.
	 */
	settle(): string | undefined {
		const wrong = this.numbers.filter(({ control }) => !control.disabled && !control.checkValidity());
		for (const { control } of wrong) {
			control.value = '';
			control.setAttribute('aria-invalid', 'false');
		}
		this.update(this.view);
		const [first] = wrong;
		return first && fill(this.strings.settingNotTaken, wrong.map(({ label }) => label).join(', '));
	}

	private get numbers(): readonly Field[] {
		return [this.temperature, this.topP, this.maxTokens];
	}

	/** Says at a field that is out of range what its range is. @returns whether it can be sent. */
	private mark({ control, hint }: Field): boolean {
		const isValid = control.disabled || control.checkValidity();
		control.setAttribute('aria-invalid', String(!isValid));
		if (isValid) return true;
		const { outOfRange, wholeOutOfRange } = this.strings;
		const limit = (name: 'min' | 'max') => this.formats.count(Number(control.getAttribute(name)));
		hint.textContent = fill(
			control === this.maxTokens.control ? wholeOutOfRange : outOfRange,
			limit('min'),
			limit('max'),
		);
		return false;
	}

	/** A field that cannot be read stays as it is, marked; the others count. */
	private changed(): void {
		const { options, takes } = this.view;
		const system = this.system.control.value;
		const stops = this.stopSequences.control.value.split('\n').filter((line) => line !== '');
		const number = (field: Field, before: number | undefined): number | undefined => {
			const { control } = field;
			if (!this.mark(field)) return before;
			return control.value === '' ? undefined : Number(control.value);
		};
		const temperature = number(this.temperature, options.temperature);
		const topP = number(this.topP, options.topP);
		const maxTokens = number(this.maxTokens, options.maxTokens);
		const api = apis.find((name) => name === this.api.control.value);
		this.onChange({
			...(api !== undefined && api !== this.view.defaultApi && { api }),
			...(system.trim() !== '' && { system }),
			...(temperature !== undefined && { temperature }),
			...(topP !== undefined && { topP: takes.temperatureOrTopP && temperature !== undefined ? options.topP : topP }),
			...(maxTokens !== undefined && { maxTokens }),
			...(stops.length > 0 && { stopSequences: stops.slice(0, 20) }),
		});
	}

	private area(label: string, rows: number): Field {
		const control = element('textarea', '');
		control.rows = rows;
		return this.field(control, label);
	}

	/** From `min` to 1, unless something else is set. */
	private number(label: string, min: string, step: string): Field {
		const control = element('input', '');
		control.type = 'number';
		Object.assign(control, { min, max: '1', step });
		return this.field(control, label);
	}

	private field<Control extends Field['control']>(
		control: Control,
		label: string,
	): Field & { readonly control: Control } {
		control.id = `${this.prefix}-${this.fields++}`;
		const caption = element('label', '', label);
		caption.htmlFor = control.id;
		const hint = element('div', 'hint');
		hint.id = `${control.id}-hint`;
		control.setAttribute('aria-describedby', hint.id);
		return { control, hint, label, row: element('div', 'field', caption, control, hint) };
	}
}

/** @param obstacle why it cannot be set. */
function set(field: Field, value: string | undefined, obstacle: string | undefined, hint = ''): void {
	const { control } = field;
	control.disabled = obstacle !== undefined;
	field.hint.textContent = obstacle ?? hint;
	// What is being typed is not taken away.
	if (document.activeElement !== control && control.getAttribute('aria-invalid') !== 'true')
		control.value = value ?? '';
}
