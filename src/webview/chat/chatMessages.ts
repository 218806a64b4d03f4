import type { InvocationApi } from '../../bedrock/invocation';
import type { Remedy } from '../../bedrock/remedies';
import type { Shape } from '../../bedrock/shapes';
import { amount, list, oneOf, optional, record, text, variants } from '../../bedrock/shapes';
import type { Attachment } from './attachments';
import { attachments } from './attachments';
import type { AnswerExtra } from './answerExtras';
import { extras } from './answerExtras';

/** The host is trusted with lengths: an answer may be as long as the model makes it. */
export const anyText = text(Number.MAX_SAFE_INTEGER);
export const id = text(200);
const maximumMessages = 10_000;

/** How an answer ended. Every one but `complete` is shown as unlike a whole answer. */
export type Outcome =
	| 'complete'
	/** A content filter, a guardrail or a refusal ended it. */
	| 'filtered'
	/** By the user. */
	| 'stopped'
	/** The panel was closed or the window reloaded. */
	| 'interrupted'
	/** `max_tokens`. */
	| 'limit'
	| 'contextWindow'
	/** The stream ended without a word. */
	| 'brokenOff'
	| 'failed';

/** What happened on the way to one answer. Times in milliseconds, measured in the host. */
export interface AnswerDetails {
	readonly api: InvocationApi;
	readonly sourceRegion: string;
	/** What the request named as its `modelId`. */
	readonly modelId: string;
	readonly maxTokens?: number;
	readonly inputTokens?: number;
	readonly outputTokens?: number;
	readonly cacheReadTokens?: number;
	readonly cacheWriteTokens?: number;
	readonly timeToFirstTokenMilliseconds?: number;
	readonly totalLatencyMilliseconds?: number;
	readonly serviceLatencyMilliseconds?: number;
	readonly stopReason?: string;
	readonly requestId?: string;
	/** How often the request was sent until it was accepted. */
	readonly attempts?: number;
	/** From the first piece of reasoning to the first of text, or to the end. */
	readonly reasoningMilliseconds?: number;
	/** Milliseconds since the epoch: when the request went out. */
	readonly sentAt?: number;
	readonly cost?: AnswerCost;
}

/** What an answer cost by the catalogue's prices, which are third-party figures. */
export interface AnswerCost {
	/** US dollars. */
	readonly dollars: number;
	/** Whose price: that of a geographic or global profile, or of the model in its own region. */
	readonly basis: 'geographic' | 'global' | 'inRegion';
	/** ISO date of the catalogue. */
	readonly asOf: string;
}

/** An explained error in the user's language, with the message as it was received. */
export interface Failure {
	readonly title: string;
	readonly advice: string;
	readonly message: string;
	/** Exception name, `ThrottlingException`. */
	readonly name: string;
	readonly httpStatus?: number;
	/** Most helpful first. */
	readonly remedies?: readonly RemedyOffer[];
}

/** One remedy as a button. The page names it by its place in the list; what it does, the host reads from its own copy. */
export interface RemedyOffer {
	readonly kind: Remedy['kind'];
	/** The button's text, in the user's language. */
	readonly label: string;
	/** The profile, or the model, to send the same through. */
	readonly targetId?: string;
	/** How long `retryLater` waits. */
	readonly afterMilliseconds?: number;
	/** What `lowerMaxTokens` sets. */
	readonly maxTokens?: number;
	/** A field of the request (`editRequest`), or a setting without the extension's prefix (`openSettings`). */
	readonly field?: string;
	readonly sourceRegion?: string;
	/** IAM action and resource that were refused. */
	readonly action?: string;
	readonly resourceArn?: string;
	readonly awsProfile?: string;
}

export interface UserMessage {
	readonly role: 'user';
	readonly id: string;
	readonly text: string;
	readonly attachments?: readonly Attachment[];
	/** The conversation in which this question still has its former words. */
	readonly earlierVersion?: string;
}

export interface AnswerMessage {
	readonly role: 'assistant';
	readonly id: string;
	readonly text: string;
	readonly reasoning: string;
	readonly extras?: readonly AnswerExtra[];
	/** Absent while the answer arrives. */
	readonly outcome?: Outcome;
	/** Present when `outcome` is `failed`. */
	readonly failure?: Failure;
	readonly details?: AnswerDetails;
}

export type ChatMessage = UserMessage | AnswerMessage;

export const outcome = oneOf<Outcome>(
	'complete',
	'filtered',
	'stopped',
	'interrupted',
	'limit',
	'contextWindow',
	'brokenOff',
	'failed',
);
export const details = record<AnswerDetails>({
	api: oneOf('Converse', 'ConverseStream', 'InvokeModel', 'InvokeModelWithResponseStream'),
	sourceRegion: anyText,
	modelId: anyText,
	maxTokens: optional(amount),
	inputTokens: optional(amount),
	outputTokens: optional(amount),
	cacheReadTokens: optional(amount),
	cacheWriteTokens: optional(amount),
	timeToFirstTokenMilliseconds: optional(amount),
	totalLatencyMilliseconds: optional(amount),
	serviceLatencyMilliseconds: optional(amount),
	stopReason: optional(anyText),
	requestId: optional(anyText),
	attempts: optional(amount),
	reasoningMilliseconds: optional(amount),
	sentAt: optional(amount),
	cost: optional(
		record<AnswerCost>({ dollars: amount, basis: oneOf('geographic', 'global', 'inRegion'), asOf: text(40) }),
	),
});
const remedy = record<RemedyOffer>({
	kind: oneOf<Remedy['kind']>(
		'switchToProfile',
		'chooseTarget',
		'useSuccessor',
		'changeSourceRegion',
		'openModelAccess',
		'copyPolicy',
		'openBilling',
		'openQuotas',
		'signIn',
		'chooseAwsProfile',
		'useSimulator',
		'retry',
		'retryLater',
		'lowerMaxTokens',
		'shortenInput',
		'editRequest',
		'useConverse',
		'openSettings',
	),
	label: anyText,
	targetId: optional(anyText),
	afterMilliseconds: optional(amount),
	maxTokens: optional(amount),
	field: optional(anyText),
	sourceRegion: optional(anyText),
	action: optional(anyText),
	resourceArn: optional(anyText),
	awsProfile: optional(anyText),
});
export const failure = record<Failure>({
	title: anyText,
	advice: anyText,
	message: anyText,
	name: anyText,
	httpStatus: optional(amount),
	remedies: optional(list(remedy, 20)),
});
export const userMessage = record<UserMessage>({
	role: oneOf('user'),
	id,
	text: anyText,
	attachments: optional(attachments),
	earlierVersion: optional(id),
});
export const answerMessage = record<AnswerMessage>({
	role: oneOf('assistant'),
	id,
	text: anyText,
	reasoning: anyText,
	extras: optional(extras),
	outcome: optional(outcome),
	failure: optional(failure),
	details: optional(details),
});

/** Shared with the storage, which reads messages back from disk. */
export const chatMessages: Shape<readonly ChatMessage[]> = list(
	variants<ChatMessage>('role', { user: userMessage, assistant: answerMessage }),
	maximumMessages,
);
