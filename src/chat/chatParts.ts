import type * as vscode from 'vscode';
import type { ExplainedError } from '../bedrock/errors';
import type { Invoke } from '../bedrock/invocation';
import type { Remedy } from '../bedrock/remedies';
import type { PriceTag } from './answerCost';
import type { TargetGroup } from '../webview/chat/protocol';
import type { AttachmentContents } from './attachmentContent';
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
	/** The model behind the profile; equal to the ID that was asked for when that names a model. */
	readonly foundationModelId?: string;
	/** Where the profile can be called from. */
	readonly profileSourceRegions?: readonly string[];
	/** Other profiles of the same model that can be called from the current source Region. */
	readonly alternatives?: readonly NamedTarget[];
	readonly successor?: NamedTarget;
	/** From third-party catalogues; absent when none has a price. */
	readonly priceTag?: PriceTag;
	/** False: it is known to take none. */
	readonly imageInput?: boolean;
	readonly documentInput?: boolean;
}

/** A profile (or a model, by its ID), and what to call it. */
export interface NamedTarget {
	readonly profileId: string;
	readonly name: string;
}

/** What the chat needs from the rest of the extension. */
export interface ChatParts {
	readonly extensionUri: vscode.Uri;
	/** Outlives a reload of the window. */
	readonly attachmentContents: AttachmentContents;
	/** Invokes through the current connection; loads the AWS SDK on first call. Never throws: failures are events. */
	readonly invoke: Invoke;
	/** Also answers for a profile that the catalogue does not know: its ID is its name then. */
	describeTarget(profileId: string): Promise<TargetDescription>;
	/** Sentences for an error, in the user's language, and what to do about it. */
	describeError(
		error: ExplainedError,
		sourceRegion?: string,
		modelId?: string,
	): { readonly title: string; readonly advice: string; readonly remedies: readonly Remedy[] };
	sourceRegion(): Promise<string>;
	/** `Simulator`, or the name of the AWS profile. */
	connectionLabel(): string;
	isSimulated(): boolean;
	/** The connection, the source Region or the catalogue changed. */
	readonly onDidChangeTarget: vscode.Event<unknown>;
	/** Asks the user where a request may leave the allowed region sets; false: the chat is not to be opened. */
	mayUse(profileId: string): Promise<boolean>;
	/** Lets the user pick; gives a profile ID, or `undefined` when the user thought better of it. */
	pickProfile(): Promise<string | undefined>;
	/** What can be called from the source Region, grouped as in the sidebar. */
	targetChoices(): Promise<readonly TargetGroup[]>;
	readonly log: vscode.LogOutputChannel;
}

/** What the extension hands over: of its files the places alone, because the chat's parts are loaded with the first chat. */
export interface ChatHost extends Omit<ChatParts, 'attachmentContents'> {
	/** `workspaceState`. */
	readonly storage: ConversationStorage;
	/** `undefined` in a window without a folder. */
	readonly storageUri: vscode.Uri | undefined;
	readonly globalStorageUri: vscode.Uri;
}
