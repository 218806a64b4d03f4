import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import { noFacts } from './accountFacts';
import { readAllowedRegionSets } from './allowedRegionSetsSetting';
import { plainArrangement } from './arrangement';
import { plainLine } from '../bedrock/plainText';
import { regionSetName } from './regionNames';
import { profilesInReach, regionSetGroups, rootRows } from './rowGroups';
import { lifecycleWords, outsideAllowedWords } from './rowWords';

/** What a chat can go through from a source region, under the names of the sidebar's groups. */
export interface TargetChoices {
	readonly name: string;
	readonly targets: readonly { readonly profileId: string; readonly name: string; readonly note?: string }[];
}

/** Profiles by region set, application profiles, then models that only their own ID leads to; what cannot be called is left out. */
export function targetChoices(catalogue: Catalogue, sourceRegion: string): readonly TargetChoices[] {
	const allowedRegionSets = readAllowedRegionSets();
	const rows = profilesInReach({ catalogue, sourceRegion, allowedRegionSets }).filter(
		(row) => row.standing === 'callable',
	);
	const groups = regionSetGroups(catalogue, sourceRegion, rows).map((group) => ({
		name:
			group.by === 'application'
				? vscode.l10n.t('Application profiles')
				: `${regionSetName(group.key, group.name)} · ${group.key}`,
		targets: group.children.flatMap((row) =>
			row.kind === 'profile'
				? [
						target(
							row.profileId,
							row.profile.name,
							lifecycleWords(catalogue, row.profile.modelIds),
							row.mayLeaveAllowedSets ? outsideAllowedWords() : undefined,
						),
					]
				: [],
		),
	}));
	const onDemand = rootRows({
		catalogue,
		sourceRegion,
		allowedRegionSets,
		arrangement: plainArrangement,
		facts: noFacts,
		browsedRegions: [],
	}).flatMap((row) => (row.kind === 'group' && row.by === 'noProfile' ? row.children : []));
	const models = onDemand.flatMap((row) =>
		row.kind === 'model' ? [target(row.profileId, row.model.name, lifecycleWords(catalogue, [row.model.modelId]))] : [],
	);
	return [
		...groups.map(({ name, targets }) => ({ name: plainLine(name), targets })),
		...(models.length > 0 ? [{ name: vscode.l10n.t('No profile'), targets: models }] : []),
	];
}

function target(profileId: string, name: string, ...notes: readonly (string | undefined)[]) {
	const note = notes.filter((each) => each !== undefined).join(' · ');
	return { profileId, name: plainLine(name) || profileId, ...(note !== '' && { note }) };
}
