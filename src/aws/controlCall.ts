import type { Outcome } from '../bedrock/applicationProfiles';
import { type ExplainedError, localError } from '../bedrock/errors';
import { explainFailure } from './explainFailure';
import { WatchedWork } from './watchedWork';

export interface ControlCallParts {
	/** Ends what is under way when the gateway is disposed of. */
	readonly signal: AbortSignal;
	/** For each call, credentials and retries included. */
	readonly timeoutMilliseconds: number;
	readonly onFailure: (error: ExplainedError) => void;
	readonly prompt?: { readonly isOpen: boolean };
}

/** Makes one call; every failure becomes a value, and a call that never ends ends here. */
export type ControlCall = <T>(
	step: (abortSignal: AbortSignal) => Promise<T>,
	signal?: AbortSignal,
) => Promise<Outcome<T>>;

export function controlCall({ signal, timeoutMilliseconds, onFailure, prompt }: ControlCallParts): ControlCall {
	const failed = (error: ExplainedError): { readonly ok: false; readonly error: ExplainedError } => {
		onFailure(error);
		return { ok: false, error };
	};
	return async (step, own) => {
		const work = new WatchedWork(own ? AbortSignal.any([own, signal]) : signal, prompt);
		try {
			const waited = await work.wait(() => step(work.signal), timeoutMilliseconds);
			if (waited.kind === 'value') return { ok: true, value: waited.value };
			if (waited.kind === 'thrown') return failed(explainFailure(waited.error));
			if (waited.kind === 'stopped') return failed(localError('unknown', 'The connection was closed.'));
			const waitedSeconds = Math.max(1, Math.round(timeoutMilliseconds / 1_000));
			return failed(localError('stalled', `No answer for ${waitedSeconds} s.`, { facts: { waitedSeconds } }));
		} finally {
			work.dispose();
		}
	};
}
