import { element } from '../../chat/page/element';

export interface TabContent<Name extends string> {
	readonly tab: Name;
	readonly title: string;
	readonly panel: HTMLElement;
}

/** @see https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
export class Tabs<Name extends string> {
	readonly element: HTMLElement;
	private readonly buttons = new Map<Name, HTMLButtonElement>();

	constructor(
		label: string,
		selected: Name,
		private readonly tabs: readonly TabContent<Name>[],
	) {
		const strip = element('div', 'tab-strip');
		strip.setAttribute('role', 'tablist');
		strip.setAttribute('aria-label', label);
		for (const { panel, tab, title } of tabs) {
			const button = element('button', 'tab', title);
			button.type = 'button';
			button.id = `tab-${tab}`;
			button.setAttribute('role', 'tab');
			button.setAttribute('aria-controls', `panel-${tab}`);
			button.addEventListener('click', () => this.select(tab));
			panel.id = `panel-${tab}`;
			panel.setAttribute('role', 'tabpanel');
			panel.setAttribute('aria-labelledby', button.id);
			this.buttons.set(tab, button);
			strip.append(button);
		}
		strip.addEventListener('keydown', (event) => this.move(event));
		this.element = element('div', '', strip, ...tabs.map(({ panel }) => panel));
		this.select(selected);
	}

	select(selected: Name): void {
		for (const { panel, tab } of this.tabs) {
			const isSelected = tab === selected;
			panel.hidden = !isSelected;
			const button = this.buttons.get(tab);
			button?.setAttribute('aria-selected', String(isSelected));
			if (button) button.tabIndex = isSelected ? 0 : -1;
		}
	}

	private move(event: KeyboardEvent): void {
		const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
		if (step === undefined) return;
		const current = this.tabs.findIndex(({ panel }) => !panel.hidden);
		const next = this.tabs[(current + step + this.tabs.length) % this.tabs.length];
		if (!next) return;
		event.preventDefault();
		this.select(next.tab);
		this.buttons.get(next.tab)?.focus();
	}
}
