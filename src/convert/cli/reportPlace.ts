import { accessSync, constants, realpathSync, statSync } from 'node:fs';
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
		return { path: place, given, mistake: [] };
	} catch (error) {
		return { path, given, mistake: [`The report ${given} cannot be written: ${messageOf(error)}.`] };
	}
}
