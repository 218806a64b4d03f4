import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The rules that one `.gitignore` sets for what lies below its folder. */
export class IgnoreRules {
	/** Plain names, which most rules are: a look-up costs less than a pattern for each. True: folders only. */
	private readonly names = new Map<string, boolean>();
	/** `/build` → `build`: names in the rules' own folder. True: folders only. */
	private readonly namesHere = new Map<string, boolean>();
	/** `*.log` → `log`. */
	private readonly extensions = new Set<string>();
	/** All other rules; all rules of a file that takes some back, because there the order counts. */
	private readonly others: Ignore | undefined;

	constructor(text: string) {
		const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
		const isOrdered = lines.some((line) => line.startsWith('!'));
		const others = isOrdered ? lines : lines.filter((line) => !this.takeSimple(line));
		if (others.length > 0) this.others = ignore({ ignorecase: ignoresCase }).add(others);
	}

	/** @param below of the folder that holds the name: relative to the rules' folder; empty, or with a slash at the end. */
	verdict(below: string, name: string, isFolder: boolean): boolean | undefined {
		if (isNamed(this.names.get(name), isFolder)) return true;
		if (below === '' && isNamed(this.namesHere.get(name), isFolder)) return true;
		if (this.extensions.size > 0) {
			const dot = name.lastIndexOf('.');
			if (dot !== -1 && this.extensions.has(name.slice(dot + 1))) return true;
		}
		if (!this.others) return undefined;
		const { ignored, unignored } = this.others.test(isFolder ? `${below}${name}/` : below + name);
		return ignored || unignored ? ignored : undefined;
	}

	private takeSimple(line: string): boolean {
		if (ignoresCase) return false;
		const rule = line.trimEnd();
		const [, start, name, end] = /^(\/|\*\*\/|)([^/*?[\]\\!#]+)(\/?)$/.exec(rule) ?? [];
		if (name !== undefined) {
			const names = start === '/' ? this.namesHere : this.names;
			names.set(name, end === '/' && names.get(name) !== false);
			return true;
		}
		const extension = /^\*\.([^/*?[\]\\.]+)$/.exec(rule)?.[1];
		if (extension !== undefined) this.extensions.add(extension);
		return extension !== undefined;
	}
}

/** @param foldersOnly what a list of names says of a name. */
function isNamed(foldersOnly: boolean | undefined, isFolder: boolean): boolean {
	return foldersOnly === false || (foldersOnly === true && isFolder);
}

/** As git is set up where file names do not tell cases apart. */
const ignoresCase = process.platform === 'win32' || process.platform === 'darwin';

/** The rules in force, with the folder that they are relative to, outermost first. */
export interface RulesInForce {
	readonly folder: string;
	readonly rules: IgnoreRules;
}

/** The innermost rule that speaks of what a folder holds decides, as in git. */
export function isIgnored(folder: string, name: string, isFolder: boolean, inForce: readonly RulesInForce[]): boolean {
	for (let index = inForce.length - 1; index >= 0; index--) {
		const entry = inForce[index];
		if (!entry) continue;
		const verdict = entry.rules.verdict(belowOf(folder, entry.folder), name, isFolder);
		if (verdict !== undefined) return verdict;
	}
	return false;
}

/** @returns empty, or with a slash at the end. */
function belowOf(folder: string, top: string): string {
	if (folder.length <= top.length) return '';
	const below = folder.slice(top.length + (top.endsWith(sep) ? 0 : 1)) + sep;
	return sep === '/' ? below : below.replaceAll(sep, '/');
}

/** The rules of one file; `undefined` where there is no such file. */
export function readRules(folder: string, file = join(folder, '.gitignore')): RulesInForce | undefined {
	try {
		return { folder, rules: new IgnoreRules(readFileSync(file, 'utf8')) };
	} catch {
		return undefined;
	}
}

/**
 * The rules from outside a folder: the user's own, the repository's, and those of the folders between the repository's
 * root and the folder. None outside a repository.
 */
export function rulesAbove(folder: string): readonly RulesInForce[] {
	const above: (RulesInForce | undefined)[] = [];
	for (let at = folder; ; at = dirname(at)) {
		if (at !== folder) above.unshift(readRules(at));
		if (statSync(join(at, '.git'), { throwIfNoEntry: false })) {
			above.unshift(readRules(at, userRules()), readRules(at, join(at, '.git', 'info', 'exclude')));
			return above.filter((each) => each !== undefined);
		}
		if (at === dirname(at)) return [];
	}
}

/** @see git-config, `core.excludesFile` */
function userRules(): string {
	const home = homedir();
	const configFolder = process.env.XDG_CONFIG_HOME ?? join(home, '.config');
	for (const file of [join(home, '.gitconfig'), join(configFolder, 'git', 'config')]) {
		const [, named] = /^\s*excludesfile\s*=\s*"?([^"\r\n]+?)"?\s*$/im.exec(readText(file)) ?? [];
		if (named !== undefined) return named.replace(/^~(?=[\\/])/, home);
	}
	return join(configFolder, 'git', 'ignore');
}

function readText(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '';
	}
}
