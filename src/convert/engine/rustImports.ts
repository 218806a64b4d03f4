import type { LocalImport } from './localImport';
import { folderOf, joined } from './modulePaths';

/** `use crate::aws::client;`, `mod aws;`, `models::resolve(…)` */
export function* rustImports(text: string, path: string): Generator<LocalImport> {
	const folder = folderOf(path);
	const root = /^(.*?\bsrc)(?:\/|$)/.exec(folder)?.[1] ?? folder;
	for (const [, inside = '', names = ''] of text.matchAll(
		/^[ \t]*(?:pub[ \t]+)?use[ \t]+(?:crate|super)::([\w:]+?)(?:::(\{[\w\s,]+\}|[A-Z]\w*|[a-z_]\w*))?;/gm,
	)) {
		const place = joined(root, inside.replaceAll('::', '/'));
		const taken = names.match(/\w+/g) ?? [];
		const last = inside.split('::').at(-1) ?? '';
		const map = new Map([last, ...taken].map((name) => [name, name]));
		yield { names: map, candidates: [`${place}.rs`, `${place}/mod.rs`] };
	}
	for (const [, name = ''] of text.matchAll(/^[ \t]*(?:pub(?:\([\w ]+\))?[ \t]+)?mod[ \t]+(\w+);/gm)) {
		const place = joined(folder, name);
		yield { names: undefined, candidates: [`${place}.rs`, `${place}/mod.rs`] };
	}
}
