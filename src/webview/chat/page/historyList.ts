import type { HistoryEntry } from '../protocol';
import type { PageContext } from './context';
import { element, iconButton } from './element';
import { fill } from './format';

/** The conversations that are kept, newest first. */
export function historyList(entries: readonly HistoryEntry[], context: PageContext, onOpen: () => void): HTMLElement {
	const { strings, formats, post } = context;
	if (entries.length === 0) return element('p', 'picker-empty', strings.historyEmpty);
	const list = element('ul', 'history');
	for (const { isCurrent, changedAt, sessionId, targetName, title } of entries) {
		const open = element(
			'button',
			'history-entry',
			element('span', 'history-title', title),
			element('span', 'picker-note', `${targetName} · ${formats.moment(changedAt)}`),
		);
		open.type = 'button';
		if (isCurrent) open.setAttribute('aria-current', 'true');
		open.addEventListener('click', () => {
			post({ type: 'openConversation', conversationId: sessionId });
			onOpen();
		});
		const remove = iconButton('trash', fill(strings.deleteConversation, title), () => {
			post({ type: 'deleteConversation', conversationId: sessionId });
		});
		list.append(element('li', '', open, remove));
	}
	return list;
}
