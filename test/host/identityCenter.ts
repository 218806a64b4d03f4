import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from './account';

const sessionName = 'corp';
const startUrl = 'https://corp.awsapps.com/start';

/**
 * IAM Identity Center on this machine: it signs in by a code, and gives role credentials that the account knows. The AWS
 * SDK finds it by the variables that AWS has for that; home folder and PATH are a test's own meanwhile.
 */
export class IdentityCenter {
	/** A code is confirmed when the page with it was opened. */
	isConfirmed = false;
	private readonly home = mkdtempSync(join(tmpdir(), 'bedrock-profiles-home-'));
	private readonly before = { ...process.env };

	private constructor(
		private readonly account: Account,
		private readonly server: Server,
	) {
		const endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
		Object.assign(process.env, {
			HOME: this.home,
			PATH: join(this.home, 'bin'),
			AWS_ENDPOINT_URL_SSO: endpoint,
			AWS_ENDPOINT_URL_SSO_OIDC: endpoint,
		});
		mkdirSync(this.cache, { recursive: true });
		mkdirSync(join(this.home, 'bin'));
		account.simulator.addCredentials({
			accessKeyId: 'ASIAIDENTITYCENTER01',
			secretAccessKey: 'secret-of-the-role',
			sessionToken: 'session-of-the-role',
		});
	}

	static async open(account: Account): Promise<IdentityCenter> {
		const server = createServer((request, response) => center.answer(request, response));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const center = new IdentityCenter(account, server);
		return center;
	}

	/** A config file with the profile `sso`. */
	readonly config = [
		'[profile sso]',
		`sso_session = ${sessionName}`,
		'sso_account_id = 111122223333',
		'sso_role_name = Developer',
		'region = us-east-1',
		`[sso-session ${sessionName}]`,
		`sso_start_url = ${startUrl}`,
		'sso_region = us-east-1',
		'sso_registration_scopes = sso:account:access',
		'',
	].join('\n');

	/** What the AWS CLI leaves behind; `seconds` from now it expires. */
	writeToken(seconds: number): void {
		const expiresAt = new Date(Date.now() + seconds * 1_000).toISOString().replace(/\.\d{3}Z$/, 'Z');
		const name = createHash('sha1').update(sessionName).digest('hex');
		const token = { startUrl, region: 'us-east-1', accessToken: 'token', expiresAt };
		writeFileSync(join(this.cache, `${name}.json`), JSON.stringify(token), { mode: 0o600 });
	}

	/** Puts a program of that name where programs are looked for. */
	installAwsCli(): void {
		const file = join(this.home, 'bin', process.platform === 'win32' ? 'aws.exe' : 'aws');
		writeFileSync(file, '');
		chmodSync(file, 0o755);
	}

	removeAwsCli(): void {
		rmSync(join(this.home, 'bin'), { recursive: true });
		mkdirSync(join(this.home, 'bin'));
	}

	async close(): Promise<void> {
		for (const name of ['HOME', 'PATH', 'AWS_ENDPOINT_URL_SSO', 'AWS_ENDPOINT_URL_SSO_OIDC']) {
			const value = this.before[name];
			if (value === undefined) Reflect.deleteProperty(process.env, name);
			else process.env[name] = value;
		}
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
		rmSync(this.home, { recursive: true, force: true });
	}

	private get cache(): string {
		return join(this.home, '.aws', 'sso', 'cache');
	}

	private answer(request: IncomingMessage, response: ServerResponse): void {
		const say = (body: object, status = 200, errorType?: string) => {
			response.writeHead(status, {
				'content-type': 'application/json',
				...(errorType === undefined ? {} : { 'x-amzn-errortype': errorType }),
			});
			response.end(JSON.stringify(body));
		};
		switch ((request.url ?? '').split('?', 1)[0]) {
			case '/federation/credentials': {
				say({
					roleCredentials: {
						accessKeyId: 'ASIAIDENTITYCENTER01',
						secretAccessKey: 'secret-of-the-role',
						sessionToken: 'session-of-the-role',
						expiration: Date.now() + 3_600_000,
					},
				});
				return;
			}
			case '/client/register': {
				say({ clientId: 'client', clientSecret: 'secret', clientSecretExpiresAt: 4_000_000_000 });
				return;
			}
			case '/device_authorization': {
				say({
					deviceCode: 'device',
					userCode: 'ABCD-EFGH',
					verificationUri: 'https://device.sso.us-east-1.amazonaws.com/',
					verificationUriComplete: 'https://device.sso.us-east-1.amazonaws.com/?user_code=ABCD-EFGH',
					expiresIn: 600,
					interval: 1,
				});
				return;
			}
			case '/token':
				if (this.isConfirmed) say({ accessToken: 'token', expiresIn: 28_800, tokenType: 'Bearer' });
				else say({ error: 'authorization_pending' }, 400, 'AuthorizationPendingException');
				return;
			default: {
				say({}, 404);
				return;
			}
		}
	}
}
