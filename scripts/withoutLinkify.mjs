// Leaves linkify-it out of the pages: markdown-it makes one at start, but our own rule finds bare addresses, so it is
// never asked. It is a list of top-level domains and the patterns built from it.

export const withoutLinkify = {
	name: 'without-linkify',
	setup(build) {
		build.onResolve({ filter: /^linkify-it$/ }, () => ({ path: 'linkify-it', namespace: 'without-linkify' }));
		build.onLoad({ filter: /.*/, namespace: 'without-linkify' }, () => ({ contents: 'export class LinkifyIt {}' }));
	},
};
