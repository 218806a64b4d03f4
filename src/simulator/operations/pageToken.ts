import { createHmac } from 'node:crypto';
import { validationError } from '../serviceError';

/** Opaque to the client; sealed, because a token that was never given out must be refused. */
export function makeToken(offset: number, scope: string, secret: string): string {
	return Buffer.from(`${offset}.${seal(offset, scope, secret)}`).toString('base64url');
}

/** @throws ServiceError for a token that this run did not give out for `scope`. */
export function readToken(token: string, scope: string, secret: string): number {
	const [offset = '', given] = Buffer.from(token, 'base64url').toString('latin1').split('.');
	if (!/^[0-9]+$/.test(offset) || given !== seal(Number(offset), scope, secret)) {
		throw validationError('The provided nextToken is invalid.');
	}
	return Number(offset);
}

function seal(offset: number, scope: string, secret: string): string {
	return createHmac('sha256', secret).update(`${offset}/${scope}`).digest('hex');
}
