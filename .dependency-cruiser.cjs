/** The import rules of ARCHITECTURE.md, checked by `npm run check`. */
const feature = '(profiles|chat|convert|compare|connection|languageModel)';
const nodeOrSdk = {
	dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
};
module.exports = {
	forbidden: [
		{ name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
		{
			name: 'no-orphans',
			severity: 'error',
			from: { orphan: true, path: '^src', pathNot: '\\.d\\.ts$|^src/convert/assembly/' },
			to: {},
		},
		{
			name: 'bedrock-is-pure',
			comment: 'The ground floor imports itself and the pure localisation library, nothing else.',
			severity: 'error',
			from: { path: '^src/bedrock/' },
			to: { pathNot: ['^src/bedrock/', 'node_modules/@vscode/l10n/'] },
		},
		{
			name: 'convert-engine-is-pure',
			severity: 'error',
			from: { path: '^src/convert/engine/' },
			to: { pathNot: ['^src/bedrock/', '^src/convert/engine/', 'node_modules/@vscode/l10n/'] },
		},
		{
			name: 'compare-core-is-pure',
			severity: 'error',
			from: { path: '^src/compare/core/' },
			to: { pathNot: ['^src/bedrock/', '^src/compare/core/', 'node_modules/@vscode/l10n/'] },
		},
		{
			name: 'simulator-imports-only-bedrock',
			severity: 'error',
			from: { path: '^src/simulator/' },
			to: { path: '^src/', pathNot: ['^src/simulator/', '^src/bedrock/', '^src/webview/simulator/protocol\\.ts$'] },
		},
		{
			name: 'aws-imports-only-bedrock',
			severity: 'error',
			from: { path: '^src/aws/' },
			to: { path: '^src/', pathNot: ['^src/aws/', '^src/bedrock/'] },
		},
		{
			name: 'only-aws-speaks-to-the-sdk',
			severity: 'error',
			from: { path: '^src/', pathNot: '^src/aws/' },
			to: { path: 'node_modules/(@aws-sdk|@smithy)/' },
		},
		{
			name: 'no-feature-imports-another',
			severity: 'error',
			from: { path: `^src/${feature}/` },
			to: { path: `^src/${feature}/`, pathNot: '^src/$1/' },
		},
		{
			name: 'webview-shares-only-protocols',
			comment:
				'A page and its host share the message types in src/webview/<page>/protocol.ts; all hosts share the frame, pageHtml.ts.',
			severity: 'error',
			from: { path: '^src/', pathNot: '^src/webview/' },
			to: { path: '^src/webview/', pathNot: '^src/webview/(pageHtml|[^/]+/protocol)\\.ts$' },
		},
		{
			name: 'webview-imports-no-host-code',
			comment: 'Pure code is no host code.',
			severity: 'error',
			from: { path: '^src/webview/' },
			to: { path: '^src/', pathNot: ['^src/webview/', '^src/bedrock/', '^src/compare/core/'] },
		},
		{
			name: 'vscode-only-in-features',
			severity: 'error',
			from: { path: '^src/(bedrock|aws|simulator|webview|convert/engine)/' },
			to: { path: '^vscode$' },
		},
		{ name: 'source-imports-no-test', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|scripts)/' } },
	],
	options: {
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		doNotFollow: { path: 'node_modules' },
		enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
	},
};
