import * as vscode from 'vscode';
import type { Finding } from './engine/engine';

/** A finding on an ID, or on the requirement of an SDK. */
export type FindingCode = Finding['code'] | 'sdkTooOld';

const guide = 'https://docs.aws.amazon.com/bedrock/latest/userguide/';

/** The page of AWS's user guide that explains each finding. */
const pages: Readonly<Record<FindingCode, string>> = {
	profileRequired: 'inference-profiles-support.html',
	profileAvailable: 'cross-region-inference.html',
	onlyProfile: 'inference-profiles-support.html',
	regionOutsideProfile: 'inference-profiles-support.html',
	outsideAllowedRegionSets: 'cross-region-inference.html',
	legacy: 'model-lifecycle.html',
	endOfLife: 'model-lifecycle.html',
	unknownId: 'models-supported.html',
	iamModelMissing: 'inference-profiles-prereq.html',
	iamProfileMissing: 'inference-profiles-prereq.html',
	sdkTooOld: 'inference-profiles-use.html',
};

/** What fails when it is run is a warning; what only could be better is a hint. As in package.json's defaults. */
const defaults: Readonly<Record<FindingCode, SeverityName>> = {
	profileRequired: 'warning',
	profileAvailable: 'hint',
	onlyProfile: 'warning',
	regionOutsideProfile: 'warning',
	outsideAllowedRegionSets: 'warning',
	legacy: 'information',
	endOfLife: 'warning',
	unknownId: 'warning',
	iamModelMissing: 'warning',
	iamProfileMissing: 'warning',
	sdkTooOld: 'warning',
};

type SeverityName = 'error' | 'warning' | 'information' | 'hint' | 'none';

const severities: ReadonlyMap<unknown, vscode.DiagnosticSeverity | undefined> = new Map<
	SeverityName,
	vscode.DiagnosticSeverity | undefined
>([
	['error', vscode.DiagnosticSeverity.Error],
	['warning', vscode.DiagnosticSeverity.Warning],
	['information', vscode.DiagnosticSeverity.Information],
	['hint', vscode.DiagnosticSeverity.Hint],
	['none', undefined],
]);

/** The setting's full name. An object, code → severity, in the manner of Pylance's `diagnosticSeverityOverrides`. */
export const severitySetting = 'bedrockProfiles.diagnosticSeverityOverrides';

/**
 * How each finding is shown in a document, as its folder's settings say.
 * @returns a function whose `undefined` means "not shown". A value that is no severity counts as not set.
 */
export function severityIn(
	scope: vscode.Uri | undefined,
): (code: FindingCode) => vscode.DiagnosticSeverity | undefined {
	const value: unknown = vscode.workspace.getConfiguration(undefined, scope).get(severitySetting);
	const overrides: ReadonlyMap<string, unknown> = new Map(
		typeof value === 'object' && value !== null ? Object.entries(value) : [],
	);
	return (code) => {
		const chosen = overrides.get(code);
		return severities.get(severities.has(chosen) ? chosen : defaults[code]);
	};
}

/** The code that the Problems panel shows, a link to the page that explains it. */
export function linkedCode(code: FindingCode): { value: string; target: vscode.Uri } {
	return { value: code, target: vscode.Uri.parse(guide + pages[code]) };
}
