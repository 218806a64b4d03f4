import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import type { ExplainedError } from '../bedrock/errors';
import type { RegionListing } from '../bedrock/liveOverlay';
import { BrowsedRegions } from './browsedRegions';
import type { CatalogueSource, CatalogueState, FailedList } from './catalogueSource';
import type * as catalogueLayers from './catalogueLayers';
import type { StoredListing } from './storedListings';

export interface CatalogueStoreParts {
	/** Reads the snapshot that ships with the extension. */
	readonly bundled: () => Promise<Catalogue>;
	readonly memory: vscode.Memento;
	readonly connection: {
		readonly identity: string;
		/** Another number: the same name may stand for another account now. */
		readonly credentialsVersion: number;
		/** Which setting cannot be used; the source region is then not the one that was asked for. */
		readonly problem?: string | undefined;
		sourceRegion(): Promise<string>;
		readonly onDidChange: vscode.Event<void>;
	};
	/** Asks the account. Rejects only where there is no connection to ask over. */
	readonly listRegion: (
		sourceRegion: string,
		signal: AbortSignal,
	) => Promise<RegionListing & { readonly errors: readonly FailedList[] }>;
	/** Turns what {@link listRegion} rejected with into a value. */
	readonly explain: (error: unknown) => ExplainedError;
	readonly log: vscode.LogOutputChannel;
	readonly now?: () => Date;
}

const memoryKey = 'catalogue.listings';

/**
 * The one owner of the catalogue: the bundled snapshot, under what each source region last listed. Asks AWS only when told
 * to, by {@link refresh} or {@link ensureListed}; nothing here polls.
 */
export class CatalogueStore implements CatalogueSource, vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<void>();
	readonly onDidChange = this.changed.event;
	private readonly subscription: vscode.Disposable;
	private bundled: Promise<Catalogue> | undefined;
	private known: Known | undefined;
	private request: Request | undefined;
	private status: CatalogueState = { kind: 'idle' };
	/** Regions that the user looks at beside the source region. */
	readonly browsed: BrowsedRegions;

	constructor(private readonly parts: CatalogueStoreParts) {
		this.browsed = new BrowsedRegions({
			listRegion: parts.listRegion,
			explain: parts.explain,
			keep: async (listing) => {
				const { identity } = await this.know();
				this.lay({ identity, at: this.now().toISOString(), listing });
			},
			onChange: () => this.changed.fire(),
			logFailures: (region, failures) => this.logFailures(region, failures),
		});
		this.subscription = parts.connection.onDidChange(() => void this.connectionChanged());
	}

	get state(): CatalogueState {
		return this.status;
	}

	/** When the Region's list on the screen was made; `undefined`: never, the snapshot is all there is. */
	listedAt(sourceRegion: string): Date | undefined {
		const stored = this.known?.listings.find(
			({ listing }) => listing.sourceRegion === sourceRegion && listing.profiles,
		);
		return stored && new Date(stored.at);
	}

	async current(): Promise<Catalogue> {
		return (await this.know()).catalogue();
	}

	/** Lists the source region, unless this window has done so over this connection. */
	async ensureListed(): Promise<void> {
		const place = await this.place();
		if (this.request?.isFor(place) && this.status.kind !== 'failed') return this.request.done;
		await this.refreshSourceRegion();
	}

	/** Lists the source region and what is browsed beside it anew. Never rejects: how it went is in {@link state}. */
	async refresh(): Promise<void> {
		await Promise.all([this.refreshSourceRegion(), this.browsed.listAgain()]);
	}

	dispose(): void {
		this.request?.abort();
		this.request = undefined;
		this.browsed.forget();
		this.subscription.dispose();
		this.changed.dispose();
	}

	private async refreshSourceRegion(): Promise<void> {
		const place = await this.place();
		if (this.request?.isFor(place) && this.status.kind === 'loading') return this.request.done;
		this.request?.abort();
		const request = new Request(place);
		this.request = request;
		request.done = this.list(request);
		await request.done;
	}

	private async list(request: Request): Promise<void> {
		const { sourceRegion, identity } = request.place;
		this.setState({ kind: 'loading' });
		try {
			const { errors, ...listing } = await this.parts.listRegion(sourceRegion, request.signal);
			if (request !== this.request) return;
			if (listing.profiles ?? listing.models) {
				await this.keep({ identity, at: this.now().toISOString(), listing });
			}
			if (request !== this.request) return;
			this.logFailures(sourceRegion, errors);
			this.setState(stateAfter(listing, errors, this.now()));
		} catch (error) {
			if (request !== this.request) return;
			const explained = this.parts.explain(error);
			this.parts.log.error(`Listing ${sourceRegion} failed: ${explained.message}`);
			this.setState({ kind: 'failed', error: explained, operation: 'ListInferenceProfiles' });
		}
	}

	/** Lays a new listing over what is known; nothing where that is of another connection. */
	private lay(fresh: StoredListing): void {
		if (this.known?.identity !== fresh.identity) return;
		const { listings, bundled, layers } = this.known;
		const { sourceRegion } = fresh.listing;
		const before = listings.find(({ listing }) => listing.sourceRegion === sourceRegion);
		// Where one of the two lists failed, its last answer stands; the date is that of the profiles.
		const listing: RegionListing = {
			sourceRegion,
			...(fresh.listing.profiles ? profilesOf(fresh.listing) : before ? profilesOf(before.listing) : {}),
			models: fresh.listing.models ?? before?.listing.models,
		};
		const at = fresh.listing.profiles || !before ? fresh.at : before.at;
		const others = listings.filter((stored) => stored.listing.sourceRegion !== sourceRegion);
		this.known = overlaid(layers, fresh.identity, bundled, [...others, { identity: fresh.identity, at, listing }]);
	}

	/** Lays a new listing over the snapshot, and stores it for the next window. */
	private async keep(fresh: StoredListing): Promise<void> {
		const { identity, layers } = await this.know();
		this.lay(fresh);
		// What the simulator lists is the snapshot, and its account is gone with the window.
		if (fresh.identity === 'simulator' || identity !== fresh.identity) return;
		const elsewhere = layers
			.parseListings(this.parts.memory.get(memoryKey))
			.filter(({ identity }) => identity !== fresh.identity);
		try {
			await this.parts.memory.update(
				memoryKey,
				layers.storeListings([...(this.known?.listings ?? []), ...elsewhere], fresh),
			);
		} catch (error) {
			this.parts.log.warn(`The listed profiles could not be stored for the next start: ${String(error)}`);
		}
	}

	private async know(): Promise<Known> {
		const { identity } = this.parts.connection;
		if (this.known?.identity === identity) return this.known;
		this.bundled ??= this.parts.bundled().catch((error: unknown) => {
			this.bundled = undefined;
			throw error;
		});
		const [bundled, layers] = await Promise.all([this.bundled, import('./catalogueLayers')]);
		if (this.known?.identity === identity) return this.known;
		const listings = layers
			.parseListings(this.parts.memory.get(memoryKey))
			.filter((stored) => stored.identity === identity);
		this.known = overlaid(layers, identity, bundled, listings);
		return this.known;
	}

	private async connectionChanged(): Promise<void> {
		const place = await this.place();
		// What failed may work now: other settings, a new key, a sign-in.
		if (this.request && (!this.request.isFor(place) || this.status.kind === 'failed')) {
			const { problem, sourceRegion } = this.request.place;
			const isOtherAccount = !this.request.isFor({ ...place, problem, sourceRegion });
			this.request.abort();
			this.request = undefined;
			this.status = { kind: 'idle' };
			if (isOtherAccount) this.browsed.forget();
		}
		// Before the first use there is nothing to bring up to date.
		try {
			if (this.known) await this.know();
		} catch (error) {
			this.parts.log.error(`The bundled catalogue could not be read: ${String(error)}`);
		}
		this.changed.fire();
	}

	private async place(): Promise<Place> {
		const sourceRegion = await this.parts.connection.sourceRegion();
		const { identity, credentialsVersion, problem } = this.parts.connection;
		return { identity, credentialsVersion, sourceRegion, problem };
	}

	private setState(state: CatalogueState): void {
		this.status = state;
		this.changed.fire();
	}

	private now(): Date {
		return this.parts.now?.() ?? new Date();
	}

	private logFailures(sourceRegion: string, failures: readonly FailedList[]): void {
		for (const { operation, error } of failures) {
			this.parts.log.warn(
				`${operation} in ${sourceRegion} failed: ${error.name} (${error.code}, HTTP ${String(error.httpStatus ?? '-')}, request ${error.requestId ?? '-'}): ${error.message}`,
			);
		}
	}
}

type Layers = typeof catalogueLayers;

/** What is known over one connection. */
interface Known {
	readonly layers: Layers;
	readonly identity: string;
	readonly bundled: Catalogue;
	readonly listings: readonly StoredListing[];
	/** Made when it is asked for: of thirty regions that answer at once, only the last catalogue is needed. */
	readonly catalogue: () => Catalogue;
}

function overlaid(layers: Layers, identity: string, bundled: Catalogue, listings: readonly StoredListing[]): Known {
	const oldestFirst = listings.toSorted((a, b) => a.at.localeCompare(b.at));
	let catalogue: Catalogue | undefined;
	return {
		layers,
		identity,
		bundled,
		listings: oldestFirst,
		catalogue: () =>
			(catalogue ??= layers.overlayLive(
				bundled,
				oldestFirst.map(({ listing }) => listing),
			)),
	};
}

function profilesOf({ profiles, isPartial }: RegionListing): Pick<RegionListing, 'profiles' | 'isPartial'> {
	return { profiles, ...(isPartial ? { isPartial } : {}) };
}

function stateAfter(listing: RegionListing, failures: readonly FailedList[], at: Date): CatalogueState {
	const [first] = failures;
	if (listing.profiles) return { kind: 'live', at, profileCount: listing.profiles.length, failures };
	const ofProfiles = failures.find(({ operation }) => operation === 'ListInferenceProfiles') ?? first;
	// A gateway that gives neither a list nor an error is at fault; say so instead of showing an empty account.
	const { operation, error } = ofProfiles ?? {
		operation: 'ListInferenceProfiles',
		error: { code: 'unknown', name: 'Error', message: 'No list and no error.', retryable: true },
	};
	return { kind: 'failed', error, operation };
}

interface Place {
	readonly identity: string;
	readonly credentialsVersion: number;
	readonly sourceRegion: string;
	readonly problem: string | undefined;
}

/** One listing under way or done; a later one replaces it. */
class Request {
	private readonly controller = new AbortController();
	done: Promise<void> = Promise.resolve();

	constructor(readonly place: Place) {}

	get signal(): AbortSignal {
		return this.controller.signal;
	}

	isFor(place: Place): boolean {
		const { identity, credentialsVersion, problem, sourceRegion } = this.place;
		return (
			problem === place.problem &&
			identity === place.identity &&
			credentialsVersion === place.credentialsVersion &&
			sourceRegion === place.sourceRegion
		);
	}

	abort(): void {
		this.controller.abort();
	}
}
