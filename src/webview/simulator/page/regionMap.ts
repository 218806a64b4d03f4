import type { RequestRow, Snapshot, TrafficRow } from '../protocol';
import { checkbox, element, labelled, setText } from './element';
import type { Texts } from './texts';

interface Box {
	readonly node: HTMLElement;
	readonly count: HTMLElement;
	readonly use: HTMLElement;
	readonly bar: HTMLElement;
	readonly loadBar: HTMLElement;
	readonly slider: HTMLInputElement;
	readonly loadText: HTMLElement;
	/** The person holds the slider: what the simulator says must not move it. */
	isHeld: boolean;
}

/** The Regions as boxes with load and quota, and the requests that flow between them. */
export class RegionMap {
	readonly node: HTMLElement;
	private readonly boxes = new Map<string, Box>();
	private readonly grid = element('div', 'regions');
	private readonly flowList = element('ul', 'flows');
	private readonly models = element('select', '');
	private readonly routed: { at: number; source: string; destination: string }[] = [];
	private readonly seen = new Set<string>();
	/** Regions that a request for a model was sent to or ran in, as far back as the table of requests goes. */
	private readonly used = new Set<string>();
	private onlyActive = true;
	private last: Snapshot | undefined;

	constructor(
		private readonly texts: Texts,
		private readonly onLoad: (region: string, share: number) => void,
	) {
		const { node: active, box } = checkbox(texts.onlyActive, (isOn) => {
			this.onlyActive = isOn;
			this.draw();
		});
		box.checked = true;
		this.models.append(element('option', '', texts.anyModel));
		this.models.addEventListener('change', () => {
			this.draw();
		});
		this.node = element(
			'section',
			'panel',
			element('h2', '', texts.regions),
			element('p', 'help', texts.regionsHelp),
			element('div', 'tools', labelled(texts.model, this.models), active),
			this.grid,
			element('h3', '', texts.flows),
			this.flowList,
		);
	}

	update(snapshot: Snapshot): void {
		this.last = snapshot;
		for (const row of snapshot.requests) {
			this.noteUse(row);
			this.noteRoute(row);
		}
		for (const { region } of snapshot.traffic) this.used.add(region);
		while ((this.routed[0]?.at ?? Number.POSITIVE_INFINITY) < snapshot.now - 60_000) this.routed.shift();
		this.listModels(snapshot.traffic);
		this.draw();
	}

	private noteUse({ inferenceRegion, model, region }: RequestRow): void {
		if (model === undefined) return;
		for (const each of [region, inferenceRegion]) if (each !== undefined) this.used.add(each);
	}

	/** Counts a request once, when it is known where it runs, and lets it be seen on its way. */
	private noteRoute({ id, at, region, inferenceRegion, model }: RequestRow): void {
		if (region === undefined || model === undefined || this.seen.has(id)) return;
		if (inferenceRegion === undefined) return;
		this.seen.add(id);
		if (this.seen.size > 5_000) this.seen.clear();
		if (inferenceRegion !== region) this.routed.push({ at, source: region, destination: inferenceRegion });
		if (Date.now() - at < 5_000) requestAnimationFrame(() => this.fly(region, inferenceRegion));
	}

	private listModels(traffic: readonly TrafficRow[]): void {
		const listed = new Set([...this.models.options].slice(1).map(({ value }) => value));
		for (const { model } of traffic) {
			if (listed.has(model)) continue;
			listed.add(model);
			this.models.append(element('option', '', model));
		}
	}

	private draw(): void {
		const { last, texts } = this;
		if (!last) return;
		const chosen = this.models.selectedIndex > 0 ? this.models.value : undefined;
		for (const [region, load] of Object.entries(last.load)) {
			const own = last.traffic.filter((row) => row.region === region);
			const requests = own.reduce((sum, row) => sum + row.requests, 0);
			const isActive = load > 0 || this.used.has(region) || (this.used.size === 0 && usual.has(region));
			const box = this.boxes.get(region) ?? this.addBox(region);
			box.node.hidden = this.onlyActive && !isActive;
			const counted = chosen === undefined ? own : own.filter(({ model }) => model === chosen);
			const share = Math.max(0, ...counted.map(shareOf));
			setText(box.count, texts.lastMinute(requests));
			setText(box.use, requests === 0 ? texts.noQuotaUse : texts.quotaUse(Math.round(share * 100)));
			box.bar.style.width = `${String(Math.min(100, share * 100))}%`;
			box.loadBar.style.width = `${String(load * 100)}%`;
			box.node.classList.toggle('full', share + load >= 1);
			setText(box.loadText, texts.loadValue(Math.round(load * 100)));
			if (!box.isHeld) box.slider.value = String(Math.round(load * 100));
		}
		this.drawFlows();
	}

	private drawFlows(): void {
		const counts = new Map<string, number>();
		for (const { source, destination } of this.routed) {
			const key = `${source} ${destination}`;
			counts.set(key, (counts.get(key) ?? 0) + 1);
		}
		const rows = [...counts]
			.toSorted(([, a], [, b]) => b - a)
			.slice(0, 12)
			.map(([key, count]) => {
				const [source = '', destination = ''] = key.split(' ');
				return this.texts.flow(source, destination, count);
			});
		const texts = rows.length > 0 ? rows : [this.texts.noFlows];
		if (texts.join('\n') === [...this.flowList.children].map(({ textContent }) => textContent).join('\n')) return;
		this.flowList.replaceChildren(...texts.map((text) => element('li', '', text)));
	}

	private addBox(region: string): Box {
		const [count, use, bar, loadBar, loadText] = [
			element('span', 'count'),
			element('span', 'use'),
			element('span', 'used'),
			element('span', 'load'),
			element('span', 'load-text'),
		];
		const slider = element('input', '');
		slider.type = 'range';
		slider.min = '0';
		slider.max = '100';
		slider.step = '5';
		slider.setAttribute('aria-label', this.texts.load(region));
		const node = element(
			'div',
			'region',
			element('h3', '', region),
			element('div', 'meter', loadBar, bar),
			use,
			count,
			element('div', 'injected', slider, loadText),
		);
		const box: Box = { node, count, use, bar, loadBar, slider, loadText, isHeld: false };
		slider.addEventListener('pointerdown', () => (box.isHeld = true));
		slider.addEventListener('input', () => {
			setText(loadText, this.texts.loadValue(slider.valueAsNumber));
		});
		slider.addEventListener('change', () => {
			box.isHeld = false;
			this.onLoad(region, slider.valueAsNumber / 100);
		});
		this.boxes.set(region, box);
		// In the order of their names, so that a Region keeps its place.
		const next = [...this.boxes].filter(([name]) => name > region).toSorted(([a], [b]) => (a < b ? -1 : 1))[0];
		this.grid.insertBefore(node, next?.[1].node ?? null);
		return box;
	}

	/** A dot goes from the source to the Region that serves; one that stays home is a blink of its box. */
	private fly(source: string, destination: string): void {
		if (matchMedia('(prefers-reduced-motion: reduce)').matches || document.hidden) return;
		const from = this.boxes.get(source)?.node;
		const to = this.boxes.get(destination)?.node;
		if (!from || !to || from.hidden || to.hidden || this.grid.querySelectorAll('.dot').length > mostDots) return;
		if (from === to) {
			from.animate([{ outlineColor: 'var(--accent)' }, { outlineColor: 'transparent' }], { duration: 700 });
			return;
		}
		const grid = this.grid.getBoundingClientRect();
		const [a, b] = [from, to].map((node) => {
			const { left, top, width, height } = node.getBoundingClientRect();
			return { x: left - grid.left + width / 2, y: top - grid.top + height / 2 };
		});
		if (!a || !b) return;
		const dot = element('span', 'dot');
		this.grid.append(dot);
		const bend = Math.min(60, Math.hypot(b.x - a.x, b.y - a.y) / 4);
		const path = `path("M ${String(a.x)} ${String(a.y)} Q ${String((a.x + b.x) / 2)} ${String((a.y + b.y) / 2 - bend)} ${String(b.x)} ${String(b.y)}")`;
		dot.style.offsetPath = path;
		const flight = dot.animate([{ offsetDistance: '0%' }, { offsetDistance: '100%' }], {
			duration: 900,
			easing: 'ease-in-out',
		});
		flight.onfinish = () => {
			dot.remove();
			to.animate([{ outlineColor: 'var(--accent)' }, { outlineColor: 'transparent' }], { duration: 500 });
		};
		flight.oncancel = () => {
			dot.remove();
		};
	}
}

const mostDots = 60;
/** Shown until the first request, so that an idle page is no empty one. */
const usual = new Set([
	'us-east-1',
	'us-east-2',
	'us-west-2',
	'eu-central-1',
	'eu-west-1',
	'eu-west-3',
	'ap-northeast-1',
	'ap-southeast-2',
]);

/** The nearer of the two limits. */
function shareOf({ requests, requestsPerMinute, tokens, tokensPerMinute }: TrafficRow): number {
	return Math.max(requests / requestsPerMinute, tokens / tokensPerMinute);
}
