import type { LocalImport } from './localImport';
import { folderOf, foldersAbove, joined } from './modulePaths';

/** Languages in which a class, object or module lies in a file of its name, with the file's ending. */
const endings = new Map([
	['java', 'java'],
	['kotlin', 'kt'],
	['scala', 'scala'],
	['csharp', 'cs'],
	['php', 'php'],
	['swift', 'swift'],
	['ruby', 'rb'],
	['elixir', 'ex'],
]);

const mostClasses = 60;

/** The classes that a text names, where they lie if they are the project's own: beside it, or in the package they are imported from. */
export function* classImports(text: string, path: string, language: string): Generator<LocalImport> {
	const ending = endings.get(language);
	if (ending === undefined) return;
	const folder = folderOf(path);
	const own = path
		.slice(folder.length)
		.replace(/^\//, '')
		.replace(/\.\w+$/, '');
	const root = sourceRoot(text, folder);
	const imported = new Map<string, string>();
	for (const [, place = '', name = ''] of text.matchAll(
		/^[ \t]*(?:import|use)[ \t]+(?:static[ \t]+)?((?:\w+[.\\])+)([A-Z]\w*)/gm,
	)) {
		imported.set(name, `${place.replaceAll(/[.\\]/g, '/')}${name}.${ending}`);
	}
	const named = new Set(
		[...text.matchAll(/\bI?([A-Z](?:[a-z]\w{3,60}\b|\w{1,3}(?=\.[A-Za-z]|::\w)))/g)].flatMap(([, name]) => name ?? []),
	);
	for (const name of [...named].slice(0, mostClasses)) {
		if (name === own) continue;
		const file = language === 'ruby' || language === 'elixir' ? `${underscored(name)}.${ending}` : `${name}.${ending}`;
		const place = imported.get(name);
		const candidates = place === undefined ? nearby(folder, file) : inPackage(root, place);
		yield { names: new Map([[name, name]]), candidates };
	}
}

/** Where the packages of a Java, Kotlin or Scala text begin: `package com.acme.app` in `src/main/java/com/acme/app`. */
function sourceRoot(text: string, folder: string): string {
	const inside = /^[ \t]*package[ \t]+([\w.]+)/m.exec(text)?.[1]?.replaceAll('.', '/');
	return inside !== undefined && folder.endsWith(inside) ? folder.slice(0, -inside.length).replace(/\/$/, '') : folder;
}

/** In the text's own module, and in those of Maven or Gradle beside it that are named for the package, or for what all share. */
function inPackage(root: string, place: string): readonly string[] {
	const [, around = '', own = '', sources = ''] =
		/^((?:.*\/)?)([^/]+)(\/src\/main\/(?:java|kotlin|scala))$/.exec(root) ?? [];
	if (sources === '') return [joined(root, place)];
	const words = place.split('/').slice(2, -1).toReversed();
	const modules = [...words, ...words.slice(1).map((word, index) => `${word}-${words[index] ?? ''}`), ...sharedModules];
	const others = [...new Set(modules)].filter((each) => each !== own);
	return [own, ...others].map((module) => joined(`${around}${module}${sources}`, place));
}

const sharedModules = ['core', 'common', 'shared', 'infrastructure', 'llm', 'ai', 'aws', 'bedrock'];

/** Beside the text, and in the folders that such a class is kept in. */
function nearby(folder: string, file: string): readonly string[] {
	const [own = '', above] = foldersAbove(folder === '' ? file : `${folder}/${file}`);
	const beside = ['', 'config', 'Config', 'Services', 'Clients', 'clients', 'Infrastructure'];
	return [own, ...(above === undefined ? [] : [above])].flatMap((base) =>
		beside.map((place) => joined(base, place === '' ? file : `${place}/${file}`)),
	);
}

function underscored(name: string): string {
	return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}
