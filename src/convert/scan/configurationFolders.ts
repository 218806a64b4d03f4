import { type Dirent, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { isInCdkFolder, isProjectConfiguration, mayBeCdkProgram } from '../engine/configurationNames';
import { childPath } from './childPath';
import { folderPrefix } from './moduleLimits';
import { deployingFolder, folderOfParts, neighbourPlaces } from './neighbourFolders';
import type { ConfigurationFiles } from './scanTypes';

/** Those of a folder's files that may configure a project. */
export function configurationNames(below: string, names: readonly string[]): readonly string[] {
	// Most configurations are known by their names; a short text is looked at sooner than a long one.
	const decisive =
		/(?:^|\/)(?:bin|copilot|amplify|config(?:\/initializers)?|group_vars|src\/main\/resources|\.github\/workflows|\.circleci)\//.test(
			below,
		)
			? below
			: '';
	const isOfCdk = names.includes('cdk.json');
	return names.filter(
		(name) =>
			isProjectConfiguration(decisive + name) || (isOfCdk && mayBeCdkProgram(name)) || isInCdkFolder(below + name),
	);
}

export function configurationsIn(
	{ folder, below }: Pick<ConfigurationFiles, 'folder' | 'below'>,
	names: readonly string[],
	isNeighbour: boolean,
): readonly ConfigurationFiles[] {
	return names.length > 0 ? [{ folder, below, names, isNeighbour }] : [];
}

/** What lies in the folders beside the code that configure it: `bin` of a CDK application, `infra`, `.github/workflows`. */
export function neighbourConfigurations(
	task: Pick<ConfigurationFiles, 'folder' | 'below'>,
	folders: readonly string[],
): readonly ConfigurationFiles[] {
	const places = folders.flatMap(neighbourPlaces).flatMap((place) => {
		const above = place.endsWith('/*') ? place.slice(0, -2) : undefined;
		if (above === undefined) return place;
		const inside = entriesOf(childPath(task.folder, above));
		return inside.flatMap((entry) => (entry.isDirectory() ? `${above}/${entry.name}` : []));
	});
	return [...new Set(places)].flatMap((place) => {
		const folder = childPath(task.folder, place);
		const names = entriesOf(folder).flatMap((entry) => (entry.isFile() ? entry.name : []));
		const below = `${task.below}${place}/`;
		// A CDK application in `bin` configures all that is beside `bin`, like a file there.
		return configurationsIn({ folder, below }, configurationNames(below, names), place !== 'bin');
	});
}

/** What deploys the parts of a repository that lie in a folder, by their names: `deploy/kustomize/chat` deploys `chat` and `services/chat`. */
export function configurationsOfParts(
	{ folder, below }: Pick<ConfigurationFiles, 'folder' | 'below'>,
	folders: readonly string[],
): ReadonlyMap<string, readonly ConfigurationFiles[]> {
	const found = new Map<string, readonly ConfigurationFiles[]>();
	const add = (from: string, fromBelow: string, isInner: boolean): void => {
		for (const { name } of entriesOf(from).filter((entry) => entry.isDirectory())) {
			const inner = childPath(from, name);
			const innerBelow = `${fromBelow}${name}/`;
			if (folders.includes(name)) {
				const files = entriesOf(inner).flatMap((entry) => (entry.isFile() ? entry.name : []));
				const names = configurationNames(innerBelow, files);
				const own = configurationsIn({ folder: inner, below: innerBelow }, names, true);
				found.set(name, [...(found.get(name) ?? []), ...own]);
			} else if (!isInner) add(inner, innerBelow, true);
		}
	};
	for (const name of folders) if (deployingFolder.test(name)) add(childPath(folder, name), `${below}${name}/`, false);
	const around = /^(.*\/)?([^/]+)\/$/.exec(below);
	if (around && folderOfParts.test(around[2] ?? '')) {
		const above = dirname(folder);
		for (const { name } of entriesOf(above))
			if (deployingFolder.test(name)) add(childPath(above, name), `${around[1] ?? ''}${name}/`, false);
	}
	return found;
}

/** Nothing where there is no such folder. */
function entriesOf(folder: string): readonly Dirent[] {
	try {
		return readdirSync(folder, { withFileTypes: true });
	} catch {
		return [];
	}
}

interface KnownFolder {
	readonly own: readonly ConfigurationFiles[];
	/** By the names of the folders in it. */
	readonly parts: ReturnType<typeof configurationsOfParts>;
}

/** So many folders are kept for others below them. */
const mostKept = 1_000;

/** The configurations of any folder, where the scan has not come to it, or was never to. */
export class ConfigurationFolders {
	private readonly known = new Map<string, KnownFolder>();

	/**
	 * @param root absolute, with a slash at the end.
	 * @param below relative to the root: empty, or with a slash at the end.
	 * @returns for each folder from the root down, as a task has them.
	 */
	downTo(root: string, below: string): readonly (readonly ConfigurationFiles[])[] {
		const { own } = this.of(root, below);
		if (below === '') return [own];
		const around = folderPrefix(below.slice(0, -1));
		const ofPart = this.of(root, around).parts.get(below.slice(around.length, -1)) ?? [];
		return [...this.downTo(root, around), ofPart, own];
	}

	private of(root: string, below: string): KnownFolder {
		const path = root + below;
		const known = this.known.get(path);
		if (known) return known;
		if (this.known.size >= mostKept) this.known.clear();
		const folder = path.slice(0, -1);
		const entries = readdirSync(folder, { withFileTypes: true });
		const names = entries.flatMap((entry) => (entry.isFile() ? entry.name : []));
		const folders = entries.flatMap((entry) => (entry.isDirectory() ? entry.name : []));
		const place = { folder, below };
		const own = [
			...neighbourConfigurations(place, folders),
			...configurationsIn(place, configurationNames(below, names), false),
		];
		const found = { own, parts: configurationsOfParts(place, folders) };
		this.known.set(path, found);
		return found;
	}
}
