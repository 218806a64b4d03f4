import type * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import type { ExplainedError } from '../bedrock/errors';
import type { Invoke } from '../bedrock/invocation';
import type { TraceApi } from '../bedrock/tracing';

/** What comparing and tracing need from the rest of the extension. */
export interface CompareParts {
	readonly extensionUri: vscode.Uri;
	/** Where comparisons are kept: a folder of this extension's own, over all workspaces. */
	readonly storageUri: vscode.Uri;
	/** Through the current connection, with a single attempt. Never throws: failures are events. */
	readonly invokeOnce: Invoke;
	readonly tracing: TraceApi;
	readonly catalogue: { current(): Promise<Catalogue> };
	/** Sentences for an error, in the user's language. */
	describeError(error: ExplainedError, sourceRegion?: string): { readonly title: string; readonly advice: string };
	sourceRegion(): Promise<string>;
	isSimulated(): boolean;
	readonly log: vscode.LogOutputChannel;
}
