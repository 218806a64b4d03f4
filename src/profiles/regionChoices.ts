import { partitionOf } from '../bedrock/arn';
import type { Catalogue } from '../bedrock/catalogue';
import { standingOf } from './profileStanding';
import { regionSetName } from './regionNames';

interface RegionChoice {
	readonly region: string;
	readonly name: string;
	readonly partition: string;
	readonly callableProfiles: number;
}

/**
 * The Regions of AWS China. Bedrock's catalogue does not name them: no profile is known there, but an account of that
 * partition can be asked.
 */
const chinaRegions: readonly (readonly [string, string])[] = [
	['cn-north-1', 'Beijing'],
	['cn-northwest-1', 'Ningxia'],
];

/** The Regions to choose a source region from: those that profiles are called from, and those of AWS China. */
export function regionChoices(catalogue: Catalogue): readonly RegionChoice[] {
	const regions = new Set(catalogue.profiles.flatMap((profile) => profile.sourceRegions));
	const known = [...regions].map((region) => ({
		region,
		name: catalogue.regionNames[region] ?? region,
		partition: partitionOf(region),
		callableProfiles: catalogue.profiles.filter((profile) => standingOf(profile, region, catalogue) === 'callable')
			.length,
	}));
	const others = chinaRegions
		.filter(([region]) => !regions.has(region))
		.map(([region, name]) => ({ region, name, partition: partitionOf(region), callableProfiles: 0 }));
	const order = (partition: string) => ['aws', 'aws-us-gov', 'aws-cn'].indexOf(partition);
	return [...known, ...others].toSorted(
		(a, b) => order(a.partition) - order(b.partition) || a.region.localeCompare(b.region),
	);
}

/** The region sets of the source region's partition, `global` last. */
export function regionSetChoices(
	catalogue: Catalogue,
	sourceRegion: string,
): readonly { readonly regionSet: string; readonly name: string }[] {
	return catalogue.regionSets
		.filter(({ partition }) => partition === partitionOf(sourceRegion))
		.map(({ regionSet, name }) => ({ regionSet, name: regionSetName(regionSet, name) }))
		.toSorted(
			(a, b) =>
				Number(a.regionSet === 'global') - Number(b.regionSet === 'global') || a.name.localeCompare(b.name, 'en'),
		);
}
