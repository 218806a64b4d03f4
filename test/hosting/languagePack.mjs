import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes `locale` a display language that VS Code accepts. VS Code's own texts stay English: its language packs come only
 * from its marketplace. Extensions' texts follow the language, and those are what is looked at.
 * @param {string} userData an existing user-data folder
 * @param {string} locale `ja`
 */
export function writeLanguagePack(userData, locale) {
	const translations = join(userData, 'noTranslations.json');
	writeFileSync(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
	writeFileSync(
		join(userData, 'languagepacks.json'),
		JSON.stringify({
			[locale]: {
				hash: 'none',
				label: locale,
				extensions: [{ extensionIdentifier: { id: 'none.none' }, version: '1.0.0' }],
				translations: { vscode: translations },
			},
		}),
	);
}
