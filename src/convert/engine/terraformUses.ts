import { type Declared, declaredName } from './declaredNames';
import { folderOf, joined } from './modulePaths';
import { remembered } from './remembered';
import type { SourceText } from './sourceText';
import type { Consumer } from './trace';
import type { AnalysisInput, ModuleText } from './types';

/** Where a foundation model's ARN is built. */
export interface ArnElsewhere {
	readonly name: string;
	readonly fileName: string;
	/** 1-based. */
	readonly line: number;
}

/** So many modules that a value is handed to are looked into. */
const mostModules = 4;
/** The files that a module's resources and policies stand in. */
const moduleFiles = ['main.tf', 'iam.tf', 'lambda.tf', 'policy.tf', 'policies.tf', 'roles.tf', 'bedrock.tf'];

/**
 * Where another file of the same Terraform module builds a foundation model's ARN of the variable that an ID is the value
 * of, or a module does that the value is handed to: a profile ID would make a wrong ARN there.
 */
export function arnInOtherFile(
	source: SourceText,
	{ site, at }: Consumer,
	{ path, readModule, readUsers }: AnalysisInput,
): ArnElsewhere | undefined {
	if (source.language !== 'terraform') return undefined;
	const declared = declaredName(source, site, at);
	const block = site.frames.at(-1);
	const isModule = block && /\bmodule\s+"[\w-]+"\s*$/.test(source.text.slice(Math.max(0, block.open - 80), block.open));
	const handedIn = isModule ? moduleSource(source.text.slice(Math.max(0, block.open - 80), block.close)) : undefined;
	if (handedIn !== undefined) return inModule(handedIn, site.name, path, readModule);
	// Any other key is not one that an expression can name without quotes of its own.
	if (!declared || !isName.test(declared.name + declared.property)) return undefined;
	return remembered(known, source, `${declared.name}.${declared.property}`, () =>
		arnOf(declared, source, path, { readModule, readUsers }),
	);
}

const known = new WeakMap<SourceText, Map<string, ArnElsewhere | undefined>>();

function arnOf(
	{ name, property }: Declared,
	source: SourceText,
	path: string,
	{ readModule, readUsers }: Pick<AnalysisInput, 'readModule' | 'readUsers'>,
): ArnElsewhere | undefined {
	const member = property === '' ? '' : String.raw`(?:\.|\[")${property}`;
	const built = new RegExp(String.raw`foundation-model/\$\{(?:var|local)\.${name}${member}\b`);
	const texts = [...(readUsers?.() ?? [])].filter(
		(each) => each.path !== path && folderOf(each.path) === folderOf(path),
	);
	for (const each of texts) {
		const found = placeOf(each, built, name);
		if (found) return found;
	}
	const given = new RegExp(String.raw`^[ \t]*(\w+)[ \t]*=[ \t]*(?:var|local)\.${name}${member}[ \t]*\r?$`, 'gm');
	let count = 0;
	for (const { text } of [...texts, { text: source.text.whole }]) {
		for (const match of text.matchAll(given)) {
			const start = text.lastIndexOf('\nmodule "', match.index);
			const inside =
				start === -1 ? undefined : moduleSource(text.slice(start, match.index + 400).split('\n}')[0] ?? '');
			if (inside === undefined || ++count > mostModules) continue;
			const found = inModule(inside, match[1] ?? '', path, readModule);
			if (found) return found;
		}
	}
	return undefined;
}

const isName = /^[\w-]+$/;

/** `module "x" { source = "./modules/x" … }` */
function moduleSource(block: string): string | undefined {
	if (!/\bmodule\s+"[\w-]+"\s*\{/.test(block)) return undefined;
	return /^[ \t]*source[ \t]*=[ \t]*"(\.{1,2}\/[^"]{1,200})"/m.exec(block)?.[1];
}

function inModule(
	place: string,
	variable: string,
	path: string,
	readModule: AnalysisInput['readModule'],
): ArnElsewhere | undefined {
	if (!isName.test(variable)) return undefined;
	const folder = joined(folderOf(path), place);
	const built = new RegExp(String.raw`foundation-model/\$\{var\.${variable}\b`);
	for (const name of moduleFiles) {
		const text = readModule?.([joined(folder, name)]);
		const found = text && placeOf(text, built, variable);
		if (found) return found;
	}
	return undefined;
}

function placeOf({ path, text }: ModuleText, pattern: RegExp, name: string): ArnElsewhere | undefined {
	const index = text.search(pattern);
	if (index === -1) return undefined;
	const fileName = path.slice(path.lastIndexOf('/') + 1);
	return { name, fileName, line: text.slice(0, index).split('\n').length };
}
