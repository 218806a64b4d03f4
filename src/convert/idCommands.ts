import * as vscode from 'vscode';
import { parseBedrockArn } from '../bedrock/arn';
import type { ConversionParts, DocumentAnalyser } from './analysis';
import { writeEdits } from './documentEdits';

/** What the buttons of a hover run. Their arguments are checked: a command can be called by anyone. */
export function registerIdCommands(analyser: DocumentAnalyser, parts: ConversionParts): vscode.Disposable {
	return vscode.Disposable.from(
		vscode.commands.registerCommand('bedrockProfiles.convertId', async (...given: unknown[]) => {
			try {
				await convertId(analyser, given);
			} catch (error) {
				parts.log.error('Converting an ID failed', error);
				await changedSince();
			}
		}),
		vscode.commands.registerCommand('bedrockProfiles.copyArn', async (arn: unknown) => {
			if (typeof arn !== 'string' || !parseBedrockArn(arn)) return;
			await vscode.env.clipboard.writeText(arn);
			vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', arn), 3_000);
		}),
	);
}

/** @param given the document's URI, its version, the ID's offset in the analysed text, the profile to convert to. */
async function convertId(analyser: DocumentAnalyser, given: readonly unknown[]): Promise<void> {
	const [uri, version, offset, profileId] = given;
	if (typeof uri !== 'string') return;
	const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri);
	const analysis = document?.version === version ? document && (await analyser.analyse(document)) : undefined;
	const candidate = analysis?.judgements
		.find(({ occurrence }) => occurrence.start === offset)
		?.candidates.find((each) => each.profileId === profileId);
	if (!analysis || !candidate || (await writeEdits(analysis, candidate.edits)) !== 'written') await changedSince();
}

async function changedSince(): Promise<void> {
	await vscode.window.showWarningMessage(
		vscode.l10n.t('The file has changed or is read-only, so nothing was converted. Point at the ID again.'),
	);
}
