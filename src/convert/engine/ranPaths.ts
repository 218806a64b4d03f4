/** The folder that the commands of a configuration begin in: empty, or with a slash at the end. */
export function runsIn(configuration: string): string {
	return configuration.replace(/(?:\.github\/workflows\/|\.circleci\/)?[^/]*$/, '');
}

/** A command names a program: `evals/run` is `evals/run.py`, and `evals` is `evals/__main__.py`. */
export function isRun(path: string, named: string): boolean {
	return path.startsWith(named) && /^(?:\/(?:index|main|__main__))?(?:\.\w+)?$/.test(path.slice(named.length));
}

/** Lies in the folder of a program that has one for itself. */
export function isPartOf(path: string, root: string, named: string): boolean {
	const folder = named.slice(0, named.lastIndexOf('/') + 1);
	// A module is a folder, or a file in one.
	return (
		path.startsWith(`${root}${named}/`) || (folder !== '' && !ofMany.test(folder) && path.startsWith(root + folder))
	);
}

/** Folders in which programs lie that have nothing to do with each other. */
const ofMany = /(?:^|\/)(?:scripts?|tools?|ci|bin|src|apps?|lib|tests?|examples?|\.github)\/$/;

/** Is that program, or lies in that folder; a path may begin above the folder that it is said in. */
export function isBuiltFrom(path: string, root: string, named: string): boolean {
	const place = placeFrom(root, named);
	return path.startsWith(`${place}/`) || isRun(path, place);
}

/** `/a/deploy/` and `../api` → `/a/api` */
function placeFrom(root: string, named: string): string {
	let folder = root.replace(/\/$/, '');
	let inside = named.replace(/^(?:\.\/)+|^\.$/, '');
	for (; inside === '..' || inside.startsWith('../'); inside = inside.slice(3))
		folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
	return `${folder}/${inside}`.replace(/\/+$/, '');
}
