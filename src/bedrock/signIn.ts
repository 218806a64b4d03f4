/** An IAM Identity Center session, as the AWS config file describes it. */
export interface SsoSession {
	/** The name of the `[sso-session]`; `undefined` for a profile that has its own `sso_start_url`. */
	readonly name?: string;
	readonly startUrl: string;
	readonly region: string;
	/** Empty: `sso:account:access`. */
	readonly scopes: readonly string[];
}

/** What the user is to confirm in the browser. */
export interface DeviceCode {
	/** Shown on the page too, so that the user can compare. */
	readonly userCode: string;
	readonly verificationUrl: string;
	/** Milliseconds from when it was given. */
	readonly expiresAfterMilliseconds: number;
}

/** What the AWS CLI keeps in `~/.aws/sso/cache`, by the same names: the SDK reads it from there. */
export interface SsoTokenFile {
	readonly startUrl: string;
	readonly region: string;
	readonly accessToken: string;
	/** ISO date and time in UTC. */
	readonly expiresAt: string;
	readonly clientId: string;
	readonly clientSecret: string;
	readonly registrationExpiresAt: string;
	readonly refreshToken?: string;
}
