import * as vscode from 'vscode';
import type { Candidate, Judgement, TextEdit } from './engine/engine';
import { type Analysis, type DocumentAnalyser } from './analysis';
import { diagnosticSource } from './diagnostics';
import { rangeAt } from './documentText';

const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('bedrockProfiles');

/** The quick fixes on model IDs, and `source.fixAll.bedrockProfiles` for a whole file. */
export function registerCodeActions(analyser: DocumentAnalyser): vscode.Disposable {
	return vscode.languages.registerCodeActionsProvider(
		[{ scheme: '*' }, { notebookType: '*' }],
		{
			async provideCodeActions(document, range, context) {
				const version = document.version;
				const analysis = await analyser.analyse(document);
				// The edits are for the version that was analysed; what was typed meanwhile asks again.
				if (!analysis || document.version !== version) return [];
				const actions: vscode.CodeAction[] = [];
				for (const judgement of analysis.judgements) {
					const place = rangeAt(analysis.text, judgement.occurrence.start, judgement.occurrence.end);
					if (place?.document !== document || !place.range.intersection(range)) continue;
					actions.push(...quickFixes(analysis, judgement, context.diagnostics, place.range));
				}
				const all = fixAll(analysis, document);
				if (all) actions.push(all);
				return actions.filter((action) => !context.only || (action.kind && context.only.contains(action.kind)));
			},
		},
		{ providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, fixAllKind] },
	);
}

/** One edit for everything in the file that converts without a choice left to the user. */
export function convertAllEdit(analysis: Analysis): { edit: vscode.WorkspaceEdit; count: number } {
	const edit = new vscode.WorkspaceEdit();
	const converted = analysis.judgements.filter(({ decision, isPreferred }) => decision === 'convert' && isPreferred);
	for (const judgement of converted) addEdits(edit, analysis, judgement.edits);
	return { edit, count: converted.length };
}

function quickFixes(
	analysis: Analysis,
	judgement: Judgement,
	diagnostics: readonly vscode.Diagnostic[],
	range: vscode.Range,
): vscode.CodeAction[] {
	const answered = diagnostics.filter(
		(diagnostic) => diagnostic.source === diagnosticSource && diagnostic.range.isEqual(range),
	);
	const fix = (title: string, edits: readonly TextEdit[]): vscode.CodeAction => {
		const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
		action.edit = new vscode.WorkspaceEdit();
		addEdits(action.edit, analysis, edits);
		action.diagnostics = answered;
		return action;
	};
	const { candidates, reversal, successor } = judgement;
	const actions = candidates.map((candidate) => fix(titleOf(candidate, judgement), candidate.edits));
	const [best] = actions;
	if (best) best.isPreferred = judgement.decision === 'convert' && judgement.isPreferred;
	if (successor) {
		const { modelId, profileId = modelId } = successor;
		actions.push(fix(vscode.l10n.t('Change the model to {0}, its successor', profileId), successor.edits));
	}
	if (reversal) actions.push(fix(vscode.l10n.t('Go back to the model ID {0}', reversal.modelId), reversal.edits));
	return actions;
}

function titleOf({ profileId, isGlobal }: Candidate, { reason }: Judgement): string {
	if (reason.code === 'alreadyProfile') {
		return isGlobal
			? vscode.l10n.t('Switch to {0} (may run in any commercial region)', profileId)
			: vscode.l10n.t('Switch to {0}', profileId);
	}
	return isGlobal
		? vscode.l10n.t('Convert to {0} (may run in any commercial region)', profileId)
		: vscode.l10n.t('Convert to {0}', profileId);
}

function fixAll(analysis: Analysis, document: vscode.TextDocument): vscode.CodeAction | undefined {
	const { edit, count } = convertAllEdit(analysis);
	if (count === 0 || !edit.has(document.uri)) return undefined;
	const action = new vscode.CodeAction(vscode.l10n.t('Convert all model IDs in this file to profile IDs'), fixAllKind);
	action.edit = edit;
	return action;
}

function addEdits(edit: vscode.WorkspaceEdit, analysis: Analysis, edits: readonly TextEdit[]): void {
	for (const { start, end, newText } of edits) {
		const place = rangeAt(analysis.text, start, end);
		if (place) edit.replace(place.document.uri, place.range, newText);
	}
}
