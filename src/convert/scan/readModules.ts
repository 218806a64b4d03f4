import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { ModuleText } from '../engine/engine';
import { decodeText } from './decodeText';
import { folderPrefix, largestModule, largestUser, mayHoldUsers, mostUserFolders, mostUsers } from './moduleLimits';
import { endingOf, isOfInterest, mayUse } from './programEndings';

/** A place where a module was looked for, with what was there: its size and time, or nothing. */
export type AskedModule = readonly [path: string, bytes: number, modifiedMilliseconds: number];

/** So many places are looked at for one file. */
const mostPlaces = 120;

/** Reads the modules that a file imports names from, and keeps a list of where it looked. */
export class ReadModules {
	readonly asked: AskedModule[] = [];

	/** @param root absolute, with a slash at the end. */
	constructor(private readonly root: string) {}

	/** @param candidates relative to the root, likeliest first. */
	read(candidates: readonly string[]): ModuleText | undefined {
		for (const path of candidates) {
			if (this.asked.length >= mostPlaces) return undefined;
			const asked = ask(this.root + path);
			this.asked.push(asked);
			const [file, bytes] = asked;
			if (bytes < 0 || bytes > largestModule) continue;
			try {
				const decoded = decodeText(readFileSync(file));
				if (decoded) return { path, text: decoded.text };
			} catch {
				// What cannot be read says nothing.
			}
		}
		return undefined;
	}
}

/** Reads the programs in and around a folder that speak of Bedrock, once for all that ask about the same folder one after another. */
export class ReadUsers {
	private folder = '';
	private known: readonly { readonly asked: AskedModule; readonly text: ModuleText }[] = [];

	/**
	 * @param root absolute, with a slash at the end.
	 * @param path of the file that asks, relative to the root.
	 */
	read(root: string, path: string): readonly { readonly asked: AskedModule; readonly text: ModuleText }[] {
		const below = folderPrefix(path);
		const ending = endingOf(path);
		const key = `${root}${below}*${ending}`;
		if (this.folder !== key) {
			this.folder = key;
			this.known = this.readFolder(root, below, ending);
		}
		return this.known;
	}

	private readFolder(root: string, below: string, ending: string): typeof this.known {
		if (ending === '') return [];
		try {
			const folders = usersFolders(root, below);
			const paths = folders.flatMap((folder) => filesIn(root, folder, ending));
			return paths.slice(0, mostUsers).flatMap((path) => {
				const asked = ask(root + path);
				const [file, bytes] = asked;
				if (bytes < 0 || bytes > largestUser) return [];
				const content = readFileSync(file);
				const decoded = isOfInterest(content.toString('latin1'), ending) ? decodeText(content) : undefined;
				return decoded ? [{ asked, text: { path, text: decoded.text } }] : [];
			});
		} catch {
			return [];
		}
	}
}

/**
 * The folder itself, the one around it, those in it and beside it, and what these hold: `config/models.ts` is used in
 * `services/chat.ts`, and `agents/writer.py` in `main.py`.
 */
function usersFolders(root: string, below: string): readonly string[] {
	const above = folderPrefix(below.slice(0, -1));
	const around = below === '' ? foldersIn(root, '') : [...foldersIn(root, below), ...foldersIn(root, above)];
	const near = [...new Set([below, above, ...around])].slice(0, mostUserFolders);
	const further = near
		.filter((folder) => folder !== below && folder !== above)
		.flatMap((folder) => foldersIn(root, folder));
	return [...new Set([...near, ...further])].slice(0, mostUserFolders);
}

function foldersIn(root: string, below: string): readonly string[] {
	return readdirSync(root + below, { withFileTypes: true }).flatMap((entry) =>
		entry.isDirectory() && mayHoldUsers(entry.name) ? `${below}${entry.name}/` : [],
	);
}

function filesIn(root: string, folder: string, ending: string): readonly string[] {
	return readdirSync(root + folder).flatMap((name) => (mayUse(name, ending) ? folder + name : []));
}

/** What is there now where a module was looked for. */
export function askAgain([path]: AskedModule): AskedModule {
	return ask(path);
}

function ask(path: string): AskedModule {
	try {
		const stats = statSync(path, { throwIfNoEntry: false });
		if (stats?.isFile()) return [path, stats.size, stats.mtimeMs];
	} catch {
		// `models.json/index.ts`: a part of the path is a file.
	}
	return [path, -1, 0];
}
