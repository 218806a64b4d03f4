import type { ServiceError } from '../serviceError';
import type { Answer } from './reply';

/** STS's older names for what the newer protocols call otherwise. */
const queryNames: Readonly<Record<string, string>> = {
	UnrecognizedClientException: 'InvalidClientTokenId',
	InvalidSignatureException: 'SignatureDoesNotMatch',
	ExpiredTokenException: 'ExpiredToken',
	MissingAuthenticationTokenException: 'MissingAuthenticationToken',
	IncompleteSignatureException: 'IncompleteSignature',
	ThrottlingException: 'Throttling',
	AccessDeniedException: 'AccessDenied',
};

export function queryError(error: ServiceError, requestId: string): Answer {
	const fault = error.httpStatus >= 500 ? 'Receiver' : 'Sender';
	const code = queryNames[error.name] ?? error.name;
	return xmlAnswer(
		error.httpStatus,
		`<ErrorResponse xmlns="${queryNamespace}"><Error><Type>${fault}</Type><Code>${escapeXml(code)}</Code>` +
			`<Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
	);
}

export const queryNamespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

export function xmlAnswer(status: number, body: string): Answer {
	return { kind: 'whole', status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
}

export function escapeXml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
