import { element, textButton } from '../../chat/page/element';
import { fill } from '../../chat/page/format';
import type { RoutingSummary } from '../../../compare/core/routing';
import type { RoutingView } from '../protocol';
import type { PageContext } from './context';
import { labelled, selectInput } from './field';
import { noticeElement } from './notice';
import { PlotView } from './plotView';
import { drawRoutes, drawSlots, routesHeight, slotsHeight } from './routingPlots';
import { makeTable } from './table';

const hourChoices = [1, 6, 24, 72, 168, 336];

/** Where the requests of a period ran, from the invocation log: a chart, a map and a table. */
export class Routing {
	readonly element = element('section', 'routing');
	private readonly content = element('div', '');
	private readonly chart = new PlotView();
	private readonly map = new PlotView();
	private readonly button: HTMLButtonElement;
	private readonly region: HTMLSelectElement;
	private readonly model = element('input', '');
	private readonly hours: HTMLSelectElement;

	constructor(
		private readonly context: PageContext,
		regions: readonly string[],
		sourceRegion: string,
	) {
		const { formats, post, strings } = context;
		this.region = selectInput(
			regions.map((value) => ({ value, text: value })),
			sourceRegion,
			() => undefined,
		);
		this.model.placeholder = strings.allModels;
		this.model.maxLength = 2_048;
		this.model.spellcheck = false;
		this.hours = selectInput(
			hourChoices.map((value) => ({ value: String(value), text: fill(strings.hours, formats.count(value)) })),
			'24',
			() => undefined,
		);
		this.button = textButton('primary-button', strings.readRouting, () => undefined);
		this.button.type = 'submit';
		const form = element(
			'form',
			'row',
			labelled(strings.sourceRegion, this.region),
			labelled(strings.model, this.model),
			labelled(strings.timeLabel, this.hours),
			this.button,
		);
		form.addEventListener('submit', (event) => {
			event.preventDefault();
			post({
				type: 'readRouting',
				sourceRegion: this.region.value,
				modelId: this.model.value.trim(),
				hours: Number(this.hours.value),
			});
		});
		this.content.setAttribute('aria-live', 'polite');
		this.element.append(element('h2', '', strings.tabRouting), form, this.content);
	}

	show({ hours, isCut, isReading, modelId, notice, sourceRegion, summary }: RoutingView): void {
		const { strings } = this.context;
		if ([...this.region.options].some(({ value }) => value === sourceRegion)) this.region.value = sourceRegion;
		this.model.value = modelId;
		if (hourChoices.includes(hours)) this.hours.value = String(hours);
		this.button.disabled = isReading;
		this.content.replaceChildren(
			...(isReading ? [element('p', 'status', strings.looking)] : []),
			...(notice ? [noticeElement(notice, this.context)] : []),
			...(isCut ? [element('p', 'muted', strings.isCut)] : []),
			...(summary ? this.summaryNodes(summary) : []),
		);
	}

	private summaryNodes(summary: RoutingSummary): readonly Node[] {
		const { formats, strings } = this.context;
		if (summary.requests + summary.throttles + summary.failures === 0) {
			return [element('p', 'muted', strings.noRecords)];
		}
		const describe = () => '';
		this.chart.show(
			{
				height: (_palette, width) => slotsHeight(summary, width),
				draw: (pen, palette, width) => drawSlots(pen, summary, palette, width, formats, strings.throttles),
				describe,
			},
			strings.routesLabel,
		);
		this.map.show(
			{
				height: () => routesHeight(summary),
				draw: (pen, palette, width) => drawRoutes(pen, summary, palette, width, formats),
				describe,
			},
			strings.map,
		);
		const rows = summary.regions.map((region) => [
			region.region,
			formats.count(region.requests),
			formats.percent(region.share),
			region.medianLatency === undefined ? '–' : formats.duration(region.medianLatency),
			region.p90Latency === undefined ? '–' : formats.duration(region.p90Latency),
			formats.count(region.inputTokens),
			formats.count(region.outputTokens),
		]);
		const ends = fill(
			strings.routes,
			formats.count(summary.requests),
			formats.count(summary.throttles),
			formats.count(summary.failures),
		);
		return [
			element('p', '', ends),
			this.chart.element,
			makeTable(
				strings.regions,
				[
					{ title: strings.columnRegion },
					{ title: strings.columnRequests, isNumber: true },
					{ title: strings.columnShare, isNumber: true },
					{ title: strings.median, isNumber: true },
					{ title: 'p90', isNumber: true },
					{ title: strings.columnTokensIn, isNumber: true },
					{ title: strings.columnTokensOut, isNumber: true },
				],
				rows,
			),
			element('h3', '', strings.map),
			this.map.element,
		];
	}
}
