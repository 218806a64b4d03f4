import * as vscode from 'vscode';
import { profileConsolePage } from '../bedrock/consolePages';
import { profileInHand, type ProfileSource } from './commandTarget';

/** Opens a profile's page in the AWS console, in a Region that lists it. */
export async function openInConsole(source: ProfileSource, target: unknown): Promise<void> {
	const inHand = await profileInHand(source, target);
	if (!inHand) return;
	const { profile, sourceRegion } = inHand;
	const [elsewhere = sourceRegion] = profile.sourceRegions;
	const region = profile.sourceRegions.includes(sourceRegion) ? sourceRegion : elsewhere;
	await vscode.env.openExternal(vscode.Uri.parse(profileConsolePage(profile, region), true));
}
