import * as vscode from 'vscode';

/** The setting's full name. */
export const allowedRegionSetsSetting = 'bedrockProfiles.allowedRegionSets';

/** Region sets that requests may use; empty: all. What is no text counts as not there. */
export function readAllowedRegionSets(): readonly string[] {
	const value = vscode.workspace.getConfiguration('bedrockProfiles').get<unknown>('allowedRegionSets');
	return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
