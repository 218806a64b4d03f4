// `import * as vscode` of each source file becomes a plain `require`. A bundler keeps the semantics of modules by copying
// the namespace, with its hundreds of getters, for every file that imports it: 12 ms of 15 at activation.
import { readFile } from 'node:fs/promises';

export const plainVscode = {
	name: 'plain-vscode',
	setup(build) {
		build.onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
			namespace === 'shared-vscode'
				? { path: 'vscode', external: true }
				: { path: 'vscode', namespace: 'shared-vscode' },
		);
		build.onLoad({ filter: /.*/, namespace: 'shared-vscode' }, () => ({
			contents: "module.exports = require('vscode');",
		}));
		build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
			const source = await readFile(path, 'utf8');
			return {
				contents: source.replace(/^import \* as vscode from 'vscode';$/m, "const vscode = require('vscode');"),
				loader: 'ts',
			};
		});
	},
};
