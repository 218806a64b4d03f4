import type { ServiceError } from './serviceError';
import { queryError } from './wire/queryProtocol';
import { s3Error } from './wire/s3Answer';
import { scopedService } from './wire/signatureScope';
import type { Answer } from './wire/reply';
import { jsonAnswer } from './wire/reply';
import type { RequestHead } from './wire/request';
import { header } from './wire/request';

/** An error in the shape of the protocol that the request speaks: REST-JSON, JSON 1.1 or the query protocol's XML. */
export function errorAnswer(error: ServiceError, head: RequestHead, requestId: string): Answer {
	if (scopedService(head) === 's3') return s3Error(error, requestId);
	if (header(head, 'x-amz-target') !== undefined) {
		// These services answer every error of the sender's with 400, and say in the body which it is.
		const status = error.httpStatus >= 500 ? error.httpStatus : 400;
		const body = { __type: error.name, message: error.message, ...error.members };
		return jsonAnswer(body, status, { 'content-type': 'application/x-amz-json-1.1' });
	}
	if (head.path === '/' && (head.method === 'POST' || head.method === 'GET')) return queryError(error, requestId);
	return jsonAnswer({ message: error.message, ...error.members }, error.httpStatus, {
		'x-amzn-errortype': `${error.name}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
	});
}
