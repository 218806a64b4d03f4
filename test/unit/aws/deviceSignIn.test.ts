import { afterEach, describe, expect, test } from 'vitest';
import { signInWithDevice } from '../../../src/aws/deviceSignIn';
import type { DeviceCode, SsoSession } from '../../../src/bedrock/signIn';
import { type Exchange, type FaultServer, startFaultServer } from './faultServer';

const session: SsoSession = {
	name: 'corp',
	startUrl: 'https://corp.awsapps.com/start',
	region: 'us-east-1',
	scopes: [],
};
let server: FaultServer | undefined;
afterEach(() => server?.close());

function reply(exchange: Exchange, body: object, status = 200, errorType?: string): void {
	exchange.head(status, {
		'content-type': 'application/json',
		...(errorType ? { 'x-amzn-errortype': errorType } : {}),
	});
	void exchange.write(Buffer.from(JSON.stringify(body)));
	exchange.end();
}

/** IAM Identity Center: `tokens` are its answers to one poll after the other. */
async function identityCenter(
	tokens: readonly ((exchange: Exchange) => void)[],
	verificationUriComplete = 'https://device.sso.us-east-1.amazonaws.com/?user_code=ABCD-EFGH',
) {
	const requests: { path: string; body: unknown }[] = [];
	let polls = 0;
	server = await startFaultServer('http1', async (exchange) => {
		requests.push({ path: exchange.path, body: JSON.parse((await exchange.body).toString()) as unknown });
		if (exchange.path === '/client/register') {
			reply(exchange, { clientId: 'client', clientSecret: 'secret', clientSecretExpiresAt: 1_800_000_000 });
		} else if (exchange.path === '/device_authorization') {
			reply(exchange, {
				deviceCode: 'device',
				userCode: 'ABCD-EFGH',
				verificationUri: 'https://device.sso.us-east-1.amazonaws.com/',
				verificationUriComplete,
				expiresIn: 600,
				interval: 1,
			});
		} else tokens[Math.min(polls++, tokens.length - 1)]!(exchange);
	});
	return { endpoint: server.endpoint, requests };
}

const pending = (exchange: Exchange) =>
	reply(exchange, { error: 'authorization_pending' }, 400, 'AuthorizationPendingException');
const granted = (exchange: Exchange) =>
	reply(exchange, { accessToken: 'token', expiresIn: 28_800, refreshToken: 'refresh', tokenType: 'Bearer' });

function signIn(endpoint: string, signal = new AbortController().signal, codes: DeviceCode[] = []) {
	const show = (code: DeviceCode) => Promise.resolve(void codes.push(code));
	return signInWithDevice(session, { network: undefined, endpoint, show, shortestInterval: 5 }, signal);
}

describe('signing in by a code', () => {
	test('shows the code, waits for it to be confirmed, and gives what the token file holds', async () => {
		const { endpoint, requests } = await identityCenter([pending, pending, granted]);
		const codes: DeviceCode[] = [];
		const before = Date.now();
		const token = await signIn(endpoint, undefined, codes);
		expect(codes).toMatchObject([{ userCode: 'ABCD-EFGH', verificationUrl: expect.stringContaining('user_code=') }]);
		expect(token).toMatchObject({
			startUrl: session.startUrl,
			region: 'us-east-1',
			accessToken: 'token',
			refreshToken: 'refresh',
			clientId: 'client',
			clientSecret: 'secret',
			registrationExpiresAt: '2027-01-15T08:00:00Z',
		});
		expect(Math.round((Date.parse(token.expiresAt) - before) / 1_000)).toBeGreaterThanOrEqual(28_799);
		expect(requests.map(({ path }) => path)).toEqual([
			'/client/register',
			'/device_authorization',
			'/token',
			'/token',
			'/token',
		]);
		expect(requests[0]?.body).toMatchObject({ clientType: 'public', scopes: ['sso:account:access'] });
		expect(requests[2]?.body).toMatchObject({
			grantType: 'urn:ietf:params:oauth:grant-type:device_code',
			deviceCode: 'device',
		});
	});

	test('ends when the user turns away', async () => {
		const { endpoint } = await identityCenter([pending]);
		const controller = new AbortController();
		const asked = signIn(endpoint, controller.signal);
		setTimeout(() => controller.abort(), 30);
		await expect(asked).rejects.toMatchObject({ name: 'SignInCancelledError' });
	});

	test('opens no page that is not https', async () => {
		const { endpoint } = await identityCenter([granted], 'file:///etc/passwd');
		await expect(signIn(endpoint)).rejects.toThrow(/https/);
	});

	test('gives what the service refuses', async () => {
		const { endpoint } = await identityCenter([
			(exchange) => reply(exchange, { error: 'access_denied' }, 400, 'AccessDeniedException'),
		]);
		await expect(signIn(endpoint)).rejects.toMatchObject({ name: 'AccessDeniedException' });
	});
});
