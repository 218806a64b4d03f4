import * as vscode from 'vscode';
import { regionSetNames } from '../bedrock/regionSetNames';

/** The setting's full name. */
export const allowedRegionSetsSetting = 'bedrockProfiles.allowedRegionSets';

/** Region sets that requests may use; empty: all. What is no text counts as not there. */
export function readAllowedRegionSets(): readonly string[] {
	const settings = vscode.workspace.getConfiguration('bedrockProfiles');
	const scopes = vscode.workspace.isTrusted ? undefined : settings.inspect<unknown>('allowedRegionSets');
	// A workspace that nobody trusts must not open what the user has closed.
	const value = scopes ? scopes.globalValue : settings.get<unknown>('allowedRegionSets');
	return regionSetNames(value);
}
