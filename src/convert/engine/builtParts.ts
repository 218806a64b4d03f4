import { joined } from './modulePaths';
import type { Environment, RanScript } from './ranScripts';
import { nameOfSetting, type RegionSetting } from './regionSettings';
import type { SourceText } from './sourceText';
import type { ReadModule } from './types';
import { type YamlAncestor, yamlAncestors } from './yamlAncestors';

/** What holds the parts: of Compose and Render, of CloudFormation, of the Serverless Framework. */
const groups = /^(?:services|Resources|functions)$/;
/** What gives a part its environment. */
const environments = /^(?:environment|env|envVars|Environment)$/;
/** Where the program of a part lies, and what else gives it variables. */
const placeKeys =
	/^[ \t]+(?:-[ \t]+)?(build|context|dockerfile|rootDir|CodeUri|Handler|handler|env_file|path|environment|<<)[ \t]*:[ \t]*\[?["']?([*\w./-]+)/gm;
/** What a container of several runs, of the one folder that they are built from. */
const commandLine = /^[ \t]+(?:command|entrypoint):[ \t]*(.{1,300})$/gm;
const ofCommand =
	/(?:^|[\s"'])(?:(\w[\w./-]*\.(?:py|[cm]?[jt]s|rb|php|go|sh))(?![\w./-])|-m["',\s]{1,5}([a-z][\w.]*)(?!["',\s]{1,5}-)|([a-z][\w.]*):\w+|-A["',\s]{1,5}([a-z][\w.]*))/;
const listedVariable =
	/^[ \t]+-[ \t]+(?:key|name):[ \t]*["']?(?=(\w*REGION\w*)["']?[ \t]*\r?\n[ \t]+value:[ \t]*["']?([a-z]{2}-[a-z-]{1,30}-[0-9]))/gm;
const listedFile = /^[ \t]+-[ \t]+["']?([\w./-]*env[\w.-]*)["']?[ \t]*$/gm;
const namesOfAws = ['AWS_REGION', 'AWS_DEFAULT_REGION'];
/** So many lines, and so many settings, of one text are looked at. */
const mostLines = 500;

export interface PartsOfSource {
	/** Where the paths begin. */
	readonly below: string;
	readonly settings: readonly RegionSetting[];
	/** The one Region that a setting comes to. */
	readonly regionOf: (setting: RegionSetting) => string | undefined;
	readonly isRegion: (name: string) => boolean;
	readonly readModule: ReadModule | undefined;
}

interface Part {
	readonly places: Map<string, string>;
	readonly environmentFiles: string[];
	readonly settings: RegionSetting[];
	/** Of a list of names and values. */
	readonly variables: Record<string, string>;
	/** What it runs. */
	readonly programs: string[];
}

/**
 * The parts of a project that a configuration builds, each from a folder or a program of its own, and gives a Region: what
 * lies there hears nothing of the others'.
 */
export function builtParts(source: SourceText, parts: PartsOfSource): readonly RanScript[] {
	const { syntax, text } = source;
	if (!syntax.isIndented || syntax.family !== 'config') return [];
	if (!['build:', 'CodeUri:', 'handler:', 'rootDir:'].some((word) => text.holds(word))) return [];
	const known = partsOf(source, parts);
	const isShared = (folder: string): boolean =>
		known.filter(({ places }) => places.get('CodeUri') === folder).length > 1;
	const found: RanScript[] = [];
	for (const part of known) {
		const files = part.environmentFiles.map((file) => ({ file, variables: variablesOfFile(file, parts) }));
		const variables: Record<string, string> = {};
		for (const { variables: own } of files) Object.assign(variables, own);
		Object.assign(variables, part.variables);
		for (const setting of part.settings) {
			const name = nameOfSetting(source, setting);
			const region = parts.regionOf(setting);
			if (name !== undefined && region !== undefined) variables[name] = region;
		}
		const region = regionAmong(variables);
		if (region === undefined) continue;
		const ofAws = variables.AWS_REGION ?? variables.AWS_DEFAULT_REGION;
		if (ofAws !== undefined) for (const name of namesOfAws) variables[name] ??= ofAws;
		const held = { region, variables };
		for (const { file, variables: own } of files)
			if (Object.keys(own).length === 0) found.push({ path: file, ...held });
		const path = placeOf(part.places, isShared);
		if (path === undefined) continue;
		const own = path.replace(/^(?:\.\/)+|^\.$/, '');
		// What is built from the whole project is told apart by what it runs.
		const paths = own === '' && part.programs.length > 0 ? part.programs : [own];
		for (const each of paths) found.push({ path: each, ...held });
	}
	return found;
}

function partsOf(source: SourceText, { settings, isRegion }: PartsOfSource): readonly Part[] {
	const { text } = source;
	const found = new Map<number, Part>();
	const partAt = (offset: number): { part: Part; ancestors: readonly YamlAncestor[] } | undefined => {
		const ancestors = yamlAncestors(source, offset);
		const [group, own] = ancestors;
		if (!own || !groups.test(group?.key ?? '')) return undefined;
		let part = found.get(own.start);
		if (!part) found.set(own.start, (part = newPart()));
		return { part, ancestors };
	};
	const isOfEnvironment = (ancestors: readonly YamlAncestor[]): boolean =>
		ancestors.some(({ key = '' }) => environments.test(key));
	const isOfFiles = (ancestors: readonly YamlAncestor[]): boolean => ancestors[2]?.key === 'env_file';
	for (const { 1: key = '', 2: value = '', index } of limited(text.whole.matchAll(placeKeys))) {
		const at = partAt(index);
		if (!at) continue;
		if (key === '<<' || key === 'environment') {
			if (value.startsWith('*') && isOfEnvironment(at.ancestors))
				at.part.settings.push(...settingsAt(source, value.slice(1), settings));
		} else if (key === 'env_file' || key === 'path') {
			if (isOfFiles(at.ancestors)) at.part.environmentFiles.push(value);
		} else at.part.places.set(key, value);
	}
	if (text.holds('env_file:'))
		for (const { 1: file = '', index } of limited(text.whole.matchAll(listedFile))) {
			const at = partAt(index);
			if (at && isOfFiles(at.ancestors)) at.part.environmentFiles.push(file);
		}
	if (text.holds('command:') || text.holds('entrypoint:'))
		for (const { 0: line, 1: command = '', index } of limited(text.whole.matchAll(commandLine))) {
			const [, file, module, application, worker] = ofCommand.exec(command) ?? [];
			const program = file ?? (module ?? application ?? worker)?.replaceAll('.', '/');
			if (program !== undefined) partAt(index + line.indexOf(':'))?.part.programs.push(program);
		}
	if (text.holds('REGION') && text.holds(' value:'))
		for (const { 1: name = '', 2: region = '', index } of limited(text.whole.matchAll(listedVariable))) {
			const at = partAt(index);
			if (at && isRegion(region) && isOfEnvironment(at.ancestors)) at.part.variables[name] = region;
		}
	for (const setting of settings.slice(0, mostLines)) {
		const at = partAt(setting.start);
		if (at && isOfEnvironment(at.ancestors)) at.part.settings.push(setting);
	}
	return [...found.values()];
}

/** Those of the mapping that has such an anchor. */
function settingsAt(source: SourceText, anchor: string, settings: readonly RegionSetting[]): readonly RegionSetting[] {
	const { whole } = source.text;
	let mark = whole.indexOf(`&${anchor}`);
	// `&eu` is not `&eu-common`.
	while (mark !== -1 && /[\w.-]/.test(whole.charAt(mark + anchor.length + 1)))
		mark = whole.indexOf(`&${anchor}`, mark + 1);
	const marked = mark === -1 ? undefined : yamlAncestors(source, mark);
	if (!marked) return [];
	const isMarked = ({ start }: RegionSetting): boolean =>
		yamlAncestors(source, start)[marked.length - 1]?.start === marked.at(-1)?.start;
	return settings.slice(0, mostLines).filter(isMarked);
}

function newPart(): Part {
	return { places: new Map(), environmentFiles: [], settings: [], variables: {}, programs: [] };
}

function* limited<Each>(all: Iterable<Each>): Generator<Each> {
	let count = 0;
	for (const each of all) {
		if (count++ >= mostLines) return;
		yield each;
	}
}

/** One for Bedrock goes before that of AWS's tools, and what two names say differently says nothing. */
function regionAmong(variables: Environment['variables']): string | undefined {
	const ofBedrock = Object.entries(variables).filter(([name]) => /bedrock/i.test(name));
	const ofAws = Object.entries(variables).filter(([name]) => /^AWS_(?:DEFAULT_)?REGION$/.test(name));
	const [named] = [ofBedrock, ofAws, Object.entries(variables)].filter(({ length }) => length > 0);
	const [only, other] = new Set(named?.map(([, region]) => region));
	return other === undefined ? only : undefined;
}

/** The folder or the program that a part is built from. */
function placeOf(places: ReadonlyMap<string, string>, isShared: (folder: string) => boolean): string | undefined {
	const handler = places.get('handler') ?? places.get('Handler');
	// `src/tag.handler` is in `src/tag.js`.
	const module = handler?.replace(/\.\w+$/, '');
	const code = places.get('CodeUri');
	if (code !== undefined) {
		if (!isShared(code)) return code;
		return module === undefined ? undefined : joined('', `${code}/${module}`);
	}
	const context = places.get('context') ?? places.get('build') ?? places.get('rootDir');
	if (context === undefined) return module;
	const dockerfile = places.get('dockerfile');
	const isWhole = joined('', context) === '' && !context.includes('..');
	return isWhole && dockerfile?.includes('/') === true ? dockerfile.slice(0, dockerfile.lastIndexOf('/')) : context;
}

/** The Regions that a file of variables gives. */
function variablesOfFile(file: string, { below, readModule, isRegion }: PartsOfSource): Environment['variables'] {
	const text = readModule?.([joined(below, file)])?.text ?? '';
	const found: Record<string, string> = {};
	for (const { 1: name = '', 2: region = '' } of limited(text.matchAll(regionVariable)))
		if (isRegion(region)) found[name] = region;
	return found;
}

const regionVariable = /^[ \t]*(?:export[ \t]+)?(\w*REGION\w*)[ \t]*=[ \t]*["']?([a-z]{2}-[a-z-]{1,30}-[0-9])\b/gm;
