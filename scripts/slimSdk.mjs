// Makes the AWS SDK's bundle a fifth smaller.
//
// Its clients describe every operation's shapes as top-level arrays. Some hold computed keys, which a bundler must take for
// code with effects, so one used operation kept the shapes of all the others. They have no effects, and marked so they
// fall away. And each client bundles its whole package.json to learn its own version.
import { readFile } from 'node:fs/promises';

export const slimSdk = {
	name: 'slim-sdk',
	setup(build) {
		build.onLoad({ filter: /[\\/]@aws-sdk[\\/].*[\\/]schemas[\\/]schemas_\d+\.js$/ }, async ({ path }) => {
			return { contents: markPure(await readFile(path, 'utf8')), loader: 'js' };
		});
		build.onLoad({ filter: /[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ }, async ({ path }) => {
			const { version } = JSON.parse(await readFile(path, 'utf8'));
			return { contents: JSON.stringify({ version }), loader: 'json' };
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
