import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { ModuleText } from '../engine/engine';
import { decodeText } from './decodeText';
import { folderPrefix, largestModule, largestUser, mostImporters, mostUsers } from './moduleLimits';
import { endingOf, isOfInterest, mayUse } from './programEndings';
import { type FolderEntries, foldersOfImporters, foldersOfUsers } from './userFolders';

/** A place where a module was looked for, with what was there: its size and time, those of a folder, or nothing. */
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

/** What was found where users were looked for. */
export interface FoundUsers {
	readonly users: readonly User[];
	/** Where they were looked for: another one may come into any of them. */
	readonly folders: readonly AskedModule[];
}

interface KnownFolder {
	readonly asked: AskedModule;
	readonly entries: FolderEntries;
}

const nobody: FoundUsers = { users: [], folders: [] };

/** So many folders, and so many programs that were looked into, are kept for other files. */
const mostKept = 1_000;
/** In UTF-16 units. */
const mostKeptUnits = 20_000_000;

/** Reads the programs in and around a folder that speak of Bedrock, once for all that ask about the same folder one after another. */
export class ReadUsers {
	private folder = '';
	private known = nobody;
	private kept = 0;
	private readonly folders = new Map<string, KnownFolder>();
	private readonly files = new Map<string, User | undefined>();

	/**
	 * @param root absolute, with a slash at the end.
	 * @param path of the file that asks, relative to the root.
	 * @param ending what they are the users of.
	 */
	read(root: string, path: string, ending: string): FoundUsers {
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
	readImporters(root: string, path: string, words: readonly string[]): FoundUsers {
		const ending = endingOf(path);
		// Every file has words of its own: what was read is kept whatever is in it.
		const found = this.readPrograms(
			root,
			foldersOfImporters(folderPrefix(path), ending),
			ending,
			mostImporters,
			anything,
		);
		return { ...found, users: found.users.filter(({ text: { text } }) => words.some((word) => text.includes(word))) };
	}

	private readFolder(root: string, below: string, ending: string): FoundUsers {
		if (ending === '') return nobody;
		return this.readPrograms(root, foldersOfUsers(below, ending), ending, mostUsers, ending);
	}

	private readPrograms(
		root: string,
		folders: ReturnType<typeof foldersOfUsers>,
		ending: string,
		most: number,
		interest: string,
	): FoundUsers {
		const lookedInto: AskedModule[] = [];
		try {
			let step = folders.next();
			while (!step.done) {
				const { asked, entries } = this.folderAt(root + step.value, step.value);
				lookedInto.push(asked);
				step = folders.next(entries);
			}
			const paths = step.value.flatMap(({ files }) => files.filter((path) => mayUse(path, ending)));
			return {
				users: paths.slice(0, most).flatMap((path) => this.userAt(root, path, interest) ?? []),
				folders: lookedInto,
			};
		} catch {
			return { users: [], folders: lookedInto };
		}
	}

	private folderAt(folder: string, below: string): KnownFolder {
		const known = this.folders.get(folder);
		if (known) return known;
		if (this.folders.size >= mostKept) this.folders.clear();
		// Asked first: what comes into it in between is a change.
		const found = { asked: ask(folder), entries: entriesOf(folder, below) };
		this.folders.set(folder, found);
		return found;
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

/** In place of a folder's size: its time alone says that something came into it or went. */
const ofFolder = -2;

/** What is there where something was looked for. A folder's path ends with a slash. */
export function ask(path: string): AskedModule {
	try {
		const stats = statSync(path, { throwIfNoEntry: false });
		if (stats?.isFile()) return [path, stats.size, stats.mtimeMs];
		if (stats?.isDirectory() && path.endsWith('/')) return [path, ofFolder, stats.mtimeMs];
	} catch {
		// `models.json/index.ts`: a part of the path is a file.
	}
	return [path, -1, 0];
}
