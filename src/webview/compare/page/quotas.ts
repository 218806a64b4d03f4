import { element, textButton } from '../../chat/page/element';
import { fill } from '../../chat/page/format';
import type { QuotaUse } from '../../../compare/core/quotaUse';
import type { QuotaView } from '../protocol';
import type { PageContext } from './context';
import { noticeElement } from './notice';
import { makeTable } from './table';

/** The quotas of each target, beside what the comparison used of them. */
export class Quotas {
	readonly element = element('section', 'quotas');
	private readonly content = element('div', '');
	private readonly button: HTMLButtonElement;

	constructor(private readonly context: PageContext) {
		const { post, strings } = context;
		this.button = textButton('primary-button', strings.readQuotas, () => post({ type: 'readQuotas' }));
		this.content.setAttribute('aria-live', 'polite');
		this.element.append(element('h2', '', strings.tabQuotas), element('div', 'row', this.button), this.content);
	}

	show(isReading: boolean, targets: readonly QuotaView[]): void {
		const { strings } = this.context;
		this.button.disabled = isReading;
		this.content.replaceChildren(
			...(isReading ? [element('p', 'status', strings.looking)] : []),
			...targets.flatMap((target) => this.targetNodes(target)),
			...(targets.length === 0 && !isReading ? [element('p', 'muted', strings.noTargets)] : []),
		);
	}

	private targetNodes({ notice, quotas, sourceRegion, targetName }: QuotaView): readonly Node[] {
		const { formats, strings } = this.context;
		const title = `${targetName} · ${sourceRegion}`;
		const rows = quotas.map((quota) => [
			this.quotaName(quota),
			formats.count(quota.limit),
			formats.count(quota.used),
			this.meter(quota, title),
			quota.adjustable
				? textButton('link-button', strings.raiseQuota, () =>
						this.context.post({ type: 'openQuota', sourceRegion, code: quota.code }),
					)
				: '',
		]);
		return [
			element('h3', '', title),
			...(notice ? [noticeElement(notice, this.context)] : []),
			...(rows.length > 0
				? [
						makeTable(
							title,
							[
								{ title: strings.columnQuota },
								{ title: strings.limitOf, isNumber: true },
								{ title: strings.columnUsed, isNumber: true },
								{ title: strings.columnShare },
								{ title: strings.raiseQuota },
							],
							rows,
						),
					]
				: notice
					? []
					: [element('p', 'muted', strings.noQuotas)]),
		];
	}

	private quotaName({ kind, measure }: QuotaUse): string {
		const { strings } = this.context;
		const names = {
			onDemand: strings.onDemandQuota,
			crossRegion: strings.crossRegionQuota,
			global: strings.globalQuota,
		};
		return fill(names[kind], measure === 'requests' ? strings.quotaRequests : strings.quotaTokens);
	}

	private meter({ limit, used }: QuotaUse, title: string): Node {
		const share = limit === 0 ? 1 : used / limit;
		const bar = element('meter', '');
		bar.max = 1;
		bar.high = 0.8;
		bar.value = Math.min(1, share);
		bar.setAttribute('aria-label', title);
		return element('span', 'meter', bar, ` ${this.context.formats.percent(share)}`);
	}
}
