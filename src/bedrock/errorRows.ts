/** One row of `data/errors.json` as code: how to recognise what AWS says. A test compares the two. */
export interface ErrorRow {
	/** The exception's name; decides where no pattern matches and the row is the general one of its exception. */
	readonly exception: string;
	/** Sending the same request again can help. */
	readonly retryable: boolean;
	/**
	 * Matched without regard to case, on a message with straight apostrophes and single spaces. A row without one is
	 * reached by its exception's name only.
	 */
	readonly pattern?: RegExp;
}

/**
 * What AWS says, most specific first: the first pattern that matches wins.
 *
 * Three rows cannot be told from others by an error alone: `wrong-region-profile` says word for word what
 * `invalid-model-id` says (the profile's source Regions tell them apart), and `responses-app-profile` has no captured text.
 */
export const errorRows = {
	'on-demand-needs-profile': {
		exception: 'ValidationException',
		retryable: false,
		pattern: /invocation of model id \S+ with on-demand throughput isn.?t supported/i,
	},
	'model-no-on-demand': {
		exception: 'ValidationException',
		retryable: false,
		pattern: /model doesn.?t support on-demand throughput/i,
	},
	'invalid-model-id': {
		exception: 'ValidationException',
		retryable: false,
		pattern: /provided model identifier is invalid/i,
	},
	'wrong-region-profile': { exception: 'ValidationException', retryable: false },
	'scp-explicit-deny': {
		exception: 'AccessDeniedException',
		retryable: false,
		pattern: /explicit deny in a service control policy/i,
	},
	'identity-explicit-deny': {
		exception: 'AccessDeniedException',
		retryable: false,
		pattern:
			/explicit deny in an? (?:identity-based policy|permissions boundary|resource-based policy|session policy|vpc endpoint policy|resource control policy)/i,
	},
	'iam-implicit-deny-profile': {
		exception: 'AccessDeniedException',
		retryable: false,
		pattern: /not authorized to perform: bedrock:\w+ on resource: arn:\S*inference-profile\//i,
	},
	'iam-implicit-deny-model': {
		exception: 'AccessDeniedException',
		retryable: false,
		pattern: /not authorized to perform: bedrock:\w+ on resource: arn:\S*:foundation-model\//i,
	},
	'no-model-access': {
		exception: 'AccessDeniedException',
		retryable: false,
		pattern: /don.?t have access to the model with the specified model id/i,
	},
	'use-case-form': {
		exception: 'ResourceNotFoundException',
		retryable: false,
		pattern: /use case details have not been submitted|FTUFormNotFilled/i,
	},
	'marketplace-payment': {
		exception: 'AccessDeniedException',
		retryable: false,
		pattern: /INVALID_PAYMENT_INSTRUMENT/i,
	},
	'marketplace-permissions': {
		exception: 'AccessDeniedException',
		retryable: false,
		pattern: /required aws marketplace actions/i,
	},
	'marketplace-pending': {
		exception: 'AccessDeniedException',
		retryable: true,
		pattern: /marketplace subscription for this model is still being processed|MPAgreementBeingCreated/i,
	},
	'anthropic-not-allowed': {
		exception: 'ValidationException',
		retryable: false,
		pattern: /access to anthropic models is not allowed/i,
	},
	'legacy-inactive': {
		exception: 'ResourceNotFoundException',
		retryable: false,
		pattern: /marked by (?:the )?provider as legacy/i,
	},
	'end-of-life': {
		exception: 'ResourceNotFoundException',
		retryable: false,
		pattern: /has reached the end of its life/i,
	},
	'throttle-tokens-day': {
		exception: 'ThrottlingException',
		retryable: false,
		pattern: /too many tokens per day/i,
	},
	'throttle-tokens': { exception: 'ThrottlingException', retryable: true, pattern: /too many tokens, please wait/i },
	'throttle-account': {
		exception: 'ThrottlingException',
		retryable: true,
		pattern: /exceeding the account quotas for amazon bedrock/i,
	},
	'throttle-requests': {
		exception: 'ThrottlingException',
		retryable: true,
		pattern: /too many requests, please wait|request rate is too high|rate exceeded/i,
	},
	'too-many-connections': {
		exception: 'ServiceUnavailableException',
		retryable: true,
		pattern: /too many connections, please wait/i,
	},
	'service-unavailable': {
		exception: 'ServiceUnavailableException',
		retryable: true,
		pattern: /bedrock is unable to process your request/i,
	},
	'service-quota': {
		exception: 'ServiceQuotaExceededException',
		retryable: false,
		pattern: /exceeds the service quota/i,
	},
	'model-timeout': {
		exception: 'ModelTimeoutException',
		retryable: true,
		pattern: /took too long to process|processing time exceeded the model timeout length/i,
	},
	'model-error': {
		exception: 'ModelErrorException',
		retryable: true,
		pattern: /failed due to an error while processing the model/i,
	},
	'model-stream-error': {
		exception: 'ModelStreamErrorException',
		retryable: true,
		pattern: /error occurred while streaming the response/i,
	},
	'model-not-ready': {
		exception: 'ModelNotReadyException',
		retryable: true,
		pattern: /not ready to serve inference requests/i,
	},
	'extraneous-key': {
		exception: 'ValidationException',
		retryable: false,
		pattern: /extraneous key \[[^\]]+\] is not permitted/i,
	},
	'model-returned-errors': {
		exception: 'ValidationException',
		retryable: false,
		pattern:
			/the model returned the following errors:|is deprecated for this model|is not supported on this model|extra inputs are not permitted|data retention mode .* is not available for this model/i,
	},
	'guardrail-invalid': { exception: 'ValidationException', retryable: false, pattern: /guardrail identifier/i },
	'expired-token': {
		exception: 'ExpiredTokenException',
		retryable: false,
		pattern: /security token included in the request is expired/i,
	},
	'unrecognized-client': {
		exception: 'UnrecognizedClientException',
		retryable: false,
		pattern: /security token included in the request is invalid/i,
	},
	'incomplete-signature': { exception: 'IncompleteSignature', retryable: false, pattern: /IncompleteSignature/i },
	'request-expired': {
		exception: 'RequestExpired',
		retryable: false,
		pattern: /RequestExpired|signature expired:|signature not yet current/i,
	},
	'js-sso-expired': {
		exception: 'CredentialsProviderError',
		retryable: false,
		pattern: /to refresh this sso session run|sso session .*(?:expired|invalid)|sso token .*expired/i,
	},
	'js-no-credentials': {
		exception: 'CredentialsProviderError',
		retryable: false,
		pattern: /could not load credentials from any providers/i,
	},
	'responses-app-profile': {
		exception: 'ValidationException',
		retryable: false,
		pattern: /application inference profiles? (?:is|are) not supported/i,
	},
	'control-conflict': { exception: 'ConflictException', retryable: false },
	'too-many-tags': { exception: 'TooManyTagsException', retryable: false },
	internal: {
		exception: 'InternalServerException',
		retryable: true,
		pattern: /internal server error|InternalServerException/i,
	},
	'access-denied-generic': {
		exception: 'AccessDeniedException',
		retryable: false,
		pattern: /do not have sufficient permissions to perform the requested action/i,
	},
} as const satisfies Readonly<Record<string, ErrorRow>>;

/** A row of `data/errors.json`: what AWS says. */
export type ServiceErrorCode = keyof typeof errorRows;

/** The rows, in the order in which they are tried. */
export const orderedErrorRows: readonly (readonly [ServiceErrorCode, ErrorRow])[] = (
	Object.keys(errorRows) as ServiceErrorCode[]
).map((code) => [code, errorRows[code]]);

/**
 * What an exception means when no pattern knows its message, by its name without a trailing `Exception`.
 * Exceptions that say too little by themselves (`ValidationException`) are left to `errors.ts`.
 */
export const codeByException: ReadonlyMap<string, ServiceErrorCode> = new Map<string, ServiceErrorCode>([
	['AccessDenied', 'access-denied-generic'],
	['Conflict', 'control-conflict'],
	['ExpiredToken', 'expired-token'],
	['IncompleteSignature', 'incomplete-signature'],
	['InternalFailure', 'internal'],
	['InternalServer', 'internal'],
	['InvalidClientTokenId', 'unrecognized-client'],
	['ModelError', 'model-error'],
	['ModelNotReady', 'model-not-ready'],
	['ModelStreamError', 'model-stream-error'],
	['ModelTimeout', 'model-timeout'],
	['RequestExpired', 'request-expired'],
	['RequestInTheFuture', 'request-expired'],
	['RequestTimeTooSkewed', 'request-expired'],
	['ServiceQuotaExceeded', 'service-quota'],
	['ServiceUnavailable', 'service-unavailable'],
	['Throttled', 'throttle-requests'],
	['Throttling', 'throttle-requests'],
	['TooManyRequests', 'throttle-requests'],
	['TooManyTags', 'too-many-tags'],
	['UnrecognizedClient', 'unrecognized-client'],
]);
