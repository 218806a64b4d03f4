/** Runs work on each item, so many at once. Work that rejects ends all: give it work that does not. */
export async function boundedParallel<Item>(
	items: readonly Item[],
	atOnce: number,
	work: (item: Item) => Promise<void>,
): Promise<void> {
	const waiting = items.values();
	const lane = async (): Promise<void> => {
		for (const item of waiting) await work(item);
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
}
