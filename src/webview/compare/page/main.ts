import type { FromPage, PageMemory } from '../protocol';
import { parseToPage } from '../protocol';
import { ComparePage } from './comparePage';

/** Given by VS Code once; kept in this file, so that nothing else in the page can reach it. */
declare function acquireVsCodeApi(): { postMessage(message: FromPage): void; setState(memory: PageMemory): void };

const vscode = acquireVsCodeApi();
const page = new ComparePage(
	document.body,
	(message) => vscode.postMessage(message),
	(memory) => vscode.setState(memory),
);
window.addEventListener('message', (event: MessageEvent<unknown>) => {
	const message = parseToPage(event.data);
	if (message) page.receive(message);
});
