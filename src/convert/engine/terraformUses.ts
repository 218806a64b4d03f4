import { type Declared, declaredName } from './declaredNames';
import { folderOf, joined } from './modulePaths';
import { PerText } from './perText';
import { remembered } from './remembered';
import { referencesIn } from './settingNames';
import { aliasIn } from './terraformProviders';
import type { SourceText } from './sourceText';
import type { Site } from './sites';
import type { Consumer } from './trace';
import type { AnalysisInput, ModuleText } from './types';

/** Where a foundation model is meant, and no profile, or where a profile is made of it. */
export interface ModelElsewhere {
	/** Its ARN is built, it is looked up, or a region set is put before it. */
	readonly code: 'arnElsewhere' | 'lookupElsewhere' | 'prefixedElsewhere';
	/** Of the variable. */
	readonly name: string;
	readonly fileName: string;
	/** 1-based. */
	readonly line: number;
}

/** So many modules that a value is handed to are looked into. */
const mostModules = 4;
/** The files that a module's resources and policies stand in. */
const moduleFiles = [
	'main.tf',
	'iam.tf',
	'lambda.tf',
	'policy.tf',
	'policies.tf',
	'roles.tf',
	'bedrock.tf',
	'locals.tf',
	'agent.tf',
];

/** What the other files of a Terraform module do with a value, and the modules that it is handed to. */
interface OtherFiles {
	/** A profile ID would be wrong there. */
	readonly model: ModelElsewhere | undefined;
	/** The variables of the environment that they set to it: `MODEL_ID = var.model_id`. */
	readonly settings: readonly string[];
}

/**
 * Whether another file of the same Terraform module builds a foundation model's ARN of the variable that an ID is the value
 * of, looks the model up by it or puts a region set before it, or a module does that the value is handed to; and which
 * programs are given it.
 */
export function inOtherFiles(source: SourceText, { site, at }: Consumer, input: AnalysisInput): OtherFiles {
	if (source.language !== 'terraform') return unused;
	const block = site.frames.at(-1);
	const isModule = block && /\bmodule\s+"[\w-]+"\s*$/.test(source.text.slice(Math.max(0, block.open - 80), block.open));
	const handedIn = isModule ? moduleSource(source.text.slice(Math.max(0, block.open - 80), block.close)) : undefined;
	if (handedIn !== undefined)
		return remembered(known, source, `${handedIn}:${site.name}`, () =>
			foundIn(filesOfModule(handedIn, site.name, input)),
		);
	const declared = declaredIn(source, input.path, site, at);
	// Any other key is not one that an expression can name without quotes of its own.
	if (!declared || !isName.test(declared.name + declared.property)) return unused;
	return remembered(known, source, `${declared.name}.${declared.property}`, () =>
		foundIn(filesReached(declared, source, input)),
	);
}

const unused: OtherFiles = { model: undefined, settings: [] };
const known = new PerText<Map<string, OtherFiles>>();

/** A file that a value reaches. */
interface Reached {
	readonly file: ModuleText;
	/** What the variable is called there. */
	readonly name: string;
	/** The same, with the entry where it is a map. */
	readonly path: string;
	/** How the file reads it. */
	readonly pattern: string;
}

function foundIn(files: readonly Reached[]): OtherFiles {
	let model: ModelElsewhere | undefined;
	for (const { file, name, pattern } of files) model ??= placeOf(file, patternsOf(pattern), name);
	return { model, settings: files.flatMap(({ file, path }) => referencesIn(file.text).get(path) ?? []) };
}

function filesReached({ name, property }: Declared, source: SourceText, input: AnalysisInput): readonly Reached[] {
	const pattern = String.raw`(?:var|local)\.${name}${memberOf(property)}`;
	const texts = textsNaming(name, input.path, input.readUsers);
	const own = namesHandedOn(source).has(name) ? [source.text.whole] : [];
	const given = new RegExp(String.raw`^[ \t]*(\w+)[ \t]*=[ \t]*${pattern}[ \t]*\r?$`, 'gm');
	const handed = [...texts.map(({ text }) => text), ...own].flatMap((text) =>
		Array.from(text.matchAll(given), ({ 1: variable = '', index }) => {
			const start = text.lastIndexOf('\nmodule "', index);
			const block = start === -1 ? '' : (text.slice(start, index + 400).split('\n}')[0] ?? '');
			return { inside: moduleSource(block) ?? '', variable };
		}),
	);
	return [
		...texts.map((file) => ({ file, name, path: property === '' ? name : `${name}.${property}`, pattern })),
		...handed
			.filter(({ inside }) => inside !== '')
			.slice(0, mostModules)
			.flatMap(({ inside, variable }) => filesOfModule(inside, variable, input)),
	];
}

function filesOfModule(
	place: string,
	name: string,
	{ path, readModule }: Pick<AnalysisInput, 'path' | 'readModule'>,
): readonly Reached[] {
	const folder = joined(folderOf(path), place);
	return (isName.test(name) ? moduleFiles : []).flatMap((each) => {
		const file = readModule?.([joined(folder, each)]);
		return file ? { file, name, path: name, pattern: String.raw`var\.${name}` } : [];
	});
}

function declaredIn(source: SourceText, path: string, site: Site, at: number): Declared | undefined {
	return path.endsWith('.tfvars') ? inVariables(site) : declaredName(source, site, at);
}

function memberOf(property: string): string {
	return property === '' ? '' : String.raw`(?:\.|\[")${property}`;
}

/** The other files of the same module that hold a name. */
function textsNaming(name: string, path: string, readUsers: AnalysisInput['readUsers']): readonly ModuleText[] {
	// Values of each environment lie in folders below the module.
	const folders = [folderOf(path), ...(path.endsWith('.tfvars') ? [folderOf(folderOf(path))] : [])];
	return [...(readUsers?.() ?? [])].filter(
		(each) => each.path !== path && folders.includes(folderOf(each.path)) && each.text.includes(name),
	);
}

/**
 * The providers that the blocks of the module's other files name which are given the variable that an ID is the value of:
 * `provider = aws.us`.
 * @returns their aliases, `undefined` for the one that holds where none is named; empty where no block names any.
 */
export function providersInOtherFiles(
	source: SourceText,
	{ site, at }: Consumer,
	{ path, readUsers }: AnalysisInput,
): readonly (string | undefined)[] {
	const declared = source.language === 'terraform' ? declaredIn(source, path, site, at) : undefined;
	if (!declared || !isName.test(declared.name + declared.property)) return [];
	const { name, property } = declared;
	return remembered(providers, source, `${name}.${property}`, () => {
		const read = new RegExp(String.raw`\b(?:var|local)\.${name}${memberOf(property)}(?![\w-])`, 'g');
		const blocks = textsNaming(name, path, readUsers).flatMap(({ text }) =>
			Array.from(
				text.matchAll(read),
				({ index }) => text.slice(text.lastIndexOf('\n}', index) + 1).split('\n}', 2)[0] ?? '',
			),
		);
		const aliases = [...new Set(blocks.map(aliasIn))];
		return aliases.some((each) => each !== undefined) ? aliases : [];
	});
}

const providers = new PerText<Map<string, readonly (string | undefined)[]>>();

/** The variables that a text with modules hands on: a text may declare thousands that it does not. */
function namesHandedOn(source: SourceText): ReadonlySet<string> {
	return remembered(handedOn, source, '', ({ text }) => {
		const matches = text.holds('module "') ? text.whole.matchAll(/=[ \t]*(?:var|local)\.([\w-]+)/g) : [];
		return new Set(Array.from(matches, ([, name = '']) => name));
	});
}

const handedOn = new PerText<Map<string, ReadonlySet<string>>>();

/** A variable's value in a file of nothing else, or the entry of one that is a map. */
function inVariables({ frames: [inner, outer], name }: Site): Declared | undefined {
	if (!inner) return { name, property: '' };
	return !outer && inner.callee === '' && inner.key !== '' ? { name: inner.key, property: name } : undefined;
}

const isName = /^[\w-]+$/;

/** `module "x" { source = "./modules/x" … }` */
function moduleSource(block: string): string | undefined {
	if (!/\bmodule\s+"[\w-]+"\s*\{/.test(block)) return undefined;
	return /^[ \t]*source[ \t]*=[ \t]*"(\.{1,2}\/[^"]{1,200})"/m.exec(block)?.[1];
}

type Patterns = readonly (readonly [ModelElsewhere['code'], RegExp])[];

/** @param variable pattern of it. */
function patternsOf(variable: string): Patterns {
	return [
		[
			'arnElsewhere',
			new RegExp(
				String.raw`foundation-model/\$\{${variable}\b|\bin\s(?:\w+\()?${variable}\)?\s*:\s*"[^"\n]{0,160}foundation-model/\$\{`,
			),
		],
		[
			'lookupElsewhere',
			new RegExp(
				String.raw`\bdata\s+"aws_bedrock_foundation_model"\s+"[\w-]+"\s*\{[^{}]*\bmodel_id\s*=\s*${variable}\b`,
			),
		],
		[
			'prefixedElsewhere',
			new RegExp(
				String.raw`(?:\}|["/][a-z]{2,6}(?:-[a-z]{2,5})?)\.\$\{${variable}\b|\bformat\(\s*"(?:[^"\n]*/)?(?:%s|[a-z]{2,6})\.%s"[^\n()]*\b${variable}\b|\bjoin\(\s*"\.",\s*\[[^\]\n]*,\s*${variable}\b`,
			),
		],
	];
}

function placeOf({ path, text }: ModuleText, patterns: Patterns, name: string): ModelElsewhere | undefined {
	for (const [code, pattern] of patterns) {
		const match = pattern.exec(text);
		if (!match) continue;
		return { code, name, fileName: path, line: text.slice(0, match.index + match[0].length).split('\n').length };
	}
	return undefined;
}
