import * as vscode from 'vscode';
import { copiedFrom } from '../bedrock/allowedRegionSets';
import type { Tag } from '../bedrock/applicationProfiles';
import type { Catalogue } from '../bedrock/catalogue';
import type { RowFacts } from './accountFacts';
import { plainLine } from '../bedrock/plainText';
import type { ApplicationFactRow } from './profileRows';

/** A row below an application profile: what it was copied from, its tags, its status. */
export function applicationFactItem(row: ApplicationFactRow, catalogue: Catalogue, facts: RowFacts): vscode.TreeItem {
	const { label, text, icon } = look(row, catalogue, facts);
	const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
	item.id = row.id;
	item.description = text;
	item.tooltip = `${label}: ${text}`;
	item.iconPath = new vscode.ThemeIcon(icon);
	item.contextValue = `applicationFact-${row.fact}`;
	item.accessibilityInformation = { label: `${label}, ${text}` };
	return item;
}

interface Look {
	readonly label: string;
	readonly text: string;
	readonly icon: string;
}

function look({ fact, profile, sourceRegion }: ApplicationFactRow, catalogue: Catalogue, facts: RowFacts): Look {
	switch (fact) {
		case 'copiedFrom': {
			const source = copiedFrom(catalogue, profile, sourceRegion);
			const text =
				source?.kind === 'profile'
					? plainLine(source.profile.profileId)
					: source
						? vscode.l10n.t('{0} on demand in {1}', plainLine(source.modelId), source.region)
						: vscode.l10n.t('not known');
			return { label: vscode.l10n.t('Copied from'), text, icon: 'references' };
		}
		case 'tags':
			return {
				label: vscode.l10n.t('Tags'),
				text: tagText(profile.arn === undefined ? undefined : facts.tags(profile.arn)),
				icon: 'tag',
			};
		case 'status':
			return {
				label: vscode.l10n.t('Status'),
				text: profile.status === 'ACTIVE' ? vscode.l10n.t('active') : plainLine(profile.status ?? '', 40),
				icon: 'pulse',
			};
	}
}

function tagText(tags: readonly Tag[] | undefined): string {
	if (tags === undefined) return vscode.l10n.t('not known');
	if (tags.length === 0) return vscode.l10n.t('none');
	return plainLine(tags.map(({ key, value }) => `${key}=${value}`).join(', '), 500);
}
