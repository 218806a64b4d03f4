/** The group of Regions behind a profile's prefix. Read from data: there is no closed list in code. */
export interface RegionSet {
	/** `us`, `eu`, `us-gov`, `global`, …: what stands before the model ID in a profile ID. */
	readonly regionSet: string;
	readonly name: string;
	/** `aws`, `aws-us-gov`, `aws-cn`. */
	readonly partition: string;
	readonly sourceRegions: readonly string[];
	/** `undefined` for `global`: AWS does not print the list, and it can grow. */
	readonly destinationRegions?: readonly string[];
}

/**
 * Reads the region set off a profile ID by taking away the model ID that the profile itself lists.
 * @param profileId e.g. `us.anthropic.claude-3-haiku-20240307-v1:0`; not an ARN.
 * @param modelIds the models of the profile, from their ARNs.
 * @returns `undefined` when the ID is no prefix and one of the models (an application profile).
 */
export function regionSetOf(profileId: string, modelIds: readonly string[]): string | undefined {
	for (const modelId of modelIds) {
		if (profileId.endsWith(`.${modelId}`)) return profileId.slice(0, -modelId.length - 1);
	}
	return undefined;
}
