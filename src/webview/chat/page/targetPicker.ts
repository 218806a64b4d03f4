import type { ChatStrings, TargetChoice, TargetGroup } from '../protocol';
import { element } from './element';
import { fill } from './format';
import { isComposing } from './keys';

interface Option {
	readonly profileId: string;
	readonly node: HTMLElement;
}

let pickers = 0;

/** A box to type in, and the profiles below it; what is typed narrows them, and is itself a model ID or an ARN to use. */
export class TargetPicker {
	readonly element: HTMLElement;
	private readonly input = element('input', 'picker-input');
	private readonly list = element('div', 'picker-list');
	private readonly prefix = `picker-${pickers++}`;
	private groups: readonly TargetGroup[] | undefined;
	private options: Option[] = [];
	private active = 0;

	constructor(
		private readonly strings: ChatStrings,
		private currentId: string,
		private readonly onChoose: (profileId: string) => void,
	) {
		const { input, list } = this;
		input.type = 'text';
		input.placeholder = strings.pickerPlaceholder;
		input.setAttribute('role', 'combobox');
		input.setAttribute('aria-label', strings.pickerPlaceholder);
		input.setAttribute('aria-expanded', 'true');
		input.setAttribute('aria-autocomplete', 'list');
		input.setAttribute('aria-controls', this.prefix);
		input.spellcheck = false;
		list.id = this.prefix;
		list.setAttribute('role', 'listbox');
		list.setAttribute('aria-label', strings.pickerTitle);
		input.addEventListener('input', () => this.render());
		input.addEventListener('keydown', (event) => {
			if (isComposing(event)) return;
			const step = steps[event.key];
			if (step !== undefined) this.activate(this.active + step);
			else if (event.key === 'Enter') this.choose(this.options[this.active]);
			else return;
			event.preventDefault();
		});
		this.element = element('div', 'picker', input, list);
	}

	/** Opened anew: everything is offered, the current one first. */
	open(currentId: string): void {
		this.currentId = currentId;
		this.input.value = '';
		this.render();
		this.input.focus();
	}

	show(groups: readonly TargetGroup[]): void {
		this.groups = groups;
		this.render();
	}

	private render(): void {
		const query = this.input.value.trim();
		const words = query.toLowerCase().split(/\s+/);
		this.options = [];
		const shown = (this.groups ?? []).flatMap((group, index) => {
			const fits = group.targets.filter(({ name, profileId }) => {
				const text = `${name} ${profileId} ${group.name}`.toLowerCase();
				return words.every((word) => text.includes(word));
			});
			if (fits.length === 0) return [];
			const heading = element('div', 'picker-heading', group.name);
			heading.id = `${this.prefix}-group-${index}`;
			const box = element('div', '', heading, ...fits.map((choice) => this.option(choice)));
			box.setAttribute('role', 'group');
			box.setAttribute('aria-labelledby', heading.id);
			return [box];
		});
		const isListed = this.options.some(({ profileId }) => profileId === query);
		if (query !== '' && !isListed) {
			// Last, so that Enter takes what was found, as long as something was.
			shown.push(this.option({ profileId: query, name: fill(this.strings.pickerUseTyped, query) }, true));
		}
		if (shown.length === 0) {
			shown.push(element('p', 'picker-empty', this.groups ? this.strings.pickerEmpty : this.strings.loading));
		}
		this.list.replaceChildren(...shown);
		const current = this.options.findIndex(({ profileId }) => profileId === this.currentId);
		this.activate(query === '' && current >= 0 ? current : 0);
	}

	private option({ name, note, profileId }: TargetChoice, isTyped = false): HTMLDivElement {
		const index = this.options.length;
		const node = element('div', 'picker-option', element('div', '', name));
		const below = [...(isTyped ? [] : [profileId]), ...(note === undefined ? [] : [note])].join(' · ');
		if (below !== '') node.append(element('div', 'picker-note', below));
		node.id = `${this.prefix}-${index}`;
		node.setAttribute('role', 'option');
		const option = { profileId, node };
		node.addEventListener('mousedown', (event) => event.preventDefault());
		node.addEventListener('click', () => this.choose(option));
		this.options.push(option);
		return node;
	}

	private activate(index: number): void {
		const last = this.options.length - 1;
		this.active = Math.max(0, Math.min(last, index));
		this.options.forEach(({ node }, place) => {
			node.setAttribute('aria-selected', String(place === this.active));
		});
		const node = this.options[this.active]?.node;
		if (node) this.input.setAttribute('aria-activedescendant', node.id);
		else this.input.removeAttribute('aria-activedescendant');
		node?.scrollIntoView({ block: 'nearest' });
	}

	private choose(option: Option | undefined): void {
		if (option) this.onChoose(option.profileId);
	}
}

const steps: Readonly<Record<string, number | undefined>> = {
	ArrowDown: 1,
	ArrowUp: -1,
	PageDown: 10,
	PageUp: -10,
};
