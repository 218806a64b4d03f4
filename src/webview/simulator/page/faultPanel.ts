import type { Command, FaultRow, Snapshot } from '../protocol';
import { button, element, labelled } from './element';
import type { Texts } from './texts';

const errors = [
	'ThrottlingException',
	'ServiceUnavailableException',
	'InternalServerException',
	'AccessDeniedException',
	'ModelTimeoutException',
	'ExpiredTokenException',
];
const before = ['latency', 'silence', 'html'];
const inStream = [
	'stall',
	'cutAtFrame',
	'cutInFrame',
	'fin',
	'reset',
	'rstStream',
	'goaway',
	'badCrc',
	'exception',
	'drip',
];

/** What goes wrong on purpose: the rules in force, and a way to add one. */
export class FaultPanel {
	readonly node: HTMLElement;
	private readonly list = element('ul', 'fault-list');
	private readonly operations = element('select', '');
	private readonly presets = element('select', '');
	private readonly regions = element('select', '');
	private readonly model = element('input', '');
	private readonly times = element('input', '');
	private readonly probability = element('input', '');
	private shown = '';

	constructor(
		private readonly texts: Texts,
		private readonly send: (command: Command) => void,
	) {
		this.operations.append(option('', texts.anyOperation));
		this.presets.append(
			this.group(texts.errors, errors),
			this.group(texts.beforeAnswer, before),
			this.group(texts.inStream, inStream),
		);
		this.regions.append(option('', texts.anyRegion));
		this.model.type = 'text';
		this.model.className = 'model';
		this.model.placeholder = texts.anyModelOrProfile;
		this.model.pattern = '\\S{1,2048}';
		this.model.title = texts.faultWildcards;
		this.model.spellcheck = false;
		this.model.autocomplete = 'off';
		this.probability.type = 'number';
		this.probability.min = '0';
		this.probability.max = '100';
		this.probability.step = 'any';
		this.probability.value = '100';
		this.times.type = 'number';
		this.times.min = '1';
		this.times.max = '1000000';
		this.times.value = '1';
		this.node = element(
			'section',
			'panel',
			element('h2', '', texts.faults),
			element('p', 'help', texts.faultsHelp),
			element(
				'div',
				'tools',
				labelled(texts.operation, this.operations),
				labelled(texts.faultRegion, this.regions),
				labelled(texts.faultModel, this.model),
				labelled(texts.fault, this.presets),
				labelled(texts.times, this.times),
				labelled(texts.probability, this.probability),
				button(texts.addFault, () => {
					this.add();
				}),
				button(texts.clearFaults, () => {
					send({ kind: 'clearFaults' });
				}),
			),
			this.list,
		);
	}

	update({ faults, load, operations }: Snapshot): void {
		if (this.operations.options.length === 1) {
			this.operations.append(...operations.map((name) => option(name, name)));
			this.regions.append(...Object.keys(load).map((name) => option(name, name)));
		}
		const shown = JSON.stringify(faults);
		if (shown === this.shown) return;
		this.shown = shown;
		const focused = this.list.contains(document.activeElement);
		this.list.replaceChildren(
			...(faults.length === 0 ? [element('li', '', this.texts.noFaults)] : faults.map((row) => this.row(row))),
		);
		// What had the focus is gone; the next in reach takes it.
		if (focused) (this.list.querySelector('button') ?? this.operations).focus();
	}

	private row({ fault, id, left, model, operation, probability, region }: FaultRow): HTMLLIElement {
		const parts = [
			operation ?? this.texts.anyOperation,
			...(region === undefined ? [] : [region]),
			...(model === undefined ? [] : [model]),
			fault,
			...(probability === undefined ? [] : [this.texts.often(String(Number((probability * 100).toPrecision(12))))]),
			left === undefined ? this.texts.everyTime : this.texts.timesLeft(left),
		];
		const text = element('span', '', parts.join(' · '));
		const remove = button(this.texts.removeFault, () => {
			this.send({ kind: 'removeFault', id });
		});
		remove.setAttribute('aria-description', parts.join(' · '));
		return element('li', '', text, remove);
	}

	private add(): void {
		if (![this.model, this.times, this.probability].every((input) => input.reportValidity())) return;
		const chosen = (control: HTMLInputElement | HTMLSelectElement): string | undefined =>
			control.value === '' ? undefined : control.value;
		const percent = this.probability.value === '' ? 100 : this.probability.valueAsNumber;
		this.send({
			kind: 'addFault',
			operation: chosen(this.operations),
			region: chosen(this.regions),
			model: chosen(this.model),
			preset: this.presets.value,
			times: this.times.value === '' ? undefined : this.times.valueAsNumber,
			probability: percent === 100 ? undefined : percent / 100,
		});
	}

	private group(label: string, names: readonly string[]): HTMLOptGroupElement {
		const node = element('optgroup', '', ...names.map((name) => option(name, this.texts.presets[name] ?? name)));
		node.label = label;
		return node;
	}
}

function option(value: string, text: string): HTMLOptionElement {
	const node = element('option', '', text);
	node.value = value;
	return node;
}
