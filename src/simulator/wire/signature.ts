import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Principal } from '../account/principal';
import { accessDenied, ServiceError } from '../serviceError';
import { canonicalRequest, sha256Hex } from './canonicalRequest';
import type { ServiceRequest } from './request';
import { header } from './request';

/** Keys that the simulator knows. Temporary ones carry a session token and an end. */
export interface Credentials {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly sessionToken?: string;
	readonly expiresAt?: Date;
	readonly principal: Principal;
}

/** Who signed, and for where: the Region comes from the signature's scope and from nowhere else. */
export interface Caller {
	readonly accessKeyId: string;
	readonly region: string;
	readonly service: string;
	readonly principal: Principal;
	/** How a caller with a Bedrock API key came in, in the words of the condition key `bedrock:bearerTokenType`. */
	readonly apiKeyType?: 'LONG_TERM' | 'SHORT_TERM';
}

/**
 * Verifies a Signature Version 4 over the whole request, in the `Authorization` header or in the query of a presigned one.
 * @param known finds credentials by access key ID
 * @param now the server's clock
 * @param serviceName what the scope must name
 * @throws ServiceError as AWS words it: missing, incomplete or wrong signature, unknown key, expired token, skewed clock.
 * @see AWS General Reference, "Troubleshoot Signature Version 4 signing for AWS API requests"
 */
export function verifySignature(
	request: ServiceRequest,
	known: (accessKeyId: string) => Credentials | undefined,
	now: Date,
	serviceName = 'bedrock',
): Caller {
	const query = new URLSearchParams(request.query.replaceAll('+', '%2B'));
	const presigned = query.has('X-Amz-Algorithm') ? query : undefined;
	const authorization = presigned ? readPresigned(presigned) : readAuthorization(request);
	const { accessKeyId, day, region, service } = authorization;
	if (service !== serviceName) throw invalid(`Credential should be scoped to correct service: '${serviceName}'. `);
	const credentials = known(accessKeyId);
	if (!credentials) throw unrecognized();
	const token = presigned?.get('X-Amz-Security-Token') ?? header(request, 'x-amz-security-token');
	checkToken(token, credentials, now);
	const date = presigned?.get('X-Amz-Date') ?? header(request, 'x-amz-date') ?? header(request, 'date');
	const timestamp = checkDate(date, day, now, presigned ? readExpires(presigned) : undefined);
	checkSignedHeaders(request, authorization.signedHeaders);

	const scope = `${day}/${region}/${service}/aws4_request`;
	const signed = presigned ? { ...request, query: withoutSignature(request.query) } : request;
	const canonical = canonicalRequest(signed, authorization.signedHeaders, payloadHash(request));
	const expected = createHmac('sha256', signingKey(credentials.secretAccessKey, day, region, service))
		.update(['AWS4-HMAC-SHA256', timestamp, scope, sha256Hex(canonical)].join('\n'))
		.digest();
	const given = Buffer.from(authorization.signature, 'hex');
	if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw mismatch();
	return { accessKeyId, region, service, principal: credentials.principal };
}

/** AWS accepts a request this long before and after its own clock. */
const allowedSkewMinutes = 5;

interface Authorization {
	readonly accessKeyId: string;
	readonly day: string;
	readonly region: string;
	readonly service: string;
	readonly signedHeaders: readonly string[];
	readonly signature: string;
}

function readAuthorization(request: ServiceRequest): Authorization {
	const value = header(request, 'authorization')?.trim();
	if (!value) throw new ServiceError('MissingAuthenticationTokenException', 403, 'Missing Authentication Token');
	if (/^bearer\s/i.test(value)) throw accessDenied('Authentication failed: Please make sure your API Key is valid.');
	const space = value.indexOf(' ');
	const algorithm = space < 0 ? value : value.slice(0, space);
	if (algorithm !== 'AWS4-HMAC-SHA256') {
		throw incomplete(`Unsupported AWS 'algorithm': '${algorithm}'.`);
	}
	const parameters = new Map<string, string>();
	for (const part of value.slice(algorithm.length).split(',')) {
		const equals = part.indexOf('=');
		if (equals > 0) parameters.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
	}
	const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !parameters.get(name));
	if (missing.length > 0) {
		throw incomplete(missing.map((name) => `Authorization header requires '${name}' parameter.`).join(' '));
	}
	return readScope(parameters);
}

/** The same as in the header, under names of its own. */
function readPresigned(query: URLSearchParams): Authorization {
	const algorithm = query.get('X-Amz-Algorithm');
	if (algorithm !== 'AWS4-HMAC-SHA256') throw incomplete(`Unsupported AWS 'algorithm': '${algorithm ?? ''}'.`);
	const names = ['Credential', 'Signature', 'SignedHeaders'];
	const missing = names.filter((name) => !query.get(`X-Amz-${name}`));
	if (missing.length > 0) {
		throw incomplete(missing.map((name) => `AWS query-string parameters must include 'X-Amz-${name}'.`).join(' '));
	}
	return readScope(new Map(names.map((name) => [name, query.get(`X-Amz-${name}`) ?? ''])));
}

function withoutSignature(query: string): string {
	return query
		.split('&')
		.filter((part) => !part.startsWith('X-Amz-Signature='))
		.join('&');
}

/** AWS takes presigned requests for up to a week. Seconds. */
const maxExpires = 604_800;

function readExpires(query: URLSearchParams): number {
	const expires = Number(query.get('X-Amz-Expires') ?? Number.NaN);
	if (Number.isInteger(expires) && expires >= 1 && expires <= maxExpires) return expires;
	throw incomplete(`X-Amz-Expires must be a number of seconds from 1 to ${maxExpires}.`);
}

function readScope(parameters: ReadonlyMap<string, string>): Authorization {
	const credential = parameters.get('Credential') ?? '';
	const parts = credential.split('/');
	const [accessKeyId = '', day = '', region = '', service = '', terminator] = parts;
	if (parts.length !== 5) {
		throw incomplete(
			`Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'.`,
		);
	}
	if (terminator !== 'aws4_request') {
		throw invalid(`Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator ?? ''}'.`);
	}
	return {
		accessKeyId,
		day,
		region,
		service,
		signedHeaders: (parameters.get('SignedHeaders') ?? '').split(';').map((name) => name.toLowerCase()),
		signature: parameters.get('Signature') ?? '',
	};
}

function checkToken(token: string | undefined, credentials: Credentials, now: Date): void {
	if (token !== credentials.sessionToken) throw unrecognized();
	if (credentials.expiresAt && credentials.expiresAt <= now) {
		throw new ServiceError('ExpiredTokenException', 403, 'The security token included in the request is expired');
	}
}

/** @returns the date in basic form, `20261122T210000Z`, as the string to sign has it. */
function checkDate(text: string | undefined, day: string, now: Date, expiresSeconds?: number): string {
	const timestamp = text === undefined ? undefined : basicDate(text);
	if (timestamp === undefined) {
		throw incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
	}
	if (!timestamp.startsWith(day)) {
		throw invalid(
			'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
				`'${day}' != '${timestamp.slice(0, 8)}', from '${timestamp}'.`,
		);
	}
	const skew = fromBasicDate(timestamp) - now.getTime();
	const limit = allowedSkewMinutes * 60_000;
	const server = toBasicDate(now);
	if (expiresSeconds !== undefined && -skew > expiresSeconds * 1_000) {
		throw new ServiceError(
			'ExpiredTokenException',
			403,
			`The presigned request has expired: it was signed at ${timestamp}.`,
		);
	}
	if (expiresSeconds === undefined && skew < -limit) {
		const earliest = toBasicDate(new Date(now.getTime() - limit));
		throw invalid(
			`Signature expired: ${timestamp} is now earlier than ${earliest} (${server} - ${allowedSkewMinutes} min.)`,
		);
	}
	if (skew > limit) {
		const latest = toBasicDate(new Date(now.getTime() + limit));
		throw invalid(
			`Signature not yet current: ${timestamp} is still later than ${latest} (${server} + ${allowedSkewMinutes} min.)`,
		);
	}
	return timestamp;
}

/** What was not signed could be changed on the way: `host` and every `x-amz-` header must be in the list. */
function checkSignedHeaders(request: ServiceRequest, signedHeaders: readonly string[]): void {
	if (!signedHeaders.includes('host') && !signedHeaders.includes(':authority')) {
		throw invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
	}
	for (const name of request.headers.keys()) {
		if (/^x-amz-(?!sdk-)/.test(name) && !signedHeaders.includes(name)) {
			throw new ServiceError(
				'AccessDeniedException',
				403,
				`There were headers present in the request which were not signed: ${name}`,
			);
		}
	}
}

function payloadHash(request: ServiceRequest): string {
	const declared = header(request, 'x-amz-content-sha256');
	if (declared === 'UNSIGNED-PAYLOAD' || declared?.startsWith('STREAMING-')) return declared;
	const actual = sha256Hex(request.body);
	// A declared hash that differs from the body's signs other bytes than arrived.
	if (declared !== undefined && declared.toLowerCase() !== actual) throw mismatch();
	return declared ?? actual;
}

function signingKey(secret: string, day: string, region: string, service: string): Buffer {
	const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();
	return hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request');
}

function basicDate(text: string): string | undefined {
	if (/^[0-9]{8}T[0-9]{6}Z$/.test(text)) return Number.isNaN(fromBasicDate(text)) ? undefined : text;
	const time = Date.parse(text);
	return Number.isNaN(time) ? undefined : toBasicDate(new Date(time));
}

function fromBasicDate(text: string): number {
	return Date.parse(text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function toBasicDate(date: Date): string {
	return date.toISOString().replace(/[-:]|\.[0-9]{3}/g, '');
}

function invalid(message: string): ServiceError {
	return new ServiceError('InvalidSignatureException', 403, message.trim());
}

function incomplete(message: string): ServiceError {
	return new ServiceError('IncompleteSignatureException', 400, message);
}

function unrecognized(): ServiceError {
	return new ServiceError('UnrecognizedClientException', 403, 'The security token included in the request is invalid.');
}

function mismatch(): ServiceError {
	return invalid(
		'The request signature we calculated does not match the signature you provided. ' +
			'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
	);
}
