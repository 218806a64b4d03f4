import { readProfileValue } from './awsConfigFile';
import { type Environment, readAwsFiles } from './awsFiles';

/** Used when nothing names a Region. */
export const defaultSourceRegion = 'us-east-1';

/** A Region's name goes into a host name, so nothing else may pass. `us-east-1`, `us-gov-west-1`, `us-iso-east-1`. */
export function isRegion(text: string): boolean {
	return text.length <= 32 && /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(text);
}

/**
 * The Region that the AWS profile, the environment or nothing at all asks for, when the setting is empty.
 * A profile that the user picked by name goes before the environment, which goes before the default profile: the SDK's
 * own order, except that a pick in this window counts for more than a variable.
 */
export async function regionOfAwsProfile(awsProfile: string | undefined, environment: Environment): Promise<string> {
	return (await namedRegionOfAwsProfile(awsProfile, environment)) ?? defaultSourceRegion;
}

/** The same, but `undefined` where nothing names a Region. */
export async function namedRegionOfAwsProfile(
	awsProfile: string | undefined,
	environment: Environment,
): Promise<string | undefined> {
	const fromEnvironment = [environment.AWS_REGION, environment.AWS_DEFAULT_REGION];
	const fromFiles = await regionInFiles(awsProfile ?? environment.AWS_PROFILE ?? 'default', environment);
	const candidates = awsProfile === undefined ? [...fromEnvironment, fromFiles] : [fromFiles, ...fromEnvironment];
	return candidates.find((region) => region !== undefined && isRegion(region));
}

async function regionInFiles(awsProfile: string, environment: Environment): Promise<string | undefined> {
	const { config, credentials } = await readAwsFiles(environment);
	return (
		readProfileValue(config, 'config', awsProfile, 'region') ??
		readProfileValue(credentials, 'credentials', awsProfile, 'region')
	);
}
