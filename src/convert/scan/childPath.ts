import { sep } from 'node:path';

/** A path below a folder that may be the root of the file system. */
export function childPath(folder: string, name: string): string {
	return folder.endsWith(sep) ? folder + name : folder + sep + name;
}
