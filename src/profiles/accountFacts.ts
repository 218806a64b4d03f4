import * as vscode from 'vscode';
import type { ApplicationProfileApi, Outcome, Tag } from '../bedrock/applicationProfiles';
import type { ExplainedError } from '../bedrock/errors';
import type { ModelAccess } from '../bedrock/modelAccess';
import { Lookups } from './lookups';

/** What rows show beside the lists, asked for when a row is painted. `undefined`: not known, or not yet. */
export interface RowFacts {
	access(modelId: string, sourceRegion: string): ModelAccess | undefined;
	tags(arn: string): readonly Tag[] | undefined;
}

/** For a tree without an account: nothing is known and nothing is asked. */
export const noFacts: RowFacts = { access: () => undefined, tags: () => undefined };

/** Access is granted in each Region by itself. */
export function accessKey(modelId: string, sourceRegion: string): string {
	return `${sourceRegion} ${modelId}`;
}

export interface AccountFactsParts {
	readonly connection: { readonly identity: string };
	readonly catalogue: { readonly state: { readonly kind: string }; readonly onDidChange: vscode.Event<void> };
	readonly modelAccess: (
		sourceRegion: string,
		modelId: string,
		signal: AbortSignal,
	) => Promise<Outcome<ModelAccess | undefined>>;
	readonly applicationProfiles: Pick<ApplicationProfileApi, 'tagsOf'>;
	readonly log: vscode.LogOutputChannel;
}

/**
 * Access to models and tags of application profiles, for the rows that are painted. Only once the account has answered: a
 * row of the snapshot asks nothing.
 */
export class AccountFacts implements RowFacts, vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<ReadonlySet<string>>();
	/** What {@link accessKey} gives, and ARNs, of which something is known now. */
	readonly onDidLearn = this.changed.event;
	private readonly subscription: vscode.Disposable;
	private readonly accesses: Lookups<ModelAccess>;
	private readonly tagLists: Lookups<readonly Tag[]>;
	private identity: string;

	constructor(private readonly parts: AccountFactsParts) {
		const { connection, catalogue, log } = parts;
		this.identity = connection.identity;
		const refused = (what: string) => (error: ExplainedError) =>
			log.info(`${what} could not be read, so rows do not show it: ${error.name}: ${error.message}`);
		const onAnswers = (keys: readonly string[]) => this.changed.fire(new Set(keys));
		this.accesses = new Lookups({
			ask: (key, signal) => {
				const [sourceRegion = '', modelId = ''] = key.split(' ');
				return parts.modelAccess(sourceRegion, modelId, signal);
			},
			onAnswers,
			onRefused: refused('Access to models (GetFoundationModelAvailability)'),
		});
		this.tagLists = new Lookups({
			ask: (arn) => parts.applicationProfiles.tagsOf(arn),
			onAnswers,
			onRefused: refused('Tags (ListTagsForResource)'),
		});
		this.subscription = catalogue.onDidChange(() => this.catalogueChanged());
	}

	access(modelId: string, sourceRegion: string): ModelAccess | undefined {
		const key = accessKey(modelId, sourceRegion);
		return this.isAsking ? this.accesses.want(key) : this.accesses.known(key);
	}

	tags(arn: string): readonly Tag[] | undefined {
		return this.isAsking ? this.tagLists.want(arn) : this.tagLists.known(arn);
	}

	/** The tags of a profile were changed here. */
	forgetTags(arn: string): void {
		this.tagLists.forgetOne(arn);
		this.changed.fire(new Set([arn]));
	}

	dispose(): void {
		this.forget();
		this.subscription.dispose();
		this.changed.dispose();
	}

	private get isAsking(): boolean {
		return this.parts.catalogue.state.kind === 'live';
	}

	private catalogueChanged(): void {
		const { identity } = this.parts.connection;
		const { kind } = this.parts.catalogue.state;
		if (identity !== this.identity || kind === 'idle') this.forget();
		else if (kind === 'loading') for (const lookups of [this.accesses, this.tagLists]) lookups.renew();
		this.identity = identity;
	}

	private forget(): void {
		this.accesses.forget();
		this.tagLists.forget();
	}
}
