import type * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import type { ExplainedError } from '../bedrock/errors';

/** One of the two lists that failed. */
export interface FailedList {
	/** `ListInferenceProfiles`, `ListFoundationModels` */
	readonly operation: string;
	readonly error: ExplainedError;
}

/** How the source region's live list stands. */
export type CatalogueState =
	/** Nothing was asked yet. */
	| { readonly kind: 'idle' }
	| { readonly kind: 'loading' }
	/** `failures`: lists beside the profiles that failed; the snapshot stands there. */
	| {
			readonly kind: 'live';
			readonly at: Date;
			readonly profileCount: number;
			readonly failures: readonly FailedList[];
	  }
	/** The profiles could not be listed: the last live list stands, else the bundled snapshot. */
	| { readonly kind: 'failed'; readonly error: ExplainedError; readonly operation: string };

/** The catalogue as the features see it. */
export interface CatalogueSource {
	/** The best catalogue at hand: bundled, with the last live lists over it. Asks nothing of the network. */
	current(): Promise<Catalogue>;
	readonly state: CatalogueState;
	/** The catalogue or its state changed. */
	readonly onDidChange: vscode.Event<void>;
}
