import type { NamedRegion } from './regionNames';
import { nothing, type RegionResolver, type Resolved } from './regionValues';
import type { RegionWeights } from './regionWeights';
import type { SourceText } from './sourceText';
import { pauses } from './steps';
import type { RegionEvidence, RegionEvidenceSource } from './types';

/** So many Regions are looked at in one step. */
const mentionsInStep = 8;
/** Each of thousands of IDs asks for all of them: of a text that names more Regions the first ones speak for it. */
export const mostMentions = 500;

/** What the Regions of one text come to, the weightiest of them first. */
export class WeighedRegions {
	constructor(
		private readonly source: SourceText,
		private readonly resolver: RegionResolver,
		private readonly weights: RegionWeights,
	) {}

	/** What those say that are meant; several Regions where they contradict each other. */
	*read(isMeant: (mention: NamedRegion) => boolean): Generator<void, RegionEvidence | undefined> {
		yield* this.weights.weighClientsInSteps();
		const weighed: { mention: NamedRegion; weight: number }[] = [];
		let count = 0;
		for (const mention of this.resolver.mentions.slice(0, mostMentions)) {
			if (isMeant(mention)) weighed.push({ mention, weight: this.weights.weightOf(mention) });
			if (++count % mentionsInStep === 0 && pauses()) yield;
		}
		for (const wanted of [4, 3, 2, 1]) {
			const strong = weighed.filter(({ weight }) => weight === wanted);
			if (strong.length === 0) continue;
			const all = strong.flatMap(({ mention }) => [mention, ...this.resolver.rivalsOf(mention)]);
			const regions = new Set(all.map(({ region }) => region));
			return this.evidence('file', { ...nothing, regions, at: strong[0]?.mention.start });
		}
		return undefined;
	}

	/** `undefined` where nothing is said. */
	evidence(source: RegionEvidenceSource, { regions, at }: Resolved): RegionEvidence | undefined {
		if (regions.size === 0) return undefined;
		return {
			source,
			regions: [...regions],
			line: at === undefined ? undefined : this.source.lineNumber(at),
		};
	}
}
