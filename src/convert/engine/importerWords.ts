import { folderOf, nameOf } from './modulePaths';
import type { SourceText } from './sourceText';

/** What a text of another package has to name that imports a constant of this one: its file, its folder, its package. */
export function importerWords(source: SourceText, path: string): readonly string[] {
	const { language } = source;
	const folder = nameOf(folderOf(path));
	if (language === 'go') return folder === '' ? [] : [`/${folder}"`];
	if (language === 'rust') {
		const crate = nameOf(folderOf(path).replace(/(?:^|\/)src(?:\/.*)?$/, '')).replaceAll('-', '_');
		return crate === '' ? [] : [`${crate}::`];
	}
	if (/^(?:python|(?:java|type)script)/.test(language)) return packageWords(path);
	const inside = /^[ \t]*(?:package|namespace)[ \t]+([\w.\\]+)/m.exec(source.text.whole)?.[1];
	return [nameOf(path).replace(/\.\w+$/, ''), ...(inside === undefined ? [] : [inside])];
}

/** A name before that of a constant is what holds it in this text, or the text itself: `Models.FAST`, `llm.Fast`. */
export function isQualifiedBy(qualifier: string, source: SourceText, path: string): boolean {
	const isWord = (word: string): boolean => word.replaceAll(/\W/g, '') === qualifier;
	return importerWords(source, path).some(isWord) || source.placesOf(qualifier).length > 0;
}

/** Of a script its file, its folder, and the folder around its `src`. */
function packageWords(path: string): readonly string[] {
	return path
		.replace(/\.\w+$/, '')
		.split('/')
		.toReversed()
		.slice(0, path.includes('/src/') ? 3 : 2)
		.filter((word) => /^[\w-]+$/.test(word) && !/^(?:index|__init__|src)$/.test(word));
}

/** A line that imports by the name of a file, of its folder, or of the folder around its `src`. */
export function importLine(path: string): RegExp | undefined {
	const words = packageWords(path);
	if (words.length === 0) return undefined;
	return new RegExp(`^[^\\n]{0,200}\\b(?:from|import|require)\\b[^\\n]{0,200}\\b(?:${words.join('|')})\\b`, 'm');
}

/** Go: what an import of the package in a folder ends with. */
export function endOfImport(path: string): string | undefined {
	const folder = folderOf(path).split('/').slice(-2).join('/');
	return folder === '' ? undefined : `/${folder}"`;
}
