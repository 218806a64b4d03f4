// Leaves the package debug out of the host's bundles: the proxy agent writes its log with it when the environment asks, to a
// console that nobody sees. What goes wrong at a proxy comes as an error, which the extension shows.

export const withoutDebug = {
	name: 'without-debug',
	setup(build) {
		build.onResolve({ filter: /^debug$/ }, () => ({ path: 'debug', namespace: 'without-debug' }));
		build.onLoad({ filter: /.*/, namespace: 'without-debug' }, () => ({ contents: 'export default () => () => {};' }));
	},
};
