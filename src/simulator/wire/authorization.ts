import { accessDenied, ServiceError } from '../serviceError';
import type { RequestHead } from './request';
import { header } from './request';
import { asymmetricAlgorithm } from './signatureV4a';

/** What a request says of its signature, read and not yet verified. */
export interface Authorization {
	readonly algorithm: string;
	readonly accessKeyId: string;
	readonly day: string;
	/** Empty for the asymmetric algorithm, whose scope has none. */
	readonly region: string;
	readonly service: string;
	readonly signedHeaders: readonly string[];
	readonly signature: string;
}

export function readAuthorization(request: RequestHead): Authorization {
	const value = header(request, 'authorization')?.trim();
	if (!value) throw new ServiceError('MissingAuthenticationTokenException', 403, 'Missing Authentication Token');
	if (/^bearer\s/i.test(value)) throw accessDenied('Authentication failed: Please make sure your API Key is valid.');
	const space = value.indexOf(' ');
	const algorithm = space < 0 ? value : value.slice(0, space);
	if (!algorithms.includes(algorithm)) throw incomplete(`Unsupported AWS 'algorithm': '${algorithm}'.`);
	const parameters = new Map<string, string>();
	for (const part of value.slice(algorithm.length).split(',')) {
		const equals = part.indexOf('=');
		if (equals > 0) parameters.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
	}
	const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !parameters.get(name));
	if (missing.length > 0) {
		throw incomplete(missing.map((name) => `Authorization header requires '${name}' parameter.`).join(' '));
	}
	return readScope(algorithm, parameters);
}

/** The same as in the header, under names of its own. */
export function readPresigned(query: URLSearchParams): Authorization {
	const algorithm = query.get('X-Amz-Algorithm') ?? '';
	if (!algorithms.includes(algorithm)) throw incomplete(`Unsupported AWS 'algorithm': '${algorithm}'.`);
	const names = ['Credential', 'Signature', 'SignedHeaders'];
	const missing = names.filter((name) => !query.get(`X-Amz-${name}`));
	if (missing.length > 0) {
		throw incomplete(missing.map((name) => `AWS query-string parameters must include 'X-Amz-${name}'.`).join(' '));
	}
	return readScope(algorithm, new Map(names.map((name) => [name, query.get(`X-Amz-${name}`) ?? ''])));
}

/** AWS takes presigned requests for up to a week. Seconds. */
const maxExpires = 604_800;

export function readExpires(query: URLSearchParams): number {
	const expires = Number(query.get('X-Amz-Expires') ?? Number.NaN);
	if (Number.isInteger(expires) && expires >= 1 && expires <= maxExpires) return expires;
	throw incomplete(`X-Amz-Expires must be a number of seconds from 1 to ${maxExpires}.`);
}

function readScope(algorithm: string, parameters: ReadonlyMap<string, string>): Authorization {
	const credential = parameters.get('Credential') ?? '';
	const parts = credential.split('/');
	const hasRegion = algorithm !== asymmetricAlgorithm;
	if (parts.length !== (hasRegion ? 5 : 4)) {
		throw incomplete(
			hasRegion
				? `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'.`
				: `Credential must have exactly 4 slash-delimited elements, e.g. keyid/date/service/term, got '${credential}'.`,
		);
	}
	const [accessKeyId = '', day = ''] = parts;
	const [service = '', terminator] = parts.slice(-2);
	if (terminator !== 'aws4_request') {
		throw invalid(`Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator ?? ''}'.`);
	}
	return {
		algorithm,
		accessKeyId,
		day,
		region: hasRegion ? (parts[2] ?? '') : '',
		service,
		signedHeaders: (parameters.get('SignedHeaders') ?? '').split(';').map((name) => name.toLowerCase()),
		signature: parameters.get('Signature') ?? '',
	};
}

/** The Region that a host of AWS's form names: `bedrock-runtime.eu-west-1.localhost`. */
export function hostRegion(head: RequestHead): string | undefined {
	return /^[a-z-]+\.([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(header(head, 'host') ?? '')?.[1];
}

const algorithms = ['AWS4-HMAC-SHA256', asymmetricAlgorithm];

export function invalid(message: string): ServiceError {
	return new ServiceError('InvalidSignatureException', 403, message.trim());
}

export function incomplete(message: string): ServiceError {
	return new ServiceError('IncompleteSignatureException', 400, message);
}
