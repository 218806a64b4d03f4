let isAtOnce = false;

/** Whether what can be done in steps is to stop between two of them. What is run to its end would only lose time. */
export function pauses(): boolean {
	return !isAtOnce;
}

/** Runs what can be done in steps at once. */
export function toTheEnd<T>(steps: Generator<void, T>): T {
	const outer = isAtOnce;
	isAtOnce = true;
	try {
		for (;;) {
			const step = steps.next();
			if (step.done) return step.value;
		}
	} finally {
		isAtOnce = outer;
	}
}
