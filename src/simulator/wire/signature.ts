import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Principal } from '../account/principal';
import { ServiceError } from '../serviceError';
import { hostRegion, incomplete, invalid, readAuthorization, readExpires, readPresigned } from './authorization';
import { canonicalRequest, sha256Hex } from './canonicalRequest';
import type { ServiceRequest } from './request';
import { header } from './request';
import { asymmetricAlgorithm, isSignedBy, regionOf } from './signatureV4a';

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
	const { accessKeyId, algorithm, day, service } = authorization;
	if (service !== serviceName) throw invalid(`Credential should be scoped to correct service: '${serviceName}'. `);
	const credentials = known(accessKeyId);
	if (!credentials) throw unrecognized();
	const token = presigned?.get('X-Amz-Security-Token') ?? header(request, 'x-amz-security-token');
	checkToken(token, credentials, now);
	const date = presigned?.get('X-Amz-Date') ?? header(request, 'x-amz-date') ?? header(request, 'date');
	const timestamp = checkDate(date, day, now, presigned ? readExpires(presigned) : undefined);
	checkSignedHeaders(request, authorization.signedHeaders);

	const isAsymmetric = algorithm === asymmetricAlgorithm;
	const region = isAsymmetric ? regionInSet(presigned, request) : authorization.region;
	const scope = [day, ...(isAsymmetric ? [] : [region]), service, 'aws4_request'].join('/');
	const signed = presigned ? { ...request, query: withoutSignature(request.query) } : request;
	const canonical = canonicalRequest(signed, authorization.signedHeaders, payloadHash(request, presigned), service);
	const stringToSign = [algorithm, timestamp, scope, sha256Hex(canonical)].join('\n');
	const isRight = isAsymmetric
		? isSignedBy(credentials, stringToSign, authorization.signature)
		: hasCode(signingKey(credentials.secretAccessKey, day, region, service), stringToSign, authorization.signature);
	if (!isRight) throw mismatch();
	return { accessKeyId, region, service, principal: credentials.principal };
}

function hasCode(key: Buffer, text: string, signature: string): boolean {
	const expected = createHmac('sha256', key).update(text).digest();
	const given = Buffer.from(signature, 'hex');
	return given.length === expected.length && timingSafeEqual(given, expected);
}

function regionInSet(presigned: URLSearchParams | undefined, request: ServiceRequest): string {
	const set = presigned ? presigned.get('X-Amz-Region-Set') : header(request, 'x-amz-region-set');
	if (!set) throw incomplete("The request must have a 'X-Amz-Region-Set'.");
	const region = regionOf(set, hostRegion(request));
	if (region === undefined) throw invalid(`The region set '${set}' does not hold the Region of this request.`);
	return region;
}

/** AWS accepts a request this long before and after its own clock. */
const allowedSkewMinutes = 5;

function withoutSignature(query: string): string {
	return query
		.split('&')
		.filter((part) => !part.startsWith('X-Amz-Signature='))
		.join('&');
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

/**
 * What was not signed could be changed on the way: `host` and every `x-amz-` header must be in the list, but for those
 * that the SDK for PHP never signs.
 */
function checkSignedHeaders(request: ServiceRequest, signedHeaders: readonly string[]): void {
	if (!signedHeaders.includes('host') && !signedHeaders.includes(':authority')) {
		throw invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
	}
	for (const name of request.headers.keys()) {
		if (/^x-amz-(?!sdk-|user-agent$)/.test(name) && !signedHeaders.includes(name)) {
			throw new ServiceError(
				'AccessDeniedException',
				403,
				`There were headers present in the request which were not signed: ${name}`,
			);
		}
	}
}

function payloadHash(request: ServiceRequest, presigned: URLSearchParams | undefined): string {
	// The body of a presigned request to S3 is not known when it is signed.
	if (presigned?.get('X-Amz-Credential')?.includes('/s3/')) return 'UNSIGNED-PAYLOAD';
	const declared = header(request, 'x-amz-content-sha256');
	if (declared === 'UNSIGNED-PAYLOAD' || declared?.startsWith('STREAMING-')) return declared;
	const actual = sha256Hex(request.body);
	// A declared hash that differs from the body's signs other bytes than arrived.
	if (declared !== undefined && declared.toLowerCase() !== actual) throw mismatch();
	return declared ?? actual;
}

/** The same for a day: four of the five hashes of a signature. Whoever holds no secret adds nothing here. */
const signingKeys = new Map<string, Buffer>();
const keptSigningKeys = 200;

function signingKey(secret: string, day: string, region: string, service: string): Buffer {
	const name = [secret, day, region, service].join('\n');
	const known = signingKeys.get(name);
	if (known) return known;
	const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();
	const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request');
	if (signingKeys.size >= keptSigningKeys) signingKeys.clear();
	signingKeys.set(name, key);
	return key;
}

function basicDate(text: string): string | undefined {
	if (/^[0-9]{8}T[0-9]{6}Z$/.test(text)) return Number.isNaN(fromBasicDate(text)) ? undefined : text;
	const time = Date.parse(text);
	return Number.isNaN(time) ? undefined : toBasicDate(new Date(time));
}

function fromBasicDate(text: string): number {
	const part = (start: number, end: number): string => text.slice(start, end);
	const day = `${part(0, 4)}-${part(4, 6)}-${part(6, 8)}`;
	return Date.parse(`${day}T${part(9, 11)}:${part(11, 13)}:${part(13, 15)}Z`);
}

function toBasicDate(date: Date): string {
	return date.toISOString().replace(/[-:]|\.[0-9]{3}/g, '');
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
