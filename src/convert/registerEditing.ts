import * as vscode from 'vscode';
import type { ConversionParts, DocumentAnalyser } from './analysis';

const everywhere: vscode.DocumentSelector = [{ scheme: '*' }, { notebookType: '*' }];

/** Quick fixes, hovers and completion on model IDs. What they do is loaded when an editor first asks. */
export function registerEditing(analyser: DocumentAnalyser, parts: ConversionParts): vscode.Disposable {
	const answer = async <T>(what: string, ask: () => Promise<T>): Promise<T | undefined> => {
		try {
			return await ask();
		} catch (error) {
			parts.log.error(`${what} failed`, error);
			return undefined;
		}
	};
	return vscode.Disposable.from(
		vscode.languages.registerCodeActionsProvider(
			everywhere,
			{
				provideCodeActions: (document, range, context) =>
					answer('Looking for quick fixes', async () =>
						(await import('./editing')).codeActionsAt(analyser, document, range, context),
					),
			},
			{
				providedCodeActionKinds: [
					vscode.CodeActionKind.QuickFix,
					vscode.CodeActionKind.SourceFixAll.append('bedrockProfiles'),
				],
			},
		),
		vscode.languages.registerHoverProvider(everywhere, {
			provideHover: (document, position) =>
				answer('The hover', async () => (await import('./editing')).hoverAt(analyser, document, position)),
		}),
		vscode.languages.registerCompletionItemProvider(
			everywhere,
			{
				provideCompletionItems: (document, position, token) =>
					answer('Completing an ID', async () => {
						if (!mayBeginId(document, position)) return undefined;
						return (await import('./editing')).completionsAt(analyser, document, position, token);
					}),
			},
			'.',
			'/',
			':',
			'-',
		),
	);
}

/** Read before anything is loaded: a provider's name, `bedrock/` or what may name a model stands before the cursor. */
function mayBeginId(document: vscode.TextDocument, { line, character }: vscode.Position): boolean {
	const before = document.getText(new vscode.Range(line, Math.max(0, character - 100), line, character));
	return /(?:^|[^\w.-])(?:[a-z][a-z0-9-]{1,15}\.[a-z0-9.:-]*|bedrock\/[\w./:-]*|(?:foundation-model|inference-profile)\/[\w.:-]*)$|model[\w-]{0,20}\W{1,5}[^\n]{0,60}$/i.test(
		before,
	);
}
