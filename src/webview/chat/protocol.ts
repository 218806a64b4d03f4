import type { Shape } from '../../bedrock/shapes';
import { amount, flag, list, oneOf, optional, record, text, variants } from '../../bedrock/shapes';
import type { Piece } from './answerExtras';
import { bytes, pieces } from './answerExtras';
import type { AnswerDetails, AnswerMessage, ChatMessage, Failure, Outcome, UserMessage } from './chatMessages';
import { answerMessage, anyText, chatMessages, details, failure, id, outcome, userMessage } from './chatMessages';
import type { Attachment } from './attachments';
import { attachments } from './attachments';
import type { HistoryEntry, TargetGroup } from './lists';
import { historyEntries, targetGroups } from './lists';
import type { RequestOptions, RequestView } from './requestOptions';
import { requestOptions, requestView } from './requestOptions';
import type { ChatStrings } from './strings';
import { chatStringKeys } from './strings';

// A host may import nothing of a page but this file.
export type { AnswerExtra, CitationExtra, ImageExtra, Piece, TextPiece, ToolUseExtra } from './answerExtras';
export type {
	AnswerCost,
	AnswerDetails,
	AnswerMessage,
	ChatMessage,
	Failure,
	Outcome,
	RemedyOffer,
	UserMessage,
} from './chatMessages';
export { chatMessages } from './chatMessages';
export type { Attachment } from './attachments';
export { mostAttachments } from './attachments';
export type { HistoryEntry, TargetChoice, TargetGroup } from './lists';
export type { RequestOptions, RequestView } from './requestOptions';
export { mostTokensOfAny, requestOptions } from './requestOptions';
export type { ChatStrings } from './strings';

/** Longest message that the page may send, in characters: well above any model's context window. */
export const maximumPromptCharacters = 2_000_000;
/** Longest piece of code or link that the page may hand to the host, in characters. */
const maximumSnippetCharacters = 5_000_000;
const maximumHrefCharacters = 8_192;

/** Whom the panel talks to. */
export interface TargetView {
	readonly profileId: string;
	readonly name: string;
	/** `us`, `global`; absent for an application profile. */
	readonly regionSet?: string;
	readonly sourceRegion: string;
	/** Absent when not known: a global profile's list is not printed by AWS. */
	readonly destinationRegions?: readonly string[];
	readonly connectionLabel: string;
	readonly isSimulated: boolean;
}

/** Host → page. Everything; answers `ready`, and follows whatever is no mere addition. */
export interface State {
	readonly type: 'state';
	readonly sessionId: string;
	/** BCP 47, for number formats. */
	readonly language: string;
	readonly strings: ChatStrings;
	readonly target: TargetView;
	readonly request: RequestView;
	/** What will go with the next message. */
	readonly attachments: readonly Attachment[];
	/** A view beside the editor has less room than a tab, and offers one. */
	readonly place: 'tab' | 'view';
	readonly messages: readonly ChatMessage[];
	/** Messages that were too large to be kept over a reload. */
	readonly omittedMessages: number;
	/** The conversation before this one can be had back. */
	readonly canRestore: boolean;
	/** The extension can look up where a request ran. */
	readonly canTrace: boolean;
}
/** Host → page. The connection, the source region, the catalogue, the target or the options changed. */
interface TargetChanged {
	readonly type: 'targetChanged';
	readonly sessionId: string;
	readonly target: TargetView;
	readonly request: RequestView;
}
/** Host → page. Answers `listTargets`. */
interface Targets {
	readonly type: 'targets';
	readonly sessionId: string;
	readonly groups: readonly TargetGroup[];
}
/** Host → page. Answers `listConversations`; newest first. */
interface History {
	readonly type: 'history';
	readonly sessionId: string;
	readonly entries: readonly HistoryEntry[];
}
/** Host → page. What will go with the next message is now this. */
interface AttachmentsChanged {
	readonly type: 'attachments';
	readonly sessionId: string;
	readonly attachments: readonly Attachment[];
}
/** Host → page. A text for the composer, prepared by a link or a command; the user sends it, or does not. */
interface Prepare {
	readonly type: 'prepare';
	readonly sessionId: string;
	readonly text: string;
}
/** Host → page. A question was taken; its answer, still empty, begins. */
export interface TurnStarted {
	readonly type: 'turnStarted';
	readonly sessionId: string;
	/** Absent when an answer is made again for the question that is there. */
	readonly user?: UserMessage;
	readonly answer: AnswerMessage;
}
/** Host → page. Pieces of an answer, in order; exactly one `answerEnded` follows the last. */
export interface Delta {
	readonly type: 'delta';
	readonly sessionId: string;
	readonly messageId: string;
	/** A page that has another number of something than a piece's `offset` asks for the state again. */
	readonly pieces: readonly Piece[];
}
/** Host → page. The answer is over, one way or another. */
export interface AnswerEnded {
	readonly type: 'answerEnded';
	readonly sessionId: string;
	readonly messageId: string;
	readonly outcome: Outcome;
	readonly failure?: Failure;
	readonly details?: AnswerDetails;
}
/** Host → page. Answers `send` and `resend`: the text was taken, so the composer may let go of it. */
interface Accepted {
	readonly type: 'accepted';
	readonly sessionId: string;
	readonly requestId: string;
}
/** Host → page. Answers `send`, `resend` or a failed intent: nothing was done, and why, in the user's language. */
interface Refused {
	readonly type: 'refused';
	readonly sessionId: string;
	readonly requestId?: string;
	readonly reason: string;
}
export type ToPage =
	| State
	| TargetChanged
	| Targets
	| History
	| AttachmentsChanged
	| Prepare
	| TurnStarted
	| Delta
	| AnswerEnded
	| Accepted
	| Refused;

/** Page → host. The page can take messages and has none: sent on load, and when a piece is missing. */
interface Ready {
	readonly type: 'ready';
}
/** Page → host. The user sent a message; answered by `accepted` or `refused`. */
interface Send {
	readonly type: 'send';
	readonly sessionId: string;
	readonly requestId: string;
	readonly text: string;
}
/**
 * Page → host. Asks a question in other words; what came after it goes, and stays in a conversation of its own where there
 * was an answer. Answered by `accepted` or `refused`.
 */
interface Resend {
	readonly type: 'resend';
	readonly sessionId: string;
	readonly requestId: string;
	readonly messageId: string;
	readonly text: string;
}
/** Page → host. Makes the last answer again. */
interface Retry {
	readonly type: 'retry';
	readonly sessionId: string;
	readonly messageId: string;
}
/** Page → host. The user pressed a remedy of the last answer, which failed. */
interface UseRemedy {
	readonly type: 'useRemedy';
	readonly sessionId: string;
	readonly messageId: string;
	/** Its place among the failure's remedies. */
	readonly index: number;
}
/**
 * Page → host. `stop` ends the running answer at once, `newChat` begins an empty conversation, `restoreChat` undoes that,
 * `openTab` goes on in a tab of the editor (from a tab: begins an empty conversation in another one), `export` opens the
 * conversation as Markdown, `attachFile` and `attachSelection` add to the next message, `continue` goes on with an answer
 * that was cut.
 */
interface Plain {
	readonly type:
		| 'stop'
		| 'newChat'
		| 'restoreChat'
		| 'openTab'
		| 'export'
		| 'attachFile'
		| 'attachSelection'
		| 'listTargets'
		| 'listConversations'
		| 'continue';
	readonly sessionId: string;
}
/**
 * Page → host. The user pressed a button beside a piece of text. `applyAsDiff` shows the change to the file that was used
 * last; only the user's word there makes it.
 */
export interface UseText {
	readonly type: 'copyText' | 'insertAtCursor' | 'replaceSelection' | 'applyAsDiff';
	readonly sessionId: string;
	readonly text: string;
}
/** Page → host. What the user wants with an answer: the file of a picture, or the place where the request ran. */
interface UseAnswer {
	readonly type: 'saveImage' | 'whereDidItRun';
	readonly sessionId: string;
	readonly messageId: string;
	/** Place of the picture among the answer's extras; of no meaning for `whereDidItRun`. */
	readonly index: number;
}
export interface NewFile {
	readonly type: 'newFile';
	readonly sessionId: string;
	readonly text: string;
	/** As written after the fence: any text at all. */
	readonly language: string;
}
/** Page → host. The user activated a link; the host checks it again. */
interface OpenLink {
	readonly type: 'openLink';
	readonly sessionId: string;
	readonly href: string;
}
/** Page → host. The conversation goes on through another profile. */
interface ChooseTarget {
	readonly type: 'chooseTarget';
	readonly sessionId: string;
	/** From the list, or as the user typed it. */
	readonly profileId: string;
}
/** Page → host. All of the options, as they are to be from now on. */
interface SetOptions {
	readonly type: 'setOptions';
	readonly sessionId: string;
	readonly options: RequestOptions;
}
/** Page → host. Shows a conversation that is kept, or forgets it. */
interface UseConversation {
	readonly type: 'openConversation' | 'deleteConversation';
	readonly sessionId: string;
	readonly conversationId: string;
}
/** Page → host. A file that was pasted or dropped; the host looks at what it is. */
interface AttachData {
	readonly type: 'attachData';
	readonly sessionId: string;
	readonly name: string;
	readonly bytes: Uint8Array;
}
interface Detach {
	readonly type: 'detach';
	readonly sessionId: string;
	/** Place among the attachments of the next message. */
	readonly index: number;
}
export type FromPage =
	| ChooseTarget
	| SetOptions
	| UseConversation
	| AttachData
	| Detach
	| Ready
	| Send
	| Resend
	| Retry
	| UseRemedy
	| Plain
	| UseText
	| UseAnswer
	| NewFile
	| OpenLink;

/** What the page leaves with VS Code for the time when its window is reloaded. */
export interface PageMemory {
	readonly profileId: string;
	readonly sessionId: string;
	readonly draft: string;
}

const target = record<TargetView>({
	profileId: anyText,
	name: anyText,
	regionSet: optional(anyText),
	sourceRegion: anyText,
	destinationRegions: optional(list(anyText, 1_000)),
	connectionLabel: anyText,
	isSimulated: flag,
});
const strings: Shape<ChatStrings> = record<ChatStrings>(
	Object.fromEntries(chatStringKeys.map((key) => [key, anyText])) as Record<keyof ChatStrings, Shape<string>>,
);

const toPage = variants<ToPage>('type', {
	state: record<State>({
		type: oneOf('state'),
		sessionId: id,
		language: text(100),
		strings,
		target,
		request: requestView,
		attachments,
		place: oneOf('tab', 'view'),
		messages: chatMessages,
		omittedMessages: amount,
		canRestore: flag,
		canTrace: flag,
	}),
	targetChanged: record<TargetChanged>({
		type: oneOf('targetChanged'),
		sessionId: id,
		target,
		request: requestView,
	}),
	targets: record<Targets>({ type: oneOf('targets'), sessionId: id, groups: targetGroups }),
	history: record<History>({ type: oneOf('history'), sessionId: id, entries: historyEntries }),
	attachments: record<AttachmentsChanged>({ type: oneOf('attachments'), sessionId: id, attachments }),
	prepare: record<Prepare>({ type: oneOf('prepare'), sessionId: id, text: anyText }),
	turnStarted: record<TurnStarted>({
		type: oneOf('turnStarted'),
		sessionId: id,
		user: optional(userMessage),
		answer: answerMessage,
	}),
	delta: record<Delta>({
		type: oneOf('delta'),
		sessionId: id,
		messageId: id,
		pieces,
	}),
	answerEnded: record<AnswerEnded>({
		type: oneOf('answerEnded'),
		sessionId: id,
		messageId: id,
		outcome,
		failure: optional(failure),
		details: optional(details),
	}),
	accepted: record<Accepted>({ type: oneOf('accepted'), sessionId: id, requestId: id }),
	refused: record<Refused>({ type: oneOf('refused'), sessionId: id, requestId: optional(id), reason: anyText }),
});

/** Longest file that the page may hand over, in bytes; what a model takes is less. */
const maximumFileBytes = 20_000_000;
const fileBytes: Shape<Uint8Array> = (value) => {
	const found = bytes(value);
	return found && found.value.length <= maximumFileBytes ? found : undefined;
};
const prompt = text(maximumPromptCharacters);
const snippet = text(maximumSnippetCharacters);
const plain = record<Plain>({
	type: oneOf(
		'stop',
		'newChat',
		'restoreChat',
		'openTab',
		'export',
		'attachFile',
		'attachSelection',
		'listTargets',
		'listConversations',
		'continue',
	),
	sessionId: id,
});
const useConversation = record<UseConversation>({
	type: oneOf('openConversation', 'deleteConversation'),
	sessionId: id,
	conversationId: id,
});
const useText = record<UseText>({
	type: oneOf('copyText', 'insertAtCursor', 'replaceSelection', 'applyAsDiff'),
	sessionId: id,
	text: snippet,
});
const useAnswer = record<UseAnswer>({
	type: oneOf('saveImage', 'whereDidItRun'),
	sessionId: id,
	messageId: id,
	index: amount,
});
const fromPage = variants<FromPage>('type', {
	ready: record<Ready>({ type: oneOf('ready') }),
	send: record<Send>({ type: oneOf('send'), sessionId: id, requestId: id, text: prompt }),
	resend: record<Resend>({ type: oneOf('resend'), sessionId: id, requestId: id, messageId: id, text: prompt }),
	retry: record<Retry>({ type: oneOf('retry'), sessionId: id, messageId: id }),
	useRemedy: record<UseRemedy>({ type: oneOf('useRemedy'), sessionId: id, messageId: id, index: amount }),
	stop: plain,
	newChat: plain,
	restoreChat: plain,
	openTab: plain,
	export: plain,
	attachFile: plain,
	attachSelection: plain,
	listTargets: plain,
	listConversations: plain,
	continue: plain,
	chooseTarget: record<ChooseTarget>({ type: oneOf('chooseTarget'), sessionId: id, profileId: text(2_048) }),
	setOptions: record<SetOptions>({ type: oneOf('setOptions'), sessionId: id, options: requestOptions }),
	openConversation: useConversation,
	deleteConversation: useConversation,
	attachData: record<AttachData>({ type: oneOf('attachData'), sessionId: id, name: text(1_000), bytes: fileBytes }),
	detach: record<Detach>({ type: oneOf('detach'), sessionId: id, index: amount }),
	copyText: useText,
	insertAtCursor: useText,
	replaceSelection: useText,
	applyAsDiff: useText,
	saveImage: useAnswer,
	whereDidItRun: useAnswer,
	newFile: record<NewFile>({ type: oneOf('newFile'), sessionId: id, text: snippet, language: text(200) }),
	openLink: record<OpenLink>({ type: oneOf('openLink'), sessionId: id, href: text(maximumHrefCharacters) }),
});
// A draft that is too long to be sent is still the user's.
const memory = record<PageMemory>({ profileId: text(2_048), sessionId: id, draft: anyText });

/** @returns `undefined` for anything that the host does not say. */
export function parseToPage(value: unknown): ToPage | undefined {
	return toPage(value)?.value;
}

/** @returns `undefined` for anything that the page does not say; such a message is to be ignored. */
export function parseFromPage(value: unknown): FromPage | undefined {
	return fromPage(value)?.value;
}

/** @returns `undefined` for what is no {@link PageMemory}. */
export function parsePageMemory(value: unknown): PageMemory | undefined {
	return memory(value)?.value;
}
