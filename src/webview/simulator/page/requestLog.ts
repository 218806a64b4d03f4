import type { RequestRow, Snapshot } from '../protocol';
import { field, node, option, setText } from './node';
import type { Outcome, Texts } from './texts';

/** The last requests as a table, newest first, with filters. */
export class RequestLog {
	readonly element: HTMLElement;
	private readonly search = node('input', { type: 'search', spellcheck: 'false', autocomplete: 'off' });
	private readonly region = node('select');
	private readonly outcome = node('select');
	private readonly freeze = node('input', { type: 'checkbox' });
	private readonly shown = node('p', { class: 'hint', role: 'status' });
	private readonly body = node('tbody');
	private readonly table: HTMLTableElement;
	private readonly rows = new Map<number, { readonly element: HTMLTableRowElement; readonly text: string }>();
	private requests: readonly RequestRow[] = [];

	constructor(
		private readonly texts: Texts,
		private readonly times: Intl.DateTimeFormat,
		private readonly numbers: Intl.NumberFormat,
	) {
		const { columns } = texts;
		for (const outcome of outcomes) this.outcome.append(option(outcome, texts.outcomes[outcome]));
		this.region.append(option('', texts.any));
		const heads = [columns.time, columns.request, columns.route, columns.result, columns.duration, columns.events];
		this.table = node(
			'table',
			{},
			node('thead', {}, node('tr', {}, ...heads.map((head) => node('th', { scope: 'col' }, head)))),
			this.body,
		);
		this.element = node(
			'section',
			{ class: 'card log', 'aria-labelledby': 'log-title' },
			node('h2', { id: 'log-title' }, texts.log),
			node(
				'div',
				{ class: 'filters' },
				field(texts.search, this.search, 'grow'),
				field(texts.region, this.region),
				field(texts.outcome, this.outcome),
				node('label', { class: 'check' }, this.freeze, texts.freeze),
			),
			this.shown,
			node('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-labelledby': 'log-title' }, this.table),
		);
		for (const control of [this.search, this.region, this.outcome, this.freeze]) {
			control.addEventListener('input', () => {
				this.draw();
			});
		}
	}

	update({ regions, requests }: Snapshot): void {
		if (this.region.options.length !== regions.length + 1) {
			this.region.replaceChildren(option('', this.texts.any), ...regions.map(({ region }) => option(region, region)));
		}
		if (!this.freeze.checked) this.requests = requests;
		this.draw();
	}

	/** Shows one Region only; the same again shows all. */
	pick(region: string): void {
		this.region.value = this.region.value === region ? '' : region;
		this.draw();
	}

	get pickedRegion(): string {
		return this.region.value;
	}

	private draw(): void {
		const visible = this.requests.filter((row) => this.isVisible(row)).toReversed();
		const { length } = this.requests;
		setText(this.shown, length === 0 ? this.texts.noRequests : this.texts.shown(visible.length, length));
		this.table.hidden = length === 0;
		const numbers = new Set(this.requests.map(({ number }) => number));
		for (const number of this.rows.keys()) if (!numbers.has(number)) this.rows.delete(number);
		const elements = visible.map((row) => this.rowOf(row));
		const isSame = elements.length === this.body.children.length;
		if (!isSame || elements.some((each, index) => this.body.children[index] !== each)) {
			this.body.replaceChildren(...elements);
		}
	}

	private isVisible(row: RequestRow): boolean {
		const region = this.region.value;
		if (region !== '' && row.region !== region && row.inferenceRegion !== region) return false;
		const sought = this.search.value.trim().toLowerCase();
		const text = [row.operation, row.model, row.region, row.inferenceRegion, row.error, row.fault, row.status].join(
			' ',
		);
		if (!text.toLowerCase().includes(sought)) return false;
		switch (this.outcome.value as Outcome) {
			case 'all':
				return true;
			case 'running':
				return row.milliseconds === undefined;
			case 'failed':
				return row.error !== undefined || row.status >= 400 || row.isAborted;
			case 'rerouted':
				return row.inferenceRegion !== undefined && row.inferenceRegion !== row.region;
			case 'struck':
				return row.fault !== undefined;
		}
	}

	private rowOf(row: RequestRow): HTMLTableRowElement {
		const text = JSON.stringify(row);
		const known = this.rows.get(row.number);
		if (known?.text === text) return known.element;
		const element = known?.element ?? node('tr');
		const time = node('time', { datetime: new Date(row.at).toISOString() }, this.times.format(row.at));
		element.replaceChildren(
			node('td', { class: 'quiet' }, time),
			node(
				'td',
				{},
				node('b', {}, row.operation || '—'),
				...(row.model === '' ? [] : [node('span', { class: 'model' }, row.model)]),
			),
			node('td', { class: 'route' }, ...routeOf(row)),
			node('td', {}, ...this.resultOf(row)),
			node(
				'td',
				{ class: 'number' },
				row.milliseconds === undefined ? '…' : `${this.numbers.format(row.milliseconds)} ms`,
			),
			node('td', { class: 'number' }, row.events === 0 ? '' : this.numbers.format(row.events)),
		);
		this.rows.set(row.number, { element, text });
		return element;
	}

	private resultOf({ error, fault, isAborted, milliseconds, status }: RequestRow): Node[] {
		const badges: [string, string][] = [];
		if (milliseconds === undefined) badges.push(['badge run', this.texts.running]);
		else if (status > 0) badges.push([`badge ${status < 400 && error === undefined ? 'good' : 'bad'}`, String(status)]);
		if (error !== undefined) badges.push(['error', error]);
		if (isAborted) badges.push(['badge warn', this.texts.aborted]);
		if (fault !== undefined) badges.push(['badge warn', fault]);
		return badges.map(([className, text]) => node('span', { class: className }, text));
	}
}

const outcomes: readonly Outcome[] = ['all', 'running', 'failed', 'rerouted', 'struck'];

function routeOf({ inferenceRegion, region }: RequestRow): (Node | string)[] {
	if (inferenceRegion === undefined || inferenceRegion === region) return [region];
	return [region, ' → ', node('b', {}, inferenceRegion)];
}
