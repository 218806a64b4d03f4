import type { RequestHead } from './request';

/**
 * Keeps web pages out. A page in a browser can send requests to loopback, and by DNS rebinding even under a name of its
 * own; what it cannot do is leave out `Origin` and `Sec-Fetch-Site`, or forge `Host`. No SDK sends the first two.
 * @param port the port that this server listens on
 * @returns why the request is refused, or `undefined` when it is welcome.
 */
export function refusalOf(head: RequestHead, port: number): string | undefined {
	if (head.headers.has('origin')) return 'Requests from web pages are refused: this one carries an Origin header.';
	const site = head.headers.get('sec-fetch-site');
	if (site?.some((value) => value !== 'none')) {
		return 'Requests from web pages are refused: this one carries a Sec-Fetch-Site header.';
	}
	return hostRefusal(head, port);
}

/** Against DNS rebinding: the name that a page may bring along is not ours. */
export function hostRefusal(head: RequestHead, port: number): string | undefined {
	// HTTP/2 may carry both; then both must be right.
	const hosts = new Set([...(head.headers.get('host') ?? []), ...(head.headers.get(':authority') ?? [])]);
	if (hosts.size !== 1 || ![...hosts].every((host) => isLoopback(host, port))) {
		return `The Host header must name this machine and port, as in 127.0.0.1:${port} or localhost:${port}.`;
	}
	return undefined;
}

/** The default ports of HTTP and HTTPS are left out of `Host`. */
const defaultPorts = [80, 443];

function isLoopback(host: string, port: number): boolean {
	const match = /^(\[[^\]]*\]|[^:]*)(?::([0-9]{1,5}))?$/.exec(host.toLowerCase());
	if (!match) return false;
	const name = (match[1] ?? '').replace(/\.$/, '');
	const isLocalName =
		name === 'localhost' || name === '127.0.0.1' || name === '[::1]' || /^[a-z0-9.-]+\.localhost$/.test(name);
	return isLocalName && (match[2] === undefined ? defaultPorts.includes(port) : Number(match[2]) === port);
}
