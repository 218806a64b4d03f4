import type { Snapshot } from '../protocol';
import { FaultPanel } from './faultPanel';
import { node, setText } from './node';
import { QuotaTable } from './quotaTable';
import { RegionMap } from './regionMap';
import { RequestLog } from './requestLog';
import type { Outcome } from './simulatorClient';
import { SimulatorClient } from './simulatorClient';
import { textsIn } from './texts';

const language = document.documentElement.lang;
const texts = textsIn(language);
const numbers = new Intl.NumberFormat(language);
const times = new Intl.DateTimeFormat(language, { timeStyle: 'medium', hour12: false });
const client = new SimulatorClient(location.hash.slice(1));
/** Milliseconds between one answer and the next question. */
const pause = { shown: 700, hidden: 5_000 };

const world = node('span');
const account = node('span');
const total = node('span');
const isLimited = node('input', { type: 'checkbox' });
const trouble = node('p', { class: 'trouble', role: 'alert' });
trouble.hidden = true;
const map = new RegionMap(texts, numbers, {
	onLoad: (region, load) => void wish(client.setLoad(region, load)),
	onPick: (region) => {
		log.pick(region);
		if (last) quotas.update(last, log.pickedRegion);
	},
});
const log = new RequestLog(texts, times, numbers);
const quotas = new QuotaTable(texts, numbers);
const faults = new FaultPanel(texts, {
	onAdd: (rule) => void wish(client.addFault(rule)),
	onRemove: (id) => void wish(client.removeFault(id)),
	onClear: () => void wish(client.clearFaults()),
});
let last: Snapshot | undefined;

document.title = texts.title;
isLimited.addEventListener('change', () => void wish(client.setLimited(isLimited.checked)));
document.body.append(
	node(
		'header',
		{},
		node('h1', {}, texts.title),
		node('code', {}, location.origin),
		world,
		account,
		total,
		node('label', { class: 'check' }, isLimited, texts.isLimited),
	),
	node(
		'main',
		{},
		trouble,
		node('div', { class: 'columns' }, map.element, faults.element),
		quotas.element,
		log.element,
	),
);
// A new address with another secret is another page, which the browser would not load by itself.
addEventListener('hashchange', () => {
	location.reload();
});
void watch();

/** Asks again and again, one question at a time; less often while nobody looks. */
async function watch(): Promise<void> {
	const outcome = await client.state();
	take(outcome);
	if (outcome.kind === 'refused' && outcome.status === 403) {
		tell(texts.noToken);
		return;
	}
	setTimeout(() => void watch(), document.hidden ? pause.hidden : pause.shown);
}

async function wish(asked: Promise<Outcome>): Promise<void> {
	take(await asked);
}

function take(outcome: Outcome): void {
	switch (outcome.kind) {
		case 'state':
			show(outcome.snapshot);
			return;
		case 'refused':
			tell(texts.refused(outcome.message));
			return;
		case 'silent':
			tell(texts.noAnswer);
			isSilent = true;
	}
}

let isSilent = false;

/** A complaint stays until a wish is granted; the silence ends with the first answer. */
function show(snapshot: Snapshot): void {
	if (isSilent) trouble.hidden = true;
	isSilent = false;
	last = snapshot;
	setText(world, texts.world(snapshot.world, snapshot.asOf));
	setText(account, texts.account(snapshot.account));
	setText(total, texts.requestsInAll(numbers.format(snapshot.total)));
	isLimited.checked = snapshot.isLimited;
	map.update(snapshot);
	faults.update(snapshot);
	log.update(snapshot);
	quotas.update(snapshot, log.pickedRegion);
}

function tell(sentence: string): void {
	setText(trouble, sentence);
	trouble.hidden = false;
}
