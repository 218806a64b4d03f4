import type { FaultState, Snapshot } from '../protocol';
import { button, field, node, option } from './node';
import type { Texts } from './texts';

export interface FaultPanelEvents {
	onAdd(rule: Readonly<Record<string, string | number>>): void;
	onRemove(id: number): void;
	onClear(): void;
}

/** The faults in force, and a form for more. */
export class FaultPanel {
	readonly element: HTMLElement;
	private readonly kind = node('select', { name: 'kind' });
	private readonly region = node('select', { name: 'region' });
	private readonly members = node('div', { class: 'members' });
	private readonly list = node('ul', { class: 'rules' });
	private readonly clear: HTMLButtonElement;
	private known: Snapshot['faultMembers'] = {};
	private shown = '';

	constructor(
		private readonly texts: Texts,
		private readonly events: FaultPanelEvents,
	) {
		const operation = node('input', { name: 'operation', list: 'operations', placeholder: '*', spellcheck: 'false' });
		const model = node('input', { name: 'model', placeholder: 'us.anthropic.*', spellcheck: 'false' });
		const count = node('input', { name: 'count', type: 'number', min: '1', step: '1', placeholder: '∞' });
		const probability = node('input', {
			name: 'probability',
			type: 'number',
			min: '0',
			max: '1',
			step: 'any',
			placeholder: '1',
		});
		const form = node(
			'form',
			{ class: 'fault-form' },
			field(texts.kind, this.kind),
			this.members,
			field(texts.operation, operation),
			field(texts.region, this.region),
			field(texts.model, model),
			field(texts.count, count),
			field(texts.probability, probability),
			node('datalist', { id: 'operations' }, ...operations.map((name) => option(name, name))),
			node('button', { class: 'primary', type: 'submit' }, texts.addFault),
		);
		form.addEventListener('submit', (event) => {
			event.preventDefault();
			events.onAdd(ruleOf(new FormData(form)));
		});
		this.kind.addEventListener('input', () => {
			this.showMembers();
		});
		this.clear = button('quiet-button', texts.clearFaults, () => {
			events.onClear();
		});
		this.element = node(
			'section',
			{ class: 'card faults', 'aria-labelledby': 'faults-title' },
			node('div', { class: 'head' }, node('h2', { id: 'faults-title' }, texts.faults), this.clear),
			node('p', { class: 'hint' }, texts.faultsHint),
			this.list,
			form,
		);
	}

	update({ faultMembers, faults, regions }: Snapshot): void {
		if (this.kind.options.length === 0) {
			this.known = faultMembers;
			this.kind.append(...Object.keys(faultMembers).map((kind) => option(kind, kind)));
			this.showMembers();
		}
		if (this.region.options.length !== regions.length + 1) {
			this.region.replaceChildren(option('', this.texts.any), ...regions.map(({ region }) => option(region, region)));
		}
		this.clear.hidden = faults.length === 0;
		const state = JSON.stringify(faults);
		if (state === this.shown && this.list.childElementCount > 0) return;
		this.shown = state;
		this.list.replaceChildren(
			...(faults.length === 0
				? [node('li', { class: 'hint' }, this.texts.noFaults)]
				: faults.map((fault) => this.ruleItem(fault))),
		);
	}

	private ruleItem({ id, left, rule, struck }: FaultState): HTMLLIElement {
		const { kind = '', ...rest } = rule;
		const remove = button('quiet-button', this.texts.remove, () => {
			this.events.onRemove(id);
		});
		remove.setAttribute('aria-label', this.texts.removeFault(String(kind)));
		const details = Object.entries(rest).map(([name, value]) => `${name} ${value}`);
		return node(
			'li',
			{ class: left === 0 ? 'over' : '' },
			node(
				'div',
				{},
				node('b', {}, String(kind)),
				' ',
				node('span', { class: 'hint' }, this.texts.struck(struck, left)),
			),
			node('code', {}, details.join(' · ')),
			remove,
		);
	}

	private showMembers(): void {
		const { may = [], need = [] } = this.known[this.kind.value] ?? {};
		this.members.replaceChildren(
			...[...need, ...may].map((name) => {
				const isText = textMembers.includes(name);
				const control = node('input', {
					name,
					...(isText ? { type: 'text', spellcheck: 'false' } : { type: 'number', min: '0', step: '1' }),
					...(need.includes(name) ? { required: '' } : {}),
					...(examples[name] === undefined ? {} : { value: examples[name] }),
				});
				if (!need.includes(name)) control.value = '';
				return field(this.texts.members[name] ?? name, control, isText ? 'wide' : '');
			}),
		);
	}
}

const operations = [
	'Converse',
	'ConverseStream',
	'InvokeModel',
	'InvokeModelWithResponseStream',
	'ListInferenceProfiles',
];
const textMembers = ['name', 'message', 'value'];
const examples: Readonly<Record<string, string | undefined>> = {
	after: '3',
	code: '8',
	milliseconds: '2000',
	name: 'ThrottlingException',
	value: 'text/plain',
};
const numberMembers = ['after', 'code', 'count', 'milliseconds', 'probability', 'retryAfterMilliseconds', 'status'];

/** What was left empty is left out. */
function ruleOf(form: FormData): Record<string, string | number> {
	const rule: Record<string, string | number> = {};
	for (const [name, value] of form) {
		const text = typeof value === 'string' ? value.trim() : '';
		if (text !== '') rule[name] = numberMembers.includes(name) ? Number(text) : text;
	}
	return rule;
}
