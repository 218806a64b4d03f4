/** Asks the user for the code of a device; rejects when the user turns away. */
export type AskForMfaCode = (mfaSerial: string) => Promise<string>;

/** The user turned away from what AWS needs to know. */
export class SignInCancelledError extends Error {
	override readonly name = 'SignInCancelledError';
}

/** Knows whether a user is being asked something: no request is late while that is so. */
export class UserPrompt {
	private open = 0;

	constructor(private readonly ask: AskForMfaCode | undefined) {}

	get isOpen(): boolean {
		return this.open > 0;
	}

	/** `undefined` where nobody can be asked; the SDK then says so. */
	get mfaCode(): AskForMfaCode | undefined {
		const { ask } = this;
		if (!ask) return undefined;
		return async (mfaSerial) => {
			this.open += 1;
			try {
				return await ask(mfaSerial);
			} catch (error) {
				throw new SignInCancelledError(error instanceof Error ? error.message : 'No code was given.');
			} finally {
				this.open -= 1;
			}
		};
	}
}
