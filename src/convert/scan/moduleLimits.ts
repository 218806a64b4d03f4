/** The largest module that names are followed into. In bytes. */
export const largestModule = 500_000;
/** The largest program whose use of another's constants is looked into. In bytes. */
export const largestUser = 200_000;
/** So many programs are looked into for their use of another's constants: those beside it first. */
export const mostUsers = 60;
/** So many folders around a program are looked into for those. */
export const mostUserFolders = 24;
/** So many folders of a repository are looked into for programs of other packages. */
export const mostImporterFolders = 200;
/** So many of those programs are looked into. */
export const mostImporters = 300;

/**
 * False for folders of tools, of other people's code and of what is built.
 * @param ending of the programs.
 */
export function mayHoldUsers(folderName: string, ending: string): boolean {
	if (folderName === 'bin') return programsInBin.test(ending);
	return !/^(?:\..*|node_modules|vendor|venv|site-packages|__pycache__|dist|build|out|target|coverage|obj)$/.test(
		folderName,
	);
}

/** Languages in which people keep there what is run; in others it holds what is built. */
const programsInBin = /^(?:rb|dart|php|ts)$/;

/** A folder, as the beginning of the paths in it: empty, or with a slash at the end. */
export function folderPrefix(path: string): string {
	return path.slice(0, path.lastIndexOf('/') + 1);
}
