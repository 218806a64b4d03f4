/** What an AWS SDK needs to be told. */
export interface Access {
	readonly endpoint: string;
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly region: string;
	/** PEM of what must be trusted, for an endpoint with a certificate of its own. */
	readonly authorityFile?: string;
}

/**
 * Lines for a POSIX shell that point every AWS SDK to the simulator. Whatever would win over the keys or the endpoint
 * is unset, and proxies are kept out of the way.
 * @param inherited the environment so far, for what must be added to and not replaced
 */
export function shellEnvironment(access: Access, inherited: Readonly<Record<string, string | undefined>>): string[] {
	const exported: Record<string, string> = {
		AWS_ENDPOINT_URL: access.endpoint,
		AWS_REGION: access.region,
		AWS_DEFAULT_REGION: access.region,
		AWS_ACCESS_KEY_ID: access.accessKeyId,
		AWS_SECRET_ACCESS_KEY: access.secretAccessKey,
		NO_PROXY: withoutProxy(inherited.NO_PROXY ?? inherited.no_proxy),
		no_proxy: withoutProxy(inherited.no_proxy ?? inherited.NO_PROXY),
		...(access.authorityFile === undefined
			? {}
			: { AWS_CA_BUNDLE: access.authorityFile, NODE_EXTRA_CA_CERTS: access.authorityFile }),
	};
	return [
		...Object.entries(exported).map(([name, value]) => `export ${name}=${quote(value)}`),
		`unset ${stronger.join(' ')}`,
	];
}

/** For a POSIX shell: nothing inside single quotes means anything but a single quote. */
export function quote(text: string): string {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}

const stronger = [
	'AWS_PROFILE',
	'AWS_DEFAULT_PROFILE',
	'AWS_SESSION_TOKEN',
	'AWS_SECURITY_TOKEN',
	'AWS_BEARER_TOKEN_BEDROCK',
	'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
	'AWS_ENDPOINT_URL_BEDROCK',
	'AWS_ENDPOINT_URL_BEDROCK_RUNTIME',
	'AWS_ROLE_ARN',
	'AWS_WEB_IDENTITY_TOKEN_FILE',
	'AWS_CONTAINER_CREDENTIALS_FULL_URI',
	'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
	'AWS_USE_FIPS_ENDPOINT',
	'AWS_USE_DUALSTACK_ENDPOINT',
];

function withoutProxy(inherited: string | undefined): string {
	const names = (inherited ?? '').split(',').filter((name) => name !== '');
	return [...new Set(['127.0.0.1', 'localhost', ...names])].join(',');
}
