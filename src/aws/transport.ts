import { NodeHttp2Handler, NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { HttpsProxyAgent } from 'https-proxy-agent';
import tls from 'node:tls';
import type { Network } from '../bedrock/connection';

/** A handler for HTTP/1.1, through the proxy and with the certificates that are set. */
export function http1Handler(network: Network | undefined): NodeHttpHandler {
	return new NodeHttpHandler(http1Options(network));
}

/**
 * A handler for HTTP/2. A session of its own for each stream, as the SDK does by default: one stalled or broken stream
 * then takes no other with it. The SDK would end a silent session after five minutes as if it were finished.
 */
export function http2Handler(network: Network | undefined, longestSilenceMilliseconds: number): NodeHttp2Handler {
	const ca = authorities(network);
	return new NodeHttp2Handler({
		disableConcurrentStreams: true,
		sessionTimeout: Math.min(longestSilenceMilliseconds + 60_000, 2 ** 31 - 1),
		...(ca ? { nodeHttp2ConnectOptions: { ca } } : {}),
	});
}

/** For the SDK's own clients too: those that read credentials. */
export function http1Options(network: Network | undefined): NodeHttpHandlerOptions {
	const ca = authorities(network);
	// Answers are streamed and can be many; a queue behind a limit would look like a slow model.
	const agent = { keepAlive: true, maxSockets: 1_000, ...(ca ? { ca } : {}) };
	const proxy = network?.proxy === undefined ? undefined : new HttpsProxyAgent(network.proxy, agent);
	return { connectionTimeout: 5_000, httpAgent: proxy ?? agent, httpsAgent: proxy ?? agent };
}

/** Node takes a list in place of its own, so its own is in it. */
function authorities(network: Network | undefined): string[] | undefined {
	if (network?.certificates === undefined) return undefined;
	// Node 22.15 and newer: what the system and NODE_EXTRA_CA_CERTS add is among them.
	const usual = typeof tls.getCACertificates === 'function' ? tls.getCACertificates('default') : tls.rootCertificates;
	return [...usual, network.certificates];
}
