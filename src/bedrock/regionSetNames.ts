/**
 * The region sets that the setting `allowedRegionSets` names, as the catalogue writes them: people write them in capitals,
 * too, and what a settings file holds may be anything.
 */
export function regionSetNames(value: unknown): readonly string[] {
	if (!Array.isArray(value)) return [];
	return value.flatMap((each: unknown) => (typeof each === 'string' ? [each.trim().toLowerCase()] : []));
}
