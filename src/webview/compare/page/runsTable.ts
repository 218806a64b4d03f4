import { element, iconButton } from '../../chat/page/element';
import { type ComparisonTarget, type Run, tokensPerSecond } from '../../../compare/core/comparison';
import { fill } from '../../chat/page/format';
import type { PageContext } from './context';
import { type Column, makeHead, makeRow, tableFrame } from './table';

/** Pixels; the style sheet says the same. */
const rowHeight = 26;
const spare = 10;

/** The runs, newest first. Only the rows in view are in the page, so that thousands cost no more than thirty. */
export class RunsTable {
	readonly element: HTMLElement;
	private readonly columns: readonly Column[];
	private readonly body = element('tbody', '');
	private readonly table: HTMLTableElement;
	private rows: readonly Run[] = [];
	private targets: ReadonlyMap<string, ComparisonTarget> = new Map();
	private shown = '';
	private isDue = false;

	constructor(private readonly context: PageContext) {
		const { strings } = context;
		this.columns = [
			{ title: strings.columnRun, isNumber: true },
			{ title: strings.columnTarget },
			{ title: strings.columnRegion },
			{ title: strings.columnTimeToFirstToken, isNumber: true },
			{ title: strings.columnServiceLatency, isNumber: true },
			{ title: strings.columnTotalLatency, isNumber: true },
			{ title: strings.columnTokensIn, isNumber: true },
			{ title: strings.columnTokensOut, isNumber: true },
			{ title: strings.columnTokensPerSecond, isNumber: true },
			{ title: strings.columnRequestId },
		];
		this.table = element('table', 'runs', makeHead(this.columns), this.body);
		this.element = tableFrame(strings.runs, this.table);
		this.element.classList.add('tall');
		this.element.addEventListener('scroll', () => this.redraw(), { passive: true });
		new ResizeObserver(() => this.redraw()).observe(this.element);
	}

	show(targets: readonly ComparisonTarget[], runs: readonly Run[]): void {
		this.targets = new Map(targets.map((target) => [target.targetId, target]));
		this.rows = runs.toSorted((a, b) => b.startedAt - a.startedAt || b.index - a.index);
		this.shown = '';
		this.table.setAttribute('aria-rowcount', String(runs.length + 1));
		this.redraw();
	}

	private redraw(): void {
		if (this.isDue) return;
		this.isDue = true;
		requestAnimationFrame(() => {
			this.isDue = false;
			this.paint();
		});
	}

	private paint(): void {
		const first = Math.max(0, Math.floor(this.element.scrollTop / rowHeight) - spare);
		const count = Math.ceil(this.element.clientHeight / rowHeight) + 2 * spare;
		const last = Math.min(this.rows.length, first + count);
		const key = `${first} ${last}`;
		if (key === this.shown) return;
		this.shown = key;
		const rows = this.rows.slice(first, last).map((run, index) => {
			const row = makeRow(this.columns, this.cells(run));
			row.setAttribute('aria-rowindex', String(first + index + 2));
			return row;
		});
		this.body.replaceChildren(...this.gap(first), ...rows, ...this.gap(this.rows.length - last));
	}

	/** Stands for rows that are not in view. */
	private gap(count: number): readonly HTMLElement[] {
		if (count <= 0) return [];
		const cell = element('td', '');
		cell.colSpan = this.columns.length;
		const row = element('tr', 'gap', cell);
		row.style.height = `${count * rowHeight}px`;
		row.setAttribute('aria-hidden', 'true');
		return [row];
	}

	private cells(run: Run): readonly (Node | string)[] {
		const { formats, strings } = this.context;
		const target = this.targets.get(run.targetId);
		const some = (value: number | undefined, format: (value: number) => string) =>
			value === undefined ? '–' : format(value);
		const number = formats.count(run.index + 1);
		return [
			run.isWarmUp ? fill(strings.warmUpRun, number) : number,
			target ? `${target.name} · ${target.sourceRegion}` : run.targetId,
			this.region(run),
			some(run.timeToFirstToken, formats.duration),
			some(run.serviceLatency, formats.duration),
			this.total(run),
			some(run.inputTokens, formats.count),
			some(run.outputTokens, formats.count),
			some(tokensPerSecond(run), formats.rate),
			this.requestId(run),
		];
	}

	private total(run: Run): Node | string {
		const { formats, strings } = this.context;
		if (run.outcome === 'stopped') return strings.outcomeStopped;
		if (run.outcome === 'failed') {
			const failure = element('span', 'failure', fill(strings.outcomeFailed, run.failure ?? ''));
			failure.title = run.failure ?? '';
			return failure;
		}
		const total = run.totalLatency === undefined ? '–' : formats.duration(run.totalLatency);
		if (run.throttles === 0) return total;
		const waited = fill(strings.throttled, formats.count(run.throttles), formats.duration(run.throttledFor));
		const note = element('span', 'muted', ` (${waited})`);
		return element('span', '', total, note);
	}

	private region({ place }: Run): string {
		const { strings } = this.context;
		if (place?.kind === 'found') return place.region;
		return place?.kind === 'looking' ? strings.looking : strings.regionUnknown;
	}

	private requestId({ requestId }: Run): Node | string {
		if (requestId === undefined) return '–';
		const { post, strings } = this.context;
		const button = iconButton('copy', fill(strings.copyRequestId, requestId), () =>
			post({ type: 'copyText', text: requestId }),
		);
		return element('span', 'request-id', element('code', '', requestId), button);
	}
}
