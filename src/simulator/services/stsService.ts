import { randomUUID } from 'node:crypto';
import type { Operation } from '../operations/operation';
import { ServiceError } from '../serviceError';
import type { Answer } from '../wire/reply';

/** STS speaks the query protocol: a form in, XML out. */
export const getCallerIdentity: Operation = {
	name: 'GetCallerIdentity',
	service: 'sts',
	method: 'POST',
	pattern: [''],
	run({ account, caller, query, request }) {
		const form = new URLSearchParams(request.body.toString('utf8'));
		const action = form.get('Action') ?? query.get('Action');
		if (action !== 'GetCallerIdentity') {
			const version = form.get('Version') ?? query.get('Version') ?? 'NO_VERSION_SPECIFIED';
			throw new ServiceError('InvalidAction', 400, `Could not find operation ${action ?? ''} for version ${version}`);
		}
		const { principal } = caller;
		const members = { Arn: principal.arn, UserId: principal.userId, Account: account.id };
		const result = Object.entries(members).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
		return xml(
			200,
			`<GetCallerIdentityResponse xmlns="${namespace}"><GetCallerIdentityResult>${result.join('')}</GetCallerIdentityResult>` +
				`<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
		);
	},
};

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
	return xml(
		error.httpStatus,
		`<ErrorResponse xmlns="${namespace}"><Error><Type>${fault}</Type><Code>${escapeXml(code)}</Code>` +
			`<Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
	);
}

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

function xml(status: number, body: string): Answer {
	return { kind: 'whole', status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
}

function escapeXml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
