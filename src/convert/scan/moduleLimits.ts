/** The largest module that names are followed into. In bytes. */
export const largestModule = 500_000;
/** The largest program whose use of another's constants is looked into. In bytes. */
export const largestUser = 200_000;
/** So many programs of one folder are looked into for their use of another's constants. */
export const mostUsers = 60;

/** A folder, as the beginning of the paths in it: empty, or with a slash at the end. */
export function folderOf(path: string): string {
	return path.slice(0, path.lastIndexOf('/') + 1);
}
