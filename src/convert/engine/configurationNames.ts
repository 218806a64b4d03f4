/** What a file configures: the project as it runs, how it is built and started, its pipeline, or an example to copy. */
export type ConfigurationKind = 'project' | 'tooling' | 'pipeline' | 'example';

/** Strongest first. */
const kinds: readonly (readonly [ConfigurationKind, RegExp])[] = [
	['example', /(?:^|\/)(?:[\w.-]*\.env|\.env|env)(?:\.[\w-]+)*\.(?:example|sample|template|tpl|dist|defaults?)$/i],
	['example', /(?:^|\/)(?:example|sample|template)s?\.env$/i],
	['example', /(?:^|\/)(?:\.dev\.vars|[\w.-]+\.tfvars)\.(?:example|sample|template|tpl|tmpl|dist)$/i],
	// What is copied to `config.php`, `settings.py`, `config.yml`.
	[
		'example',
		/(?:^|\/)[\w-]*(?:config|settings)(?:[.-](?:example|sample|template|dist)\.(?:php|py|rb|[cm]?[jt]s|ya?ml|toml|json|ini)|\.(?:php|py|rb|[cm]?[jt]s|ya?ml|toml|json|ini)\.(?:example|sample|template|dist))$/i,
	],
	// Cloudflare's Workers, Fly, Netlify, Render, App Runner, and .NET's tools for Lambda.
	[
		'project',
		/(?:^|\/)(?:wrangler\.(?:toml|jsonc?)|\.dev\.vars(?:\.[\w-]+)?|fly\.toml|netlify\.toml|render\.ya?ml|apprunner\.ya?ml|aws-lambda-tools-defaults\.json)$/i,
	],
	// What has a section for each environment says less than the program that makes the client.
	[
		'pipeline',
		/(?:^|\/)(?:config\/(?:aws|bedrock|ai|llm)\.ya?ml|\.github\/workflows\/[\w.-]+\.ya?ml|\.gitlab-ci\.ya?ml|buildspec[\w.-]*\.ya?ml|deploy[\w-]*\.(?:sh|ya?ml)|(?:azure|bitbucket)-pipelines\.ya?ml|\.circleci\/config\.ya?ml|cloudbuild\.ya?ml|Jenkinsfile)$/i,
	],
	[
		'tooling',
		/(?:^|\/)(?:(?:config|settings|appconfig)\.(?:ya?ml|toml|json)|mise\.toml|(?:[\w-]+\.)?(?:Dockerfile|Containerfile)(?:\.[\w-]+)?|Makefile|\.?justfile|Taskfile\.ya?ml|values[\w.-]*\.ya?ml|config\/(?:default|base)\.(?:json5?|ya?ml|toml)|[\w-]*(?:configmap|deployment)[\w-]*\.ya?ml|vercel\.json)$/i,
	],
	[
		'project',
		/(?:^|\/)(?:\.env(?:\.[\w-]+)*|[\w-]+\.env|\.envrc|\.Renviron|(?:(?:set|load|export)[_-]?)?env(?:ironment)?\.sh|serverless\.(?:ya?ml|json|ts)|samconfig\.(?:toml|ya?ml)|(?:[\w-]+[.-])?template\.(?:ya?ml|json)|(?:cloudformation|cfn|stack)[\w-]*\.ya?ml|cdk\.json|cdk\.context\.json|pyproject\.toml|setup\.cfg|config\.ini|secrets\.toml|(?:application[\w-]*|reference)\.(?:ya?ml|properties|conf)|appsettings[\w.]*\.json|local\.settings\.json|docker-compose[\w.-]*\.ya?ml|compose[\w.-]*\.ya?ml|\.bedrock_agentcore\.yaml|kustomization\.ya?ml|Pulumi(?:\.[\w-]+)?\.ya?ml|[\w-]+\.tf|[\w.-]+\.tfvars|(?:account|common|env|region|root|terragrunt)\.hcl|sst\.config\.ts|build\.gradle(?:\.kts)?|bin\/[\w-]+\.ts|amplify\/backend\.ts|config\/(?:services[\w-]*|packages\/[\w/-]+)\.ya?ml|config\/initializers\/[\w-]+\.rb|config\/(?:aws|bedrock|services|ai|llm|prism)\.php|config\/(?:config|runtime|prod)\.exs|aws-exports\.js|chalice\.json|zappa_settings\.json|copilot\/[\w/-]+\.yml|group_vars\/[\w.-]+\.ya?ml)$/i,
	],
	// What a program of the JVM loads by a name of its own: `getResourceAsStream("/ferry.properties")`.
	['project', /(?:^|\/)src\/main\/resources\/[\w.-]+\.(?:properties|conf|ya?ml)$/i],
];

/** Programs whose names say little: they configure only where they are CDK applications. */
const cdkProgram = /(?:^|\/)(?:app|cdk)\.py$|App\.java$|(?<!_test)\.go$/;
/** Go's have the name of their project, or lie in a folder of their own. */
const ofInfrastructure = /(?:^|\/)(?:infra|infrastructure|cdk|iac)\/main\.go$/;

/** May be the application that says where the stacks beside and below it are deployed; `cdk.json` lies beside it then. */
export function mayBeCdkProgram(path: string): boolean {
	return cdkProgram.test(path);
}

/** The program says by its name and place that it may be one, whatever lies beside it. */
export function isInCdkFolder(path: string): boolean {
	return ofInfrastructure.test(path);
}

/** Files that configure a project: a Region in them holds for the code beside and below them. */
export function configurationKind(path: string): ConfigurationKind | undefined {
	return isOrdinaryProgram(path) ? undefined : kinds.find(([, pattern]) => pattern.test(path))?.[0];
}

export function isProjectConfiguration(path: string): boolean {
	return configurationKind(path) !== undefined;
}

/** Endings of files of which only few, by name, configure a project: most files of a tree are told by them alone. */
const programEndings = new Set(
	'ts tsx js jsx mjs cjs mts cts py ipynb java kt go rs rb php cs swift scala c h cpp hpp css scss less html htm svg md mdx rst txt csv tsv sql sh bat ps1 map lock log snap png jpg jpeg gif ico pdf xml'.split(
		' ',
	),
);

/** Those few are looked at more closely, and some others. */
const exceptions =
	/env|file|bin\/|deploy|serverless\.|sst\.config\.|aws-exports\.|amplify\/backend\.|config\/|[.-](?:example|sample|template|dist)\./;

function isOrdinaryProgram(path: string): boolean {
	return programEndings.has(path.slice(path.lastIndexOf('.') + 1)) && !exceptions.test(path);
}
