import { factsOf, type ErrorFacts } from './errorFacts';
import { codeByException, errorRows, orderedErrorRows, type ServiceErrorCode } from './errorRows';

/** An error as an SDK, a socket or a stream gave it, reduced to what an explanation needs. Nothing secret is in it. */
export interface RawError {
	/** Exception name, `ThrottlingException`; or Node's own, `Error`. */
	readonly name: string;
	readonly message: string;
	readonly httpStatus?: number;
	readonly requestId?: string;
	/** Node's system error code, `ECONNREFUSED`. */
	readonly code?: string;
	/** True when the answer had begun: what is then no exception of the service is a broken stream. */
	readonly duringAnswer?: boolean;
	/** What `Retry-After` asks for. */
	readonly retryAfterMilliseconds?: number;
}

/** A failure that the product can name. `code` is a row of `data/errors.json`, or one of our own below. */
export type ErrorCode = ServiceErrorCode | LocalErrorCode;

/** What AWS says without a row of its own, and what happens on this machine or on the way. */
export type LocalErrorCode =
	| 'apiKeyRefused'
	| 'awsProfileMissing'
	| 'certificateRefused'
	| 'credentialProcessFailed'
	| 'endpointInvalid'
	| 'endpointNotFound'
	| 'endpointUnreachable'
	| 'inputTooLong'
	| 'malformedAnswer'
	| 'nativeFormatLacks'
	| 'noCredentials'
	| 'notFound'
	| 'outsideAllowedRegionSets'
	| 'proxyAnswered'
	| 'signatureMismatch'
	| 'signInCancelled'
	| 'stalled'
	| 'streamBroken'
	| 'unknown'
	| 'unknownRegion'
	| 'validation';

/** One explained kind of error, shown the same everywhere. */
export interface ExplainedError {
	readonly code: ErrorCode;
	/** The message as AWS (or the system) sent it. */
	readonly message: string;
	readonly name: string;
	readonly httpStatus?: number;
	readonly requestId?: string;
	readonly retryable: boolean;
	/** What the message names. */
	readonly facts?: ErrorFacts;
}

/** What is known of a request beside its error. */
export interface ErrorSituation {
	readonly sourceRegion?: string;
	/** Where the profile that was named can be called from; absent when the target is none, or not known. */
	readonly profileSourceRegions?: readonly string[];
}

/** Finds out what an error means. Never fails: what nothing matches is `unknown`, with its message kept. */
export function explainError(raw: RawError, situation: ErrorSituation = {}): ExplainedError {
	const plain = raw.message.replace(/[\u2018\u2019\u02bc\u00b4`]/g, "'").replace(/\s+/g, ' ');
	const code = profileElsewhere(serviceCode(raw, plain) ?? localCode(raw, plain), situation);
	const facts = { ...factsOf(raw.message.replace(/[\u2018\u2019\u02bc]/g, "'")), ...waitOf(raw) };
	return {
		code,
		message: raw.message,
		name: raw.name,
		httpStatus: raw.httpStatus,
		requestId: raw.requestId,
		retryable: isServiceCode(code) ? errorRows[code].retryable : retryableLocalCodes.has(code),
		facts,
	};
}

/** An error that is ours from the start, with the facts that its sentence needs. */
export function localError(
	code: LocalErrorCode,
	message: string,
	details: { readonly facts?: ErrorFacts; readonly requestId?: string; readonly httpStatus?: number } = {},
): ExplainedError {
	return { code, message, name: code, retryable: retryableLocalCodes.has(code), ...details };
}

function isServiceCode(code: ErrorCode): code is ServiceErrorCode {
	return Object.hasOwn(errorRows, code);
}

const retryableLocalCodes: ReadonlySet<ErrorCode> = new Set<LocalErrorCode>([
	'endpointUnreachable',
	'malformedAnswer',
	'stalled',
	'streamBroken',
]);

function waitOf(raw: RawError): ErrorFacts {
	return raw.retryAfterMilliseconds === undefined ? {} : { retryAfterMilliseconds: raw.retryAfterMilliseconds };
}

/** The service says the same of an ID that does not exist and of a profile that this Region cannot call. */
function profileElsewhere(code: ErrorCode, { sourceRegion, profileSourceRegions }: ErrorSituation): ErrorCode {
	if (code !== 'invalid-model-id' || sourceRegion === undefined || !profileSourceRegions?.length) return code;
	return profileSourceRegions.includes(sourceRegion) ? code : 'wrong-region-profile';
}

/** Texts decide first: gateways in front of Bedrock change names and statuses, but pass the message on. */
function serviceCode(raw: RawError, plain: string): ServiceErrorCode | LocalErrorCode | undefined {
	const shortName = raw.name.replace(/^.*#/, '').replace(/(Exception|Error)$/, '');
	// What a program of the user's prints may be anything.
	if (isOfProcess(raw)) return 'credentialProcessFailed';
	// A mismatch can be about time, which has another remedy; its other texts quote what was signed.
	if (/^(InvalidSignature|SignatureDoesNotMatch)$/.test(shortName)) {
		return errorRows['request-expired'].pattern.test(plain) ? 'request-expired' : 'signatureMismatch';
	}
	// A syntax error quotes what could not be read, which may be anything.
	if (isTransportError(raw) || raw.name === 'SyntaxError') return undefined;
	if (tooLong.test(plain)) return 'inputTooLong';
	if (apiKeyRefused.test(plain)) return 'apiKeyRefused';
	const byText = orderedErrorRows.find(([, row]) => row.pattern?.test(plain));
	if (byText) return byText[0];
	const byName =
		codeByException.get(raw.name.replace(/^.*#/, '').replace(/Exception$/, '')) ?? codeByException.get(shortName);
	if (byName) return byName;
	if (shortName === 'Validation') return 'validation';
	if (shortName === 'ResourceNotFound' || shortName === 'UnknownOperation') return 'notFound';
	if (shortName === 'MissingAuthenticationToken') return 'noCredentials';
	return undefined;
}

function isOfProcess({ name, message }: RawError): boolean {
	return name === 'CredentialsProviderError' && message.includes('credential_process');
}

const tooLong =
	/input is too long|prompt is too long|exceeds? (?:the )?(?:model's )?(?:maximum )?context (?:length|limit|window)|maximum context length|too many input tokens|input token count .* exceeds/i;

/** An access denied by name, which no policy cures. */
const apiKeyRefused =
	/make sure your api key is valid|(?:bearer token|api key) (?:has|is|was) (?:been )?(?:expired|invalid|revoked|deactivated)/i;

const certificateCodes =
	/^(ERR_TLS_|CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)|HOSTNAME_MISMATCH)/;

function isTransportError(raw: RawError): boolean {
	return raw.code !== undefined && raw.httpStatus === undefined && /^[A-Z][A-Z0-9_]+$/.test(raw.code);
}

function localCode(raw: RawError, plain: string): ErrorCode {
	if (raw.name === 'SignInCancelledError') return 'signInCancelled';
	if (raw.name === 'CredentialsProviderError' || raw.name === 'TokenProviderError') {
		if (
			/could not (?:resolve credentials using|be found in).*profile|profile .* (?:could not be found|not found)/i.test(
				plain,
			)
		) {
			return 'awsProfileMissing';
		}
		return raw.name === 'TokenProviderError' ? 'js-sso-expired' : 'noCredentials';
	}
	if (/region .*not (?:accepted|a valid hostname)|invalid region|region is missing/i.test(plain))
		return 'unknownRegion';
	if (raw.code === 'ERR_INVALID_URL') return 'endpointInvalid';
	if (raw.duringAnswer) return 'streamBroken';
	if (raw.code === 'ENOTFOUND' || raw.code === 'EAI_AGAIN') return 'endpointNotFound';
	if (raw.code !== undefined && certificateCodes.test(raw.code)) return 'certificateRefused';
	if (isTransportError(raw) || raw.name === 'TimeoutError' || /http2 request did not get a response/i.test(plain)) {
		return 'endpointUnreachable';
	}
	// The service accepted the request, and its answer could not be understood.
	if (raw.name === 'SyntaxError' || raw.httpStatus === 200) return 'malformedAnswer';
	return codeByStatus(raw.httpStatus) ?? 'unknown';
}

/** Last resort: an answer without a name that we know. */
function codeByStatus(status: number | undefined): ErrorCode | undefined {
	switch (status) {
		case 400:
			return 'validation';
		case 401:
		case 403:
			return 'access-denied-generic';
		case 404:
			return 'notFound';
		case 408:
			return 'model-timeout';
		case 413:
			return 'inputTooLong';
		case 424:
			return 'model-error';
		case 429:
			return 'throttle-requests';
		case 500:
			return 'internal';
		case 502:
		case 503:
		case 504:
			return 'service-unavailable';
		default:
			return undefined;
	}
}
