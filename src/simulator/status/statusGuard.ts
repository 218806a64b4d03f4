import { createHash, timingSafeEqual } from 'node:crypto';
import { tokenHeader } from '../../webview/simulator/protocol';
import { hostRefusal } from '../wire/loopbackGuard';
import type { RequestHead } from '../wire/request';
import { header } from '../wire/request';

/** Whether a request is for the status page or its data, and not for a service. */
export function isStatusRequest(head: RequestHead): boolean {
	if (head.path.startsWith(statusPrefix)) return true;
	// Every SDK signs; S3 would list its buckets here.
	const isUnsigned = !head.headers.has('authorization') && !/(^|&)X-Amz-/i.test(head.query);
	return head.path === '/' && isUnsigned && (head.method === 'GET' || head.method === 'HEAD');
}

export const statusPrefix = '/-/';

/**
 * Keeps other web pages from the simulator's own one, beside which they run in the same browser: the host must be this
 * machine, the origin none or the page's own, and for anything but the empty page the secret of the run must be there.
 * It is a header of its own, which a page elsewhere may not send without asking, and nobody answers that.
 * @returns why the request is refused
 */
export function statusRefusal(head: RequestHead, port: number, token: string): string | undefined {
	const foreign = hostRefusal(head, port);
	if (foreign !== undefined) return foreign;
	const origin = header(head, 'origin');
	if (origin !== undefined && origin !== `http://${header(head, 'host') ?? ''}`) {
		return 'Requests from other web pages are refused: the Origin header names another page.';
	}
	const isPage = head.path === '/';
	const sites = head.headers.get('sec-fetch-site') ?? [];
	const isNavigation = isPage && header(head, 'sec-fetch-mode') === 'navigate';
	if (!isNavigation && sites.some((site) => site !== 'none' && site !== 'same-origin')) {
		return 'Requests from other web pages are refused: the Sec-Fetch-Site header names another site.';
	}
	if (isPage) return undefined;
	const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
	if (timingSafeEqual(digest(header(head, tokenHeader) ?? ''), digest(token))) return undefined;
	return `This needs the secret of the run in the header ${tokenHeader}; the address that the simulator printed at its start ends with it.`;
}
