import type { ModuleText } from './types';

/** So many places of one text are looked at. */
const mostPlaces = 5;

/** Texts that say nothing themselves of where requests are sent from: what reads them does. */
export function isDataLanguage(language: string): boolean {
	return /^(?:json|jsonc|json5|yaml|dockercompose|toml|ini|properties|dotenv)$/.test(language);
}

/**
 * Where a program or script names a file (`--cli-input-json file://agent.json`), or reads a variable that the file sets
 * (`os.environ["MODEL_ID"]`).
 * @param path of the file.
 */
export function placesNaming(user: ModuleText, path: string, variable: string | undefined): readonly number[] {
	const places: number[] = [];
	const name = path.slice(path.lastIndexOf('/') + 1);
	for (const at of placesOf(user.text, name)) if (isThatFile(user, path, at)) places.push(at);
	if (variable !== undefined) {
		for (const at of placesOf(user.text, variable)) if (isRead(user.text, at, variable)) places.push(at);
		places.push(...fieldOfSettings(user.text, variable));
	}
	return places.slice(0, mostPlaces);
}

/** The name of a variable of the environment, longer than what others have by chance, as `MODEL`. */
export function isOfEnvironment(name: string): boolean {
	return /^[A-Z][A-Z0-9]*_[A-Z0-9_]{2,}$/.test(name);
}

/** Airflow's variables have names of their own, and are read by them: `Variable.get("reviews_model")`. */
export function isOfAirflow(name: string): boolean {
	return /^[a-z][a-z0-9]*_[a-z0-9_]{2,}$/.test(name);
}

function* placesOf(text: string, word: string): Generator<number> {
	let count = 0;
	for (let at = text.indexOf(word); at !== -1 && count < 50; at = text.indexOf(word, at + word.length), count++) {
		if (!/[\w.-]/.test(text.charAt(at - 1)) && !/[\w-]/.test(text.charAt(at + word.length))) yield at;
	}
}

/** pydantic: a variable of the environment is a field of the settings, in small letters and without their prefix. */
function fieldOfSettings(text: string, variable: string): readonly number[] {
	if (!text.includes('BaseSettings')) return [];
	const prefix = /\benv_prefix\s*=\s*["'](\w+)/.exec(text)?.[1] ?? '';
	if (!variable.toLowerCase().startsWith(prefix.toLowerCase())) return [];
	const field = new RegExp(`(?<=^[ \\t]+)${variable.slice(prefix.length)}[ \\t]*:`, 'im');
	const at = text.search(field);
	return at === -1 ? [] : [at];
}

/** `os.environ["X"]`, `process.env.X`, `getenv("X")`, zod's `X: z.string()`; not `X=…`, which gives it a value. */
function isRead(text: string, at: number, variable: string): boolean {
	const before = text.slice(Math.max(0, at - 60), at);
	const behind = text.slice(at + variable.length, at + variable.length + 12);
	if (isOfAirflow(variable)) return /\bVariable\.get\(\s*["']$/.test(before);
	if (/^\s*:\s*(?:z|Joi)\./.test(behind) || /\balias\s*=\s*["']$/.test(before)) return true;
	return (
		/(?:env\w*[^\n\w]{0,4}|env\w*\.(?:get|fetch)\(\s*["']|\benv\.|\$\{?)$/i.test(before) && !/^\s*=[^=]/.test(behind)
	);
}

/** The same name in another folder is another file's. */
function isThatFile({ text, path: user }: ModuleText, path: string, at: number): boolean {
	const lineStart = text.lastIndexOf('\n', at - 1) + 1;
	const before = text.slice(Math.max(lineStart, at - 120), at);
	if (/^\s*(?:#|\/\/|\*)/.test(text.slice(lineStart, at))) return false;
	const [, folder = ''] = /([^/]*)\/[^/]*$/.exec(path) ?? [];
	const [, named] = /([^/\s"'=(]*)\/$/.exec(before.replace(/\bfileb?:\/\/(?:\.\/)?$/, '')) ?? [];
	if (named === undefined) return folderOf(user) === folderOf(path) || (folder !== '' && before.includes(folder));
	return named === folder || /^\.{1,2}$|[$}]/.test(named);
}

function folderOf(path: string): string {
	return path.slice(0, path.lastIndexOf('/') + 1);
}
