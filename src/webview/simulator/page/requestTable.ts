import type { RequestRow, Snapshot } from '../protocol';
import { button, checkbox, element, setText } from './element';
import type { Texts } from './texts';

/** The last requests, newest first. */
export class RequestTable {
	readonly node: HTMLElement;
	private readonly rows = new Map<string, { row: RequestRow; node: HTMLTableRowElement }>();
	private readonly body = element('tbody', '');
	private readonly note = element('p', 'help');
	private readonly filter = element('input', '');
	private onlyProblems = false;
	private isPaused = false;
	private waiting: RequestRow[] = [];
	private readonly time: Intl.DateTimeFormat;

	constructor(
		private readonly texts: Texts,
		language: string,
	) {
		this.time = new Intl.DateTimeFormat(language, {
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit',
			hour12: false,
		});
		this.filter.type = 'search';
		this.filter.placeholder = texts.filter;
		this.filter.setAttribute('aria-label', texts.filter);
		this.filter.addEventListener('input', () => {
			this.refilter();
		});
		const { node: problems } = checkbox(texts.onlyProblems, (isOn) => {
			this.onlyProblems = isOn;
			this.refilter();
		});
		const pause = button(texts.pause, () => {
			this.isPaused = !this.isPaused;
			setText(pause, this.isPaused ? texts.goOn : texts.pause);
			pause.setAttribute('aria-pressed', String(this.isPaused));
			if (!this.isPaused) this.show(this.waiting.splice(0));
		});
		pause.setAttribute('aria-pressed', 'false');
		const head = element('tr', '', ...texts.columns.map((name) => element('th', '', name)));
		for (const cell of head.cells) cell.scope = 'col';
		const table = element('table', '', element('thead', '', head), this.body);
		const scroller = element('div', 'scroller', table);
		scroller.tabIndex = 0;
		scroller.setAttribute('role', 'region');
		scroller.setAttribute('aria-label', texts.requests);
		this.node = element(
			'section',
			'panel',
			element('h2', '', texts.requests),
			element('div', 'tools', this.filter, problems, pause, this.note),
			scroller,
		);
		this.count();
	}

	update({ requests }: Snapshot): void {
		if (this.isPaused) {
			this.waiting = [...this.waiting, ...requests].slice(-mostRows);
			return;
		}
		this.show(requests);
	}

	private show(requests: readonly RequestRow[]): void {
		for (const row of requests) {
			const known = this.rows.get(row.id);
			const node = this.render(row);
			if (known) known.node.replaceWith(node);
			else this.body.prepend(node);
			this.rows.set(row.id, { row, node });
		}
		for (const [id, { node }] of this.rows) {
			if (this.rows.size <= mostRows) break;
			node.remove();
			this.rows.delete(id);
		}
		this.count();
	}

	private render(row: RequestRow): HTMLTableRowElement {
		const { texts } = this;
		const status =
			row.milliseconds === undefined
				? texts.runs
				: row.isAborted
					? texts.left
					: `${String(row.status)}${row.error === undefined ? '' : ` ${row.error}`}`;
		const tokens = row.inputTokens === undefined ? '' : `${String(row.inputTokens)} → ${String(row.outputTokens ?? 0)}`;
		const cells = [
			this.time.format(row.at),
			row.operation ?? row.method,
			row.region ?? '',
			row.model ?? '',
			row.inferenceRegion ?? (row.model === undefined ? '' : (row.region ?? '')),
			status,
			tokens,
			row.milliseconds === undefined ? '' : `${String(Math.round(row.milliseconds))} ms`,
		];
		const node = element('tr', isProblem(row) ? 'problem' : '', ...cells.map((text) => element('td', '', text)));
		const isRouted = row.inferenceRegion !== undefined && row.inferenceRegion !== row.region;
		node.cells[4]?.classList.toggle('routed', isRouted);
		node.hidden = !this.fits(row);
		return node;
	}

	private fits(row: RequestRow): boolean {
		if (this.onlyProblems && !isProblem(row)) return false;
		const wanted = this.filter.value.trim().toLowerCase();
		if (wanted === '') return true;
		const { error, id, inferenceRegion, model, operation, region, status } = row;
		return [operation, region, model, inferenceRegion, error, String(status), id].some((text) =>
			text?.toLowerCase().includes(wanted),
		);
	}

	private refilter(): void {
		for (const { row, node } of this.rows.values()) node.hidden = !this.fits(row);
		this.count();
	}

	private count(): void {
		const shown = [...this.rows.values()].filter(({ node }) => !node.hidden).length;
		const all = this.rows.size;
		setText(
			this.note,
			all === 0 ? this.texts.noRequests : shown === 0 ? this.texts.noMatch : this.texts.shown(shown, all),
		);
	}
}

const mostRows = 500;

function isProblem({ error, isAborted, status }: RequestRow): boolean {
	return error !== undefined || status >= 400 || isAborted;
}
