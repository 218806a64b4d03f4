import type { Catalogue } from '../bedrock/catalogue';
import { partitionOf } from '../bedrock/arn';
import { standingOf } from './profileStanding';

/** The Regions to choose a source region from: those that profiles are called from. */
export function regionChoices(
	catalogue: Catalogue,
): readonly { region: string; name: string; partition: string; callableProfiles: number }[] {
	const regions = new Set(catalogue.profiles.flatMap((profile) => profile.sourceRegions));
	return [...regions]
		.map((region) => ({
			region,
			name: catalogue.regionNames[region] ?? region,
			partition: partitionOf(region),
			callableProfiles: catalogue.profiles.filter((profile) => standingOf(profile, region, catalogue) === 'callable')
				.length,
		}))
		.toSorted((a, b) => a.partition.localeCompare(b.partition) || a.region.localeCompare(b.region));
}
