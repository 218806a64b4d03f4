import { accessSync, closeSync, constants, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { messageOf } from './messageOf';

/** Where a report goes. */
interface ReportPlace {
	/** Absolute, symbolic links resolved. */
	readonly path: string;
	/** As the command line has it. */
	readonly given: string;
	/** Why nothing can be written there, as far as that can be told before; a sentence, or none. */
	readonly mistake: readonly string[];
}

export function reportPlace(given: string | undefined): ReportPlace | undefined {
	if (given === undefined) return undefined;
	const path = resolve(given);
	try {
		const known = statSync(path, { throwIfNoEntry: false });
		if (known?.isDirectory()) throw new Error('it is a folder');
		// `/dev/stdout` may lead to a pipe, which has no path.
		const isFound = known?.isFile() === true;
		const place = isFound ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path));
		if (!known || isFound) accessSync(isFound ? place : dirname(place), constants.W_OK);
		if (isFound && known.size > 0 && !isReport(place)) {
			throw new Error('it is a file of another kind; give another name, or delete it');
		}
		return { path: place, given, mistake: [] };
	} catch (error) {
		return { path, given, mistake: [`The report ${given} cannot be written: ${messageOf(error)}.`] };
	}
}

/** An earlier report may be written over, a program whose name was put in its place may not. */
function isReport(path: string): boolean {
	const head = Buffer.alloc(1_000);
	const descriptor = openSync(path, 'r');
	try {
		const length = readSync(descriptor, head, 0, head.length, 0);
		return /^\uFEFF?\s*\{[^]*"(?:runs|version|\$schema)"/.test(head.toString('utf8', 0, length));
	} finally {
		closeSync(descriptor);
	}
}
