import { hostProject } from './neighbourFolders';
import { folderPrefix, mayHoldUsers, mostImporterFolders, mostUserFolders } from './moduleLimits';
import { data } from './programEndings';

/** What a folder holds, as paths; those of folders end with a slash. */
export interface FolderEntries {
	readonly files: readonly string[];
	readonly folders: readonly string[];
}

/** So many folders further out, and so many levels in, a program is looked for that uses another's constants. */
interface Reach {
	readonly out: number;
	readonly in: number;
	/** So many folders further out they are looked for in those only that are named for what all share. */
	readonly outForShared?: number;
	readonly shared?: RegExp;
}

/** What imports by its place may lie anywhere: `packages/llm/src/models.ts` is used in `apps/web/src/chat.ts`. */
const ofScripts: Reach = { out: 4, in: 4 };
/** Where the folder alone says that one program may use another, it has to be near. */
const ofOthers: Reach = { out: 1, in: 2 };
/** A package has folders for its parts, and one for what frameworks hand to them: `orders/chat/service` is given a bean of `global/config`. */
const ofPackages: Reach = {
	out: 1,
	in: 2,
	outForShared: 4,
	shared:
		/^(?:(?:aws|bedrock|ai|app|spring)?_?config(?:s|uration)?|global|common|commons|core|shared|infra(?:structure)?|adapters?|aws|bedrock|ai|di|modules?)$/i,
};
/** A library of .NET is given its clients by the program beside it, and by what that has for it. */
const ofSolutions: Reach = { out: 1, in: 2, outForShared: 3, shared: hostProject };
/** What is set for a program is kept anywhere above or beside it: `infra/modules/chat/main.tf`, `.github/workflows/chat.yml`. */
const ofData: Reach = { out: 3, in: 3 };
/** Spring: `src/main/resources/application.yml`, for `src/main/java/com/acme/chat/answers/AnswerService.java`. */
const ofResources: Reach = { out: 1, in: 8 };
/** Where the sources of a program in Java or Kotlin begin: what lies outside is another one's. */
const sources = /^(?:java|kotlin|src)$/;

/** Yields the folder that it wants to know the entries of, and is given them. @returns the entries of all of them, in that order. */
type FolderSearch = Generator<string, readonly FolderEntries[], FolderEntries>;

/**
 * Where programs may lie that use the constants of one in a folder: in the folder itself, in it and around it, nearest first.
 * `config/models.py` is used in `services/chat.py`, `lib/models.ts` in `app/api/chat/route.ts`.
 */
export function foldersOfUsers(below: string, ending: string): FolderSearch {
	const reach = reachOf(ending, below);
	return foldersAround(below, {
		out: reach.outForShared ?? reach.out,
		in: reach.in,
		most: mostUserFolders,
		isBeyond: (center, out) => out > reach.out && reach === ofPackages && sources.test(nameOf(center)),
		enters: (name, out) => mayHoldUsers(name, ending) && (out <= reach.out || reach.shared?.test(name) === true),
	});
}

/** Folders in which no program of a package lies. */
const withoutPrograms =
	/^(?:tests?|__tests__|specs?|e2e|resources|webapp|static|public|assets|docs?|fixtures|migrations|locales?)$/i;

/**
 * Where the programs of a repository's other packages and modules may lie, nearest first: `packages/models/src/ids.ts` is used in
 * `services/chat/src/main.ts`, what stands in `common/src/main/java` in `orders/src/main/java`.
 */
export function foldersOfImporters(below: string, ending: string): FolderSearch {
	// What a module of Maven or Gradle holds lies far below it.
	const module = below.replace(/(?<=^|\/)src\/(?:main\/)?(?:java|kotlin|scala)\/.*$/, '');
	return foldersAround(module, {
		...ofRepository,
		most: mostImporterFolders,
		isBeyond: () => false,
		enters: (name) => mayHoldUsers(name, ending) && !withoutPrograms.test(name),
	});
}

interface Limits extends Pick<Reach, 'out' | 'in'> {
	/** So many folders are looked into. */
	readonly most: number;
	/** Nothing is looked for in a folder so far out, nor further. */
	isBeyond(folder: string, out: number): boolean;
	/** A folder of this name is looked into, so far out. */
	enters(name: string, out: number): boolean;
}

function* foldersAround(innermost: string, limits: Limits): FolderSearch {
	const found: FolderEntries[] = [];
	const seen = new Set<string>();
	let center = innermost;
	for (let out = 0; out <= limits.out && !limits.isBeyond(center, out); out++) {
		let isTop = center === '';
		let level = [center];
		for (let depth = 0; depth <= limits.in && level.length > 0; depth++) {
			const next: string[] = [];
			for (const folder of level) {
				if (found.length >= limits.most) return found;
				if (seen.has(folder)) continue;
				seen.add(folder);
				const entries = yield folder;
				found.push(entries);
				// What lies outside the repository is another program's.
				isTop ||= folder === center && entries.folders.includes(`${folder}.git/`);
				next.push(...entries.folders.filter((each) => limits.enters(nameOf(each), out)));
			}
			level = next;
		}
		if (isTop) break;
		center = folderPrefix(center.slice(0, -1));
	}
	return found;
}

/** What a module of Maven has lies below `src/main/java/com/acme/orders`. */
const ofRepository = { out: 4, in: 9 };

function reachOf(ending: string, below: string): Reach {
	if (ending === data) return /(?:^|\/)resources\/$/.test(below) ? ofResources : ofData;
	if (ending === 'py' || ending === 'ts') return ofScripts;
	if (ending === 'cs') return ofSolutions;
	return ending === 'java' || ending === 'kt' ? ofPackages : ofOthers;
}

function nameOf(folder: string): string {
	return folder.slice(folderPrefix(folder.slice(0, -1)).length, -1);
}
