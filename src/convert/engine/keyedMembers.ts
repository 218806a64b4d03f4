import { isOfName } from './characters';
import { Names } from './names';
import { PerText } from './perText';
import { remembered } from './remembered';
import type { SourceText } from './sourceText';

/** An object of more members is no list of what can be asked for by name. */
const mostKeys = 40;
/** So many places of a key are looked at. */
const mostPlaces = 20;
/** In UTF-16 units. */
const longestObject = 8_000;

/** The keys of an object of the text, `chat` and `lease` of `const MODELS = { chat: "…", lease: "…" }`. */
export function keysOfObject(source: SourceText, name: string): readonly string[] {
	return remembered(keys, source, name, readKeys);
}

const keys = new PerText<Map<string, readonly string[]>>();

function readKeys(source: SourceText, name: string): readonly string[] {
	const [only, other] = new Names(source).allBindingsOf(name);
	if (!only || other) return [];
	const object = source.text.slice(only.start, Math.min(only.end, only.start + longestObject));
	const found = [...object.matchAll(/(?:^|[{,\n])\s*["']?([A-Za-z_$][\w$-]*)["']?\s*(?::|=>)/g)].map(
		({ 1: key = '' }) => key,
	);
	return found.length > mostKeys ? [] : found;
}

/** `MODELS[job]`, `MODELS.get(job)`: what is read is known when the program runs. */
export function isReadByKey(text: string, name: string): boolean {
	for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) {
		const end = at + name.length;
		if (!isOfName(text.charCodeAt(at - 1)) && readByKey.test(text.slice(end, end + 40))) return true;
	}
	return false;
}

const readByKey = /^(?:(?:\?\.)?\[|\.get\()\s*[A-Za-z_$]/;

/** Where a text gives a key to somebody: `ask("lease", …)`, `{ job: "lease" }`. */
export function placesOfKey({ text }: SourceText, key: string): readonly number[] {
	const found: number[] = [];
	for (let at = text.whole.indexOf(key); at !== -1 && found.length < mostPlaces; at = text.whole.indexOf(key, at + 1)) {
		if (!/["'`]/.test(text.charAt(at - 1)) || text.charAt(at + key.length) !== text.charAt(at - 1)) continue;
		if (/(?:[(,[{?:=]|\bor|\breturn)\s*["'`]$/.test(text.slice(Math.max(0, at - 20), at))) found.push(at);
	}
	return found;
}
