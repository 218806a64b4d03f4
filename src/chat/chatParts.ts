import type * as vscode from 'vscode';
import type { ExplainedError } from '../bedrock/errors';
import type { Invoke } from '../bedrock/invocation';
import type { ConversationStorage } from './conversations';

/** What the chat needs to know of a profile; only `name` is always there. */
export interface TargetDescription {
	readonly name: string;
	/** What a request has to name, if not the profile ID: an application profile is called by its ARN. */
	readonly modelId?: string;
	/** `us`, `global`; absent for an application profile. */
	readonly regionSet?: string;
	/** From the current source Region; absent when not known. */
	readonly destinationRegions?: readonly string[];
	/** Tokens. */
	readonly maxOutputTokens?: number;
	/** False: the model answers in one piece only. */
	readonly streaming?: boolean;
}

/** What the chat needs from the rest of the extension. */
export interface ChatParts {
	readonly extensionUri: vscode.Uri;
	/** `workspaceState`: conversations outlive a reload of the window. */
	readonly storage: ConversationStorage;
	/** Invokes through the current connection; loads the AWS SDK on first call. Never throws: failures are events. */
	readonly invoke: Invoke;
	/** Also answers for a profile that the catalogue does not know: its ID is its name then. */
	describeTarget(profileId: string): Promise<TargetDescription>;
	/** Sentences for an error, in the user's language. */
	describeError(error: ExplainedError): { readonly title: string; readonly advice: string };
	sourceRegion(): Promise<string>;
	/** `Simulator`, or the name of the AWS profile. */
	connectionLabel(): string;
	isSimulated(): boolean;
	/** The connection, the source Region or the catalogue changed. */
	readonly onDidChangeTarget: vscode.Event<unknown>;
	/** Lets the user pick; gives a profile ID, or `undefined` when the user thought better of it. */
	pickProfile(): Promise<string | undefined>;
	readonly log: vscode.LogOutputChannel;
}
