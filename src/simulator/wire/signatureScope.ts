import type { RequestHead } from './request';
import { header } from './request';

/** The service that a signature names, before anything is verified; `undefined` for a request without a signature. */
export function scopedService(head: RequestHead): string | undefined {
	const credential =
		/\bCredential=([^,\s]+)/.exec(header(head, 'authorization') ?? '')?.[1] ??
		new URLSearchParams(head.query).get('X-Amz-Credential');
	return credential?.split('/').at(-2);
}
