import type { Refusal, Snapshot } from '../protocol';
import { tokenHeader } from '../protocol';

/** What came of asking the simulator. */
export type Outcome =
	| { readonly kind: 'state'; readonly snapshot: Snapshot }
	| { readonly kind: 'refused'; readonly status: number; readonly message: string }
	| { readonly kind: 'silent' };

/** Speaks to the simulator that this page comes from. */
export class SimulatorClient {
	constructor(private readonly token: string) {}

	state(): Promise<Outcome> {
		return this.ask('GET', 'state');
	}

	setLoad(region: string, load: number): Promise<Outcome> {
		return this.ask('POST', 'load', { region, load });
	}

	setLimited(isLimited: boolean): Promise<Outcome> {
		return this.ask('POST', 'limits', { isLimited });
	}

	addFault(rule: Readonly<Record<string, string | number>>): Promise<Outcome> {
		return this.ask('POST', 'faults', rule);
	}

	removeFault(id: number): Promise<Outcome> {
		return this.ask('DELETE', `faults/${id}`);
	}

	clearFaults(): Promise<Outcome> {
		return this.ask('DELETE', 'faults');
	}

	private async ask(method: string, what: string, body?: unknown): Promise<Outcome> {
		try {
			const answer = await fetch(`/-/${what}`, {
				method,
				headers: { [tokenHeader]: this.token },
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
				cache: 'no-store',
				signal: AbortSignal.timeout(timeoutMilliseconds),
			});
			// From the simulator that this page comes from, and from nowhere else.
			if (answer.ok) return { kind: 'state', snapshot: (await answer.json()) as Snapshot };
			return { kind: 'refused', status: answer.status, message: ((await answer.json()) as Refusal).message };
		} catch {
			return { kind: 'silent' };
		}
	}
}

const timeoutMilliseconds = 5_000;
