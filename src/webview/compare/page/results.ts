import { element, textButton } from '../../chat/page/element';
import { fill } from '../../chat/page/format';
import { countedRuns, type Run } from '../../../compare/core/comparison';
import { regionShares } from '../../../compare/core/shares';
import { type Metric, summarise } from '../../../compare/core/statistics';
import type { NoticeView, ResultView, SavedView } from '../protocol';
import type { PageContext } from './context';
import { fillOptions, labelled, selectInput } from './field';
import { noticeElement } from './notice';
import { PlotView } from './plotView';
import {
	distributionHeight,
	drawDistributions,
	drawRuns,
	legendLines,
	type PlotContent,
	runsPlotHeight,
} from './runsPlot';
import { RunsTable } from './runsTable';
import { makeTable } from './table';

/** Milliseconds between two drawings while runs arrive. */
const drawInterval = 250;

const metrics: readonly Metric[] = ['timeToFirstToken', 'totalLatency', 'serviceLatency'];

/** One comparison on the screen: how far it is, what it says, its runs, and what can be done with it. */
export class Results {
	readonly element = element('section', 'results');
	private readonly heading = element('h2', '');
	private readonly bar = element('progress', '');
	private readonly status = element('p', 'status');
	private readonly notice = element('div', '');
	private readonly figures = element('div', 'figures');
	private readonly plots = element('div', 'plots');
	private readonly runsPlot = new PlotView();
	private readonly distributions = new PlotView();
	private readonly table: RunsTable;
	private readonly beside: HTMLSelectElement;
	private readonly tools: HTMLElement;
	private readonly empty: HTMLElement;
	private readonly runs = new Map<string, Run>();
	private result: ResultView | undefined;
	private metric: Metric = 'totalLatency';
	private isDue = false;
	private drawnAt = 0;
	private drawing = 0;

	constructor(
		private readonly context: PageContext,
		private saved: readonly SavedView[],
	) {
		const { post, strings } = context;
		this.table = new RunsTable(context);
		this.status.setAttribute('role', 'status');
		this.empty = element('p', 'muted', strings.noResult);
		this.beside = selectInput([], '', (comparisonId) => post({ type: 'layBeside', comparisonId }));
		const metric = selectInput(
			metrics.map((value) => ({ value, text: this.metricName(value) })),
			this.metric,
			(value) => {
				this.metric = metrics.find((each) => each === value) ?? 'totalLatency';
				this.redraw();
			},
		);
		this.tools = this.makeTools();
		this.plots.append(
			element('div', 'row', labelled(strings.metric, metric), labelled(strings.layBeside, this.beside)),
			this.runsPlot.element,
			element('h3', '', strings.distributions),
			this.distributions.element,
			element('h3', '', strings.runs),
			this.table.element,
			this.tools,
		);
		this.element.append(this.heading, this.bar, this.status, this.notice, this.figures, this.plots, this.empty);
		this.show(undefined);
	}

	show(result: ResultView | undefined): void {
		this.result = result;
		this.runs.clear();
		for (const run of result?.runs ?? []) this.runs.set(keyOf(run), run);
		this.heading.textContent = result?.title ?? '';
		this.heading.hidden = this.plots.hidden = this.figures.hidden = result === undefined;
		this.empty.hidden = result !== undefined;
		this.notice.replaceChildren();
		this.status.textContent = result?.endText ?? '';
		this.offerBeside();
		this.redraw();
	}

	/** Runs that ended, or whose Region became known. */
	update(comparisonId: string, runs: readonly Run[]): void {
		if (this.result?.comparisonId !== comparisonId) return;
		for (const run of runs) this.runs.set(keyOf(run), run);
		this.redraw();
	}

	showStatus(text: string): void {
		this.status.textContent = text;
	}

	showNotice(notice: NoticeView): void {
		this.notice.replaceChildren(noticeElement(notice, this.context));
	}

	showSaved(saved: readonly SavedView[]): void {
		this.saved = saved;
		this.offerBeside();
	}

	private offerBeside(): void {
		const others = this.saved.filter(({ comparisonId }) => comparisonId !== this.result?.comparisonId);
		fillOptions(
			this.beside,
			[
				{ value: '', text: this.context.strings.nothingBeside },
				...others.map(({ comparisonId, title }) => ({ value: comparisonId, text: title })),
			],
			this.result?.otherId ?? '',
		);
		this.beside.disabled = others.length === 0 || this.result?.isRunning === true;
	}

	private metricName(metric: Metric): string {
		const { strings } = this.context;
		switch (metric) {
			case 'timeToFirstToken':
				return strings.columnTimeToFirstToken;
			case 'totalLatency':
				return strings.columnTotalLatency;
			case 'serviceLatency':
				return strings.columnServiceLatency;
		}
	}

	/**
	 * However many runs end, the page is drawn a few times a second only, and one part in a frame: all at once would hold up
	 * the frame that the user scrolls or types in.
	 */
	private redraw(): void {
		if (this.isDue) return;
		this.isDue = true;
		const wait = Math.max(0, this.drawnAt + (this.result?.isRunning ? drawInterval : 0) - performance.now());
		setTimeout(() => {
			this.isDue = false;
			this.drawnAt = performance.now();
			this.inFrames(this.parts());
		}, wait);
	}

	private inFrames(steps: readonly (() => void)[]): void {
		const drawing = ++this.drawing;
		const next = (index: number) => {
			const step = steps[index];
			// A later drawing has begun from the start.
			if (!step || drawing !== this.drawing) return;
			requestAnimationFrame(() => {
				step();
				next(index + 1);
			});
		};
		next(0);
	}

	private parts(): readonly (() => void)[] {
		const { result } = this;
		this.bar.hidden = result?.isRunning !== true;
		if (!result) return [];
		const { formats, strings } = this.context;
		const runs = [...this.runs.values()];
		const content: PlotContent = {
			targets: result.targets,
			runs,
			metric: this.metric,
			formats,
			unknownRegion: strings.regionUnknown,
		};
		return [
			() => {
				this.bar.max = Math.max(1, result.planned);
				this.bar.value = runs.length;
				const progress = fill(strings.progress, formats.count(runs.length), formats.count(result.planned));
				this.bar.setAttribute('aria-label', progress);
				this.table.show(result.targets, runs);
			},
			() => this.figures.replaceChildren(...this.makeFigures(result, runs)),
			() => this.showRunsPlot(content),
			() => this.showDistributions(content),
		];
	}

	private showRunsPlot(content: PlotContent): void {
		const label = fill(this.context.strings.plotLabel, this.metricName(this.metric));
		this.runsPlot.show(
			{
				height: (palette, width) => runsPlotHeight(content, legendLines(content, palette, width)),
				draw: (pen, palette, width) => drawRuns(pen, content, palette, width),
				describe: (placed) => this.describe(placed),
			},
			label,
		);
	}

	private showDistributions(content: PlotContent): void {
		const label = fill(this.context.strings.distributionLabel, this.metricName(this.metric));
		this.distributions.show(
			{
				height: () => distributionHeight(content),
				draw: (pen, palette, width) => drawDistributions(pen, content, palette, width),
				describe: (placed) => this.describe(placed),
			},
			label,
		);
	}

	private describe({ run }: { readonly run: Run }): string {
		const { formats, strings } = this.context;
		return [
			fill(strings.runNumber, formats.count(run.index + 1)),
			formats.duration(run[this.metric] ?? 0),
			run.place?.kind === 'found' ? run.place.region : strings.regionUnknown,
		].join(' · ');
	}

	private makeFigures(result: ResultView, runs: readonly Run[]): readonly Node[] {
		const { formats, strings } = this.context;
		const rows = result.targets.flatMap((target) => {
			const counted = countedRuns(runs, target.targetId);
			return metrics.flatMap((metric) => {
				const summary = summarise(counted.flatMap((run) => run[metric] ?? []));
				if (!summary) return [];
				const { mean, median, minimum, p90, p99 } = summary;
				return [
					[
						`${target.name} · ${target.sourceRegion}`,
						this.metricName(metric),
						formats.count(summary.count),
						...[minimum, median, mean, p90, p99].map(formats.duration),
					],
				];
			});
		});
		const shares = result.targets.flatMap((target) =>
			regionShares(runs, target.targetId).map(({ count, region, share }) => [
				`${target.name} · ${target.sourceRegion}`,
				region,
				formats.count(count),
				formats.percent(share),
			]),
		);
		return [
			...(result.isSimulated ? [element('p', 'muted', strings.simulated)] : []),
			...(result.verdicts.length > 0
				? [
						element('h3', '', strings.verdicts),
						element('ul', 'verdicts', ...result.verdicts.map((verdict) => element('li', '', verdict))),
					]
				: []),
			...(rows.length > 0
				? [
						element('h3', '', strings.statistics),
						makeTable(
							strings.statistics,
							[
								{ title: strings.columnTarget },
								{ title: strings.columnMetric },
								{ title: strings.runs, isNumber: true },
								{ title: strings.minimum, isNumber: true },
								{ title: strings.median, isNumber: true },
								{ title: strings.mean, isNumber: true },
								{ title: 'p90', isNumber: true },
								{ title: 'p99', isNumber: true },
							],
							rows,
						),
					]
				: []),
			...(shares.length > 0
				? [
						element('h3', '', strings.sharesLabel),
						makeTable(
							strings.sharesLabel,
							[
								{ title: strings.columnTarget },
								{ title: strings.columnRegion },
								{ title: strings.runs, isNumber: true },
								{ title: strings.columnShare, isNumber: true },
							],
							shares,
						),
					]
				: []),
		];
	}

	private makeTools(): HTMLElement {
		const { post, strings } = this.context;
		const tool = (label: string, onPress: () => void) => textButton('secondary-button', label, onPress);
		const tools = element(
			'div',
			'row tools',
			tool(strings.exportCsv, () => post({ type: 'exportText', format: 'csv' })),
			tool(strings.exportJson, () => post({ type: 'exportText', format: 'json' })),
			tool(strings.exportMarkdown, () => post({ type: 'exportText', format: 'markdown' })),
			tool(strings.exportPng, () => post({ type: 'saveImage', format: 'png', data: this.runsPlot.png() })),
			tool(strings.exportSvg, () =>
				post({ type: 'saveImage', format: 'svg', data: this.runsPlot.svg(this.result?.title ?? '') }),
			),
			tool(strings.copyPythonScript, () => post({ type: 'copyScript', language: 'python' })),
			tool(strings.copyTypeScriptScript, () => post({ type: 'copyScript', language: 'typescript' })),
			tool(strings.traceAgain, () => post({ type: 'traceAgain' })),
		);
		tools.setAttribute('role', 'group');
		tools.setAttribute('aria-label', strings.exports);
		return tools;
	}
}

/** Two comparisons side by side have runs of the same index. */
function keyOf({ index, targetId }: Run): string {
	return `${targetId} ${index}`;
}
