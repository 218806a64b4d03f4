import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import type { ModelAccess } from '../bedrock/modelAccess';
import type { RowFacts } from './accountFacts';
import { applicationFactItem } from './applicationFactItem';
import { browsedRegionItem, browsedRegionsItem } from './browsedRegionItems';
import { groupItem } from './groupItem';
import { plainLine } from '../bedrock/plainText';
import type { ModelOfProfileRow, ModelRow, ProfileRow, ProfileTreeRow } from './profileRows';
import type { Standing } from './profileStanding';
import { destinationItem, sourceRegionItem, sourceRegionsItem } from './regionItems';
import { accessSentence, accessWords, lifecycleWords, outsideAllowedWords, standingWords } from './rowWords';

/** How a row looks. Its tooltip is made when the pointer asks for it: see `profileCard.ts`. */
export function treeItem(row: ProfileTreeRow, catalogue: Catalogue, facts: RowFacts): vscode.TreeItem {
	switch (row.kind) {
		case 'group':
			return groupItem(row);
		case 'profile':
			return profileItem(row, catalogue, facts);
		case 'model':
			return modelItem(row, catalogue, facts);
		case 'modelOfProfile':
			return modelOfProfileItem(row);
		case 'applicationFact':
			return applicationFactItem(row, catalogue, facts);
		case 'sourceRegions':
			return sourceRegionsItem(row);
		case 'sourceRegion':
			return sourceRegionItem(row, catalogue);
		case 'destination':
			return destinationItem(row, catalogue);
		case 'browsedRegions':
			return browsedRegionsItem(row);
		case 'browsedRegion':
			return browsedRegionItem(row, catalogue);
	}
}

function modelItem({ id, model, sourceRegion }: ModelRow, catalogue: Catalogue, facts: RowFacts): vscode.TreeItem {
	const item = new vscode.TreeItem(plainLine(model.name), vscode.TreeItemCollapsibleState.None);
	const lifecycle = lifecycleWords(catalogue, [model.modelId]);
	const access = facts.access(model.modelId, sourceRegion);
	item.id = id;
	item.description = words([plainLine(model.modelId), lifecycle, accessWords(access)], ' · ');
	item.contextValue = 'onDemandModel';
	item.iconPath = new vscode.ThemeIcon(
		lifecycle !== undefined ? 'warning' : access === 'notGranted' ? 'lock' : 'circle-outline',
	);
	item.accessibilityInformation = {
		label: words(
			[
				plainLine(model.name),
				plainLine(model.provider),
				plainLine(model.modelId),
				lifecycle,
				vscode.l10n.t('on demand only'),
				accessSentence(access),
			],
			', ',
		),
	};
	return item;
}

function modelOfProfileItem({ id, profileId, model }: ModelOfProfileRow): vscode.TreeItem {
	const name = plainLine(model?.name ?? '') || plainLine(profileId);
	const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None);
	item.id = id;
	item.description = plainLine(profileId);
	item.contextValue = 'modelOfProfile';
	item.iconPath = new vscode.ThemeIcon('chip');
	item.tooltip = vscode.l10n.t('The foundation model that answers: {0}', plainLine(profileId));
	item.accessibilityInformation = { label: `${vscode.l10n.t('Model')}, ${name}, ${plainLine(profileId)}` };
	return item;
}

function profileItem(row: ProfileRow, catalogue: Catalogue, facts: RowFacts): vscode.TreeItem {
	const { profile, standing, sourceRegion } = row;
	const name = plainLine(profile.name) || plainLine(profile.profileId);
	const item = new vscode.TreeItem(row.namedAbove.reduce(nameWithout, name), vscode.TreeItemCollapsibleState.Collapsed);
	const lifecycle = standing === 'retired' ? undefined : lifecycleWords(catalogue, profile.modelIds);
	const isLive = profile.origin.kind === 'live';
	// Whether the account may use it matters where it can be called at all.
	const access = isLive && standing === 'callable' ? accessToAll(profile.modelIds, sourceRegion, facts) : undefined;
	const tags = profile.type === 'APPLICATION' && profile.arn !== undefined ? facts.tags(profile.arn) : undefined;
	const notes = [
		standingWords(standing, sourceRegion),
		lifecycle,
		accessWords(access),
		row.mayLeaveAllowedSets ? outsideAllowedWords() : undefined,
		profile.status !== undefined && isLive && profile.status !== 'ACTIVE' ? plainLine(profile.status, 40) : undefined,
	];
	const profileId = plainLine(profile.profileId);
	item.id = row.id;
	const isSnapshotBesideLive = !isLive && standing === 'callable' && catalogue.liveRegions.length > 0;
	item.description = words(
		[
			profileId,
			...notes,
			isSnapshotBesideLive ? vscode.l10n.t('snapshot') : undefined,
			...(tags ?? []).slice(0, 3).map(({ key, value }) => plainLine(`${key}=${value}`, 40)),
		],
		' · ',
	);
	item.contextValue = [
		isLive ? 'profile-live' : 'profile-bundled',
		...(profile.type === 'APPLICATION' ? ['application'] : []),
		...(row.isFavorite ? ['favorite'] : []),
	].join('-');
	item.iconPath = profileIcon(row, isLive, access, lifecycle !== undefined);
	item.accessibilityInformation = {
		label: words(
			[
				name,
				profileId,
				standing === 'callable' ? vscode.l10n.t('callable from {0}', sourceRegion) : undefined,
				...notes.filter((note) => note !== accessWords(access)),
				isLive && standing === 'callable' ? accessSentence(access) : undefined,
				row.isFavorite ? vscode.l10n.t('favorite') : undefined,
				isLive ? vscode.l10n.t('listed by the account') : vscode.l10n.t('from the bundled catalogue'),
			],
			', ',
		),
	};
	return item;
}

/** Access to several models is that to the one which is hardest to get. */
function accessToAll(modelIds: readonly string[], sourceRegion: string, facts: RowFacts): ModelAccess | undefined {
	const each = modelIds.map((modelId) => facts.access(modelId, sourceRegion));
	return (['notGranted', 'pending', undefined] as const).find((access) => each.includes(access)) ?? each[0];
}

function words(parts: readonly (string | undefined)[], between: string): string {
	return parts.filter((part) => part !== undefined && part !== '').join(between);
}

/**
 * `US Anthropic Claude Opus 5` below the region set `us` needs no `US`, and below Anthropic no `Anthropic`: in a narrow
 * sidebar the version counts.
 */
function nameWithout(name: string, above: string): string {
	const prefix = `${above} `;
	const isRepeated = above !== '' && name.toLowerCase().startsWith(prefix.toLowerCase());
	return isRepeated && name.length > prefix.length ? name.slice(prefix.length) : name;
}

/** Filled: the account has listed it; green: and may use it. Outline: the bundled catalogue says so. */
function profileIcon(
	{ standing, mayLeaveAllowedSets }: { readonly standing: Standing; readonly mayLeaveAllowedSets: boolean },
	isLive: boolean,
	access: ModelAccess | undefined,
	isLegacy: boolean,
): vscode.ThemeIcon {
	if (standing !== 'callable') return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
	if (mayLeaveAllowedSets) return new vscode.ThemeIcon('shield', new vscode.ThemeColor('list.warningForeground'));
	if (access === 'notGranted') return new vscode.ThemeIcon('lock', new vscode.ThemeColor('list.warningForeground'));
	if (isLegacy) return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
	if (access === 'pending') return new vscode.ThemeIcon('watch', new vscode.ThemeColor('list.warningForeground'));
	if (!isLive) return new vscode.ThemeIcon('circle-outline');
	return access === 'granted'
		? new vscode.ThemeIcon('circle-filled', new vscode.ThemeColor('testing.iconPassed'))
		: new vscode.ThemeIcon('circle-filled');
}
