// Leaves out of the AWS SDK what serves elsewhere than in VS Code's Node: hashes written in JavaScript for a Node without
// cryptography, which could not even open a connection to AWS, and the store of AWS Lambda's invocations, which Lambda fills.

const noCryptography = (name) =>
	`export class ${name} { constructor() { throw new Error('This Node.js has no cryptography.'); } }`;

/** What stands for a module, by the end of its path. */
const replacements = new Map([
	['@smithy/core/dist-es/submodules/checksum/sha256/Sha256Js.js', noCryptography('Sha256Js')],
	['@aws-sdk/checksums/dist-es/submodules/sha/sha1/Sha1Js.js', noCryptography('Sha1Js')],
	[
		'@aws/lambda-invoke-store/dist-es/invoke-store.js',
		'export const InvokeStore = { getInstanceAsync: async () => undefined };',
	],
]);

export const onlyNode = {
	name: 'only-node',
	setup(build) {
		build.onLoad({ filter: /[\\/](?:Sha256Js|Sha1Js|invoke-store)\.js$/ }, ({ path }) => {
			const known = [...replacements].find(([end]) => path.replaceAll('\\', '/').endsWith(`/node_modules/${end}`));
			return known ? { contents: known[1], loader: 'js' } : undefined;
		});
		build.onEnd(({ metafile }) => {
			const paths = Object.keys(metafile?.inputs ?? {});
			if (!paths.some((path) => path.includes('/@aws-sdk/'))) return {};
			const gone = [...replacements.keys()].filter((end) => !paths.some((path) => path.endsWith(`/${end}`)));
			return { errors: gone.map((end) => ({ text: `onlyNode.mjs: the SDK has no ${end} any more.` })) };
		});
	},
};
