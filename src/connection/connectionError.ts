import type { ExplainedError } from '../bedrock/errors';

/**
 * Why there is no connection to send a request over: a setting that cannot be used, or a simulator that did not start.
 * The message is a whole sentence in the user's language, with the next step.
 */
export class ConnectionError extends Error {
	override readonly name = 'ConnectionError';

	constructor(
		message: string,
		readonly reason: 'setting' | 'simulator',
	) {
		super(message);
	}
}

/** As an event of a stream or a state of the catalogue, which carry values, not exceptions. */
export function explainConnectionError(error: unknown): ExplainedError {
	return {
		code: 'unknown',
		name: error instanceof Error ? error.name : 'Error',
		message: error instanceof Error ? error.message : String(error),
		retryable: !(error instanceof ConnectionError && error.reason === 'setting'),
	};
}
