/** As much of a language as tells strings, comments and brackets apart. */
export interface Syntax {
	readonly family: 'code' | 'config' | 'shell' | 'markup' | 'prose';
	readonly lineComments: readonly string[];
	readonly blockComments: readonly (readonly [open: string, close: string])[];
	/** Longest first. */
	readonly quotes: readonly string[];
	/** Quotes that may span lines. */
	readonly multiLine: readonly string[];
	/** `/…/` is a regular expression where a value may begin. */
	readonly hasRegExps?: boolean;
	/** `'` opens one character, or is the mark of a lifetime. */
	readonly hasCharacters?: boolean;
	/** Blocks are lines that stand further in. */
	readonly isIndented?: boolean;
}

const cLike: Syntax = {
	family: 'code',
	lineComments: ['//'],
	blockComments: [['/*', '*/']],
	quotes: ['"', "'", '`'],
	multiLine: ['`'],
};
const script: Syntax = { ...cLike, hasRegExps: true };
const jvm: Syntax = { ...cLike, quotes: ['"""', '"', "'"], multiLine: ['"""'] };
const rust: Syntax = { ...cLike, quotes: ['"', "'"], multiLine: ['"'], hasCharacters: true };
const php: Syntax = { ...cLike, lineComments: ['//', '#'], quotes: ['"', "'"], multiLine: ['"', "'"] };
const python: Syntax = {
	family: 'code',
	lineComments: ['#'],
	blockComments: [],
	quotes: ['"""', "'''", '"', "'"],
	multiLine: ['"""', "'''"],
	isIndented: true,
};
const ruby: Syntax = {
	family: 'code',
	lineComments: ['#'],
	blockComments: [['=begin', '=end']],
	quotes: ['"', "'"],
	multiLine: ['"', "'"],
	isIndented: true,
};
const shell: Syntax = {
	family: 'shell',
	lineComments: ['#'],
	blockComments: [],
	quotes: ['"', "'"],
	multiLine: ['"', "'"],
};
const powershell: Syntax = { ...shell, blockComments: [['<#', '#>']] };
const batch: Syntax = { ...shell, lineComments: ['REM ', 'rem ', '::'], quotes: ['"'], multiLine: [] };
const values: Syntax = { family: 'config', lineComments: ['#'], blockComments: [], quotes: ['"', "'"], multiLine: [] };
const yaml: Syntax = { ...values, isIndented: true };
const toml: Syntax = { ...values, quotes: ['"""', "'''", '"', "'"], multiLine: ['"""', "'''"] };
const ini: Syntax = { ...values, lineComments: ['#', ';', '!'] };
const terraform: Syntax = {
	family: 'code',
	lineComments: ['#', '//'],
	blockComments: [['/*', '*/']],
	quotes: ['"'],
	multiLine: [],
};
const json: Syntax = { family: 'code', lineComments: [], blockComments: [], quotes: ['"'], multiLine: [] };
const jsonWithComments: Syntax = {
	...json,
	lineComments: ['//'],
	blockComments: [['/*', '*/']],
	quotes: ['"', "'"],
};
const sql: Syntax = { ...cLike, lineComments: ['--'], quotes: ['"', "'"], multiLine: ["'"] };
const lua: Syntax = {
	...cLike,
	lineComments: ['--'],
	blockComments: [['--[[', ']]']],
	quotes: ['"', "'"],
	multiLine: [],
};
const lisp: Syntax = { ...cLike, lineComments: [';'], blockComments: [], quotes: ['"'], multiLine: ['"'] };
const haskell: Syntax = { ...cLike, lineComments: ['--'], blockComments: [['{-', '-}']], quotes: ['"'], multiLine: [] };
const ml: Syntax = {
	...cLike,
	lineComments: ['//'],
	blockComments: [['(*', '*)']],
	quotes: ['"""', '"'],
	multiLine: ['"""', '"'],
};
const erlang: Syntax = { ...cLike, lineComments: ['%'], blockComments: [], quotes: ['"'], multiLine: ['"'] };
const basic: Syntax = { ...cLike, lineComments: ["'"], blockComments: [], quotes: ['"'], multiLine: [] };
const nix: Syntax = { ...python, quotes: ["''", '"'], multiLine: ["''", '"'], isIndented: false };
const prose: Syntax = {
	family: 'prose',
	lineComments: [],
	blockComments: [['<!--', '-->']],
	quotes: [],
	multiLine: [],
};
/** Its characters are strings. */
const groovy: Syntax = {
	...jvm,
	quotes: ['"""', "'''", '"', "'"],
	multiLine: ['"""', "'''"],
};
const markup: Syntax = {
	family: 'markup',
	lineComments: [],
	blockComments: [['<!--', '-->']],
	quotes: ['"', "'"],
	multiLine: [],
};

const byLanguage = new Map<string, Syntax>([
	...['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'dart'].map((id) => [id, script] as const),
	...['go', 'csharp', 'c', 'cpp'].map((id) => [id, cLike] as const),
	...['java', 'kotlin', 'swift', 'scala'].map((id) => [id, jvm] as const),
	['groovy', groovy],
	...['shellscript', 'dockerfile', 'makefile'].map((id) => [id, shell] as const),
	['powershell', powershell],
	...['ini', 'properties', 'dotenv'].map((id) => [id, ini] as const),
	['xcconfig', { ...ini, lineComments: ['//'] }],
	...['html', 'xml', 'vue', 'svelte'].map((id) => [id, markup] as const),
	...['markdown', 'plaintext', 'restructuredtext', 'asciidoc', 'log', 'csv', 'latex'].map((id) => [id, prose] as const),
	...['r', 'julia', 'perl'].map((id) => [id, { ...ruby, blockComments: [], isIndented: false }] as const),
	['elixir', { ...ruby, blockComments: [] }],
	...['clojure', 'lisp', 'scheme', 'racket'].map((id) => [id, lisp] as const),
	...['fsharp', 'ocaml'].map((id) => [id, ml] as const),
	...['zig', 'objective-c', 'objective-cpp'].map((id) => [id, cLike] as const),
	...['nim', 'crystal', 'coffeescript'].map((id) => [id, { ...python, isIndented: false }] as const),
	['bat', batch],
	['erlang', erlang],
	['haskell', haskell],
	['nix', nix],
	['vb', basic],
	['json', json],
	['jsonc', jsonWithComments],
	['json5', jsonWithComments],
	['lua', lua],
	['php', php],
	['python', python],
	['ruby', ruby],
	['rust', rust],
	['sql', sql],
	['terraform', terraform],
	['bicep', terraform],
	['toml', toml],
	['yaml', yaml],
	['dockercompose', yaml],
	['github-actions-workflow', yaml],
]);

/** The syntax of a language; an unknown one is read as a list of values. */
export function syntaxOf(language: string): Syntax {
	return byLanguage.get(language) ?? values;
}

const languageByExtension = new Map<string, string>(
	Object.entries({
		adoc: 'asciidoc',
		bash: 'shellscript',
		bash_aliases: 'shellscript',
		bats: 'shellscript',
		bash_profile: 'shellscript',
		bashrc: 'shellscript',
		bat: 'bat',
		bicep: 'bicep',
		c: 'c',
		cc: 'cpp',
		cfg: 'ini',
		cjs: 'javascript',
		clj: 'clojure',
		cljc: 'clojure',
		cljs: 'clojure',
		cmd: 'bat',
		'code-workspace': 'jsonc',
		coffee: 'coffeescript',
		conf: 'ini',
		cpp: 'cpp',
		cr: 'crystal',
		cs: 'csharp',
		csproj: 'xml',
		csv: 'csv',
		cts: 'typescript',
		dart: 'dart',
		edn: 'clojure',
		ejs: 'html',
		env: 'dotenv',
		erb: 'html',
		erl: 'erlang',
		ex: 'elixir',
		exs: 'elixir',
		fish: 'shellscript',
		fs: 'fsharp',
		fsx: 'fsharp',
		go: 'go',
		gradle: 'groovy',
		groovy: 'groovy',
		h: 'c',
		hcl: 'terraform',
		hpp: 'cpp',
		hs: 'haskell',
		htm: 'html',
		html: 'html',
		http: 'shellscript',
		ini: 'ini',
		ipynb: 'json',
		j2: 'yaml',
		java: 'java',
		jl: 'julia',
		js: 'javascript',
		json5: 'json5',
		json: 'json',
		jsonc: 'jsonc',
		jsonl: 'json',
		jsx: 'javascriptreact',
		kt: 'kotlin',
		kts: 'kotlin',
		lisp: 'lisp',
		lock: 'lock',
		log: 'log',
		lua: 'lua',
		m: 'c',
		md: 'markdown',
		mdx: 'markdown',
		mjs: 'javascript',
		mk: 'makefile',
		ml: 'ocaml',
		mm: 'c',
		mts: 'typescript',
		ndjson: 'json',
		nim: 'nim',
		nix: 'nix',
		php: 'php',
		pl: 'perl',
		plist: 'xml',
		pm: 'perl',
		pp: 'ruby',
		properties: 'properties',
		ps1: 'powershell',
		psd1: 'powershell',
		psm1: 'powershell',
		py: 'python',
		pyi: 'python',
		r: 'r',
		rake: 'ruby',
		rb: 'ruby',
		rkt: 'racket',
		rs: 'rust',
		rst: 'restructuredtext',
		sbt: 'scala',
		scala: 'scala',
		scm: 'scheme',
		service: 'ini',
		sh: 'shellscript',
		sql: 'sql',
		svelte: 'svelte',
		swift: 'swift',
		template: 'yaml',
		tex: 'latex',
		tf: 'terraform',
		tfvars: 'terraform',
		tmpl: 'yaml',
		toml: 'toml',
		tpl: 'yaml',
		ts: 'typescript',
		tsv: 'csv',
		tsx: 'typescriptreact',
		txt: 'plaintext',
		vb: 'vb',
		vue: 'vue',
		xcconfig: 'xcconfig',
		xml: 'xml',
		yaml: 'yaml',
		yml: 'yaml',
		zig: 'zig',
		zprofile: 'shellscript',
		zsh: 'shellscript',
		zshenv: 'shellscript',
		zshrc: 'shellscript',
	}),
);

/** The language that a path names, in VS Code's words; `plaintext` when nothing says. */
export function languageOf(path: string, languageId: string | undefined): string {
	const whole = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
	// What is to be copied is written as what it is copied to.
	const name = /^.+\.\w+(?=\.(?:example|sample|template|tpl|tmpl|dist)$)/.exec(whole)?.[0] ?? whole;
	// Cloudflare's Wrangler has a name of its own for it.
	if (/^(?:\.?env(?:rc)?|\.dev\.vars|\.renviron)(?:\.|$)/.test(name) && !/\.(?:[cm]?[jt]sx?|py|d\.ts)$/.test(name))
		return 'dotenv';
	if (/^(?:dockerfile|containerfile)(?:\.|$)/.test(name)) return 'dockerfile';
	if (name === 'makefile' || name === 'justfile' || name === '.justfile') return 'makefile';
	if (/^(?:procfile(?:\.\w+)?|crontab)$/.test(name)) return 'shellscript';
	if (name === 'pipfile') return 'toml';
	if (/^(?:gemfile|rakefile|vagrantfile)$/.test(name)) return 'ruby';
	if (name.startsWith('jenkinsfile')) return 'groovy';
	if (/^requirements.*\.txt$/.test(name)) return 'pip-requirements';
	const byPath = languageByExtension.get(name.slice(name.lastIndexOf('.') + 1));
	// A notebook's cells are code in the notebook's language; its file on disk is JSON.
	if (languageId && (languageId !== 'plaintext' || !byPath)) return languageId;
	return byPath ?? 'plaintext';
}

const interpreters = new Map(
	Object.entries({ sh: 'shellscript', python: 'python', node: 'javascript', ruby: 'ruby', php: 'php', perl: 'perl' }),
);

/** {@link languageOf}; of a file without an ending, by the program that its first line names. */
export function languageOfText(path: string, languageId: string | undefined, text: string): string {
	const language = languageOf(path, languageId);
	if (language !== 'plaintext' || !text.startsWith('#!')) return language;
	const program = /^#![^\n]*?\b(?:(?:ba|z|k|da|fi)?(sh)|(python|node|ruby|php|perl)[0-9.]*)\b/.exec(text.slice(0, 200));
	return interpreters.get(program?.[1] ?? program?.[2] ?? '') ?? language;
}
