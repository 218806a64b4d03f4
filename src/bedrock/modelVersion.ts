/** What a model ID says of its model. */
export interface ModelVersion {
	readonly family: string;
	/** Major and minor number and date; 0 for what the ID does not say. */
	readonly version: readonly [major: number, minor: number, date: number];
}

/**
 * `anthropic.claude-3-5-sonnet-20240620-v1:0` → family `anthropic claude sonnet`, version 3.5, dated 20240620. Sizes
 * (`70b`) are part of the family.
 */
export function versionOf(modelId: string): ModelVersion {
	const names: string[] = [];
	const numbers: number[] = [];
	let date = 0;
	for (const part of modelId.split(/[-.:]/)) {
		const lettered = /^([a-z]+)([0-9]+)$/.exec(part);
		if (/^[0-9]{6,8}$/.test(part)) date = Number(part);
		else if (/^[0-9]+$/.test(part)) numbers.push(Number(part));
		else if (/^v[0-9]+$/.test(part)) continue;
		else if (lettered?.[1] !== undefined && lettered[1].length > 1) {
			names.push(lettered[1]);
			numbers.push(Number(lettered[2]));
		} else names.push(part);
	}
	// The last number is the ID's own revision (`:0`) where there is a `v`.
	if (/v[0-9]+:[0-9]+$/.test(modelId)) numbers.pop();
	return { family: names.join(' '), version: [numbers[0] ?? 0, numbers[1] ?? 0, date] };
}
