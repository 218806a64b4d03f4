import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SsoSession, SsoTokenFile } from '../bedrock/signIn';

/** Where the AWS CLI and the SDKs look for a session's token: named after the session, or after the start URL. */
export function ssoTokenPath(session: SsoSession, home = homedir()): string {
	const name = createHash('sha1')
		.update(session.name ?? session.startUrl)
		.digest('hex');
	return join(home, '.aws', 'sso', 'cache', `${name}.json`);
}

/** Writes the token for this user alone, whole or not at all: another program may be reading. */
export async function writeSsoToken(path: string, token: SsoTokenFile): Promise<void> {
	await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
	const draft = `${path}.${randomUUID()}.tmp`;
	try {
		await writeFile(draft, JSON.stringify(token), { mode: 0o600, flag: 'wx' });
		await rename(draft, path);
	} finally {
		await rm(draft, { force: true });
	}
}
