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

/** So many modules that a value is handed to are looked into, one behind the other. */
const mostModules = 6;
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

/** A variable, or an entry of one. */
interface Value extends Declared {
	/** The entry stands in another one, or in a list: `agents = { intake = { model = "…" } }`. */
	readonly isDeep: boolean;
}

/**
 * Whether another file of the same Terraform module builds a foundation model's ARN of the variable that an ID is the value
 * of, looks the model up by it or puts a region set before it, or a module does that the value is handed to; and which
 * programs are given it.
 */
export function inOtherFiles(source: SourceText, { site, at }: Consumer, input: AnalysisInput): OtherFiles {
	if (source.language !== 'terraform' && !isVariableFile(input.path)) return unused;
	const block = site.frames.at(-1);
	const isModule = block && /\bmodule\s+"[\w-]+"\s*$/.test(source.text.slice(Math.max(0, block.open - 80), block.open));
	const handedIn = isModule ? moduleSource(source.text.slice(Math.max(0, block.open - 80), block.close)) : undefined;
	const value = handedIn === undefined ? declaredIn(source, input.path, site, at) : entryOf(site, 1);
	// Any other key is not one that an expression can name without quotes of its own.
	if (!value || !isName.test(value.name + value.property)) return unused;
	const { name, property, isDeep } = value;
	return remembered(known, source, `${handedIn ?? ''}:${name}.${property}${isDeep ? '*' : ''}`, () =>
		foundIn(
			handedIn === undefined ? filesNaming(value, source, input) : filesOfModule(handedIn, value, input.path, input),
			value,
			handedIn === undefined ? folderOfModule(input.path) : joined(folderOf(input.path), handedIn),
			{ source, input },
		),
	);
}

const unused: OtherFiles = { model: undefined, settings: [] };
const known = new PerText<Map<string, OtherFiles>>();

/** A file that a value reaches. */
interface Reached {
	readonly file: ModuleText;
	/** As it is called there. */
	readonly value: Value;
	/** What is done with it is known of the text itself. */
	readonly isOwn?: boolean;
}

/** @param folder of the module that the value is given to. */
function foundIn(
	files: readonly Reached[],
	value: Value,
	folder: string,
	{ source, input }: { source: SourceText; input: AnalysisInput },
): OtherFiles {
	const all = [...files];
	let modules = 0;
	// The list grows while it is read: what a module is handed it may hand on.
	for (const { file, value: each } of all) {
		for (const handed of handedOn(file, each))
			if (modules++ < mostModules) all.push(...filesOfModule(handed.inside, handed.value, file.path, input));
	}
	const others = all.filter(({ isOwn }) => isOwn !== true);
	let model: ModelElsewhere | undefined;
	for (const each of others) model ??= placeOf(each.file, patternsOf(each.value), each.value.name);
	const isRead = ({ file, value: each }: Reached): boolean => new RegExp(reads(each).read).test(file.text);
	const isSilent = modules === 0 && !others.some(isRead);
	if (!model && isSilent && value.property !== '') model = placeBelow(folder, value.property, source, input);
	const pathOf = ({ name, property }: Value): string => (property === '' ? name : `${name}.${property}`);
	const settings = others.flatMap(({ file, value }) => referencesIn(file.text).get(pathOf(value)) ?? []);
	// Where nobody reads it, who sets a variable of the environment to it is not here: the program reads it by the same name.
	const isLost = isSilent && value.property === '' && !namesRead(source).has(value.name);
	return { model, settings: isLost ? [...settings, value.name.replaceAll('-', '_').toUpperCase()] : settings };
}

/** Who hands an entry on is not known: the texts below a module that make an ARN of a variable of its name. */
function placeBelow(
	folder: string,
	name: string,
	source: SourceText,
	{ readImporters }: AnalysisInput,
): ModelElsewhere | undefined {
	const texts = remembered(makers, source, '', () => readImporters?.(['foundation-model/${var.']) ?? []);
	const pattern = new RegExp(String.raw`foundation-model/\$\{var\.${name}\b`);
	return texts
		.filter(({ path }) => folder === '' || path.startsWith(`${folder}/`))
		.map((text) => placeOf(text, [['arnElsewhere', pattern]], name))
		.find((place) => place !== undefined);
}

const makers = new PerText<Map<string, readonly ModuleText[]>>();

function filesNaming(value: Value, source: SourceText, { path, readUsers }: AnalysisInput): readonly Reached[] {
	const own: readonly Reached[] = namesRead(source).has(value.name)
		? [{ file: { path, text: source.text.whole }, value, isOwn: true }]
		: [];
	return [...textsNaming(value.name, path, readUsers).map((file) => ({ file, value })), ...own];
}

/** The modules that a text hands a value to, with what it is called there. */
function handedOn({ text }: ModuleText, value: Value): readonly { inside: string; value: Value }[] {
	if (!text.includes('module "')) return [];
	const { whole, read } = reads(value);
	const given = new RegExp(String.raw`^[ \t]*(\w+)[ \t]*=[ \t]*(?:(${whole})|${read}[\w"\].]*)[ \t]*\r?$`, 'gm');
	return Array.from(text.matchAll(given), ({ 1: name = '', 2: all, index }) => {
		const block = text.slice(Math.max(0, text.lastIndexOf('\nmodule "', index)), index + 400).split('\n}', 1)[0];
		const handed =
			all === undefined || value.property === '' ? { name, property: '', isDeep: false } : { ...value, name };
		return { inside: moduleSource(block ?? '') ?? '', value: handed };
	}).filter(({ inside }) => inside !== '');
}

function filesOfModule(
	place: string,
	value: Value,
	path: string,
	{ readModule }: Pick<AnalysisInput, 'readModule'>,
): readonly Reached[] {
	const folder = joined(folderOf(path), place);
	return (isName.test(value.name) ? moduleFiles : []).flatMap((each) => {
		const file = readModule?.([joined(folder, each)]);
		return file ? { file, value } : [];
	});
}

/** Values of a module's variables, also as an example to copy: `prod.tfvars`, `terraform.tfvars.example`. */
function isVariableFile(path: string): boolean {
	return /\.tfvars(?:\.\w+)?$/.test(path);
}

function declaredIn(source: SourceText, path: string, site: Site, at: number): Value | undefined {
	if (isVariableFile(path)) return entryOf(site, source.language === 'terraform' ? 0 : 1);
	const declared = declaredName(source, site, at);
	if (declared) return { ...declared, isDeep: false };
	const { frames } = site;
	const block = frames.at(-1);
	if (block?.callee === 'locals') return entryOf(site, 1);
	const variable =
		block && /\bvariable\s+"([\w-]+)"\s*$/.exec(source.text.slice(Math.max(0, block.open - 120), block.open));
	if (!variable?.[1] || block?.key !== 'default') return undefined;
	const entry = entryOf(site, 1);
	return entry && { ...entry, name: variable[1] };
}

/** @param outside how many brackets there are around the variables. */
function entryOf({ name, frames, owner }: Site, outside: number): Value | undefined {
	const levels = frames.length - outside;
	if (levels < 1) return levels < 0 ? undefined : { name, property: '', isDeep: false };
	return { name: outside === 0 ? owner : (frames.at(-outside)?.key ?? ''), property: name, isDeep: levels > 1 };
}

/** How a text reads a variable, and an entry of it. */
function reads({ name, property, isDeep }: Value): { readonly whole: string; readonly read: string } {
	const whole = String.raw`\b(?:var|local)\.${name}(?![\w-])`;
	if (property === '') return { whole, read: whole };
	const read = isDeep
		? String.raw`[\w.[\]"]+\.${property}(?![\w-])`
		: String.raw`${whole}(?:(?:\.|\[")${property}(?![\w-])|\[(?!"))`;
	return { whole, read };
}

/** The folder of a module whose variables a file gives: values of each environment lie in folders below it. */
function folderOfModule(path: string): string {
	return isVariableFile(path) ? folderOf(folderOf(path)) : folderOf(path);
}

/** The other files of the same module that hold a name. */
function textsNaming(name: string, path: string, readUsers: AnalysisInput['readUsers']): readonly ModuleText[] {
	const folders = [folderOf(path), folderOfModule(path)];
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
		const read = new RegExp(reads(declared).read, 'g');
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

/** The variables that a text reads: it may declare thousands that it does not. */
function namesRead(source: SourceText): ReadonlySet<string> {
	return remembered(readNames, source, '', ({ text }) => {
		return new Set(Array.from(text.whole.matchAll(/\b(?:var|local)\.([\w-]+)/g), ([, name = '']) => name));
	});
}

const readNames = new PerText<Map<string, ReadonlySet<string>>>();

const isName = /^[\w-]+$/;

/** `module "x" { source = "./modules/x" … }` */
function moduleSource(block: string): string | undefined {
	if (!/\bmodule\s+"[\w-]+"\s*\{/.test(block)) return undefined;
	return /^[ \t]*source[ \t]*=[ \t]*"(\.{1,2}\/[^"]{1,200})"/m.exec(block)?.[1];
}

type Patterns = readonly (readonly [ModelElsewhere['code'], RegExp])[];

function patternsOf(value: Value): Patterns {
	const { whole, read } = reads(value);
	const made = String.raw`foundation-model/\$\{(?:${read})`;
	const ofEach = String.raw`|\bin\s(?:\w+\()*${whole}\)*\s*:\s*"[^"\n]{0,160}foundation-model/\$\{`;
	return [
		['arnElsewhere', new RegExp(value.isDeep ? made : made + ofEach)],
		[
			'lookupElsewhere',
			new RegExp(String.raw`\bdata\s+"aws_bedrock_foundation_model"\s+"[\w-]+"\s*\{[^{}]*\bmodel_id\s*=\s*(?:${read})`),
		],
		[
			'prefixedElsewhere',
			new RegExp(
				String.raw`(?:\}|["/][a-z]{2,6}(?:-[a-z]{2,5})?)\.\$\{(?:${read})|\bformat\(\s*"(?:[^"\n]*/)?(?:%s|[a-z]{2,6})\.%s"[^\n()]*(?:${read})|\bjoin\(\s*"\.",\s*\[[^\]\n]*,\s*(?:${read})`,
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
