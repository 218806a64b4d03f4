import type { OccurrencePlace } from './types';

/** As much of a language as tells strings from comments. */
interface Syntax {
	readonly lineComments: readonly string[];
	readonly blockComments: readonly (readonly [open: string, close: string])[];
	/** Longest first. */
	readonly quotes: readonly string[];
	/** Quotes that may span lines. */
	readonly multiLine: readonly string[];
	/** Text outside code is for people: Markdown. */
	readonly isProse?: boolean;
	/** Values stand without quotes: YAML, `.env`, properties. */
	readonly hasBareValues?: boolean;
}

const cLike: Syntax = {
	lineComments: ['//'],
	blockComments: [['/*', '*/']],
	quotes: ['"', "'", '`'],
	multiLine: ['`'],
};
const python: Syntax = {
	lineComments: ['#'],
	blockComments: [],
	quotes: ['"""', "'''", '"', "'"],
	multiLine: ['"""', "'''"],
};
const shell: Syntax = {
	lineComments: ['#'],
	blockComments: [],
	quotes: ['"', "'"],
	multiLine: ['"', "'"],
	hasBareValues: true,
};
const values: Syntax = {
	lineComments: ['#'],
	blockComments: [],
	quotes: ['"', "'"],
	multiLine: [],
	hasBareValues: true,
};
const ini: Syntax = { ...values, lineComments: ['#', ';'] };
const terraform: Syntax = { lineComments: ['#', '//'], blockComments: [['/*', '*/']], quotes: ['"'], multiLine: [] };
const json: Syntax = { lineComments: [], blockComments: [], quotes: ['"'], multiLine: [] };
const jsonWithComments: Syntax = { ...json, lineComments: ['//'], blockComments: [['/*', '*/']] };
const jvm: Syntax = { ...cLike, quotes: ['"""', '"', "'"], multiLine: ['"""'] };
const php: Syntax = { ...cLike, lineComments: ['//', '#'], multiLine: ['"', "'"] };
const ruby: Syntax = {
	lineComments: ['#'],
	blockComments: [['=begin', '=end']],
	quotes: ['"', "'"],
	multiLine: ['"', "'"],
};
const prose: Syntax = { lineComments: [], blockComments: [['<!--', '-->']], quotes: [], multiLine: [], isProse: true };
const markup: Syntax = {
	lineComments: [],
	blockComments: [['<!--', '-->']],
	quotes: ['"', "'"],
	multiLine: ['"', "'"],
};

const byLanguage = new Map<string, Syntax>([
	...['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'go', 'csharp', 'rust', 'c', 'cpp', 'dart'].map(
		(id) => [id, cLike] as const,
	),
	...['java', 'kotlin', 'swift', 'scala', 'groovy'].map((id) => [id, jvm] as const),
	...['shellscript', 'powershell', 'dockerfile', 'makefile', 'bat'].map((id) => [id, shell] as const),
	...['ini', 'properties', 'dotenv'].map((id) => [id, ini] as const),
	...['html', 'xml'].map((id) => [id, markup] as const),
	['json', json],
	['jsonc', jsonWithComments],
	['markdown', prose],
	['php', php],
	['python', python],
	['ruby', ruby],
	['terraform', terraform],
	['toml', values],
	['yaml', values],
]);

const languageByExtension = new Map<string, string>(
	Object.entries({
		bash: 'shellscript',
		bat: 'bat',
		c: 'c',
		cc: 'cpp',
		cfg: 'ini',
		cjs: 'javascript',
		cpp: 'cpp',
		cs: 'csharp',
		cts: 'typescript',
		dart: 'dart',
		env: 'dotenv',
		go: 'go',
		gradle: 'groovy',
		groovy: 'groovy',
		hcl: 'terraform',
		htm: 'html',
		html: 'html',
		ini: 'ini',
		ipynb: 'json',
		java: 'java',
		js: 'javascript',
		json: 'json',
		jsonc: 'jsonc',
		jsx: 'javascriptreact',
		kt: 'kotlin',
		kts: 'kotlin',
		md: 'markdown',
		mdx: 'markdown',
		mjs: 'javascript',
		mk: 'makefile',
		mts: 'typescript',
		php: 'php',
		properties: 'properties',
		ps1: 'powershell',
		py: 'python',
		pyi: 'python',
		rb: 'ruby',
		rs: 'rust',
		rst: 'markdown',
		scala: 'scala',
		sh: 'shellscript',
		swift: 'swift',
		tf: 'terraform',
		tfvars: 'terraform',
		toml: 'toml',
		ts: 'typescript',
		tsx: 'typescriptreact',
		txt: 'plaintext',
		xml: 'xml',
		yaml: 'yaml',
		yml: 'yaml',
		zsh: 'shellscript',
	}),
);

/** The language that a path names, in VS Code's words; `plaintext` when nothing says. */
export function languageOf(path: string, languageId: string | undefined): string {
	const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
	if (/^\.env(?:\.|$)/.test(name)) return 'dotenv';
	if (/^(?:dockerfile|containerfile)(?:\.|$)/.test(name)) return 'dockerfile';
	if (name === 'makefile') return 'makefile';
	const byPath = languageByExtension.get(name.slice(name.lastIndexOf('.') + 1));
	// A notebook's cells are code in the notebook's language; its file on disk is JSON.
	if (languageId && (languageId !== 'plaintext' || !byPath)) return languageId;
	return byPath ?? 'plaintext';
}

/**
 * Says for ascending offsets what the characters there are. One pass over the text.
 * @param language see {@link languageOf}.
 */
export function placesOf(text: string, language: string, offsets: readonly number[]): readonly OccurrencePlace[] {
	const syntax = byLanguage.get(language) ?? values;
	const outside: OccurrencePlace = syntax.isProse ? 'prose' : syntax.hasBareValues ? 'string' : 'code';
	const places: OccurrencePlace[] = [];
	let position = 0;
	let region: { end: number; place: OccurrencePlace } | undefined;
	for (const offset of offsets) {
		let place = region && region.end > offset ? region.place : outside;
		while (position <= offset && position < text.length) {
			region = regionAt(text, position, syntax);
			if (!region) {
				position++;
				continue;
			}
			if (region.end > offset) {
				place = region.place;
				break;
			}
			position = region.end;
		}
		places.push(place);
	}
	return syntax.isProse
		? places.map((place, index) => (place === 'prose' ? markdownPlace(text, offsets[index] ?? 0) : place))
		: places;
}

/** The comment or string that begins at `position`. */
function regionAt(text: string, position: number, syntax: Syntax): { end: number; place: OccurrencePlace } | undefined {
	const character = text.charAt(position);
	if (/[\w\s.,(){}[\]:+]/.test(character) && character !== '=') return undefined;
	for (const [open, close] of syntax.blockComments) {
		if (text.startsWith(open, position))
			return { end: endAfter(text, close, position + open.length), place: 'comment' };
	}
	for (const open of syntax.lineComments) {
		if (!text.startsWith(open, position)) continue;
		// In YAML and shells a `#` within a word is no comment; `://` is a URL.
		const before = position === 0 ? '\n' : text.charAt(position - 1);
		if (syntax.hasBareValues && !/\s/.test(before)) continue;
		if (open === '//' && before === ':') continue;
		return { end: endOfLine(text, position), place: 'comment' };
	}
	for (const quote of syntax.quotes) {
		if (!text.startsWith(quote, position)) continue;
		const end = endOfString(text, position + quote.length, quote, syntax.multiLine.includes(quote));
		return end === undefined ? undefined : { end, place: 'string' };
	}
	return undefined;
}

/** @returns `undefined` for a quote that nothing closes: an apostrophe. */
function endOfString(text: string, from: number, quote: string, spansLines: boolean): number | undefined {
	for (let position = from; position < text.length; position++) {
		const character = text.charAt(position);
		if (character === '\\') position++;
		else if (character === '\n' && !spansLines) return undefined;
		else if (text.startsWith(quote, position)) return position + quote.length;
	}
	return undefined;
}

function endAfter(text: string, close: string, from: number): number {
	const found = text.indexOf(close, from);
	return found === -1 ? text.length : found + close.length;
}

function endOfLine(text: string, from: number): number {
	const found = text.indexOf('\n', from);
	return found === -1 ? text.length : found;
}

/** In Markdown an ID in a fenced block is code; in a sentence, a table or inline code it is prose. */
function markdownPlace(text: string, offset: number): OccurrencePlace {
	const fences = text.slice(0, offset).match(/^ {0,3}(?:```|~~~)/gm);
	return (fences?.length ?? 0) % 2 === 1 ? 'string' : 'prose';
}
