import * as vscode from 'vscode';
import type { ConversionAction, PlannedChange } from './plannedChanges';

/** The heading under which VS Code's refactor preview lists a change. */
export function changeGroup({ isSure, judgement }: PlannedChange, action: ConversionAction): string {
	switch (action.kind) {
		case 'reverse':
			return vscode.l10n.t('Back to the model ID');
		case 'switchRegionSet':
			return vscode.l10n.t('Another region set: {0}', action.regionSet);
		case 'convert':
	}
	const { candidates, occurrence, reason, regionEvidence } = judgement;
	if (isSure) {
		switch (reason.code) {
			case 'profileRequired':
				return vscode.l10n.t('The model needs a profile in its region');
			case 'onlyProfile':
				return vscode.l10n.t('The model can be invoked only through this profile');
			default:
				return vscode.l10n.t('A profile is available, for more throughput');
		}
	}
	if (candidates[0]?.isGlobal) return vscode.l10n.t('Please check: the only profile may run in any commercial region');
	if (occurrence.place === 'comment' || occurrence.place === 'prose') {
		return vscode.l10n.t('Please check: in comments and prose');
	}
	if (regionEvidence && regionEvidence.regions.length > 1) {
		return regionEvidence.source === 'project'
			? vscode.l10n.t('Please check: the project names several regions')
			: vscode.l10n.t('Please check: the code names several regions');
	}
	return vscode.l10n.t('Please check: no file names the region');
}
