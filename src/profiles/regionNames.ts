import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import { plainLine } from '../bedrock/plainText';

/** `N. Virginia`; a Region that the catalogue does not know keeps its code. */
export function regionName(catalogue: Catalogue, region: string): string {
	return Object.hasOwn(catalogue.regionNames, region) ? (catalogue.regionNames[region] ?? region) : region;
}

/**
 * The region set's short name: the data's own, without the remark in brackets, in the user's language where it is one
 * that we have words for. A set that only a live profile has shown is named by its key.
 */
export function regionSetName(regionSet: string, nameInData: string | undefined): string {
	const translated = new Map([
		['apac', vscode.l10n.t('Asia Pacific')],
		['au', vscode.l10n.t('Australia')],
		['ca', vscode.l10n.t('Canada')],
		['eu', vscode.l10n.t('Europe')],
		['global', vscode.l10n.t('Global')],
		['in', vscode.l10n.t('India')],
		['jp', vscode.l10n.t('Japan')],
		['us', vscode.l10n.t('United States')],
		['us-gov', vscode.l10n.t('AWS GovCloud (US)')],
	]);
	return translated.get(regionSet) ?? plainLine(nameInData?.replace(/ \([^)]* [^)]*\)$/, '') ?? regionSet);
}
