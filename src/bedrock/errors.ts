import errorData from './data/errors.json';

/** An error as an SDK, a socket or a stream gave it, reduced to what an explanation needs. Nothing secret is in it. */
export interface RawError {
	/** Exception name, `ThrottlingException`; or Node's own, `Error`. */
	readonly name: string;
	readonly message: string;
	readonly httpStatus?: number;
	readonly requestId?: string;
	/** Node's system error code, `ECONNREFUSED`. */
	readonly code?: string;
}

/** A failure that the product can name. `code` is a row of `data/errors.json`, or one of our own below. */
export type ErrorCode = ServiceErrorCode | LocalErrorCode;
/** Rows of `data/errors.json`: what AWS says. */
export type ServiceErrorCode = string & { readonly service?: never };
/** What happens on this machine or on the way. */
export type LocalErrorCode =
	| 'noCredentials'
	| 'signatureMismatch'
	| 'endpointUnreachable'
	| 'endpointNotFound'
	| 'proxyAnswered'
	| 'streamBroken'
	| 'stalled'
	| 'unknown';

/** One explained kind of error, shown the same everywhere. */
export interface ExplainedError {
	readonly code: ErrorCode;
	/** The message as AWS (or the system) sent it. */
	readonly message: string;
	readonly name: string;
	readonly httpStatus?: number;
	readonly requestId?: string;
	readonly retryable: boolean;
}

interface ErrorRow {
	readonly id: string;
	readonly exception: string;
	readonly retryable?: boolean;
	readonly match?: string;
}

const rows: readonly { row: ErrorRow; pattern: RegExp | undefined }[] = (errorData.errors as readonly ErrorRow[]).map(
	(row) => ({ row, pattern: row.match ? new RegExp(row.match, 'i') : undefined }),
);

/** Finds out what an error means. Never fails: what nothing matches is `unknown`, with its message kept. */
export function explainError(raw: RawError): ExplainedError {
	const local = localCode(raw);
	const row = local ? undefined : serviceRow(raw);
	return {
		code: local ?? row?.id ?? 'unknown',
		message: raw.message,
		name: raw.name,
		httpStatus: raw.httpStatus,
		requestId: raw.requestId,
		retryable: row?.retryable ?? (local === 'endpointUnreachable' || local === 'streamBroken' || local === 'stalled'),
	};
}

function serviceRow(raw: RawError): ErrorRow | undefined {
	const byMessage = rows.find(({ pattern }) => pattern?.test(raw.message));
	if (byMessage) return byMessage.row;
	return rows.find(({ row }) => row.exception === raw.name)?.row;
}

function localCode(raw: RawError): LocalErrorCode | undefined {
	if (raw.name === 'CredentialsProviderError' && !/sso|token/i.test(raw.message)) return 'noCredentials';
	if (raw.name === 'InvalidSignatureException' || raw.name === 'SignatureDoesNotMatch') return 'signatureMismatch';
	if (raw.code === 'ENOTFOUND' || raw.code === 'EAI_AGAIN') return 'endpointNotFound';
	if (
		raw.code &&
		/^(ECONN|EHOST|ENET|ETIMEDOUT|EPIPE|ERR_HTTP2|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(raw.code)
	) {
		return 'endpointUnreachable';
	}
	if (raw.name === 'TimeoutError') return 'endpointUnreachable';
	return undefined;
}
