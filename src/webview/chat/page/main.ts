import type { FromPage, PageMemory } from '../protocol';
import { parsePageMemory, parseToPage } from '../protocol';
import { ChatPage } from './chatPage';
import { PageMemoryWriter } from './pageMemoryWriter';

/** Given by VS Code once; kept in this file, so that nothing else in the page can reach it. */
declare function acquireVsCodeApi(): {
	postMessage(message: FromPage): void;
	getState(): unknown;
	setState(memory: PageMemory): void;
};

const vscode = acquireVsCodeApi();
const memoryWriter = new PageMemoryWriter((memory) => {
	vscode.setState(memory);
}, window);
const page = new ChatPage(document.body, {
	post: (message) => {
		vscode.postMessage(message);
	},
	remember: (memory) => {
		memoryWriter.remember(memory);
	},
	draft: parsePageMemory(vscode.getState())?.draft ?? '',
});
window.addEventListener('message', (event: MessageEvent<unknown>) => {
	const message = parseToPage(event.data);
	if (message) page.receive(message);
});
