import type { RegionState, RequestRow, Snapshot } from '../protocol';
import { button, node, setText } from './node';
import type { Area, Texts } from './texts';

export interface RegionMapEvents {
	onLoad(region: string, load: number): void;
	/** The Region that somebody wants to look at. */
	onPick(region: string): void;
}

/** The Regions as boxes, and the requests that flow between them. */
export class RegionMap {
	readonly element: HTMLElement;
	private readonly board = node('div', { class: 'board' });
	private readonly flows = document.createElementNS(svg, 'svg');
	private readonly routes = node('ul', { class: 'routes' });
	private readonly boxes = new Map<string, RegionBox>();
	private lastNumber = -1;

	constructor(
		private readonly texts: Texts,
		private readonly numbers: Intl.NumberFormat,
		private readonly events: RegionMapEvents,
	) {
		this.flows.setAttribute('class', 'flows');
		this.flows.setAttribute('aria-hidden', 'true');
		this.element = node(
			'section',
			{ class: 'card regions', 'aria-labelledby': 'regions-title' },
			node('h2', { id: 'regions-title' }, texts.regions),
			node('p', { class: 'hint' }, texts.regionsHint),
			node(
				'ul',
				{ class: 'legend hint' },
				node('li', {}, node('i', { class: 'swatch by-us' }), texts.capacity),
				node('li', {}, node('i', { class: 'swatch by-others' }), texts.load),
				node('li', {}, node('i', { class: 'swatch by-quota' }), texts.quota),
			),
			this.board,
			node('h3', {}, texts.routes),
			this.routes,
		);
	}

	update({ regions, requests }: Snapshot): void {
		if (regions.length !== this.boxes.size) this.build(regions);
		for (const state of regions) this.boxes.get(state.region)?.update(state);
		this.showRoutes(requests);
		this.showNew(requests);
	}

	private build(regions: readonly RegionState[]): void {
		this.boxes.clear();
		this.board.replaceChildren(this.flows);
		for (const area of areas) {
			const inArea = regions.filter(({ region }) => areaOf(region) === area);
			if (inArea.length === 0) continue;
			const grid = node('div', { class: 'grid' });
			for (const { region } of inArea) {
				const box = new RegionBox(region, this.texts, this.numbers, this.events);
				this.boxes.set(region, box);
				grid.append(box.element);
			}
			this.board.append(node('div', { class: 'area' }, node('h3', {}, this.texts.areas[area]), grid));
		}
	}

	/** Lines for the last minute's re-routes, and the same in words. */
	private showRoutes(requests: readonly RequestRow[]): void {
		const counts = new Map<string, { from: string; to: string; count: number }>();
		const since = (requests.at(-1)?.at ?? 0) - minute;
		for (const { at, inferenceRegion, region } of requests) {
			if (at < since || inferenceRegion === undefined || inferenceRegion === region) continue;
			const key = `${region} ${inferenceRegion}`;
			const route = counts.get(key) ?? { from: region, to: inferenceRegion, count: 0 };
			counts.set(key, { ...route, count: route.count + 1 });
		}
		const routes = [...counts.values()].toSorted((a, b) => b.count - a.count);
		const words = routes.map(({ count, from, to }) => `${from} → ${to} (${this.numbers.format(count)})`);
		const shown = words.length > 0 ? words : [this.texts.noRoutes];
		if ([...this.routes.children].map((item) => item.textContent).join('\n') !== shown.join('\n')) {
			this.routes.replaceChildren(...shown.map((text) => node('li', {}, text)));
		}
		this.flows.replaceChildren(
			...routes.flatMap(({ count, from, to }) => {
				const path = this.pathBetween(from, to);
				if (path === undefined) return [];
				const line = document.createElementNS(svg, 'path');
				line.setAttribute('d', path);
				line.setAttribute('stroke-width', String(Math.min(6, 1.5 + Math.log2(count))));
				return [line];
			}),
		);
	}

	/** A dot for each new request that leaves its Region, a flash for each one that runs. */
	private showNew(requests: readonly RequestRow[]): void {
		const fresh = requests.filter(({ number, region }) => number > this.lastNumber && region !== '');
		const isFirst = this.lastNumber < 0;
		this.lastNumber = requests.at(-1)?.number ?? this.lastNumber;
		if (isFirst || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
		for (const [index, { inferenceRegion = '', region }] of fresh.slice(-mostDots).entries()) {
			const path = inferenceRegion === region ? undefined : this.pathBetween(region, inferenceRegion);
			const delay = index * 25;
			if (path === undefined) {
				this.boxes.get(region)?.flash(delay);
				continue;
			}
			const dot = node('i', { class: 'dot', 'aria-hidden': 'true' });
			dot.style.offsetPath = `path("${path}")`;
			this.board.append(dot);
			const flight = dot.animate(
				[
					{ offsetDistance: '0%', opacity: 1 },
					{ offsetDistance: '100%', opacity: 1 },
				],
				{ duration: 700, delay, easing: 'ease-in-out', fill: 'backwards' },
			);
			flight.onfinish = () => {
				dot.remove();
				this.boxes.get(inferenceRegion)?.flash(0);
			};
		}
	}

	private pathBetween(from: string, to: string): string | undefined {
		const [start, end] = [this.boxes.get(from)?.element, this.boxes.get(to)?.element];
		if (!start || !end) return undefined;
		const board = this.board.getBoundingClientRect();
		const centre = (box: HTMLElement): [number, number] => {
			const { height, left, top, width } = box.getBoundingClientRect();
			return [Math.round(left - board.left + width / 2), Math.round(top - board.top + height / 2)];
		};
		const [[x1, y1], [x2, y2]] = [centre(start), centre(end)];
		// A bow to one side, so that the way there and the way back do not cover each other.
		const [bowX, bowY] = [(x1 + x2) / 2 + (y1 - y2) / 5, (y1 + y2) / 2 + (x2 - x1) / 5];
		return `M${x1} ${y1} Q${Math.round(bowX)} ${Math.round(bowY)} ${x2} ${y2}`;
	}
}

const svg = 'http://www.w3.org/2000/svg';
const minute = 60_000;
/** In one update; a thousand requests a second are only a blur. */
const mostDots = 40;
const areas: readonly Area[] = ['us', 'americas', 'europe', 'asia', 'middleEast', 'other'];

function areaOf(region: string): Area {
	const [prefix = ''] = region.split('-');
	if (prefix === 'us') return 'us';
	if (['ca', 'mx', 'sa'].includes(prefix)) return 'americas';
	if (prefix === 'eu') return 'europe';
	if (prefix === 'ap') return 'asia';
	return ['af', 'il', 'me'].includes(prefix) ? 'middleEast' : 'other';
}

/** One Region: what runs there, its capacity and quota, and its load, which may be set. */
class RegionBox {
	readonly element: HTMLElement;
	private readonly count = node('span', { class: 'count' });
	private readonly loadBar = node('i', { class: 'by-others' });
	private readonly usedBar = node('i', { class: 'by-us' });
	private readonly quotaBar = node('i', { class: 'by-quota' });
	private readonly capacity = node('div', { class: 'bar', role: 'img' }, this.loadBar, this.usedBar);
	private readonly quota = node('div', { class: 'bar', role: 'img' }, this.quotaBar);
	private readonly slider: HTMLInputElement;
	private readonly loadText = node('output', {});
	private isHeld = false;

	constructor(
		private readonly region: string,
		private readonly texts: Texts,
		private readonly numbers: Intl.NumberFormat,
		events: RegionMapEvents,
	) {
		const name = button('name', region, () => {
			events.onPick(region);
		});
		name.title = texts.showRegion(region);
		this.slider = node('input', {
			type: 'range',
			min: '0',
			max: '100',
			step: '5',
			'aria-label': texts.loadOf(region),
		});
		this.slider.addEventListener('input', () => {
			this.isHeld = true;
			setText(this.loadText, percent(Number(this.slider.value) / 100));
		});
		this.slider.addEventListener('change', () => {
			this.isHeld = false;
			events.onLoad(region, Number(this.slider.value) / 100);
		});
		this.element = node(
			'div',
			{ class: 'region' },
			node('div', { class: 'head' }, name, this.count),
			this.capacity,
			this.quota,
			node('div', { class: 'load' }, this.slider, this.loadText),
		);
	}

	update({ load, models, requests }: RegionState): void {
		const used = Math.max(0, ...models.map(({ capacityUsed }) => capacityUsed));
		const quota = Math.max(0, ...models.flatMap((model) => [model.quotaUsed, model.profileQuotaUsed]));
		setText(this.count, requests === 0 ? '' : this.texts.perMinute(this.numbers.format(requests)));
		setWidth(this.loadBar, load);
		setWidth(this.usedBar, Math.min(used, Math.max(0, 1 - load)));
		setWidth(this.quotaBar, quota);
		this.quotaBar.classList.toggle('full', quota >= fullFrom);
		this.element.classList.toggle('busy', requests > 0);
		this.element.classList.toggle('loaded', load >= fullFrom);
		this.capacity.setAttribute('aria-label', this.texts.capacityOf(this.region, percent(load), percent(used)));
		this.quota.setAttribute('aria-label', this.texts.quotaOf(this.region, percent(quota)));
		if (this.isHeld) return;
		if (this.slider.value !== String(Math.round(load * 100))) this.slider.value = String(Math.round(load * 100));
		setText(this.loadText, percent(load));
	}

	flash(delay: number): void {
		this.element.animate([{ boxShadow: '0 0 0 3px var(--accent)' }, { boxShadow: '0 0 0 0 transparent' }], {
			duration: 600,
			delay,
		});
	}
}

const fullFrom = 0.9;

function setWidth(bar: HTMLElement, share: number): void {
	bar.style.width = `${Math.min(100, Math.round(share * 100))}%`;
}

export function percent(share: number): string {
	return `${Math.round(share * 100)}%`;
}
