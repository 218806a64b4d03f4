import type { Principal } from '../account/principal';
import { accessDenied } from '../serviceError';
import { hostRegion } from './authorization';
import type { ServiceRequest } from './request';
import { header } from './request';
import type { Caller, Credentials } from './signature';
import { verifySignature } from './signature';

/** Finds what a request may identify itself by. */
export interface KnownKeys {
	readonly credentials: ReadonlyMap<string, Credentials>;
	/** Long-term Bedrock API key → whose it is. */
	readonly apiKeys: ReadonlyMap<string, Principal>;
}

/**
 * Tells who sends a request: by its signature, or for Bedrock by an API key.
 * @throws ServiceError as AWS words it.
 * @see Amazon Bedrock user guide, "Use an Amazon Bedrock API key"
 */
export function verifyCaller(request: ServiceRequest, known: KnownKeys, now: Date, serviceName: string): Caller {
	const find = (id: string): Credentials | undefined => known.credentials.get(id);
	const key = /^bearer\s+(\S+)$/i.exec(header(request, 'authorization')?.trim() ?? '')?.[1];
	if (key === undefined || serviceName !== 'bedrock') return verifySignature(request, find, now, serviceName);
	if (key.startsWith(shortTermPrefix)) {
		const presigned = readShortTermKey(key);
		if (!presigned) throw invalidKey();
		return { ...verifySignature(presigned, find, now, serviceName), apiKeyType: 'SHORT_TERM' };
	}
	const principal = known.apiKeys.get(key);
	if (!principal) throw invalidKey();
	// Such a key names no Region; on AWS the host does, and here a host of that form may: bedrock-runtime.eu-west-1.localhost
	const region = hostRegion(request) ?? defaultRegion;
	return { accessKeyId: '', region, service: serviceName, principal, apiKeyType: 'LONG_TERM' };
}

const shortTermPrefix = 'bedrock-api-key-';
const defaultRegion = 'us-east-1';

/** A short-term key is a presigned URL of the action `CallWithBearerToken`, in base64. */
function readShortTermKey(key: string): ServiceRequest | undefined {
	const url = Buffer.from(key.slice(shortTermPrefix.length), 'base64').toString('latin1');
	const [, host, query = ''] = /^([a-z0-9.-]+)\/\?(.*)$/.exec(url) ?? [];
	const parts = query.split('&');
	if (host === undefined || !parts.includes('Action=CallWithBearerToken')) return undefined;
	return {
		method: 'POST',
		path: '/',
		// Added after signing.
		query: parts.filter((part) => !part.startsWith('Version=')).join('&'),
		headers: new Map([['host', [host]]]),
		body: Buffer.alloc(0),
	};
}

function invalidKey(): Error {
	return accessDenied('Authentication failed: Please make sure your API Key is valid.');
}
