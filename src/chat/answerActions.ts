import * as vscode from 'vscode';
import type { AnswerMessage, NewFile, UseText } from '../webview/chat/protocol';
import type { ChatActions } from './chatActions';

/** Looks up in the model invocation logs where a request ran. */
const traceCommand = 'bedrockProfiles.whereDidItRun';

export async function canTrace(): Promise<boolean> {
	return (await vscode.commands.getCommands(true)).includes(traceCommand);
}

export async function traceRequest(answer: AnswerMessage | undefined): Promise<void> {
	const { requestId, sourceRegion, sentAt } = answer?.details ?? {};
	if (requestId === undefined) return;
	const time = sentAt === undefined ? undefined : new Date(sentAt).toISOString();
	await vscode.commands.executeCommand(traceCommand, { requestId, sourceRegion, time });
}

/** @returns a sentence when it could not be saved. */
export async function saveImage(
	answer: AnswerMessage | undefined,
	index: number,
	actions: ChatActions,
): Promise<string | undefined> {
	const extra = answer?.extras?.[index];
	return extra?.type === 'image' ? actions.saveImage(extra) : undefined;
}

/** Takes code or an answer out of the chat. @returns a sentence when it could not be done. */
export function useText(message: UseText | NewFile, actions: ChatActions): Promise<string | undefined> {
	switch (message.type) {
		case 'copyText':
			return actions.copy(message.text);
		case 'insertAtCursor':
			return actions.insertAtCursor(message.text);
		case 'replaceSelection':
			return actions.replaceSelection(message.text);
		case 'applyAsDiff':
			return actions.applyAsDiff(message.text);
		case 'newFile':
			return actions.openInNewFile(message.text, message.language);
	}
}
