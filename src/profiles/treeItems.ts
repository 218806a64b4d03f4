import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import { dimmedUri } from './dimming';
import { plainLine } from './plainText';
import type {
	DestinationRow,
	GroupKind,
	GroupRow,
	ModelRow,
	ProfileRow,
	ProfileTreeRow,
	SourceRegionRow,
} from './profileRows';
import type { Standing } from './profileStanding';
import { regionName, regionSetName } from './regionNames';

/** How a row looks. Its tooltip is made when the pointer asks for it: see `profileCard.ts`. */
export function treeItem(row: ProfileTreeRow, catalogue: Catalogue): vscode.TreeItem {
	switch (row.kind) {
		case 'group':
			return groupItem(row);
		case 'profile':
			return profileItem(row, catalogue);
		case 'model':
			return modelItem(row, catalogue);
		case 'sourceRegion':
			return sourceRegionItem(row, catalogue);
		case 'destination':
			return destinationItem(row, catalogue);
	}
}

/** The words that stand behind a profile's ID; `undefined` where there is nothing to add. */
function standingWords(standing: Standing, sourceRegion: string): string | undefined {
	switch (standing) {
		case 'callable':
			return undefined;
		case 'elsewhere':
			return vscode.l10n.t('not from {0}', sourceRegion);
		case 'retired':
			return vscode.l10n.t('retired');
		case 'unconfirmed':
			return vscode.l10n.t('not confirmed');
	}
}

/** `legacy, ends 2026-10-14`; `undefined` for a model in full service. */
export function lifecycleWords(catalogue: Catalogue, modelIds: readonly string[]): string | undefined {
	for (const modelId of modelIds) {
		const lifecycle = catalogue.modelsById.get(modelId)?.lifecycle;
		if (lifecycle?.status === 'EOL') return vscode.l10n.t('end of life');
		if (lifecycle?.status === 'LEGACY') {
			return lifecycle.endOfLifeDate === undefined
				? vscode.l10n.t('legacy')
				: vscode.l10n.t('legacy, ends {0}', plainLine(lifecycle.endOfLifeDate, 10));
		}
	}
	return undefined;
}

function groupItem(row: GroupRow): vscode.TreeItem {
	const label = groupLabel(row);
	const counted = groupCount(row);
	const isUsable = row.callableCount > 0 || row.by === 'noProfile';
	const item = new vscode.TreeItem(
		label,
		isUsable && opensByItself.has(row.by) && !row.isGlobal
			? vscode.TreeItemCollapsibleState.Expanded
			: vscode.TreeItemCollapsibleState.Collapsed,
	);
	item.id = row.id;
	item.description = counted;
	item.contextValue = row.by === 'application' ? 'applicationProfiles' : row.by;
	item.iconPath = new vscode.ThemeIcon(row.isGlobal ? 'globe' : groupIcons[row.by]);
	item.accessibilityInformation = { label: `${label}, ${counted}` };
	item.tooltip = new vscode.MarkdownString(
		row.by === 'noProfile'
			? vscode.l10n.t(
					'No inference profile leads to these models: requests name the model ID and stay in {0}.',
					row.sourceRegion,
				)
			: vscode.l10n.t(
					'{0} of {1} known profiles can be called from {2}.',
					row.callableCount,
					row.count,
					row.sourceRegion,
				),
	);
	if (!isUsable) item.resourceUri = dimmedUri(row.id);
	return item;
}

const opensByItself: ReadonlySet<GroupKind> = new Set<GroupKind>(['application', 'favorites', 'recents', 'regionSet']);

const groupIcons: Readonly<Record<GroupKind, string>> = {
	application: 'tag',
	favorites: 'star-full',
	model: 'chip',
	noProfile: 'server',
	provider: 'organization',
	recents: 'history',
	regionSet: 'map',
};

function groupLabel({ by, key, name }: GroupRow): string {
	switch (by) {
		case 'application':
			return vscode.l10n.t('Application profiles');
		case 'favorites':
			return vscode.l10n.t('Favorites');
		case 'recents':
			return vscode.l10n.t('Recently used');
		case 'noProfile':
			return vscode.l10n.t('No profile');
		case 'model':
		case 'provider':
			return plainLine(key, 80) || vscode.l10n.t('not known');
		case 'regionSet': {
			const shortKey = plainLine(key, 40);
			const shown = regionSetName(key, name);
			if (shown === '' || shown === shortKey) return shortKey || vscode.l10n.t('Other region sets');
			return `${shown} · ${shortKey}`;
		}
	}
}

function groupCount({ by, callableCount, count, sourceRegion }: GroupRow): string {
	if (by === 'noProfile') {
		return count === 1
			? vscode.l10n.t('1 model on demand in {0}', sourceRegion)
			: vscode.l10n.t('{0} models on demand in {1}', count, sourceRegion);
	}
	if (callableCount === 0) return vscode.l10n.t('not from {0}', sourceRegion);
	return callableCount === 1 ? vscode.l10n.t('1 profile') : vscode.l10n.t('{0} profiles', callableCount);
}

function modelItem({ id, model }: ModelRow, catalogue: Catalogue): vscode.TreeItem {
	const item = new vscode.TreeItem(plainLine(model.name), vscode.TreeItemCollapsibleState.None);
	const lifecycle = lifecycleWords(catalogue, [model.modelId]);
	item.id = id;
	item.description = [plainLine(model.modelId), lifecycle].filter((word) => word !== undefined).join(' · ');
	item.contextValue = 'onDemandModel';
	item.iconPath = new vscode.ThemeIcon(lifecycle === undefined ? 'circle-outline' : 'warning');
	item.accessibilityInformation = {
		label: [model.name, model.provider, model.modelId, lifecycle, vscode.l10n.t('on demand only')]
			.flatMap((part) => (part === undefined ? [] : plainLine(part)))
			.join(', '),
	};
	return item;
}

function profileItem(row: ProfileRow, catalogue: Catalogue): vscode.TreeItem {
	const { profile, standing, sourceRegion } = row;
	const name = plainLine(profile.name) || plainLine(profile.profileId);
	const item = new vscode.TreeItem(
		row.isBelowRegionSet ? shortName(name, profile.regionSet) : name,
		vscode.TreeItemCollapsibleState.Collapsed,
	);
	const lifecycle = standing === 'retired' ? undefined : lifecycleWords(catalogue, profile.modelIds);
	const words = [standingWords(standing, sourceRegion), lifecycle].filter((word) => word !== undefined);
	const profileId = plainLine(profile.profileId);
	const isLive = profile.origin.kind === 'live';
	item.id = row.id;
	item.description = [profileId, ...words].join(' · ');
	item.contextValue = [
		isLive ? 'profile-live' : 'profile-bundled',
		...(profile.type === 'APPLICATION' ? ['application'] : []),
		...(row.isFavorite ? ['favorite'] : []),
	].join('-');
	item.iconPath = profileIcon(standing, isLive, lifecycle !== undefined);
	item.accessibilityInformation = {
		label: [
			name,
			profileId,
			standing === 'callable' ? vscode.l10n.t('callable from {0}', sourceRegion) : undefined,
			...words,
			row.isFavorite ? vscode.l10n.t('favorite') : undefined,
			isLive ? vscode.l10n.t('listed by the account') : vscode.l10n.t('from the bundled catalogue'),
		]
			.filter((part) => part !== undefined)
			.join(', '),
	};
	if (standing !== 'callable') item.resourceUri = dimmedUri(row.id);
	return item;
}

/** `US Anthropic Claude Opus 5` below the region set `us` needs no `US`: in a narrow sidebar the version counts. */
function shortName(name: string, regionSet: string | undefined): string {
	const prefix = `${regionSet ?? ''} `;
	const isRepeated = regionSet !== undefined && name.toLowerCase().startsWith(prefix.toLowerCase());
	return isRepeated && name.length > prefix.length ? name.slice(prefix.length) : name;
}

/** Filled: the account has listed it. Outline: the bundled catalogue says so. */
function profileIcon(standing: Standing, isLive: boolean, isLegacy: boolean): vscode.ThemeIcon {
	if (standing !== 'callable') return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
	if (isLegacy) return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
	return isLive
		? new vscode.ThemeIcon('circle-filled', new vscode.ThemeColor('testing.iconPassed'))
		: new vscode.ThemeIcon('circle-outline');
}

function sourceRegionItem(row: SourceRegionRow, catalogue: Catalogue): vscode.TreeItem {
	const label = vscode.l10n.t('From {0}', regionName(catalogue, row.region));
	const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
	item.id = row.id;
	item.description = row.region;
	item.contextValue = 'sourceRegion';
	item.iconPath = new vscode.ThemeIcon('arrow-right');
	item.tooltip = vscode.l10n.t('The profile can be called with source region {0}.', row.region);
	return item;
}

function destinationItem(row: DestinationRow, catalogue: Catalogue): vscode.TreeItem {
	const item = new vscode.TreeItem(destinationLabel(row, catalogue), vscode.TreeItemCollapsibleState.None);
	item.id = row.id;
	item.contextValue = 'destinationRegion';
	item.iconPath = new vscode.ThemeIcon(
		row.coverage === 'one' ? 'server-environment' : row.coverage === 'everywhere' ? 'globe' : 'question',
	);
	if (row.region === undefined) {
		item.tooltip =
			row.coverage === 'everywhere'
				? vscode.l10n.t(
						'A request may run in any commercial region that Bedrock supports. AWS does not publish the list, and it can grow.',
					)
				: vscode.l10n.t(
						'No source names them. They are known once your account has listed this profile from the source region.',
					);
		return item;
	}
	item.description = row.isSourceRegion ? `${row.region} · ${vscode.l10n.t('source region')}` : row.region;
	item.tooltip = row.isSourceRegion
		? vscode.l10n.t('A request may run in {0}, the region that it is sent to.', row.region)
		: vscode.l10n.t('A request may be routed to {0}.', row.region);
	return item;
}

function destinationLabel(row: DestinationRow, catalogue: Catalogue): string {
	if (row.region !== undefined) return plainLine(regionName(catalogue, row.region), 60);
	return row.coverage === 'everywhere'
		? vscode.l10n.t('All commercial regions')
		: vscode.l10n.t('Destination regions not known');
}
