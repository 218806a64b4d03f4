import type { InvocationEvent, InvocationRequest, InvocationTarget, Invoke } from '../../../src/bedrock/invocation';

/** One call of an {@link Invoke} that a test plays by hand: what was asked, and the levers of its answer. */
export interface ScriptedCall {
	readonly target: InvocationTarget;
	readonly request: InvocationRequest;
	/** How often the signal fired. */
	aborts: number;
	/** The reader left the stream, or read it to its end. */
	isClosed: boolean;
	emit(...events: InvocationEvent[]): void;
	/** Ends the iteration, with or without a last word. */
	close(error?: Error): void;
}

/**
 * Keeps the contract of `Invoke` as far as the script does: aborting gives `stopped` (unless `isDeaf`), and nothing comes
 * after that.
 */
export function scriptedInvoke(isDeaf = false): { invoke: Invoke; calls: ScriptedCall[] } {
	const calls: ScriptedCall[] = [];
	const invoke: Invoke = async function* (target, request, signal) {
		const queue: (InvocationEvent | { type: 'close'; error?: Error })[] = [];
		let wake: () => void = () => undefined;
		const push = (item: (typeof queue)[number]) => {
			queue.push(item);
			wake();
		};
		const call: ScriptedCall = {
			target,
			request,
			aborts: 0,
			isClosed: false,
			emit: (...events) => events.forEach(push),
			close: (error) => push({ type: 'close', ...(error && { error }) }),
		};
		calls.push(call);
		signal.addEventListener('abort', () => {
			call.aborts++;
			if (!isDeaf) push({ type: 'ended', end: 'stopped' });
		});
		let next = 0;
		try {
			for (;;) {
				const item = queue[next];
				if (!item) {
					await new Promise<void>((resolve) => (wake = resolve));
				} else if ((next++, item.type === 'close')) {
					if (item.error) throw item.error;
					return;
				} else {
					yield item;
				}
			}
		} finally {
			call.isClosed = true;
		}
	};
	return { invoke, calls };
}
