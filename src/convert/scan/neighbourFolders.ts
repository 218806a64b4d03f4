/** Folders that hold the configuration of the code beside them. */
export const neighbourFolders: ReadonlySet<string> = new Set(
	(
		'bin infra infrastructure terraform tf iac deploy deployment deployments cdk k8s kubernetes helm chart charts config ' +
		'config/initializers conf configs resources env envs environments .streamlit .github/workflows'
	).split(' '),
);
