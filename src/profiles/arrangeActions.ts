import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import { type Grouping, groupings } from './arrangement';
import { type Facets, facetsOf, type ProfileFilter } from './profileFilter';
import { plainLine } from '../bedrock/plainText';
import type { SidebarMemory } from './sidebarMemory';

interface GroupingItem extends vscode.QuickPickItem {
	readonly grouping: Grouping;
}

/** Lets the user choose what stands above the profiles. */
export async function groupProfiles(memory: SidebarMemory): Promise<void> {
	const { grouping: current } = memory.arrangement;
	const items = groupings.map((grouping): GroupingItem => ({
		label: groupingLabel(grouping),
		...(grouping === current ? { description: vscode.l10n.t('current') } : {}),
		grouping,
	}));
	const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Group inference profiles by') });
	if (chosen) await memory.group(chosen.grouping);
}

interface FacetItem extends vscode.QuickPickItem {
	readonly facet?: keyof Facets | 'isCallableOnly' | 'isAccessibleOnly';
	readonly value?: string;
}

/** Lets the user choose which profiles the tree shows. */
export async function filterProfiles(
	source: {
		readonly catalogue: { current(): Promise<Catalogue> };
		readonly connection: { sourceRegion(): Promise<string> };
	},
	memory: SidebarMemory,
): Promise<void> {
	const [catalogue, sourceRegion] = await Promise.all([source.catalogue.current(), source.connection.sourceRegion()]);
	const { filter } = memory.arrangement;
	const facets = facetsOf(catalogue);
	const section = (facet: keyof Facets, label: string): FacetItem[] => [
		{ label, kind: vscode.QuickPickItemKind.Separator },
		...facets[facet].map((value) => ({
			label: plainLine(facetLabel(facet, value), 80),
			picked: filter[facet].includes(value),
			facet,
			value,
		})),
	];
	const items: FacetItem[] = [
		{
			label: callableLabel(sourceRegion),
			picked: filter.isCallableOnly,
			facet: 'isCallableOnly',
		},
		{
			label: accessibleLabel(),
			picked: filter.isAccessibleOnly,
			facet: 'isAccessibleOnly',
		},
		...section('types', vscode.l10n.t('Type')),
		...section('providers', vscode.l10n.t('Provider')),
		...section('modalities', vscode.l10n.t('Modality')),
		...section('lifecycles', vscode.l10n.t('Lifecycle')),
	];
	const chosen = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Show only inference profiles that are …'),
		placeHolder: vscode.l10n.t('Select nothing to show all'),
		canPickMany: true,
	});
	if (!chosen) return;
	const values = (facet: keyof Facets) =>
		chosen.flatMap((item) => (item.facet === facet && item.value !== undefined ? [item.value] : []));
	const next: ProfileFilter = {
		types: values('types'),
		providers: values('providers'),
		modalities: values('modalities'),
		lifecycles: values('lifecycles'),
		isCallableOnly: chosen.some(({ facet }) => facet === 'isCallableOnly'),
		isAccessibleOnly: chosen.some(({ facet }) => facet === 'isAccessibleOnly'),
	};
	await memory.filter(next);
}

/** What a filter lets pass, in the words in which it was chosen. */
export function filterWords(filter: ProfileFilter, sourceRegion: string): readonly string[] {
	return [
		...(filter.isCallableOnly ? [callableLabel(sourceRegion)] : []),
		...(filter.isAccessibleOnly ? [accessibleLabel()] : []),
		...(['types', 'providers', 'modalities', 'lifecycles'] as const).flatMap((facet) =>
			filter[facet].map((value) => plainLine(facetLabel(facet, value), 80)),
		),
	];
}

function callableLabel(sourceRegion: string): string {
	return vscode.l10n.t('Only what can be called from {0}', sourceRegion);
}

function accessibleLabel(): string {
	return vscode.l10n.t('Only what this account has access to');
}

function groupingLabel(grouping: Grouping): string {
	switch (grouping) {
		case 'regionSet':
			return vscode.l10n.t('Region set');
		case 'regionSetAndProvider':
			return vscode.l10n.t('Region set, then provider');
		case 'provider':
			return vscode.l10n.t('Provider');
		case 'model':
			return vscode.l10n.t('Model');
		case 'flat':
			return vscode.l10n.t('Nothing: one flat list');
	}
}

/** The words of the API in the user's; a new one stands as it came. */
function facetLabel(facet: keyof Facets, value: string): string {
	if (facet === 'providers') return value;
	const known = new Map([
		['ACTIVE', vscode.l10n.t('active')],
		['APPLICATION', vscode.l10n.t('Application profile')],
		['AUDIO', vscode.l10n.t('audio')],
		['EMBEDDING', vscode.l10n.t('embedding')],
		['EOL', vscode.l10n.t('end of life')],
		['IMAGE', vscode.l10n.t('image')],
		['LEGACY', vscode.l10n.t('legacy')],
		['SPEECH', vscode.l10n.t('speech')],
		['SYSTEM_DEFINED', vscode.l10n.t('System-defined profile')],
		['TEXT', vscode.l10n.t('text')],
		['VIDEO', vscode.l10n.t('video')],
	]);
	return known.get(value) ?? value.toLowerCase().replaceAll('_', ' ');
}
