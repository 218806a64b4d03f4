import {
	AuthorizationPendingException,
	CreateTokenCommand,
	RegisterClientCommand,
	SlowDownException,
	SSOOIDCClient,
	StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import { setTimeout as wait } from 'node:timers/promises';
import type { Network } from '../bedrock/connection';
import type { DeviceCode, SsoSession, SsoTokenFile } from '../bedrock/signIn';
import { http1Handler } from './transport';
import { SignInCancelledError } from './userPrompt';

const grantType = 'urn:ietf:params:oauth:grant-type:device_code';

export interface DeviceSignInParts {
	readonly network: Network | undefined;
	/** For tests: AWS's own otherwise. */
	readonly endpoint?: string;
	/** Shows the code and opens the page. Rejects when the user turns away. */
	readonly show: (code: DeviceCode) => Promise<void>;
	/** For tests. Milliseconds. */
	readonly shortestInterval?: number;
}

/**
 * Signs in to IAM Identity Center as the AWS CLI does without a browser of its own: the user confirms a code on a page.
 * @returns what belongs into the token file.
 * @throws SignInCancelledError when the signal or the user ends it, or the code expires; else what the service says.
 * @see RFC 8628, OAuth 2.0 Device Authorization Grant
 */
export async function signInWithDevice(
	session: SsoSession,
	parts: DeviceSignInParts,
	signal: AbortSignal,
): Promise<SsoTokenFile> {
	const client = new SSOOIDCClient({
		region: session.region,
		requestHandler: http1Handler(parts.network),
		...(parts.endpoint === undefined ? {} : { endpoint: parts.endpoint }),
	});
	try {
		const abortSignal = signal;
		const scopes = session.scopes.length > 0 ? [...session.scopes] : ['sso:account:access'];
		const { clientId, clientSecret, clientSecretExpiresAt } = await client.send(
			new RegisterClientCommand({
				clientName: 'inference-profiles-for-amazon-bedrock',
				clientType: 'public',
				// A profile with its own start URL has a token that cannot be refreshed: no scopes there.
				...(session.name === undefined ? {} : { scopes, grantTypes: [grantType, 'refresh_token'] }),
			}),
			{ abortSignal },
		);
		const code = await client.send(
			new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl: session.startUrl }),
			{ abortSignal },
		);
		const verificationUrl = code.verificationUriComplete ?? code.verificationUri ?? '';
		if (!verificationUrl.startsWith('https://'))
			throw new Error('The sign-in page that AWS named is no https address.');
		const expiresAfterMilliseconds = (code.expiresIn ?? 600) * 1_000;
		await parts.show({ userCode: code.userCode ?? '', verificationUrl, expiresAfterMilliseconds });
		const issued = await poll(client, { clientId, clientSecret, deviceCode: code.deviceCode }, signal, {
			untilTime: Date.now() + expiresAfterMilliseconds,
			milliseconds: Math.max((code.interval ?? 5) * 1_000, parts.shortestInterval ?? 1_000),
			...(parts.shortestInterval === undefined ? {} : { milliseconds: parts.shortestInterval }),
		});
		return {
			startUrl: session.startUrl,
			region: session.region,
			accessToken: issued.accessToken ?? '',
			expiresAt: time(Date.now() + (issued.expiresIn ?? 0) * 1_000),
			clientId: clientId ?? '',
			clientSecret: clientSecret ?? '',
			registrationExpiresAt: time((clientSecretExpiresAt ?? 0) * 1_000),
			...(issued.refreshToken === undefined ? {} : { refreshToken: issued.refreshToken }),
		};
	} catch (error) {
		throw signal.aborted ? new SignInCancelledError('The sign-in was cancelled.') : error;
	} finally {
		client.destroy();
	}
}

interface Registration {
	readonly clientId: string | undefined;
	readonly clientSecret: string | undefined;
	readonly deviceCode: string | undefined;
}

async function poll(
	client: SSOOIDCClient,
	registration: Registration,
	signal: AbortSignal,
	pace: { readonly untilTime: number; readonly milliseconds: number },
) {
	let { milliseconds } = pace;
	while (Date.now() < pace.untilTime) {
		await wait(milliseconds, undefined, { signal });
		try {
			return await client.send(new CreateTokenCommand({ ...registration, grantType }), { abortSignal: signal });
		} catch (error) {
			if (error instanceof SlowDownException) milliseconds += 5_000;
			else if (!(error instanceof AuthorizationPendingException)) throw error;
		}
	}
	throw new SignInCancelledError('The code was not confirmed in time.');
}

/** The AWS CLI writes whole seconds. */
function time(milliseconds: number): string {
	return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
