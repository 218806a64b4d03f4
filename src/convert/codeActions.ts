import * as vscode from 'vscode';
import type { Candidate, Finding, Judgement, OutdatedRequirement, TextEdit } from './engine/engine';
import { type Analysis, type DocumentAnalyser } from './analysis';
import { diagnosticSource } from './diagnosticSource';
import { addEdits, convertAllEdit, isCurrent } from './documentEdits';
import { rangeAt } from './documentText';

const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('bedrockProfiles');

/** The quick fixes on model IDs, policies and requirements at a place, and those for the whole file. */
export async function codeActionsAt(
	analyser: DocumentAnalyser,
	document: vscode.TextDocument,
	range: vscode.Range,
	context: vscode.CodeActionContext,
): Promise<vscode.CodeAction[]> {
	const analysis = await analyser.analyse(document);
	// The edits are for the version that was analysed; what was typed meanwhile asks again.
	if (!analysis || !isCurrent(analysis)) return [];
	const actions: vscode.CodeAction[] = [];
	const answered = (at: vscode.Range): vscode.Diagnostic[] =>
		context.diagnostics.filter(({ source, range: own }) => source === diagnosticSource && own.isEqual(at));
	for (const judgement of analysis.judgements) {
		const place = rangeAt(analysis.text, judgement.occurrence.start, judgement.occurrence.end);
		if (place?.document !== document || !place.range.intersection(range)) continue;
		actions.push(...quickFixes(analysis, judgement, answered(place.range)));
	}
	for (const requirement of analysis.requirements) {
		const place = rangeAt(analysis.text, requirement.start, requirement.end);
		if (place?.document !== document || !place.range.intersection(range)) continue;
		actions.push(requirementFix(analysis, requirement, answered(place.range)));
	}
	actions.push(...fixesForAll(analysis, document, actions.length > 0));
	return actions.filter((action) => !context.only || (action.kind && context.only.contains(action.kind)));
}

function quickFix(
	analysis: Analysis,
	title: string,
	edits: readonly TextEdit[],
	diagnostics: vscode.Diagnostic[],
): vscode.CodeAction {
	const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
	action.edit = new vscode.WorkspaceEdit();
	addEdits(action.edit, analysis, edits);
	action.diagnostics = diagnostics;
	return action;
}

function quickFixes(analysis: Analysis, judgement: Judgement, diagnostics: vscode.Diagnostic[]): vscode.CodeAction[] {
	const fix = (title: string, edits: readonly TextEdit[]) => quickFix(analysis, title, edits, diagnostics);
	const { candidates, findings, reversal, successor } = judgement;
	const actions = candidates.map((candidate) => fix(titleOf(candidate, judgement), candidate.edits));
	const [best] = actions;
	if (best) best.isPreferred = judgement.decision === 'convert' && judgement.isPreferred;
	for (const finding of findings) {
		const title = policyTitle(finding);
		if (title === undefined || !('edits' in finding) || finding.edits.length === 0) continue;
		const action = fix(title, finding.edits);
		action.isPreferred = finding.code === 'iamModelMissing';
		actions.push(action);
	}
	const nearest = nearestIdFix(analysis, judgement);
	if (nearest) actions.push(fix(nearest.title, nearest.edits));
	if (successor) {
		const { modelId, profileId = modelId } = successor;
		actions.push(fix(vscode.l10n.t('Change the model to {0}, its successor', profileId), successor.edits));
	}
	if (reversal) actions.push(fix(vscode.l10n.t('Go back to the model ID {0}', reversal.modelId), reversal.edits));
	return actions;
}

/** For an ID that nobody knows: a guess, so it is never preferred. */
function nearestIdFix(
	{ text }: Analysis,
	{ occurrence: { id, start, end }, findings }: Judgement,
): { title: string; edits: readonly TextEdit[] } | undefined {
	for (const finding of findings) {
		if (finding.code !== 'unknownId' || finding.nearest === undefined) continue;
		const written = text.text.slice(start, end);
		const isEscaped = written === id.replaceAll(':', '%3A');
		// An ID over several strings is not put together again.
		if (written !== id && !isEscaped) return undefined;
		const newText = written === id ? finding.nearest : finding.nearest.replaceAll(':', '%3A');
		return {
			title: vscode.l10n.t('Change it to {0}, the nearest known ID', finding.nearest),
			edits: [{ start, end, newText }],
		};
	}
	return undefined;
}

/** Named in a title; the rest is counted. */
const mostRegions = 4;

/** Named by the profile and where its requests may run. */
function titleOf({ profileId, isGlobal, destinationRegions }: Candidate, { reason }: Judgement): string {
	const isSwitch = reason.code === 'alreadyProfile';
	if (isGlobal) {
		return isSwitch
			? vscode.l10n.t('Switch to {0} (may run in any commercial region)', profileId)
			: vscode.l10n.t('Convert to {0} (may run in any commercial region)', profileId);
	}
	if (!destinationRegions || destinationRegions.length === 0) {
		return isSwitch ? vscode.l10n.t('Switch to {0}', profileId) : vscode.l10n.t('Convert to {0}', profileId);
	}
	const named = destinationRegions.slice(0, mostRegions).join(', ');
	const more = destinationRegions.length - mostRegions;
	const regions = more > 0 ? vscode.l10n.t('{0} and {1} more', named, more) : named;
	return isSwitch
		? vscode.l10n.t('Switch to {0} (runs in {1})', profileId, regions)
		: vscode.l10n.t('Convert to {0} (runs in {1})', profileId, regions);
}

function policyTitle(finding: Finding): string | undefined {
	switch (finding.code) {
		case 'iamModelMissing': {
			const named = finding.regions.filter((region) => region !== '');
			return named.length < finding.regions.length
				? vscode.l10n.t("Allow the profile's model without a region as well, which global profiles need")
				: vscode.l10n.t("Allow the profile's model in {0} as well", named.join(', '));
		}
		case 'iamProfileMissing':
			return finding.profileId === undefined
				? undefined
				: vscode.l10n.t('Allow the inference profile {0} and the regions that it routes to', finding.profileId);
		default:
			return undefined;
	}
}

function requirementFix(
	analysis: Analysis,
	{ packageName, minimum, edit }: OutdatedRequirement,
	diagnostics: vscode.Diagnostic[],
): vscode.CodeAction {
	const title = vscode.l10n.t('Require {0} {1} or newer', packageName, minimum);
	const action = quickFix(analysis, title, [edit], diagnostics);
	action.isPreferred = true;
	return action;
}

/** For on-save, and at an ID where there is more than one to convert. A notebook's other cells come along. */
function fixesForAll(analysis: Analysis, document: vscode.TextDocument, isAtId: boolean): vscode.CodeAction[] {
	const { edit, count } = convertAllEdit(analysis);
	if (count === 0) return [];
	const actions: vscode.CodeAction[] = [];
	if (edit.has(document.uri)) {
		const title = vscode.l10n.t('Convert all model IDs in this file to profile IDs');
		const onSave = new vscode.CodeAction(title, fixAllKind);
		onSave.edit = edit;
		actions.push(onSave);
	}
	if (isAtId && count > 1) {
		const title = vscode.l10n.t('Convert all {0} model IDs in this file', count);
		const all = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
		all.edit = edit;
		actions.push(all);
	}
	return actions;
}
