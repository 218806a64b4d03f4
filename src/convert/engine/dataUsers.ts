import { folderOf, foldersAbove, joined, nameOf } from './modulePaths';
import { isOption, optionReads } from './ownOptions';
import type { ModuleText } from './types';

/** So many places of one text are looked at. */
const mostPlaces = 5;

/** Texts that say nothing themselves of where requests are sent from: what reads them does. */
export function isDataLanguage(language: string): boolean {
	return /^(?:json|jsonc|json5|yaml|dockercompose|toml|ini|properties|dotenv)$/.test(language);
}

/**
 * Where a program or script names a file: `--cli-input-json file://agent.json`.
 * @param path of the file.
 * @param isThere whether the project has one of these files.
 */
export function placesNaming(
	user: ModuleText,
	path: string,
	isThere: (candidates: readonly string[]) => boolean,
): readonly number[] {
	const name = nameOf(path);
	const places = [...placesOf(user.text, name)].slice(0, mostPlaces * 2);
	const isRunAbove = (): boolean => isNearestAbove(user.path, path, isThere);
	return places.filter((at) => isThatFile(user, path, at, isRunAbove)).slice(0, mostPlaces);
}

/**
 * Where a program or script reads a setting: `os.environ["MODEL_ID"]`, `@Value("${bedrock.model.id}")`.
 * @param member as {@link memberReading}.
 */
export function placesReading(user: ModuleText, setting: string, member: RegExp | undefined): readonly number[] {
	const { text } = user;
	if (isOption(setting)) return optionReads(user, setting).slice(0, mostPlaces);
	if (isFlag(setting)) return flagReads(text, setting.slice(flagMark.length)).slice(0, mostPlaces);
	const isReading = (at: number): boolean =>
		isPath(setting) ? /["'`{]/.test(text.charAt(at - 1)) : isRead(user, at, setting);
	const places = [setting, setting.replaceAll('.', ':')].flatMap((name) =>
		[...placesOf(text, name, /[\w-]/)].filter(isReading),
	);
	const ofMember = member ? Array.from(text.matchAll(member), ({ index }) => index) : [];
	return [...new Set([...places, ...ofMember])].slice(0, mostPlaces);
}

/** The name of a variable of the environment, longer than what others have by chance, as `MODEL`. */
export function isOfEnvironment(name: string): boolean {
	return /^[A-Z][A-Z0-9]*_[A-Z0-9_]{2,}$/.test(name);
}

/**
 * A read of a setting from the object that a framework makes of all: `properties.modelId()` of Spring, `options.Value.ModelId`
 * of .NET, `settings.model_id` of pydantic.
 * @returns a pattern of it; `undefined` where no text has such an object.
 */
export function memberReading(users: readonly ModuleText[], setting: string): RegExp | undefined {
	const pattern = users
		.map(({ text }) => (isPath(setting) ? memberOfOptions(text, setting) : fieldOfSettings(text, setting)))
		.find((each) => each !== undefined);
	return pattern === undefined ? undefined : new RegExp(pattern, 'gim');
}

/** Spring, .NET: the last part of the path is a member of the class that is made for the part before it. */
function memberOfOptions(text: string, path: string): string | undefined {
	const [, prefix, key] = /^([\w.-]+)\.([\w-]+)$/.exec(path) ?? [];
	if (prefix === undefined || key === undefined) return undefined;
	// Rust: `config.llm.model` of what serde reads.
	if (text.includes('Deserialize') && new RegExp(`\\b${key}\\s*:`).test(text)) return `(?<=\\.${prefix}\\.)${key}\\b`;
	// .NET keeps the name of the section as a constant of the class: `const string SectionName = "Llm"`.
	const made = new RegExp(
		`(?:(?:ConfigurationProperties|GetSection|BindConfiguration)\\([^)"]*|\\bconst\\s+string\\s+\\w+\\s*=\\s*)"(?:${prefix}|${prefix.replaceAll('.', ':')})"`,
	);
	return made.test(text) ? `(?<=\\.(?:get)?)${key.replaceAll(/-(.)/g, '$1')}\\b` : undefined;
}

/** pydantic: a variable of the environment is a field of the settings, in small letters and without their prefix. */
function fieldOfSettings(text: string, variable: string): string | undefined {
	if (!text.includes('BaseSettings') || !/^\w+$/.test(variable)) return undefined;
	const prefix = /\benv_prefix\s*=\s*["'](\w+)/.exec(text)?.[1]?.toLowerCase() ?? '';
	const name = variable.toLowerCase();
	if (!name.startsWith(prefix)) return undefined;
	const declared = `(?<=^[ \\t]+)${name.slice(prefix.length)}(?=[ \\t]*:)`;
	return new RegExp(declared, 'm').test(text) ? `${declared}|(?<=\\.)${name.slice(prefix.length)}\\b` : undefined;
}

const flagMark = 'flag:';

/** A feature flag, as the setting that programs read by its key. */
export function flagSetting(key: string): string {
	return flagMark + key;
}

export function isFlag(setting: string): boolean {
	return setting.startsWith(flagMark);
}

/** OpenFeature and others: `client.getStringValue("chat-model", "…")`, `client.StringValue(ctx, "chat-model", …)` */
function flagReads(text: string, key: string): readonly number[] {
	return [...placesOf(text, key)].filter((at) => flagRead.test(text.slice(Math.max(0, at - 80), at)));
}

const flagRead =
	/(?:value|details|variation|flag)(?:async)?(?:<\w+>)?\(\s*(?:flag_?key\s*[=:]\s*|[\w.()]+,\s*)?["'`]$/i;

/** Where a value stands in a text of data: `bedrock.model.id`. */
export function isPath(setting: string): boolean {
	return setting.includes('.');
}

/** Airflow's variables have names of their own, and are read by them: `Variable.get("reviews_model")`. */
export function isOfAirflow(name: string): boolean {
	return /^[a-z][a-z0-9]*_[a-z0-9_]{2,}$/.test(name);
}

function* placesOf(text: string, word: string, joining = /[\w.-]/): Generator<number> {
	let count = 0;
	for (let at = text.indexOf(word); at !== -1 && count < 50; at = text.indexOf(word, at + word.length), count++) {
		if (!joining.test(text.charAt(at - 1)) && !/[\w-]/.test(text.charAt(at + word.length))) yield at;
	}
}

const environmentRead = /(?:env\w*[^\n\w]{0,4}|env\w*\.\w{1,12}\(\s*["']|\benv(?:\.|::var\w*\(\s*")|config\w*\[["'])$/i;
/** Of a shell, and of what Spring puts in. */
const substitution = /\.(?:\w*sh|mk|java|kt|ya?ml)$|file$/;

/** `os.environ["X"]`, `process.env.X`, `getenv("X")`, zod's `X: z.string()`; not `X=…`, which gives it a value. */
function isRead({ path, text }: ModuleText, at: number, variable: string): boolean {
	const before = text.slice(Math.max(0, at - 60), at);
	const behind = text.slice(at + variable.length, at + variable.length + 12);
	if (isOfAirflow(variable)) return /\bVariable\.get\(\s*["']$/.test(before);
	if (/^\s*:\s*(?:z|Joi)\./.test(behind) || /\balias\s*=\s*["']$/.test(before)) return true;
	if (/^["'\]]*\s*=[^=]/.test(behind)) return false;
	return environmentRead.test(before) || (substitution.test(path) && /\$\{?$/.test(before));
}

/** The same name in another folder is another file's. */
function isThatFile({ text, path: user }: ModuleText, path: string, at: number, isRunAbove: () => boolean): boolean {
	const lineStart = text.lastIndexOf('\n', at - 1) + 1;
	const before = text.slice(Math.max(lineStart, at - 120), at);
	if (/^\s*(?:#|\/\/|\*)/.test(text.slice(lineStart, at))) return false;
	const [, folder = ''] = /([^/]*)\/[^/]*$/.exec(path) ?? [];
	const [, named] = /([^/\s"'=(]*)\/$/.exec(before.replace(/\bfileb?:\/\/(?:\.\/)?$/, '')) ?? [];
	if (named === undefined)
		return (
			folderOf(user) === folderOf(path) ||
			(folder !== '' && before.includes(folder)) ||
			(/["'`]$/.test(before) && isRunAbove())
		);
	return named === folder || /^\.{1,2}$|[$}]/.test(named);
}

/** A program is run from a folder above its own, and so reads `config.toml` there, unless a file of that name is nearer. */
function isNearestAbove(user: string, path: string, isThere: (candidates: readonly string[]) => boolean): boolean {
	const folders = foldersAbove(user);
	const index = folders.indexOf(folderOf(path));
	return index > 0 && !isThere(folders.slice(0, index).map((folder) => joined(folder, nameOf(path))));
}
