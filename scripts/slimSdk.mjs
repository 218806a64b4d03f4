// Makes the AWS SDK's bundle a third smaller, with calledErrors.mjs, onlyNode.mjs and singleSdk.mjs.
//
// Its clients describe every operation's shapes as top-level arrays. Some hold computed keys, which a bundler must take for
// code with effects, so one used operation kept the shapes of all the others. They have no effects, and marked so they
// fall away. And each client bundles its whole package.json to learn its own version.
//
// What the SDK imports only when it is needed (each kind of credentials) is in the same file here, so it saves no reading.
// But a bundler puts all that such an import reaches into functions that run later, and keeps whatever it exports. As plain
// imports these cost 25 KB less, and the file is loaded sooner.
import { readFile } from 'node:fs/promises';
import { registerCalledErrors, unaskedOperations } from './calledErrors.mjs';

export const slimSdk = {
	name: 'slim-sdk',
	setup(build) {
		build.onLoad({ filter: /[\\/]@aws-sdk[\\/].*[\\/]schemas[\\/]schemas_\d+\.js$/ }, async ({ path }) => {
			return { contents: markPure(await registerCalledErrors(await readFile(path, 'utf8'), path)), loader: 'js' };
		});
		build.onLoad({ filter: /[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ }, async ({ path }) => {
			const { version } = JSON.parse(await readFile(path, 'utf8'));
			return { contents: JSON.stringify({ version }), loader: 'json' };
		});
		build.onLoad({ filter: /[\\/]@(?:aws-sdk|smithy)[\\/].*[\\/]dist-es[\\/].*\.js$/ }, async ({ path }) => {
			return { contents: importAtOnce(await readFile(path, 'utf8')), loader: 'js' };
		});
		build.onEnd(async ({ metafile }) => {
			if (!metafile) return {};
			return { errors: [...lateImports(metafile), ...(await unaskedOperations(metafile))] };
		});
	},
};

/** Puts each array that is a whole statement in a call that is marked as free of effects. */
function markPure(source) {
	return source.replaceAll(
		/^(export )?(var|const) (\w+\$?) = (\[[\s\S]*?\]);$/gm,
		(_statement, exported = '', kind, name, array) =>
			`${exported}${kind} ${name} = /* @__PURE__ */ (() => ${array})();`,
	);
}

/** Makes `const { name } = await import("module")` an import at the top. Two of one name would fail the build. */
function importAtOnce(source) {
	const imports = [];
	const rest = source.replaceAll(
		/^[\t ]*const \{([^{}]+)\} = await import\(("[^"]+")\);$/gm,
		(_statement, names, module) => {
			imports.push(`import {${names.replaceAll(':', ' as ')}} from ${module};\n`);
			return '';
		},
	);
	return imports.join('') + rest;
}

/** What of the SDK still imports later, and so in a form that `importAtOnce` does not know. */
function* lateImports({ inputs, outputs }) {
	for (const output of Object.values(outputs)) {
		for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
			if (bytesInOutput === 0 || !/[\\/]@(?:aws-sdk|smithy)[\\/]/.test(path)) continue;
			const late = inputs[path].imports.find(({ kind, external }) => kind === 'dynamic-import' && !external);
			if (late) yield { text: `slimSdk.mjs: ${path} still imports ${late.path} later. Teach importAtOnce its form.` };
		}
	}
}
