/** Folders that hold the configuration of the code beside them; `*` is each folder that is there. */
const folders = (
	'bin infra infrastructure terraform tf iac deploy deployment deployments cdk k8s kubernetes helm chart charts config ' +
	'infra/bin infrastructure/bin cdk/bin iac/bin deploy/bin deployment/bin config/initializers config/packages conf configs resources env envs environments .streamlit .cargo .github/workflows .circleci base group_vars inventory/group_vars src/main/resources charts/* helm/* deploy/helm deploy/helm/* deploy/chart deploy/charts deploy/charts/* k8s/base'
).split(' ');

/** Where Terraform's variables and providers of each environment are kept. */
const ofEnvironments = ['infra', 'infrastructure', 'terraform', 'tf', 'iac'].flatMap((folder) =>
	['env', 'envs', 'environments', 'vars', 'tfvars'].flatMap((name) => [
		`${folder}/${name}`,
		...['dev', 'staging', 'prod', 'production'].map((environment) => `${folder}/${name}/${environment}`),
	]),
);

const byName = new Map<string, readonly string[]>();
for (const place of [...folders, ...ofEnvironments]) {
	const name = place.split('/', 1)[0] ?? place;
	byName.set(name, [...(byName.get(name) ?? []), place]);
}

/** What a program of .NET is called, beside the libraries that it gives their settings and clients: `Notes.Api`, `Notes.Lambda`. */
export const hostProject =
	/^[\w.]+\.(?:Api|Web(?:Api|App|Site|Host)?|(?:App)?Host|Server|Functions?|Lambdas?|Worker(?:Service)?|App|Console|Cli)$/i;

/** Where the parts of a repository are deployed from, each from a folder of its name: `deploy/kustomize/chat`, `k8s/chat`. */
const deploying =
	'deploy(?:ment)?s?|k8s|kubernetes|kustomize|helm|charts?|manifests|infra(?:structure)?|terraform|tf|iac|gitops';
export const deployingFolder = new RegExp(`^(?:${deploying})$`);
/** Where the parts are kept, if not at the outermost. */
export const folderOfParts = /^(?:services|apps|packages|cmd|projects|functions|lambdas|modules|src)$/;

const deployed = new RegExp(`^(.*)/(?:${deploying})(?:/[^/]+)?/([^/]+)$`);

/** A folder is that of the part which another folder deploys. */
export function isDeployedFrom(folder: string, from: string): boolean {
	const [, above, part] = deployed.exec(from) ?? [];
	if (above === undefined || part === undefined || !folder.startsWith(`${above}/`)) return false;
	const [name, inside, ...others] = folder.slice(above.length + 1).split('/');
	if (others.length > 0) return false;
	return inside === undefined ? name === part : inside === part && folderOfParts.test(name ?? '');
}

/** The places of configuration that a folder of this name is, or holds. */
export function neighbourPlaces(name: string): readonly string[] {
	return byName.get(name) ?? (name.includes('.') && hostProject.test(name) ? [name] : []);
}

/** Such a place at the end of a folder's path, with the folder whose code it configures. */
export function neighbourOf(folder: string): readonly { readonly above: string; readonly place: string }[] {
	const parts = folder.split('/');
	return [1, 2, 3].flatMap((count) => {
		const place = parts.slice(-count).join('/');
		const inAny = count > 1 ? `${parts.slice(-count, -1).join('/')}/*` : place;
		const isPlace = neighbourPlaces(parts.at(-count) ?? '').some((each) => each === place || each === inAny);
		return isPlace ? [{ above: parts.slice(0, -count).join('/'), place }] : [];
	});
}
