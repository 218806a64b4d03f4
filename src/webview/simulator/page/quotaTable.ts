import type { ModelUse, Snapshot } from '../protocol';
import { node, setText } from './node';
import { percent } from './regionMap';
import type { Texts } from './texts';

/** The models of the Region that is looked at, and how far their quotas are used up. */
export class QuotaTable {
	readonly element: HTMLElement;
	private readonly title = node('h2', { id: 'quota-title' });
	private readonly none: HTMLElement;
	private readonly body = node('tbody');
	private readonly table: HTMLTableElement;
	private shown = '';

	constructor(
		private readonly texts: Texts,
		private readonly numbers: Intl.NumberFormat,
	) {
		this.none = node('p', { class: 'hint' }, texts.noModels);
		const heads = [texts.model, texts.requestsUsed, texts.tokensUsed, texts.quotaByModelId, texts.quotaByProfile];
		this.table = node(
			'table',
			{},
			node('thead', {}, node('tr', {}, ...heads.map((head) => node('th', { scope: 'col' }, head)))),
			this.body,
		);
		this.element = node(
			'section',
			{ class: 'card quotas', 'aria-labelledby': 'quota-title' },
			this.title,
			this.none,
			node('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-labelledby': 'quota-title' }, this.table),
		);
	}

	/** @param picked the Region that is looked at; empty: none is, and nothing is shown */
	update({ regions }: Snapshot, picked: string): void {
		this.element.hidden = picked === '';
		setText(this.title, this.texts.modelsIn(picked));
		const models = regions.find(({ region }) => region === picked)?.models ?? [];
		this.none.hidden = models.length > 0;
		this.table.hidden = models.length === 0;
		const state = JSON.stringify(models);
		if (state === this.shown) return;
		this.shown = state;
		this.body.replaceChildren(...models.map((model) => this.row(model)));
	}

	private row(use: ModelUse): HTMLTableRowElement {
		const { modelId, profileQuotaUsed, quotaUsed, requests, requestsPerMinute, tokens, tokensPerMinute } = use;
		const of = (amount: number, limit: number): string =>
			`${this.numbers.format(amount)} / ${this.numbers.format(limit)}`;
		return node(
			'tr',
			{},
			node('td', { class: 'model' }, modelId),
			node('td', { class: 'number' }, of(requests, requestsPerMinute)),
			node('td', { class: 'number' }, of(tokens, tokensPerMinute)),
			node('td', { class: 'number' }, percent(quotaUsed)),
			node('td', { class: 'number' }, percent(profileQuotaUsed)),
		);
	}
}
