import { classImports } from './classImports';
import { goImports } from './goImports';
import type { LocalImport } from './localImport';
import { above, folderOf, foldersAbove, joined } from './modulePaths';
import { rustImports } from './rustImports';
import type { SourceText } from './sourceText';

const mostImports = 100;

/** The imports of a program that may lead to another text of its project. */
export function localImports(source: SourceText, path: string): readonly LocalImport[] {
	const text = source.text.whole;
	const { language } = source;
	if (language === 'python') return [...ofPython(text, path)].slice(0, mostImports);
	if (/^(?:java|type)script/.test(language)) return [...ofScript(text, path)].slice(0, mostImports);
	if (language === 'go') return [...goImports(text, path)].slice(0, mostImports);
	if (language === 'powershell') return [...ofPowerShell(text, path)].slice(0, mostImports);
	if (source.syntax.family === 'shell') return [...ofShell(text, path)].slice(0, mostImports);
	if (/^c(?:pp)?$/.test(language)) return [...ofC(text, path)].slice(0, mostImports);
	if (language === 'rust') return [...rustImports(text, path)].slice(0, mostImports);
	const required = language === 'php' || language === 'ruby' ? [...ofRequired(text, path, language)] : [];
	const loaded = /^(?:java|kotlin|scala)$/.test(language) ? [...ofResources(text, path)] : [];
	return [...classImports(text, path, language), ...required, ...loaded].slice(0, mostImports);
}

/** `getResourceAsStream("/desk.properties")`, `Path.of("conf/desk.properties")`: settings that are read by their keys. */
function* ofResources(text: string, path: string): Generator<LocalImport> {
	if (!text.includes('.properties"')) return;
	const keys = Array.from(text.matchAll(/\.getProperty\(\s*"([\w.-]*region)"/gi), ([, key = '']) => key);
	if (keys.length === 0) return;
	const names = new Map(keys.map((key) => [key, key]));
	for (const [, place = ''] of text.matchAll(/"\/?((?:[\w-]+\/){0,4}[\w.-]+\.properties)"/g)) {
		const candidates = foldersAbove(path).flatMap((base) =>
			['', 'src/main/resources', 'conf', 'config', 'resources'].map((folder) => joined(base, joined(folder, place))),
		);
		yield { names, candidates };
	}
}

function* ofPython(text: string, path: string): Generator<LocalImport> {
	const from = /^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^()]{1,2000}\)|[^\n#;]{1,500})/gm;
	for (const [, dots = '', module = '', list = ''] of text.matchAll(from)) {
		const isWhole = list.trim() === '*';
		const names = isWhole ? undefined : namesOf(list, /\bas\b/);
		const bases = dots === '' ? pythonPath(path) : [above(folderOf(path), dots.length - 1)];
		const inside = module.replaceAll('.', '/');
		const candidates = bases.flatMap((base) => {
			const place = joined(base, inside);
			if (isWhole)
				return inside === '' ? [joined(place, '__init__.py')] : [`${place}.py`, joined(place, '__init__.py')];
			// `from . import config` imports a module, `from config import REGION` a name.
			const submodules = [...(names?.values() ?? [])].slice(0, 4).map((name) => joined(place, `${name}.py`));
			return inside === '' ? submodules : [`${place}.py`, ...submodules, joined(place, '__init__.py')];
		});
		if (dots === '') candidates.push(...inPythonWorkspace(module, path));
		if (names?.size !== 0) yield { names, candidates };
	}
	if (flask.test(text)) yield configurationOfFlask(path);
	for (const [, module = '', alias] of text.matchAll(/^[ \t]*import[ \t]+([\w.]+)(?:[ \t]+as[ \t]+(\w+))?/gm)) {
		const name = alias ?? module.split('.')[0] ?? '';
		const candidates = pythonPath(path).map((base) => `${joined(base, module.replaceAll('.', '/'))}.py`);
		yield { names: new Map([[name, name]]), candidates };
	}
}

/** `from acme_llm import Gateway`: a package of the same repository lies in a folder of that name, maybe in its `src`. */
function inPythonWorkspace(module: string, path: string): readonly string[] {
	const [name = ''] = module.split('.', 1);
	const [whole, root = ''] = partOfWorkspace.exec(path) ?? [];
	if (whole === undefined || publishedForPython.test(name)) return [];
	const folders = new Set([name.replaceAll('_', '-'), name]);
	const inside = module.replaceAll('.', '/');
	return ['libs', 'packages'].flatMap((place) =>
		[...folders].flatMap((folder) =>
			[`${folder}/src`, folder].flatMap((base) =>
				['.py', '/__init__.py'].map((end) => `${root}${place}/${base}/${inside}${end}`),
			),
		),
	);
}

const partOfWorkspace = /^(.*?\/)?(?:apps|packages|libs|services|functions|lambdas|jobs|workers)\//;
const publishedForPython = /^(?:boto|lang|pydantic|fastapi|flask|litellm)/;

/** Where a program looks for what it imports: a script also in the `src` beside its folder, Airflow's in `plugins`. */
function pythonPath(path: string): readonly string[] {
	const [, root = '', folder] = /^(.*\/)?(dags|scripts|tools|examples)\//.exec(path) ?? [];
	const beside = folder === undefined ? [] : [root + (folder === 'dags' ? 'plugins' : 'src')];
	return [...foldersAbove(path), ...beside];
}

const flask = /\b(?:current_app|app)\.config\b/;

/** Flask keeps its settings in a module that the program does not name: `current_app.config["AWS_REGION"]`. */
function configurationOfFlask(path: string): LocalImport {
	const places = ['config.py', 'settings.py', 'app/config.py', 'config/__init__.py', 'instance/config.py'];
	return {
		names: undefined,
		candidates: foldersAbove(path).flatMap((base) => places.map((place) => joined(base, place))),
	};
}

/** `source "$(dirname "$0")/lib/common.sh"`, `. ./config.env` */
function* ofShell(text: string, path: string): Generator<LocalImport> {
	const sourced =
		/^[ \t]*(?:source|\.)[ \t]+["']?(?:(?:\$\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\$\{?\w+\}?)["']?\/)?((?:\.{1,2}\/)*[\w./-]*[\w-]\.(?:sh|bash|env)|\.env)\b/gm;
	for (const [, place = ''] of text.matchAll(sourced)) {
		const candidates = foldersAbove(path)
			.slice(0, 3)
			.map((base) => joined(base, place));
		yield { names: undefined, candidates };
	}
}

/** `#include "explain/options.h"` */
function* ofC(text: string, path: string): Generator<LocalImport> {
	for (const [, place = ''] of text.matchAll(/^[ \t]*#[ \t]*include[ \t]+"([\w./-]{1,200})"/gm)) {
		const bases = [
			folderOf(path),
			...foldersAbove(path).flatMap((base) => [joined(base, 'include'), joined(base, 'src')]),
		];
		yield { names: undefined, candidates: bases.map((base) => joined(base, place)) };
	}
}

/** `Import-PowerShellDataFile "$PSScriptRoot\\settings.psd1"`, `. $PSScriptRoot/common.ps1`, `Get-Content 'settings.json'` */
function* ofPowerShell(text: string, path: string): Generator<LocalImport> {
	const named =
		/(?:\bImport-PowerShellDataFile\b|\bGet-Content\b|^[ \t]*\.[ \t])[^\n|]{0,160}?([\w./\\-]*\w\.(?:ps[dm]?1|json))\b/gim;
	for (const [, place = ''] of text.matchAll(named)) {
		const file = place.replaceAll('\\', '/').replace(/^PSScriptRoot\//i, '');
		const candidates = foldersAbove(path)
			.slice(0, 3)
			.map((base) => joined(base, file));
		yield { names: undefined, candidates };
	}
}

/** `require __DIR__ . '/bootstrap.php';`, `require_relative "../lib/client"`: all that the other text defines is known here. */
function* ofRequired(text: string, path: string, language: string): Generator<LocalImport> {
	const pattern =
		language === 'php'
			? /\b(?:require|include)(?:_once)?\b[\s(]*(?:__DIR__|dirname\(__FILE__\))?\s*\.?\s*["']\/?([\w./-]{1,200}\.php)["']/g
			: /^[ \t]*require_relative[ \t(]+["']([\w./-]{1,200})["']/gm;
	for (const [, place = ''] of text.matchAll(pattern)) {
		const file = language === 'ruby' && !place.endsWith('.rb') ? `${place}.rb` : place;
		yield { names: undefined, candidates: [joined(folderOf(path), file)] };
	}
}

/** Likeliest first. */
const endings = ['.ts', '.js', '/index.ts', '.tsx', '.mjs', '/index.js', '.cjs', '.jsx', '.mts'];

function* ofScript(text: string, path: string): Generator<LocalImport> {
	const pattern =
		/(?:\bimport\s+(?:type\s+)?([\w$*\s{},]{1,1000}?)\s+from\s*|\b(?:const|let|var)\s+([\w$\s{},:]{1,1000}?)\s*=\s*(?:await\s+)?(?:require|import)\s*\(\s*)["']((?:\.{1,2}|[@~])\/[^"'\n]{1,200}|@[\w-]+\/[^"'\n]{1,200})["']/g;
	for (const [, imported, required, specifier = ''] of text.matchAll(pattern)) {
		const names = namesOf(
			(imported ?? required ?? '').replace(/\*\s*as\b/, ''),
			imported === undefined ? /:/ : /\bas\b/,
		);
		if (/^@\w/.test(specifier)) {
			if (names.size > 0 && !published.test(specifier)) yield { names, candidates: inWorkspace(specifier, path) };
			continue;
		}
		const inside = specifier.replace(/^[@~]\//, '').replace(/\.(?:[cm]?js|jsx|tsx?)$/, '');
		const places = /^[@~]/.test(specifier)
			? foldersAbove(path).flatMap((base) => [joined(base, `src/${inside}`), joined(base, inside)])
			: [joined(folderOf(path), inside)];
		if (names.size > 0) yield { names, candidates: endings.flatMap((end) => places.map((place) => place + end)) };
	}
	const handedOn = /\bexport\s+(\*|\{[\w$\s,]{1,1000}\})\s*from\s*["'](\.{1,2}\/[^"'\n]{1,200})["']/g;
	for (const [, list = '', specifier = ''] of text.matchAll(handedOn)) {
		const place = joined(folderOf(path), specifier.replace(/\.(?:[cm]?js|jsx|tsx?)$/, ''));
		const names = list === '*' ? undefined : namesOf(list, /\bas\b/);
		yield { names, candidates: endings.map((end) => place + end) };
	}
	if (/["']@nestjs\/config["']/.test(text)) yield injectedConfiguration(path);
}

/** Scopes whose packages come from a registry. */
const published =
	/^@(?:ai-sdk|angular|anthropic-ai|aws-[\w-]+|babel|eslint|langchain|modelcontextprotocol|nestjs|opentelemetry|prisma|radix-ui|smithy|sveltejs|tanstack|trpc|types|vercel|vitejs)\//;

/** `@acme/llm/client`: a package of the same repository lies in a folder of that name. */
function inWorkspace(specifier: string, path: string): readonly string[] {
	const [, folder = '', inside = 'index'] = /^@[\w-]+\/([\w.-]+)(?:\/(.+))?$/.exec(specifier) ?? [];
	const root = /^(.*?\/)?(?:apps|packages|libs|services|functions)\//.exec(path)?.[1] ?? '';
	const file = inside.replace(/\.(?:[cm]?js|jsx|tsx?)$/, '');
	return ['packages', 'libs'].flatMap((place) =>
		[`src/${file}`, file, 'src/lib/index']
			.map((each) => joined(`${root}${place}`, `${folder}/${each}`))
			.flatMap((each) => ['.ts', '.js', '/index.ts', '/index.js'].map((end) => each + end)),
	);
}

/** `this.config.get('aws.region')`: NestJS hands a program its settings, from a module that the program does not name. */
function injectedConfiguration(path: string): LocalImport {
	const places = [
		'config/configuration',
		'config/env',
		'config/index',
		'config/config',
		'config/app.config',
		'configuration',
		'config',
		'env',
	];
	const keys = ['aws.region', 'bedrock.region', 'region', 'awsRegion', 'aws.bedrock.region'];
	return {
		names: new Map(keys.map((key) => [key, 'region'])),
		// `AWS_REGION: z.string().default("…")`, of the schema that the environment is checked by.
		variables: ['AWS_REGION', 'BEDROCK_REGION', 'AWS_BEDROCK_REGION', 'AWS_DEFAULT_REGION'],
		candidates: foldersAbove(path).flatMap((base) => places.map((place) => joined(base, `${place}.ts`))),
	};
}

/** `a, b as c` → `a: a, c: b`. */
function namesOf(list: string, as: RegExp): ReadonlyMap<string, string> {
	const names = new Map<string, string>();
	for (const entry of list.replaceAll(/[(){}]/g, ' ').split(',')) {
		const [name = '', alias = name] = entry.split(as).map((each) => each.trim());
		if (/^[\w$]+$/.test(alias) && /^[\w$]+$/.test(name)) names.set(alias, name);
	}
	return names;
}
