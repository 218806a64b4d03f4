import type { Command, Snapshot } from '../protocol';
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
	private readonly times = element('input', '');

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
				labelled(texts.fault, this.presets),
				labelled(texts.times, this.times),
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

	update({ faults, operations }: Snapshot): void {
		if (this.operations.options.length === 1) {
			this.operations.append(...operations.map((name) => option(name, name)));
		}
		const texts = faults.map(({ operation, fault, left }) => {
			const often = left === undefined ? this.texts.everyTime : this.texts.timesLeft(left);
			return `${operation ?? this.texts.anyOperation} · ${fault} · ${often}`;
		});
		if (texts.length === 0) texts.push(this.texts.noFaults);
		if (texts.join('\n') === [...this.list.children].map(({ textContent }) => textContent).join('\n')) return;
		this.list.replaceChildren(...texts.map((text) => element('li', '', text)));
	}

	private add(): void {
		if (!this.times.reportValidity()) return;
		const operation = this.operations.value === '' ? undefined : this.operations.value;
		const times = this.times.value === '' ? undefined : this.times.valueAsNumber;
		this.send({ kind: 'addFault', operation, preset: this.presets.value, times });
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
