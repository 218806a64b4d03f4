import { readProfileValue, readServiceValue } from './awsConfigFile';
import { type Environment, readAwsFiles } from './awsFiles';

/** Addresses in place of AWS's own; absent where nothing names one. */
export interface AwsEndpoints {
	readonly control?: string;
	readonly runtime?: string;
}

const key = 'endpoint_url';

/**
 * What the environment and the AWS config file name for Bedrock's two services. The SDK for JavaScript looks at the
 * profile of the environment alone, not at the one that is chosen here.
 * @see AWS SDKs and Tools Reference Guide, "Service-specific endpoints": the variable of a service, the variable of all,
 * the profile's `services` section, the profile itself
 */
export async function awsEndpoints(awsProfile: string | undefined, environment: Environment): Promise<AwsEndpoints> {
	const profile = awsProfile ?? environment.AWS_PROFILE ?? 'default';
	const { config } = await readAwsFiles(environment);
	const value = (name: string) => readProfileValue(config, 'config', profile, name);
	const ignored = environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? value('ignore_configured_endpoint_urls');
	if (ignored?.toLowerCase() === 'true') return {};
	const services = value('services');
	const of = (service: string): string | undefined =>
		[
			environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`],
			environment.AWS_ENDPOINT_URL,
			services === undefined ? undefined : readServiceValue(config, services, service, key),
			value(key),
		].find((each) => each !== undefined && each !== '');
	const [control, runtime] = [of('bedrock'), of('bedrock_runtime')];
	return { ...(control === undefined ? {} : { control }), ...(runtime === undefined ? {} : { runtime }) };
}
