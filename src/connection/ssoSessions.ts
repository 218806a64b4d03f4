import type { SsoSession } from '../bedrock/signIn';
import { readProfileValue, readSection } from './awsConfigFile';

/**
 * The IAM Identity Center session that an AWS profile signs in with, or the profile that it assumes its role from.
 * @param config the text of `~/.aws/config`.
 * @returns `undefined` for a profile that signs in otherwise, or whose session is incomplete.
 */
export function ssoSessionOf(config: string, profile: string): SsoSession | undefined {
	const seen = new Set<string>();
	for (let name: string | undefined = profile; name !== undefined && !seen.has(name);) {
		seen.add(name);
		const current: string = name;
		const value = (key: string) => readProfileValue(config, 'config', current, key);
		const sessionName = value('sso_session');
		const section = sessionName === undefined ? undefined : readSection(config, `sso-session ${sessionName}`);
		const startUrl = section?.get('sso_start_url') ?? value('sso_start_url');
		const region = section?.get('sso_region') ?? value('sso_region');
		if (startUrl !== undefined && region !== undefined) {
			const scopes = (section?.get('sso_registration_scopes') ?? '').split(',').flatMap((each) => each.trim() || []);
			return { ...(sessionName === undefined ? {} : { name: sessionName }), startUrl, region, scopes };
		}
		name = value('source_profile');
	}
	return undefined;
}
