/** Milliseconds before they expire in which credentials are not begun with any more. */
const reserve = 300_000;

/**
 * One set of credentials for all clients: without this, each client would run the credential process, or ask for the MFA
 * code, by itself.
 */
export function sharedCredentials<Credentials extends { readonly expiration?: Date }>(
	provide: () => Promise<Credentials>,
	now: () => number = Date.now,
): () => Promise<Credentials> {
	let pending: Promise<Credentials> | undefined;
	let known: Credentials | undefined;
	const isGood = ({ expiration }: Credentials) => expiration === undefined || expiration.getTime() - now() > reserve;
	return async () => {
		if (known && isGood(known)) return known;
		pending ??= provide().finally(() => (pending = undefined));
		known = await pending;
		return known;
	};
}
