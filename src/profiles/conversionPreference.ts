import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import { profileInHand, type ProfileSource } from './commandTarget';
import { escapeIcons, plainLine } from '../bedrock/plainText';

/** Makes a profile the one that conversion chooses for its model, wherever it can be called from. */
export async function preferForConversion(source: ProfileSource, target: unknown): Promise<void> {
	const inHand = await profileInHand(source, target);
	if (!inHand) return;
	const { catalogue, profile } = inHand;
	if (profile.type === 'APPLICATION') {
		await vscode.window.showWarningMessage(
			vscode.l10n.t(
				'Conversion writes IDs of system-defined profiles. Choose the profile that this one was copied from.',
			),
		);
		return;
	}
	const settings = vscode.workspace.getConfiguration('bedrockProfiles');
	const before = readPreferred(settings.get<unknown>('convert.preferredProfiles'));
	const others = before.filter((profileId) => !isOfSameModel(catalogue, profileId, profile.modelIds));
	await settings.update('convert.preferredProfiles', [...others, profile.profileId], vscode.ConfigurationTarget.Global);
	vscode.window.setStatusBarMessage(
		vscode.l10n.t('{0} is now the conversion default of its model', escapeIcons(plainLine(profile.profileId))),
		4_000,
	);
}

function readPreferred(value: unknown): readonly string[] {
	return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function isOfSameModel(catalogue: Catalogue, profileId: string, modelIds: readonly string[]): boolean {
	return catalogue.profilesById.get(profileId)?.modelIds.some((modelId) => modelIds.includes(modelId)) ?? false;
}
