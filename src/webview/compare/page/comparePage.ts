import { element, textButton } from '../../chat/page/element';
import type { FromPage, PageMemory, SavedView, State, Tab, ToPage } from '../protocol';
import type { PageContext } from './context';
import { fillOptions, labelled, selectInput } from './field';
import { makeFormats } from './formats';
import { Quotas } from './quotas';
import { Results } from './results';
import { Routing } from './routing';
import { SetupForm } from './setupForm';
import { Tabs } from './tabs';

/** The whole page. The host has the state; here it is shown, and what the user wants is said to the host. */
export class ComparePage {
	private shown: Shown | undefined;

	constructor(
		private readonly body: HTMLElement,
		private readonly post: (message: FromPage) => void,
		/** For after a reload of the window. */
		private readonly remember: (memory: PageMemory) => void,
	) {
		post({ type: 'ready' });
	}

	receive(message: ToPage): void {
		if (message.type === 'state') {
			this.shown = new Shown(message, this.post, this.remember);
			this.body.replaceChildren(this.shown.element);
			return;
		}
		this.shown?.receive(message);
	}
}

class Shown {
	readonly element: HTMLElement;
	private readonly form: SetupForm;
	private readonly results: Results;
	private readonly routing: Routing;
	private readonly quotas: Quotas;
	private readonly tabs: Tabs<Tab>;
	private readonly saved: HTMLSelectElement;
	private readonly savedRow: HTMLElement;
	private memory: PageMemory;

	constructor(
		state: State,
		private readonly post: (message: FromPage) => void,
		private readonly remember: (memory: PageMemory) => void,
	) {
		const { form, language, regions, sourceRegion, strings, tab } = state;
		const context: PageContext = { strings, formats: makeFormats(language), post };
		this.form = new SetupForm(form, context, (changed) => this.keep({ form: changed }));
		this.memory = { form };
		this.results = new Results(context, state.saved);
		this.routing = new Routing(context, regions, sourceRegion);
		this.quotas = new Quotas(context);
		this.saved = selectInput([], '', () => undefined);
		const useSaved = (type: 'openSaved' | 'removeSaved') => () => {
			if (this.saved.value !== '') post({ type, comparisonId: this.saved.value });
		};
		this.savedRow = element(
			'div',
			'row',
			labelled(strings.saved, this.saved),
			textButton('secondary-button', strings.openSaved, useSaved('openSaved')),
			textButton('secondary-button', strings.removeSaved, useSaved('removeSaved')),
		);
		const open = textButton('secondary-button', strings.openFile, () => post({ type: 'openFile' }));
		const compare = element(
			'div',
			'',
			this.form.element,
			element('div', 'row', this.savedRow, open),
			this.results.element,
		);
		this.tabs = new Tabs<Tab>(strings.tabs, tab, [
			{ tab: 'compare', title: strings.tabCompare, panel: compare },
			{ tab: 'routing', title: strings.tabRouting, panel: this.routing.element },
			{ tab: 'quotas', title: strings.tabQuotas, panel: this.quotas.element },
		]);
		this.showSaved(state.saved);
		this.element = element('main', '', element('h1', '', strings.title), this.tabs.element);
	}

	receive(message: Exclude<ToPage, State>): void {
		switch (message.type) {
			case 'formChanged':
				this.form.changeTargets(message.form);
				return;
			case 'outlook':
				this.form.showOutlook(message.estimate, message.problems);
				return;
			case 'result':
				this.form.setRunning(message.result?.isRunning === true);
				this.results.show(message.result);
				this.keep({ comparisonId: message.result?.comparisonId });
				return;
			case 'runs':
				this.results.update(message.comparisonId, message.runs);
				return;
			case 'progress':
				this.results.showStatus(message.text);
				return;
			case 'notice':
				this.results.showNotice(message);
				return;
			case 'saved':
				this.showSaved(message.saved);
				return;
			case 'routing':
				this.routing.show(message);
				return;
			case 'quotas':
				this.quotas.show(message.isReading, message.targets);
				return;
			case 'tab':
				this.tabs.select(message.tab);
				return;
		}
	}

	private keep(change: Partial<PageMemory>): void {
		this.memory = { ...this.memory, ...change };
		this.remember(this.memory);
	}

	private showSaved(saved: readonly SavedView[]): void {
		const options = saved.map(({ comparisonId, title }) => ({ value: comparisonId, text: title }));
		fillOptions(this.saved, options, saved[0]?.comparisonId ?? '');
		this.savedRow.hidden = saved.length === 0;
		this.results.showSaved(saved);
	}
}
