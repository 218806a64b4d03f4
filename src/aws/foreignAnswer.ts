/** Something that is not Bedrock answered: a proxy's sign-in page, a gateway's error. */
export class ForeignAnswerError extends Error {
	override readonly name = 'ForeignAnswerError';
	/** Lets the SDK try again where a gateway is only overloaded. */
	readonly $metadata: { readonly httpStatusCode?: number };

	constructor(
		readonly httpStatus: number,
		readonly contentType: string,
	) {
		super(`HTTP ${httpStatus} with ${contentType || 'no content type'} instead of an answer of Amazon Bedrock.`);
		this.$metadata = httpStatus >= 500 ? { httpStatusCode: httpStatus } : {};
	}
}

/** What the head of a response said, kept for what the SDK's own output leaves out. */
export interface ResponseHead {
	status: number | undefined;
	headers: Readonly<Record<string, unknown>>;
}

/** What a good answer carries: frames, JSON, or a model's own format (any but a page). */
export type ExpectedBody = 'eventStream' | 'json' | 'any';

/**
 * Looks at the head of each response before the SDK reads its body: a page read as event-stream frames would wait for
 * gigabytes that never come. A middleware for the SDK's step `deserialize`, innermost.
 * @param head filled with each response's head; the last one is that of the answer.
 */
export function foreignAnswerGuard(expected: ExpectedBody, head: ResponseHead = { status: undefined, headers: {} }) {
	return <Args, Result extends { readonly response: unknown }>(next: (args: Args) => Promise<Result>) =>
		async (args: Args): Promise<Result> => {
			const result = await next(args);
			const response = objectOf(result.response);
			const status = typeof response.statusCode === 'number' ? response.statusCode : 0;
			head.status = status;
			head.headers = objectOf(response.headers);
			const foreign = foreignType(status, head.headers, expected);
			if (foreign !== undefined) {
				discard(response.body);
				throw new ForeignAnswerError(status, foreign);
			}
			return result;
		};
}

/** Where `foreignAnswerGuard` belongs in a command's stack. */
export const guardPlace = { step: 'deserialize', name: 'foreignAnswerGuard', priority: 'low', override: true } as const;

/** @returns the content type of an answer that is not Bedrock's. */
function foreignType(
	status: number,
	headers: Readonly<Record<string, unknown>>,
	expected: ExpectedBody,
): string | undefined {
	const header = (name: string): string => (typeof headers[name] === 'string' ? headers[name] : '');
	const type = header('content-type').toLowerCase();
	// The SDK asks for no compression, so AWS never compresses.
	const encoding = header('content-encoding').toLowerCase();
	if (encoding !== '' && encoding !== 'identity') return `${type} (${encoding})`;
	if (status >= 200 && status < 300) {
		if (type === '') return undefined;
		if (expected === 'eventStream') return type.startsWith('application/vnd.amazon.eventstream') ? undefined : type;
		if (expected === 'json') return isJson(type) ? undefined : type;
		return /^text\/html|^application\/xhtml/.test(type) ? type : undefined;
	}
	// An error of AWS is JSON and names itself; it never redirects and knows no proxy authentication.
	if (status === 407 || status === 511 || (status >= 300 && status < 400)) return type || 'no content type';
	const isAws = header('x-amzn-errortype') !== '' || header('x-amzn-requestid') !== '' || isJson(type);
	return isAws ? undefined : type || 'no content type';
}

function isJson(type: string): boolean {
	return /^application\/(?:[\w.+-]*[-+.])?json/.test(type) || type.startsWith('application/x-amz-json');
}

/** Closes a body that nobody will read; its errors interest nobody. */
function discard(body: unknown): void {
	const stream = objectOf(body);
	if (typeof stream.on === 'function') stream.on.call(body, 'error', () => undefined);
	if (typeof stream.destroy === 'function') stream.destroy.call(body);
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
