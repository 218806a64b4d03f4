import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import { plainArrangement } from './arrangement';
import { plainLine } from './plainText';
import { regionSetName } from './regionNames';
import { profilesInReach, regionSetGroups, rootRows } from './rowGroups';
import { lifecycleWords } from './treeItems';

/** What a chat can go through from a source region, under the names of the sidebar's groups. */
export interface TargetChoices {
	readonly name: string;
	readonly targets: readonly { readonly profileId: string; readonly name: string; readonly note?: string }[];
}

/** Profiles by region set, application profiles, then models that only their own ID leads to; what cannot be called is left out. */
export function targetChoices(catalogue: Catalogue, sourceRegion: string): readonly TargetChoices[] {
	const rows = profilesInReach(catalogue, sourceRegion, { favorites: [] }).filter((row) => row.standing === 'callable');
	const groups = regionSetGroups(catalogue, sourceRegion, rows).map((group) => ({
		name:
			group.by === 'application'
				? vscode.l10n.t('Application profiles')
				: `${regionSetName(group.key, group.name)} · ${group.key}`,
		targets: group.children.flatMap((row) =>
			row.kind === 'profile'
				? [target(catalogue, row.profileId, row.profile.name || row.profile.profileId, row.profile.modelIds)]
				: [],
		),
	}));
	const onDemand = rootRows(catalogue, sourceRegion, plainArrangement).flatMap((row) =>
		row.kind === 'group' && row.by === 'noProfile' ? row.children : [],
	);
	const models = onDemand.flatMap((row) =>
		row.kind === 'model' ? [target(catalogue, row.profileId, row.model.name, [row.model.modelId])] : [],
	);
	return [
		...groups.map(({ name, targets }) => ({ name: plainLine(name), targets })),
		...(models.length > 0 ? [{ name: vscode.l10n.t('No profile'), targets: models }] : []),
	];
}

function target(catalogue: Catalogue, profileId: string, name: string, modelIds: readonly string[]) {
	const note = lifecycleWords(catalogue, modelIds);
	return { profileId, name: plainLine(name) || profileId, ...(note !== undefined && { note }) };
}
