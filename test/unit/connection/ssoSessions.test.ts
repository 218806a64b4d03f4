import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ssoSessionOf } from '../../../src/connection/ssoSessions';
import { ssoTokenPath, writeSsoToken } from '../../../src/connection/ssoTokenFile';

const config = `
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-central-1
sso_registration_scopes = sso:account:access, codewhisperer:completions
[profile dev]
sso_session = corp
sso_account_id = 123456789012
[profile old]
sso_start_url = https://old.awsapps.com/start
sso_region = us-west-2
[profile role]
role_arn = arn:aws:iam::123456789012:role/x
source_profile = dev
[profile circle]
source_profile = circle
[profile lost]
sso_session = nowhere
[profile keys]
aws_access_key_id = AKIA
`;

describe('ssoSessionOf', () => {
	const corp = {
		name: 'corp',
		startUrl: 'https://corp.awsapps.com/start',
		region: 'eu-central-1',
		scopes: ['sso:account:access', 'codewhisperer:completions'],
	};
	it.each([
		['dev', corp],
		['role', corp],
		['old', { startUrl: 'https://old.awsapps.com/start', region: 'us-west-2', scopes: [] }],
		['circle', undefined],
		['lost', undefined],
		['keys', undefined],
		['nobody', undefined],
	])('of the profile %s', (profile, expected) => {
		expect(ssoSessionOf(config, profile)).toEqual(expected);
	});

	it('reads what it can of a broken file', () => {
		expect(ssoSessionOf(`[[[\n=\n[sso-session\n${config}\n[profile`, 'dev')).toEqual(corp);
	});
});

describe('the token file', () => {
	let home = '';
	afterEach(() => rm(home, { recursive: true, force: true }));

	it('is where the SDK looks, for this user alone, and leaves no draft', async () => {
		home = await mkdtemp(join(tmpdir(), 'sso-'));
		const path = ssoTokenPath({ name: 'corp', startUrl: 'https://x', region: 'us-east-1', scopes: [] }, home);
		// As `printf corp | sha1sum` gives it.
		expect(path).toBe(join(home, '.aws', 'sso', 'cache', 'ee0bfd2552fbd840c02cc48b6e823320543c450f.json'));
		const token = {
			startUrl: 'https://x',
			region: 'us-east-1',
			accessToken: 'a',
			expiresAt: '2030-01-01T00:00:00Z',
			clientId: 'c',
			clientSecret: 's',
			registrationExpiresAt: '2030-01-01T00:00:00Z',
		};
		await writeSsoToken(path, { ...token, accessToken: 'before' });
		await writeSsoToken(path, token);
		expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(token);
		expect(await readdir(join(path, '..'))).toHaveLength(1);
		if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
	});
});
