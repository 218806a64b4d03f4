import type { AwsCredentialIdentity } from '@smithy/types';

/** Milliseconds before they expire in which credentials are not begun with any more. */
const reserve = 300_000;

/**
 * One set of credentials for all clients: without this, each client would run the credential process, or ask for the MFA
 * code, by itself.
 */
export function sharedCredentials(
	provide: () => Promise<AwsCredentialIdentity>,
	now: () => number = Date.now,
): () => Promise<AwsCredentialIdentity> {
	let pending: Promise<AwsCredentialIdentity> | undefined;
	let known: AwsCredentialIdentity | undefined;
	const isGood = ({ expiration }: AwsCredentialIdentity) =>
		expiration === undefined || expiration.getTime() - now() > reserve;
	return async () => {
		if (known && isGood(known)) return known;
		pending ??= provide().finally(() => (pending = undefined));
		known = await pending;
		return known;
	};
}
