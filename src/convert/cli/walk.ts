import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** A file that can be analysed, or the reason why one was passed over. */
export type Visited =
	| { readonly kind: 'file'; readonly path: string; readonly relativePath: string }
	| { readonly kind: 'skipped'; readonly relativePath: string; readonly why: string };

/** Never looked into, whatever a `.gitignore` says. */
const skippedFolders = new Set(['.git', '.hg', '.svn', 'node_modules', '.venv', 'venv', '__pycache__', '.terraform']);

/** Written by tools; a model ID in them is a consequence of one elsewhere. */
const generatedFiles =
	/^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|pdm\.lock|uv\.lock|pipfile\.lock|cargo\.lock|go\.sum|composer\.lock|gemfile\.lock|\.terraform\.lock\.hcl)$|\.(?:snap|min\.js|map)$/i;

/** Files above this are data. In bytes. */
const largestFile = 10_000_000;

/** Walks a file or folder, in the order of names. What git ignores is left out unless `usesGitignore` is false. */
export async function* walk(root: string, usesGitignore: boolean): AsyncGenerator<Visited> {
	const top = await realpath(root);
	if ((await stat(top)).isFile()) yield { kind: 'file', path: top, relativePath: root };
	else yield* walkFolder(top, top, usesGitignore ? await rulesAbove(top) : [], usesGitignore);
}

interface Rules {
	readonly folder: string;
	readonly ignore: Ignore;
}

async function* walkFolder(
	top: string,
	folder: string,
	outerRules: readonly Rules[],
	usesGitignore: boolean,
): AsyncGenerator<Visited> {
	const rules = usesGitignore ? [...outerRules, ...(await rulesOf(folder))] : outerRules;
	const entries = await readdir(folder, { withFileTypes: true });
	for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
		const path = join(folder, entry.name);
		const relativePath = relative(top, path).split(sep).join('/');
		if (isIgnored(path, entry.isDirectory(), rules)) continue;
		if (entry.isDirectory()) {
			if (!skippedFolders.has(entry.name)) yield* walkFolder(top, path, rules, usesGitignore);
		} else if (entry.isSymbolicLink()) {
			// What it leads to is read where it lies; out of the folder, or in a circle, it is nobody's to change.
			yield { kind: 'skipped', relativePath, why: 'it is a symbolic link' };
		} else if (entry.isFile() && !generatedFiles.test(entry.name)) {
			const { size } = await stat(path);
			if (size > largestFile) yield { kind: 'skipped', relativePath, why: `it has ${String(size)} bytes` };
			else yield { kind: 'file', path, relativePath };
		}
	}
}

/** The rules of the folders between the repository's root and the folder, outermost first; none outside a repository. */
async function rulesAbove(folder: string): Promise<readonly Rules[]> {
	const above: Rules[] = [];
	for (let at = folder; ; at = dirname(at)) {
		if (at !== folder) above.unshift(...(await rulesOf(at)));
		if (await exists(join(at, '.git'))) {
			const excluded = await readFile(join(at, '.git', 'info', 'exclude'), 'utf8').catch(() => '');
			return [{ folder: at, ignore: ignore().add(excluded) }, ...above];
		}
		if (at === dirname(at)) return [];
	}
}

async function exists(path: string): Promise<boolean> {
	return stat(path).then(
		() => true,
		() => false,
	);
}

async function rulesOf(folder: string): Promise<readonly Rules[]> {
	try {
		return [{ folder, ignore: ignore().add(await readFile(join(folder, '.gitignore'), 'utf8')) }];
	} catch {
		// Most folders have none.
		return [];
	}
}

/** The innermost rule that speaks of the path decides, as in git. */
function isIgnored(path: string, isFolder: boolean, rules: readonly Rules[]): boolean {
	for (const { folder, ignore: matcher } of rules.toReversed()) {
		const below = relative(folder, path).split(sep).join('/') + (isFolder ? '/' : '');
		const { ignored, unignored } = matcher.test(below);
		if (ignored || unignored) return ignored;
	}
	return false;
}
