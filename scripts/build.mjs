// Bundles the extension, the simulator, the headless converter and the pages into dist/.
//
//   node scripts/build.mjs [--watch] [--into FOLDER]
//
// With --into, which tests of the bundles use, dist/ stays as it is.
//
// The entry only wires. What is large or rarely needed is a file of its own, loaded on first use: the AWS SDK (aws.js),
// the sentences for errors, the conversion engine, the sidebar's rows, the simulator (simulator.js, a process of its own)
// and the data files, which several bundles share.
import { cpSync, mkdirSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import esbuild from 'esbuild';
import { onlyNode } from './onlyNode.mjs';
import { plainVscode } from './plainVscode.mjs';
import { singleSdk } from './singleSdk.mjs';
import { slimSdk } from './slimSdk.mjs';
import { withoutDebug } from './withoutDebug.mjs';
import { withoutLinkify } from './withoutLinkify.mjs';

const watch = process.argv.includes('--watch');
const root = resolve(import.meta.dirname, '..');
process.chdir(root);
const otherFolder = process.argv.includes('--into') ? process.argv[process.argv.indexOf('--into') + 1] : undefined;
const dist = otherFolder ?? 'dist';
if (!otherFolder) rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, 'data'), { recursive: true });

/** Modules that are loaded from a file of their own, by the path that the sources import. */
const separate = new Map([
	[resolve('src/aws/gateway.ts'), './aws.js'],
	[resolve('src/bedrock/errorTexts.ts'), './errorTexts.js'],
	[resolve('src/chat/chatPanels.ts'), './chatPanels.js'],
	[resolve('src/connection/connectionActions.ts'), './connectionActions.js'],
	[resolve('src/compare/comparePanels.ts'), './comparePanels.js'],
	[resolve('src/convert/configurationFiles.ts'), './configurationFiles.js'],
	[resolve('src/convert/editing.ts'), './editing.js'],
	[resolve('src/convert/engine/engine.ts'), './convert.js'],
	[resolve('src/convert/workspace/workspaceIds.ts'), './workspaceIds.js'],
	[resolve('src/profiles/catalogueLayers.ts'), './catalogue.js'],
	[resolve('src/profiles/sidebar.ts'), './sidebar.js'],
	[resolve('src/simulator/configuration/configurationFile.ts'), './simulator/configuration.js'],
	[resolve('src/simulator/services/services.ts'), './simulator/services.js'],
]);

const separateFiles = {
	name: 'separate-files',
	setup(build) {
		const entries = new Set([build.initialOptions.entryPoints ?? []].flat().map((entry) => resolve(entry)));
		build.onResolve({ filter: /\/data\/[\w.-]+\.json$/ }, (args) => {
			const name = basename(args.path);
			// Small tables belong in the bundle; the catalogues are shared by several bundles.
			if (name === 'errors.json') return undefined;
			return { path: `./data/${name}`, external: true };
		});
		build.onResolve({ filter: /^\.\.?\/.*\w$/ }, (args) => {
			if (args.kind !== 'dynamic-import') return undefined;
			const file = resolve(args.resolveDir, `${args.path}.ts`);
			const out = separate.get(file);
			if (!out || entries.has(file)) return undefined;
			return { path: out, external: true };
		});
	},
};

/** The texts' library without its reading of files, for which a thread of the scan would load what it has no use for. */
const textsAlone = resolve('node_modules/@vscode/l10n/dist/browser.js');

/** One copy for all bundles of the extension host, because it holds the texts in VS Code's language. */
const sharedTexts = {
	name: 'shared-texts',
	setup(build) {
		build.onResolve({ filter: /^@vscode\/l10n$/ }, ({ importer }) =>
			resolve(importer) === resolve('src/l10nForHost.ts')
				? { path: textsAlone }
				: { path: './l10n.js', external: true },
		);
	},
};

/** One copy of the rules of .gitignore for the scan's threads and for what watches the workspace. */
const sharedIgnore = {
	name: 'shared-ignore',
	setup(build) {
		build.onResolve({ filter: /^ignore$/ }, () => ({ path: './ignore.js', external: true }));
	},
};

/** One copy of the models' own formats for the chat, which plans a request, and for what sends it. */
const sharedFormats = {
	name: 'shared-formats',
	setup(build) {
		build.onResolve({ filter: /\/nativeFormats\/nativeFormats$/ }, () => ({
			path: './nativeFormats.js',
			external: true,
		}));
	},
};

/** The YAML parser as modules, of which what is not used falls away. Under Node's own name it is one piece. */
const yamlModules = {
	name: 'yaml-modules',
	setup(build) {
		build.onResolve({ filter: /^yaml$/ }, () => ({ path: resolve('node_modules/yaml/browser/dist/index.js') }));
	},
};

/** For programs of their own, which have no VS Code. */
const program = {
	bundle: true,
	minify: true,
	platform: 'node',
	target: 'node22',
	format: 'cjs',
	mainFields: ['module', 'main'],
	// The files of dist are CommonJS: `import()` of one of them is a `require`, in every Node and for JSON too.
	supported: { 'dynamic-import': false },
	legalComments: 'none',
	charset: 'utf8',
	plugins: [separateFiles, plainVscode, onlyNode, slimSdk, singleSdk, withoutDebug, sharedIgnore, yamlModules],
	metafile: true,
	logLevel: 'warning',
};
const host = { ...program, plugins: [sharedTexts, sharedFormats, ...program.plugins] };
const page = {
	bundle: true,
	minify: true,
	platform: 'browser',
	target: 'chrome128',
	format: 'iife',
	legalComments: 'none',
	charset: 'utf8',
	plugins: [withoutLinkify],
	metafile: true,
	logLevel: 'warning',
};

const builds = [
	{ ...host, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js' },
	{ ...host, entryPoints: ['src/aws/gateway.ts'], outfile: 'dist/aws.js' },
	{ ...host, entryPoints: ['src/bedrock/errorTexts.ts'], outfile: 'dist/errorTexts.js' },
	{ ...program, entryPoints: ['src/bedrock/nativeFormats/nativeFormats.ts'], outfile: 'dist/nativeFormats.js' },
	{ ...host, entryPoints: ['src/chat/chatPanels.ts'], outfile: 'dist/chatPanels.js' },
	{ ...host, entryPoints: ['src/connection/connectionActions.ts'], outfile: 'dist/connectionActions.js' },
	{ ...host, entryPoints: ['src/compare/comparePanels.ts'], outfile: 'dist/comparePanels.js' },
	{ ...host, entryPoints: ['src/convert/configurationFiles.ts'], outfile: 'dist/configurationFiles.js' },
	{ ...host, entryPoints: ['src/convert/editing.ts'], outfile: 'dist/editing.js' },
	{ ...host, entryPoints: ['src/convert/engine/engine.ts'], outfile: 'dist/convert.js' },
	{ ...host, entryPoints: ['src/convert/workspace/workspaceIds.ts'], outfile: 'dist/workspaceIds.js' },
	{ ...program, target: 'node20', entryPoints: ['src/convert/cli/main.ts'], outfile: 'dist/convertCli.cjs' },
	{ ...program, target: 'node20', entryPoints: ['src/convert/scan/scanWorker.ts'], outfile: 'dist/scanWorker.js' },
	{ ...host, entryPoints: ['src/profiles/catalogueLayers.ts'], outfile: 'dist/catalogue.js' },
	{ ...host, entryPoints: ['src/profiles/sidebar.ts'], outfile: 'dist/sidebar.js' },
	{ ...host, entryPoints: ['src/l10nForHost.ts'], outfile: 'dist/l10n.js' },
	{ ...host, entryPoints: ['node_modules/ignore/index.js'], outfile: 'dist/ignore.js' },
	{ ...program, entryPoints: ['src/simulator/main.ts'], outfile: 'dist/simulator.js' },
	{
		...program,
		entryPoints: ['src/simulator/configuration/configurationFile.ts'],
		outfile: 'dist/simulator/configuration.js',
	},
	{ ...program, entryPoints: ['src/simulator/services/services.ts'], outfile: 'dist/simulator/services.js' },
	{ ...page, entryPoints: ['src/webview/simulator/page/main.ts'], outfile: 'dist/webview/simulator.js' },
	{ ...page, entryPoints: ['src/webview/simulator/page/simulator.css'], outfile: 'dist/webview/simulator.css' },
	{ ...page, entryPoints: ['src/webview/chat/page/main.ts'], outfile: 'dist/webview/chat.js' },
	{ ...page, entryPoints: ['src/webview/chat/page/chat.css'], outfile: 'dist/webview/chat.css' },
	{ ...page, entryPoints: ['src/webview/compare/page/main.ts'], outfile: 'dist/webview/compare.js' },
	{ ...page, entryPoints: ['src/webview/compare/page/compare.css'], outfile: 'dist/webview/compare.css' },
]
	.filter((build) => existsSync(build.entryPoints[0]))
	.map((build) => ({ ...build, outfile: join(dist, relative('dist', build.outfile)) }));

cpSync('src/bedrock/data', join(dist, 'data'), { recursive: true, filter: (path) => !path.endsWith('errors.json') });
if (existsSync('src/simulator/data')) cpSync('src/simulator/data', join(dist, 'data'), { recursive: true });

if (watch) {
	for (const build of builds) await (await esbuild.context(build)).watch();
} else {
	const results = await Promise.all(builds.map((build) => esbuild.build(build)));
	if (!otherFolder) {
		mkdirSync('out', { recursive: true });
		builds.forEach(({ outfile }, index) => {
			const name = relative(dist, outfile).replaceAll(/[\\/]/g, '-');
			writeFileSync(`out/meta-${name}.json`, JSON.stringify(results[index].metafile));
		});
	}
}
