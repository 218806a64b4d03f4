import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRegion, regionOfAwsProfile } from '../../../src/connection/sourceRegion';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'aws-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** An environment whose AWS files are the given texts. */
function environment(config: string, credentials = '', extra: Record<string, string> = {}): Record<string, string> {
	writeFileSync(join(folder, 'config'), config);
	writeFileSync(join(folder, 'credentials'), credentials);
	return {
		AWS_CONFIG_FILE: join(folder, 'config'),
		AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
		...extra,
	};
}

describe('regionOfAwsProfile', () => {
	const config = '[default]\nregion=eu-west-1\n[profile dev]\nregion=ap-northeast-1\n[profile bare]\noutput=json\n';
	it.each<[string, string | undefined, Record<string, string>, string]>([
		['the default profile', undefined, {}, 'eu-west-1'],
		['the picked profile', 'dev', {}, 'ap-northeast-1'],
		['AWS_PROFILE', undefined, { AWS_PROFILE: 'dev' }, 'ap-northeast-1'],
		['AWS_REGION before the default profile', undefined, { AWS_REGION: 'sa-east-1' }, 'sa-east-1'],
		['the picked profile before AWS_REGION', 'dev', { AWS_REGION: 'sa-east-1' }, 'ap-northeast-1'],
		['AWS_REGION where the picked profile has none', 'bare', { AWS_REGION: 'sa-east-1' }, 'sa-east-1'],
		['AWS_DEFAULT_REGION', 'bare', { AWS_DEFAULT_REGION: 'ca-central-1' }, 'ca-central-1'],
		['us-east-1 where the profile is not there', 'vanished', {}, 'us-east-1'],
		['us-east-1 where the variable is no region', 'bare', { AWS_REGION: 'evil.example/#' }, 'us-east-1'],
	])('takes %s', async (_name, profile, extra, expected) => {
		expect(await regionOfAwsProfile(profile, environment(config, '', extra))).toBe(expected);
	});

	it('looks into the credentials file too', async () => {
		expect(await regionOfAwsProfile('old', environment('', '[old]\nregion=us-west-2\n'))).toBe('us-west-2');
	});

	it('takes a missing file, or a folder in its place, for an empty one', async () => {
		const nowhere = { AWS_CONFIG_FILE: join(folder, 'none'), AWS_SHARED_CREDENTIALS_FILE: folder };
		expect(await regionOfAwsProfile(undefined, nowhere)).toBe('us-east-1');
	});
});

describe('isRegion', () => {
	it.each(['us-east-1', 'us-gov-west-1', 'ap-southeast-7', 'us-iso-east-1', 'eusc-de-east-1', 'cn-north-1'])(
		'accepts %s',
		(text) => expect(isRegion(text)).toBe(true),
	);
	it.each([
		'',
		'US-EAST-1',
		'us-east-1.evil.example',
		'us-east-1/',
		'us east 1',
		'us-east-1\n',
		'us-east',
		`us-${'a'.repeat(99)}-1`,
	])('refuses %j', (text) => expect(isRegion(text)).toBe(false));
});
