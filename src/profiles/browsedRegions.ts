import type { ExplainedError } from '../bedrock/errors';
import type { RegionListing } from '../bedrock/liveOverlay';
import { boundedParallel } from './boundedParallel';
import type { FailedList } from './catalogueSource';

/** How a Region beside the source region stands. */
export type BrowsedRegion = { readonly region: string } & (
	| { readonly kind: 'loading' }
	/** `failures`: lists that failed beside the one of profiles. */
	| { readonly kind: 'live'; readonly failures: readonly FailedList[] }
	| { readonly kind: 'failed'; readonly error: ExplainedError }
);

export interface BrowsedRegionsParts {
	/** Asks the account. Rejects only where there is no connection to ask over. */
	readonly listRegion: (
		region: string,
		signal: AbortSignal,
	) => Promise<RegionListing & { readonly errors: readonly FailedList[] }>;
	readonly explain: (error: unknown) => ExplainedError;
	/** Lays a Region's lists over what is known. */
	readonly keep: (listing: RegionListing) => Promise<void>;
	/** Some Regions stand otherwise now. Called once for several that come close together. */
	readonly onChange: () => void;
	readonly logFailures: (region: string, failures: readonly FailedList[]) => void;
}

/** All of AWS's Regions at once: each is asked at an address of its own, and the slowest decides how long it takes. */
const mostAtOnce = 40;
/** Milliseconds in which answers are gathered before they are told. */
const gatherMilliseconds = 150;

/** Regions that the user looks at beside the source region. One that fails keeps nothing from the others. */
export class BrowsedRegions {
	private states = new Map<string, BrowsedRegion>();
	private controller = new AbortController();
	private timer: NodeJS.Timeout | undefined;

	constructor(private readonly parts: BrowsedRegionsParts) {}

	/** In the order in which they were asked for. */
	get all(): readonly BrowsedRegion[] {
		return [...this.states.values()];
	}

	/** Looks at these Regions from now on, and lists those that were not listed yet. Never rejects. */
	async show(regions: readonly string[]): Promise<void> {
		const fresh = regions.filter((region) => !this.states.has(region));
		const isSame = fresh.length === 0 && this.states.size === regions.length;
		this.states = new Map(
			regions.map((region) => [region, this.states.get(region) ?? { region, kind: 'loading' as const }]),
		);
		if (!isSame) this.parts.onChange();
		await this.list(fresh);
	}

	/** Lists Regions that are shown, again. Never rejects. */
	async listAgain(regions: readonly string[] = [...this.states.keys()]): Promise<void> {
		await this.list(regions.filter((region) => this.states.has(region)));
	}

	/** Another connection: nothing is known of any Region. */
	forget(): void {
		this.controller.abort();
		this.controller = new AbortController();
		clearTimeout(this.timer);
		this.timer = undefined;
		this.states.clear();
	}

	private async list(regions: readonly string[]): Promise<void> {
		const { signal } = this.controller;
		for (const region of regions) this.states.set(region, { region, kind: 'loading' });
		if (regions.length > 0) this.tell();
		await boundedParallel(regions, mostAtOnce, async (region) => {
			const state = await this.listOne(region, signal);
			if (signal.aborted || !this.states.has(region)) return;
			this.states.set(region, state);
			this.tell();
		});
	}

	private async listOne(region: string, signal: AbortSignal): Promise<BrowsedRegion> {
		try {
			const { errors, ...listing } = await this.parts.listRegion(region, signal);
			if (!signal.aborted) {
				if (listing.profiles ?? listing.models) await this.parts.keep(listing);
				this.parts.logFailures(region, errors);
			}
			if (listing.profiles) return { region, kind: 'live', failures: errors };
			const [first] = errors;
			return { region, kind: 'failed', error: first?.error ?? this.parts.explain(new Error('No list and no error.')) };
		} catch (error) {
			return { region, kind: 'failed', error: this.parts.explain(error) };
		}
	}

	private tell(): void {
		this.timer ??= setTimeout(() => {
			this.timer = undefined;
			this.parts.onChange();
		}, gatherMilliseconds);
	}
}
