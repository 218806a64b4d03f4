import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import type { ModelAccess } from '../bedrock/modelAccess';
import { plainLine } from '../bedrock/plainText';
import type { Standing } from './profileStanding';

/** The words that stand behind a profile's ID; `undefined` where there is nothing to add. */
export function standingWords(standing: Standing, sourceRegion: string): string | undefined {
	switch (standing) {
		case 'callable':
			return undefined;
		case 'elsewhere':
			return vscode.l10n.t('not from {0}', sourceRegion);
		case 'retired':
			return vscode.l10n.t('retired');
		case 'unconfirmed':
			return vscode.l10n.t('not confirmed');
	}
}

/** `legacy, ends 2026-10-14`; `undefined` for a model in full service. */
export function lifecycleWords(catalogue: Catalogue, modelIds: readonly string[]): string | undefined {
	for (const modelId of modelIds) {
		const lifecycle = catalogue.modelsById.get(modelId)?.lifecycle;
		if (lifecycle?.status === 'EOL') {
			return lifecycle.endOfLifeDate === undefined
				? vscode.l10n.t('end of life')
				: vscode.l10n.t('end of life since {0}', plainLine(lifecycle.endOfLifeDate, 10));
		}
		if (lifecycle?.status === 'LEGACY') {
			return lifecycle.endOfLifeDate === undefined
				? vscode.l10n.t('legacy')
				: vscode.l10n.t('legacy, ends {0}', plainLine(lifecycle.endOfLifeDate, 10));
		}
	}
	return undefined;
}

/** `undefined` where there is nothing to add: access is granted, or not known. */
export function accessWords(access: ModelAccess | undefined): string | undefined {
	switch (access) {
		case 'notGranted':
			return vscode.l10n.t('no access');
		case 'pending':
			return vscode.l10n.t('access pending');
		case 'granted':
		case undefined:
			return undefined;
	}
}

/** The same, with words for every case: for screen readers and cards. */
export function accessSentence(access: ModelAccess | undefined): string {
	switch (access) {
		case 'granted':
			return vscode.l10n.t('access granted');
		case 'notGranted':
			return vscode.l10n.t('access not granted');
		case 'pending':
			return vscode.l10n.t('access pending');
		case undefined:
			return vscode.l10n.t('access not known');
	}
}

export function outsideAllowedWords(): string {
	return vscode.l10n.t('outside the allowed region sets');
}
