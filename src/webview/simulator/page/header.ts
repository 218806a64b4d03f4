import type { Command, Snapshot } from '../protocol';
import { checkbox, element, setText } from './element';
import type { Texts } from './texts';

/** The line above everything: which world, since when, how much. */
export class Header {
	readonly node: HTMLElement;
	private readonly about = element('p', 'help');
	private readonly numbers = [element('dd', ''), element('dd', ''), element('dd', '')] as const;
	private readonly limits: HTMLInputElement;

	constructor(
		private readonly texts: Texts,
		private readonly language: string,
		send: (command: Command) => void,
	) {
		const { node, box } = checkbox(texts.limits, (isLimited) => {
			send({ kind: 'limits', isLimited });
		});
		this.limits = box;
		const names = [texts.totalRequests, texts.totalThrottled, texts.totalFailed];
		this.node = element(
			'header',
			'',
			element('div', '', element('h1', '', texts.title), this.about),
			element(
				'dl',
				'totals',
				...this.numbers.map((number, index) => element('div', '', element('dt', '', names[index] ?? ''), number)),
			),
			node,
		);
	}

	update({ asOf, endpoint, isLimited, now, startedAt, totals, world }: Snapshot): void {
		const minutes = Math.floor((now - startedAt) / 60_000);
		setText(this.about, `${this.texts.world(world, asOf)} · ${endpoint} · ${this.texts.running(minutes)}`);
		[totals.requests, totals.throttled, totals.failed].forEach((value, index) => {
			const node = this.numbers[index];
			if (node) setText(node, value.toLocaleString(this.language));
		});
		this.limits.checked = isLimited;
	}
}
