import type { Command } from '../protocol';
import { Connection, type ConnectionState } from './connection';
import { button, element, labelled, setText } from './element';
import { FaultPanel } from './faultPanel';
import { Header } from './header';
import { RegionMap } from './regionMap';
import { RequestTable } from './requestTable';
import { textsFor } from './texts';

const language = new URLSearchParams(location.search).get('lang') ?? navigator.language;
const texts = textsFor(language);
document.documentElement.lang = language;
document.title = texts.title;

const key = takeKey();
if (key === undefined) askForKey(texts.noKey);
else show(key);

/** The key leaves the address bar at once; the tab keeps it over a reload. */
function takeKey(): string | undefined {
	const given = location.hash.slice(1);
	if (given !== '') {
		sessionStorage.setItem('key', given);
		history.replaceState(null, '', `${location.pathname}${location.search}`);
	}
	return sessionStorage.getItem('key') ?? undefined;
}

function askForKey(why: string): void {
	const input = element('input', '');
	input.autocomplete = 'off';
	const open = (): void => {
		const given = input.value.trim().replace(/^.*#/, '');
		if (given === '') return;
		sessionStorage.setItem('key', given);
		location.reload();
	};
	input.addEventListener('keydown', (event) => {
		if (event.key === 'Enter') open();
	});
	document.body.replaceChildren(
		element(
			'main',
			'gate',
			element('h1', '', texts.title),
			element('p', '', why),
			element('div', 'tools', labelled(texts.keyLabel, input), button(texts.keyButton, open)),
		),
	);
	input.focus();
}

function show(ownKey: string): void {
	const notice = element('p', 'notice');
	notice.setAttribute('role', 'status');
	const send = (command: Command): void => {
		void connection.send(command).then((isDone) => {
			setText(notice, isDone ? '' : texts.refused);
		});
	};
	const header = new Header(texts, language, send);
	const regions = new RegionMap(texts, (region, share) => {
		send({ kind: 'load', region, share });
	});
	const requests = new RequestTable(texts, language);
	const faults = new FaultPanel(texts, send);
	document.body.replaceChildren(header.node, element('main', '', notice, regions.node, requests.node, faults.node));
	const connection = new Connection(
		ownKey,
		(snapshot) => {
			header.update(snapshot);
			regions.update(snapshot);
			requests.update(snapshot);
			faults.update(snapshot);
		},
		(state: ConnectionState) => {
			if (state === 'wrongKey') {
				sessionStorage.removeItem('key');
				askForKey(texts.wrongKey);
				return;
			}
			document.body.classList.toggle('lost', state === 'lost');
			if (state === 'lost') setText(notice, texts.lost);
			else if (notice.textContent === texts.lost) setText(notice, '');
		},
	);
	void connection.run();
}
