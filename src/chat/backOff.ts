const baseMilliseconds = 4_000;
const longestMilliseconds = 60_000;

/**
 * How long to wait before a request goes out again: anything up to a limit that doubles each time ("full jitter"), so that
 * those who were throttled together do not come back together. What the service asks for is waited in any case.
 * @param retries how often the same has been sent again already.
 * @param random as `Math.random`.
 */
export function waitBeforeRetry(retries: number, askedMilliseconds: number, random: () => number): number {
	const limit = Math.min(longestMilliseconds, baseMilliseconds * 2 ** Math.min(retries, 10));
	return Math.round(askedMilliseconds + Math.max(1_000, random() * limit));
}
