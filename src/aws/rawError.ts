import type { RawError } from '../bedrock/errors';
import { redactSecrets } from './redaction';

/** Characters. A proxy's page or a canonical request can be long; what helps stands at the beginning. */
const longestMessage = 4_000;

/** Reduces whatever was thrown to what an explanation needs. Never throws; nothing secret is in the outcome. */
export function toRawError(error: unknown): RawError {
	const thrown = objectOf(error);
	const metadata = objectOf(thrown.$metadata);
	const code = codeOf(error, 0);
	const headers = objectOf(objectOf(thrown.$response).headers);
	const httpStatus = numberOf(metadata.httpStatusCode);
	// The SDK could not read an error's body; its head still says what it is.
	const isUnreadError = thrown.name === 'SyntaxError' && httpStatus !== undefined && httpStatus >= 400;
	const raw = {
		name: isUnreadError
			? (textOf(headers['x-amzn-errortype'])?.split(':')[0] ?? 'HttpError')
			: (textOf(thrown.name) ?? 'Error'),
		message: isUnreadError ? `HTTP ${httpStatus} with a body that could not be read.` : messageOf(error),
		httpStatus,
		requestId: textOf(metadata.requestId),
		code,
		retryAfterMilliseconds: retryAfter(headers),
	};
	return Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined)) as typeof raw;
}

function messageOf(error: unknown): string {
	const thrown = objectOf(error);
	const own = typeof error === 'string' ? error : (textOf(thrown.message) ?? textOf(thrown.Message) ?? '');
	// Node tries IPv6 and IPv4 and reports both failures in an AggregateError without a message.
	const first = own === '' && Array.isArray(thrown.errors) ? messageOf(thrown.errors[0]) : own;
	const said = first.replace(/\s*Deserialization error: to see the raw response,[\s\S]*$/, '').trim();
	const message = redactSecrets(said).slice(0, longestMessage);
	return message === '' ? (textOf(thrown.name) ?? codeOf(error, 0) ?? 'Error') : message;
}

/** The system's code may hide in a cause or an AggregateError; HTTP/2 puts its own before it. */
function codeOf(error: unknown, depth: number): string | undefined {
	if (depth > 4) return undefined;
	const thrown = objectOf(error);
	const own = textOf(thrown.code) ?? textOf(thrown.errno);
	if (own !== undefined && !own.startsWith('ERR_HTTP2')) return own;
	const inner = Array.isArray(thrown.errors) ? (thrown.errors[0] as unknown) : thrown.cause;
	return (inner === undefined ? undefined : codeOf(inner, depth + 1)) ?? own;
}

/** `Retry-After` in seconds or as a date, and AWS's own header in milliseconds. */
function retryAfter(headers: Readonly<Record<string, unknown>>): number | undefined {
	const own = Number(headers['x-amz-retry-after']);
	if (headers['x-amz-retry-after'] !== undefined && Number.isFinite(own) && own >= 0) return own;
	const text = textOf(headers['retry-after']);
	if (text === undefined) return undefined;
	const seconds = Number(text);
	if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1_000 : undefined;
	const wait = Date.parse(text) - Date.now();
	return Number.isFinite(wait) && wait > 0 ? wait : undefined;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
	// Not a copy: names and messages of errors stand on prototypes and are not enumerable.
	return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
