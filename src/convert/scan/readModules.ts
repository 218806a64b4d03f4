import { readFileSync, statSync } from 'node:fs';
import type { ModuleText } from '../engine/engine';
import { decodeText } from './decodeText';

/** A place where a module was looked for, with what was there: its size and time, or nothing. */
export type AskedModule = readonly [path: string, bytes: number, modifiedMilliseconds: number];

/** In bytes. */
const largestModule = 500_000;
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

/** What is there now where a module was looked for. */
export function askAgain([path]: AskedModule): AskedModule {
	return ask(path);
}

function ask(path: string): AskedModule {
	const stats = statSync(path, { throwIfNoEntry: false });
	return stats?.isFile() ? [path, stats.size, stats.mtimeMs] : [path, -1, 0];
}
