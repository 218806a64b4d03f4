// The AWS SDK's clients describe every operation's shapes as top-level arrays. Some hold computed keys, which a bundler must
// take for code with effects, so one used operation kept the shapes of all the others: 80 KB. They have no effects, and
// marked so they fall away.
import { readFile } from 'node:fs/promises';

export const pureSchemas = {
	name: 'pure-schemas',
	setup(build) {
		build.onLoad({ filter: /[\\/](?:@aws-sdk|@smithy)[\\/].*[\\/]schemas[\\/]schemas_\d+\.js$/ }, async ({ path }) => {
			const source = await readFile(path, 'utf8');
			return { contents: markPure(source), loader: 'js' };
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
