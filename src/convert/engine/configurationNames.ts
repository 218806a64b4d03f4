/** Files that configure a project: a Region in them holds for the code beside and below them. */
const configurationFile =
	/(?:^|\/)(?:\.env(?:\.[\w-]+)*|[\w-]+\.env|serverless\.(?:ya?ml|json|ts)|samconfig\.toml|cdk\.json|cdk\.context\.json|pyproject\.toml|setup\.cfg|config\.ini|application[\w-]*\.(?:ya?ml|properties)|appsettings[\w.]*\.json|docker-compose[\w.-]*\.ya?ml|compose\.ya?ml|[\w-]+\.tf|[\w.-]+\.tfvars|sst\.config\.ts|bin\/[\w-]+\.ts|aws-exports\.js|chalice\.json|zappa_settings\.json|copilot\/[\w/-]+\.yml)$/i;

export function isProjectConfiguration(path: string): boolean {
	return configurationFile.test(path) && !/(?:example|sample|template|dist)$/i.test(path);
}
