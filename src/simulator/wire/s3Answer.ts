import type { ServiceError } from '../serviceError';
import { escapeXml } from './queryProtocol';
import type { Answer } from './reply';

/** S3's older names for what the newer protocols call otherwise. */
const s3Names: Readonly<Record<string, string>> = {
	UnrecognizedClientException: 'InvalidAccessKeyId',
	InvalidSignatureException: 'SignatureDoesNotMatch',
	ExpiredTokenException: 'ExpiredToken',
	MissingAuthenticationTokenException: 'AccessDenied',
	IncompleteSignatureException: 'AuthorizationHeaderMalformed',
	ThrottlingException: 'SlowDown',
	AccessDeniedException: 'AccessDenied',
	UnknownOperationException: 'NotImplemented',
	InternalServerException: 'InternalError',
};

/** @param members further elements of the error, such as `Key` */
export function s3Error(error: ServiceError, requestId: string): Answer {
	const members = { Code: s3Names[error.name] ?? error.name, Message: error.message, ...error.members };
	const elements = Object.entries(members).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
	return s3Xml(`<Error>${elements.join('')}<RequestId>${requestId}</RequestId></Error>`, error.httpStatus);
}

export function s3Xml(document: string, status = 200): Answer {
	return {
		kind: 'whole',
		status,
		headers: { 'content-type': 'application/xml' },
		body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${document}`),
	};
}
