/** So many folders up a module's name may begin. */
const mostFolders = 6;

/** The folder of a file; empty for the project's own. */
export function folderOf(path: string): string {
	return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** The name of a file or folder in its own. */
export function nameOf(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder of a file and those around it, nearest first. */
export function foldersAbove(path: string): readonly string[] {
	const folders: string[] = [];
	for (let folder = folderOf(path); folders.length < mostFolders; folder = folderOf(folder)) {
		folders.push(folder);
		if (folder === '') break;
	}
	return folders;
}

/** A folder so many levels further out. */
export function above(folder: string, levels: number): string {
	let result = folder;
	for (let level = 0; level < levels; level++) result = folderOf(result);
	return result;
}

/** `a/b` and `../c` → `a/c`. */
export function joined(base: string, inside: string): string {
	const parts = base === '' ? [] : base.split('/');
	for (const part of inside.split('/')) {
		if (part === '..') parts.pop();
		else if (part !== '.' && part !== '') parts.push(part);
	}
	return parts.join('/');
}
