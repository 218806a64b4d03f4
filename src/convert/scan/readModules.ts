import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { ModuleText } from '../engine/engine';
import { decodeText } from './decodeText';
import { folderPrefix, largestModule, largestUser, mostImporters, mostUsers } from './moduleLimits';
import { endingOf, isOfInterest, mayUse } from './programEndings';
import { type FolderEntries, foldersOfImporters, foldersOfUsers } from './userFolders';

/** A place where a module was looked for, with what was there: its size and time, or nothing. */
export type AskedModule = readonly [path: string, bytes: number, modifiedMilliseconds: number];

/** So many places are looked at for one file. */
const mostPlaces = 120;

/** Reads the modules that a file imports names from, and keeps a list of where it looked. */
export class ReadModules {
	readonly asked: AskedModule[] = [];
	private places = 0;

	/** @param root absolute, with a slash at the end. */
	constructor(private readonly root: string) {}

	/** @param candidates relative to the root, likeliest first. */
	read(candidates: readonly string[]): ModuleText | undefined {
		for (const path of candidates) {
			if (this.places++ >= mostPlaces) return undefined;
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

interface User {
	readonly asked: AskedModule;
	readonly text: ModuleText;
}

/** So many folders, and so many programs that were looked into, are kept for other files. */
const mostKept = 1_000;
/** In UTF-16 units. */
const mostKeptUnits = 20_000_000;

/** Reads the programs in and around a folder that speak of Bedrock, once for all that ask about the same folder one after another. */
export class ReadUsers {
	private folder = '';
	private known: readonly User[] = [];
	private kept = 0;
	private readonly folders = new Map<string, FolderEntries>();
	private readonly files = new Map<string, User | undefined>();

	/**
	 * @param root absolute, with a slash at the end.
	 * @param path of the file that asks, relative to the root.
	 * @param ending what they are the users of.
	 */
	read(root: string, path: string, ending: string): readonly User[] {
		const below = folderPrefix(path);
		const key = `${root}${below}*${ending}`;
		if (this.folder !== key) {
			this.folder = key;
			this.known = this.readFolder(root, below, ending);
		}
		return this.known;
	}

	/**
	 * Reads the programs of the repository's other packages that have one of the words.
	 * @param root absolute, with a slash at the end.
	 * @param path of the file that asks, relative to the root.
	 */
	readImporters(root: string, path: string, words: readonly string[]): readonly User[] {
		const ending = endingOf(path);
		// Every file has words of its own: what was read is kept whatever is in it.
		const programs = this.readPrograms(root, foldersOfImporters(folderPrefix(path)), ending, mostImporters, anything);
		return programs.filter(({ text: { text } }) => words.some((word) => text.includes(word)));
	}

	private readFolder(root: string, below: string, ending: string): readonly User[] {
		if (ending === '') return [];
		return this.readPrograms(root, foldersOfUsers(below, ending), ending, mostUsers, ending);
	}

	private readPrograms(
		root: string,
		folders: ReturnType<typeof foldersOfUsers>,
		ending: string,
		most: number,
		interest: string,
	): readonly User[] {
		try {
			let step = folders.next();
			while (!step.done) step = folders.next(this.entriesAt(root + step.value, step.value));
			const paths = step.value.flatMap(({ files }) => files.filter((path) => mayUse(path, ending)));
			return paths.slice(0, most).flatMap((path) => this.userAt(root, path, interest) ?? []);
		} catch {
			return [];
		}
	}

	private entriesAt(folder: string, below: string): FolderEntries {
		const known = this.folders.get(folder);
		if (known) return known;
		if (this.folders.size >= mostKept) this.folders.clear();
		const entries = entriesOf(folder, below);
		this.folders.set(folder, entries);
		return entries;
	}

	/** Folders that lie near each other have the same users. */
	private userAt(root: string, path: string, interest: string): User | undefined {
		const file = root + path;
		// What is of interest depends on who asks.
		const key = `${file}*${interest}`;
		if (this.files.has(key)) return this.files.get(key);
		if (this.files.size >= mostKept || this.kept > mostKeptUnits) {
			this.files.clear();
			this.kept = 0;
		}
		const user = readUser(file, path, interest);
		this.files.set(key, user);
		this.kept += user?.text.text.length ?? 0;
		return user;
	}
}

/** Whatever a program speaks of. */
const anything = '';

/** A program that speaks of what matters to who asks. */
function readUser(file: string, path: string, interest: string): User | undefined {
	const asked = ask(file);
	const [, bytes] = asked;
	if (bytes < 0 || bytes > largestUser) return undefined;
	const content = readFileSync(file);
	const decoded =
		interest === anything || isOfInterest(content.toString('latin1'), interest) ? decodeText(content) : undefined;
	return decoded && { asked, text: { path, text: decoded.text } };
}

function entriesOf(folder: string, below: string): FolderEntries {
	const files: string[] = [];
	const folders: string[] = [];
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		if (entry.isDirectory()) folders.push(`${below}${entry.name}/`);
		else files.push(below + entry.name);
	}
	return { files, folders };
}

/** What is there where something was looked for. */
export function ask(path: string): AskedModule {
	try {
		const stats = statSync(path, { throwIfNoEntry: false });
		if (stats?.isFile()) return [path, stats.size, stats.mtimeMs];
	} catch {
		// `models.json/index.ts`: a part of the path is a file.
	}
	return [path, -1, 0];
}
