import { joined } from './modulePaths';
import type { SourceText } from './sourceText';
import type { ReadModule } from './types';
import { yamlAncestors, yamlBeside } from './yamlAncestors';

/** What holds for a program that a pipeline or a target runs. */
export interface Environment {
	readonly region: string;
	/** The Region of each variable that is named for one. */
	readonly variables: Readonly<Record<string, string>>;
}

export interface RanScript extends Environment {
	/** Below the folder that the commands begin in; a folder or a module may stand for the program that it begins with. */
	readonly path: string;
}

/** `node a.mjs`, `./a.sh`, `python -m a.b`; `npm run a` and `make a`, which others say the program of. */
const running =
	/(?<![\w./-])(?:(?:node|tsx|ts-node|bun|ruby|php|bash|sh|(?:uv|deno|go|bun) run|python3?)\s+(?:-(?!m\b)\S+\s+(?:tsx\s+)?){0,3}(?:-m\s+([\w.]+)|(\w[\w./-]*\.(?:[cm]?[jt]s|py|rb|php|go|sh)))|(\.\/[\w./-]+)|(?:npm|yarn|pnpm|bun)\s+(?:--prefix[ =]([\w./-]+)\s+)?(?:run\s+)?([\w:-]+)|make\s+(?:-C\s+([\w./-]+)\s+)?([\w-]+))(?![\w/-])/g;
/** Of a package manager's own. */
const isOfTool = /^(?:install|ci|add|run|exec|init|publish|dlx|i)$/;
/** `AWS_REGION=eu-west-1 python a.py`, `python a.py --region eu-west-1` */
const setBefore = /(?:^|[\s;&"'@(])\w*REGION=["']?([^\s"']+)["']?\s(?:[^;&|\n]*\s)?$/;
const setBehind = /^[^;&|\n]*?\s--(?:aws-)?region[ =]["']?([^\s"']+)/;
/** So many commands of one text are looked at. */
const mostCommands = 100;
/** In UTF-16 units. */
const longestCommand = 500;

export interface CommandsParts {
	/** Where its commands begin. */
	readonly below: string;
	/** Gives the `package.json` or the Makefile that says what a name runs. */
	readonly readModule: ReadModule | undefined;
	readonly isRegion: (name: string) => boolean;
	/** What holds where a command stands that says nothing itself. */
	readonly environmentAt: (offset: number) => Environment | undefined;
}

/** The programs that a configuration runs from one Region. */
export function ranScripts(source: SourceText, parts: CommandsParts): readonly RanScript[] {
	const found: RanScript[] = [];
	let count = 0;
	for (const command of commandsIn(source.text.whole)) {
		if (++count > mostCommands) break;
		if (source.spanAt(command.at)?.isComment === true) continue;
		const held = command.region === undefined ? parts.environmentAt(command.at) : ofRegion(command.region);
		if (!held || !parts.isRegion(held.region)) continue;
		const folder = folderAt(source, command.at);
		// Other texts are read only where they matter.
		const told = command.runs ? programsOf(command.runs, folder, parts) : [{ path: command.path, folder }];
		for (const { path = '', region, folder } of told) {
			const own = region === undefined ? held : ofRegion(region);
			if (parts.isRegion(own.region)) found.push({ path: joined(folder, path), ...own });
		}
	}
	return found;
}

function ofRegion(region: string): Environment {
	return { region, variables: { AWS_REGION: region, AWS_DEFAULT_REGION: region } };
}

interface Command {
	readonly at: number;
	/** Of the program; `undefined` where another text says it. */
	readonly path: string | undefined;
	/** What the command itself sets; anything else than a Region's name where that is known only when it runs. */
	readonly region: string | undefined;
	/** The text that says what a name runs there, and the name. */
	readonly runs?: { readonly folder: string; readonly files: readonly string[]; readonly body: RegExp };
}

function* commandsIn(text: string): Generator<Command> {
	for (const match of text.matchAll(running)) {
		const [whole, module, file, local, prefix = '', script, makefile = '', target] = match;
		const at = match.index;
		const line = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
		const before = text.slice(Math.max(line, at - longestCommand), at);
		const behind = text.slice(at + whole.length, at + whole.length + longestCommand);
		const region = setBefore.exec(before)?.[1] ?? setBehind.exec(behind)?.[1];
		const path = file ?? local ?? module?.replaceAll('.', '/');
		const base = { at, region, path };
		if (path !== undefined) yield base;
		else if (target !== undefined) {
			const body = new RegExp(`^${target}\\s*:(?!=).*\\n((?:[\\t ]+.*\\n?)+)`, 'm');
			yield { ...base, runs: { folder: makefile, files: ['Makefile'], body } };
		} else if (script !== undefined && !isOfTool.test(script)) {
			const body = new RegExp(`"${script}"\\s*:\\s*("(?:[^"\\\\]|\\\\.)*")`);
			yield { ...base, runs: { folder: prefix, files: ['package.json'], body } };
		}
	}
}

/** The programs that a name runs. */
function programsOf(
	{ folder: inside, files, body }: NonNullable<Command['runs']>,
	around: string,
	{ below, readModule }: CommandsParts,
): readonly (Partial<Pick<Command, 'path' | 'region'>> & { readonly folder: string })[] {
	const folder = joined(around, inside);
	const text = readModule?.(files.map((file) => below + joined(folder, file)))?.text ?? '';
	const commands = body.exec(text)?.[1] ?? '';
	return [...commandsIn(commands)].flatMap((each) => (each.path === undefined ? [] : { ...each, folder }));
}

/** Where a command begins: `working-directory: tools`, `cd tools && …`. */
function folderAt(source: SourceText, at: number): string {
	const isPipeline = source.syntax.isIndented && source.syntax.family === 'config';
	const step = isPipeline ? yamlAncestors(source, at).at(-1)?.start : undefined;
	const before = source.text.slice(Math.max(step ?? source.lineStart(at), at - longestCommand), at);
	const entered = /(?:^|[\s;&(])cd\s+["']?([\w./-]+)(?![\s\S]*\bcd\s)/.exec(before)?.[1] ?? '';
	if (!source.text.holds('working-directory')) return joined('', entered);
	const set = isPipeline ? yamlBeside(source, at).map((line) => working.exec(line)?.[1]) : [];
	return joined(set.find((each) => each !== undefined) ?? workingOfAll.exec(source.text.whole)?.[1] ?? '', entered);
}

const working = /^[\s-]*working-directory:\s*["']?([\w./-]+)/;
const workingOfAll = /\bdefaults:\s+run:\s+(?:shell:.*\s+)?working-directory:\s*["']?([\w./-]+)/;
