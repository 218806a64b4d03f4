/** What the SDK tells while it looks for credentials. */
export interface CredentialLogger {
	debug(...content: unknown[]): void;
	trace(...content: unknown[]): void;
	info(...content: unknown[]): void;
	warn(...content: unknown[]): void;
	error(...content: unknown[]): void;
}

const nothingFound = 'Could not load credentials from any providers';
const said = /^@smithy\/property-provider \S+ (.*)$/s;
/** What each link says that was not asked for; the first other sentence is of the link that the profile stands for. */
const passedOver = /^(?:AWS_PROFILE is set, skipping|Unable to find environment|Skipping SSO provider)/;

/**
 * Where a profile is named, says why it gave no credentials. The SDK asks its other sources after it and then tells only
 * that there was nothing anywhere; what the profile's own source said, it tells its logger.
 * @param files that were read.
 */
export function withCause<Credentials>(
	make: (logger: CredentialLogger) => (properties?: never) => Promise<Credentials>,
	files: readonly string[],
): () => Promise<Credentials> {
	let sentences: string[] = [];
	const ignore = () => undefined;
	const provide = make({
		debug: (line) => {
			const sentence = typeof line === 'string' ? said.exec(line)?.[1] : undefined;
			if (sentence !== undefined) sentences.push(sentence);
		},
		trace: ignore,
		info: ignore,
		warn: ignore,
		error: ignore,
	});
	return async () => {
		sentences = [];
		try {
			return await provide();
		} catch (error) {
			if (!(error instanceof Error) || !error.message.startsWith(nothingFound)) throw error;
			const cause = sentences.find((sentence) => !passedOver.test(sentence));
			if (cause === undefined || cause.startsWith(nothingFound)) throw error;
			throw Object.assign(new Error(told(cause, files)), { name: 'CredentialsProviderError' });
		}
	};
}

function told(cause: string, files: readonly string[]): string {
	// Node quotes the command line before what it printed, and that may hold secrets.
	const failed = /^Command failed: [^\n]*\n?(.*)$/s.exec(cause);
	if (failed) {
		const line = failed[1]?.split('\n').find((each) => each.trim() !== '');
		return `The credential_process failed${line === undefined ? ', and said nothing.' : `: ${line.trim().slice(0, 300)}`}`;
	}
	return cause.startsWith('Could not resolve credentials using profile')
		? `${cause} Files read: ${files.join(', ')}`
		: cause;
}
