// The SDK signs in with small copies of its clients for STS and single sign-on (nested-clients), which lack the operations
// that signing in does not call. The whole clients are in the bundle too, because the extension calls those; so they serve
// for both. A name that they lack fails the build.

export const singleSdk = {
	name: 'single-sdk',
	setup(build) {
		build.onResolve({ filter: /^@aws-sdk\/nested-clients\/(?:sts|sso-oidc)$/ }, ({ path, kind }) =>
			build.resolve(path.replace('nested-clients/', 'client-'), { kind, resolveDir: import.meta.dirname }),
		);
		build.onEnd(({ metafile }) => ({ errors: metafile ? [...copies(metafile)] : [] }));
	},
};

function* copies({ outputs }) {
	for (const { inputs } of Object.values(outputs)) {
		const copy = Object.keys(inputs).find(
			(path) => /[\\/]nested-clients[\\/].*[\\/](?:sts|sso-oidc)[\\/]/.test(path) && inputs[path].bytesInOutput > 0,
		);
		if (copy) yield { text: `singleSdk.mjs: ${copy} is bundled, beside the client that it is a copy of.` };
	}
}
