import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import { readAllowedRegionSets } from './allowedRegionSetsSetting';
import { providerOf } from './profileFilter';
import { escapeIcons } from '../bedrock/plainText';
import { compareProfiles } from './profileStanding';
import { profilesInReach } from './rowGroups';
import { outsideAllowedWords, standingWords } from './rowWords';

interface FoundItem extends vscode.QuickPickItem {
	readonly profileId: string;
}

/**
 * Finds a profile by any part of its name, ID or provider. VS Code's own find in a tree sees only rows that were opened.
 * @returns what a request names; `undefined` when the user turned away.
 */
export async function findProfile(source: {
	readonly catalogue: { current(): Promise<Catalogue> };
	readonly connection: { sourceRegion(): Promise<string> };
}): Promise<string | undefined> {
	const [catalogue, sourceRegion] = await Promise.all([source.catalogue.current(), source.connection.sourceRegion()]);
	const items = profilesInReach({ catalogue, sourceRegion, allowedRegionSets: readAllowedRegionSets() })
		.toSorted(compareProfiles)
		.map((row): FoundItem => {
			const { profile } = row;
			const notes = [
				profile.profileId,
				standingWords(row.standing, sourceRegion),
				row.mayLeaveAllowedSets ? outsideAllowedWords() : undefined,
			].filter((note) => note !== undefined);
			return {
				label: escapeIcons(profile.name || profile.profileId),
				description: escapeIcons(notes.join(' · ')),
				detail: escapeIcons(providerOf(catalogue, profile)),
				profileId: row.profileId,
			};
		});
	const chosen = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Find an inference profile'),
		placeHolder: vscode.l10n.t('Type a model, a provider or a profile ID'),
		matchOnDescription: true,
		matchOnDetail: true,
	});
	return chosen?.profileId;
}
