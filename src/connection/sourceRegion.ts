import { open } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readProfileValue } from './awsConfigFile';

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
export async function regionOfAwsProfile(
	awsProfile: string | undefined,
	environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
	const fromEnvironment = [environment.AWS_REGION, environment.AWS_DEFAULT_REGION];
	const fromFiles = await regionInFiles(awsProfile ?? environment.AWS_PROFILE ?? 'default', environment);
	const candidates = awsProfile === undefined ? [...fromEnvironment, fromFiles] : [fromFiles, ...fromEnvironment];
	return candidates.find((region) => region !== undefined && isRegion(region)) ?? defaultSourceRegion;
}

async function regionInFiles(
	awsProfile: string,
	environment: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
	const folder = join(homedir(), '.aws');
	const config = await readStart(environment.AWS_CONFIG_FILE ?? join(folder, 'config'));
	const region = readProfileValue(config, 'config', awsProfile, 'region');
	if (region) return region;
	const credentials = await readStart(environment.AWS_SHARED_CREDENTIALS_FILE ?? join(folder, 'credentials'));
	return readProfileValue(credentials, 'credentials', awsProfile, 'region');
}

/** Bytes. A longer file is no profile list that a person or a tool keeps. */
const longestConfigFile = 1_000_000;

/** The text of a file, at most its first megabyte; empty when there is none or it cannot be read. */
async function readStart(path: string): Promise<string> {
	try {
		const file = await open(path, 'r');
		try {
			const { isFile, size } = await file.stat().then((stat) => ({ isFile: stat.isFile(), size: stat.size }));
			if (!isFile) return '';
			const bytes = Buffer.alloc(Math.min(size, longestConfigFile));
			const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
			return bytes.toString('utf8', 0, bytesRead);
		} finally {
			await file.close();
		}
	} catch {
		return '';
	}
}
