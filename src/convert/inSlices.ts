/** So long one piece of work may keep the extension host from anything else. In milliseconds. */
const slice = 3;

/**
 * Takes the steps of an analysis, and lets others have the thread between them.
 * @returns `undefined` once the answer is not wanted any more.
 */
export async function inSlices<T>(steps: Generator<void, T>, isWanted: () => boolean): Promise<T | undefined> {
	let started = performance.now();
	for (;;) {
		const step = steps.next();
		if (step.done) return step.value;
		if (performance.now() - started < slice) continue;
		await new Promise((resolve) => setImmediate(resolve));
		if (!isWanted()) return undefined;
		started = performance.now();
	}
}
