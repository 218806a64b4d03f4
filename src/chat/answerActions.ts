import * as vscode from 'vscode';
import type { AnswerMessage } from '../webview/chat/protocol';
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
