import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { Engine } from '../engineModule';
import type { Judgement } from '../engine/engine';
import {
	type FileRow,
	type IdRow,
	isFixable,
	type ModelIdRow,
	type ModelRow,
	sentencesOn,
	type Verdict,
	verdictOf,
	worstVerdict,
} from './modelIdRows';
import { mostIds } from './workspaceScan';

const { Collapsed, None } = vscode.TreeItemCollapsibleState;

/** How a row looks. Names of files and IDs come from the workspace: they are labels, never Markdown. */
export function modelIdItem(row: ModelIdRow, engine: Engine): vscode.TreeItem {
	switch (row.kind) {
		case 'model':
			return modelItem(row);
		case 'file':
			return fileItem(row);
		case 'id':
			return idItem(row, engine);
		case 'note': {
			const label =
				row.code === 'limited'
					? vscode.l10n.t(
							'Only the first {0} IDs are shown. Files left out: {1}',
							mostIds.toLocaleString(vscode.env.language),
							row.leftOut,
						)
					: vscode.l10n.t('No model ID passes the filter');
			const item = new vscode.TreeItem(label, None);
			item.id = `note/${row.code}`;
			item.iconPath = new vscode.ThemeIcon('info');
			item.contextValue = 'note';
			return item;
		}
	}
}

function modelItem({ modelId, files }: ModelRow): vscode.TreeItem {
	const item = new vscode.TreeItem(modelId, Collapsed);
	const judgements = files.flatMap(({ ids }) => ids.map(({ judgement }) => judgement));
	item.id = `model/${modelId}`;
	item.description = countText(judgements.length, files.length);
	item.iconPath = verdictIcon(worstVerdict(judgements));
	item.tooltip = modelId;
	item.contextValue = 'model';
	return item;
}

function countText(ids: number, files: number): string {
	if (ids === 1) return vscode.l10n.t('1 ID');
	return files === 1 ? vscode.l10n.t('{0} IDs in 1 file', ids) : vscode.l10n.t('{0} IDs in {1} files', ids, files);
}

function fileItem({ modelId, file, ids }: FileRow): vscode.TreeItem {
	const item = new vscode.TreeItem(posix.basename(file.shownPath), Collapsed);
	const folder = posix.dirname(file.shownPath);
	item.id = `file/${modelId}/${file.uri}`;
	item.description = folder === '.' ? String(ids.length) : `${folder} · ${String(ids.length)}`;
	item.resourceUri = vscode.Uri.parse(file.uri);
	item.iconPath = vscode.ThemeIcon.File;
	item.tooltip = file.shownPath;
	item.contextValue = 'file';
	return item;
}

/** The row of its model says the ID already: where it stands and what becomes of it is what there is room for. */
function idItem(row: IdRow, engine: Engine): vscode.TreeItem {
	const { modelId, file, judgement } = row;
	const { occurrence } = judgement;
	const item = new vscode.TreeItem(vscode.l10n.t('Line {0}', occurrence.line), None);
	item.id = `id/${file.uri}/${String(occurrence.start)}/${occurrence.id}`;
	const own = occurrence.id === modelId ? [] : [occurrence.id];
	item.description = [...own, ...verdictText(judgement, engine)].join(' · ');
	item.iconPath = verdictIcon(verdictOf(judgement));
	item.tooltip = sentencesOn(judgement, engine).join('\n');
	item.accessibilityInformation = {
		label: vscode.l10n.t('{0}, line {1}, {2}', occurrence.id, occurrence.line, item.tooltip),
	};
	item.contextValue = isFixable(judgement) ? 'modelId-fixable' : 'modelId';
	item.command = { title: vscode.l10n.t('Open'), command: 'bedrockProfiles.openModelId', arguments: [row] };
	return item;
}

/** Nothing for a profile ID that is as it should be. */
function verdictText({ candidates, decision, reason, findings }: Judgement, engine: Engine): readonly string[] {
	const [best] = candidates;
	if (decision === 'convert' && best) return [`→ ${best.profileId}`];
	const [finding] = findings;
	if (finding) return [engine.findingText(finding)];
	return reason.code === 'alreadyProfile' ? [] : [engine.reasonText(reason)];
}

function verdictIcon(verdict: Verdict): vscode.ThemeIcon {
	switch (verdict) {
		case 'problem':
			return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
		case 'convertible':
			return new vscode.ThemeIcon('arrow-swap');
		case 'left':
			return new vscode.ThemeIcon('circle-outline');
		case 'fine':
			return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
	}
}
