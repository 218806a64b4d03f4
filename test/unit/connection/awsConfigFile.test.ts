import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listAwsProfiles, readProfileValue } from '../../../src/connection/awsConfigFile';

describe('readProfileValue', () => {
	it.each<[string, string, 'config' | 'credentials', string, string | undefined]>([
		['the default profile', '[default]\nregion = eu-west-1\n', 'config', 'default', 'eu-west-1'],
		[
			'a named profile',
			'[default]\nregion=us-east-1\n[profile dev]\nregion=ap-northeast-1',
			'config',
			'dev',
			'ap-northeast-1',
		],
		['a name in quotes', '[profile "my dev"]\nregion = eu-north-1', 'config', 'my dev', 'eu-north-1'],
		['CRLF, BOM and spaces', '\uFEFF[ profile dev ]\r\nregion\t=  eu-west-3  \r\n', 'config', 'dev', 'eu-west-3'],
		['a remark behind the value', '[default]\nregion = eu-west-1 # Dublin\n', 'config', 'default', 'eu-west-1'],
		[
			'a remark before the value',
			'[default]\n; region = eu-west-1\n#region=eu-west-2\n',
			'config',
			'default',
			undefined,
		],
		['the key in capitals', '[default]\nRegion = eu-west-1\n', 'config', 'default', 'eu-west-1'],
		['the last of two', '[default]\nregion=a\nregion=b\n', 'config', 'default', 'b'],
		['a section in two parts', '[default]\nregion=a\n[profile x]\n[default]\noutput=json\n', 'config', 'default', 'a'],
		['a nested setting', '[default]\ns3 =\n  region = eu-west-1\n', 'config', 'default', undefined],
		['an sso-session of the same name', '[sso-session dev]\nregion=eu-west-1\n', 'config', 'dev', undefined],
		['a bare name in a config file', '[dev]\nregion=eu-west-1\n', 'config', 'dev', undefined],
		['a bare name in a credentials file', '[dev]\nregion=eu-west-1\n', 'credentials', 'dev', 'eu-west-1'],
		['an empty value', '[default]\nregion =\n', 'config', 'default', undefined],
		['lines that are no settings', '[default\nregion\n= x\n[default]\n???\nregion=ok\n', 'config', 'default', 'ok'],
		['nothing', '', 'config', 'default', undefined],
	])('reads %s', (_name, text, kind, profile, expected) => {
		expect(readProfileValue(text, kind, profile, 'region')).toBe(expected);
	});

	it('never fails, whatever the file holds', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				const value = readProfileValue(`[default]\n${text}`, 'config', 'default', 'region');
				expect(value === undefined || text.includes(value)).toBe(true);
			}),
		);
	});
});

describe('listAwsProfiles', () => {
	it('names every profile of both files once, with region and the way to its credentials', () => {
		const config = [
			'[profile dev]',
			'sso_session = corp',
			'region = eu-west-1',
			'[sso-session corp]',
			'sso_region = us-east-1',
			'[profile "my role"]',
			'role_arn = arn:aws:iam::123456789012:role/x',
			'source_profile = dev',
			'[profile tool]',
			'credential_process = /bin/tool',
			'[default]',
			'region = us-east-2',
			'[services local]',
		].join('\n');
		const credentials = '[default]\naws_access_key_id = AKIA\n[old]\naws_access_key_id=AKIA\n[]\n[broken\n';
		expect(listAwsProfiles(config, credentials)).toEqual([
			{ name: 'default', region: 'us-east-2', source: 'keys' },
			{ name: 'dev', region: 'eu-west-1', source: 'sso' },
			{ name: 'my role', source: 'role' },
			{ name: 'tool', source: 'process' },
			{ name: 'old', source: 'keys' },
		]);
	});

	it('reads any text', () => {
		fc.assert(fc.property(fc.string(), fc.string(), (a, b) => Array.isArray(listAwsProfiles(a, b))));
		const many = Array.from({ length: 20_000 }, (_, index) => `[profile p${index}]`).join('\n');
		expect(listAwsProfiles(many.slice(0, 400_000), '')).toHaveLength(500);
	});
});
