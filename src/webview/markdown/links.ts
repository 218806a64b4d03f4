/**
 * The target of a link if it may be opened.
 * @param href as the grammar gives it: entities and escapes are decoded, some characters percent-encoded.
 * @returns a complete https: or mailto: address in the browser's normal form (host in ASCII), otherwise `undefined`.
 */
export function allowedTarget(href: string): string | undefined {
	const url = parseUrl(href);
	return url?.protocol === 'https:' || url?.protocol === 'mailto:' ? url.href : undefined;
}

/**
 * Whether a reader could take the target for another one, so that it must be written out beside the link: the label
 * names a host that is not the target's, or the target itself hides its host behind a user name or look-alike letters.
 */
export function isDisguised(label: string, target: string): boolean {
	const url = parseUrl(target);
	if (!url) return true;
	if (url.protocol === 'mailto:') {
		const address = /[^\s<>"']+@[^\s<>"']+/.exec(label)?.[0];
		const isOther = address !== undefined && address.toLowerCase() !== decoded(url.pathname).toLowerCase();
		return isOther || url.search !== '' || namedHosts(label.replaceAll(/\S+@\S+/g, '')).length > 0;
	}
	if (url.username !== '' || url.password !== '') return true;
	if (/(?:^|\.)xn--/.test(url.hostname)) return true;
	// An address that is written out is what it says, whatever in its path looks like a host: `/index.html`.
	if (parseUrl(label)?.href === url.href) return false;
	return namedHosts(label).some((host) => host !== url.hostname && `www.${host}` !== url.hostname);
}

/** Hosts that a text seems to name: anything like `word.word` or `scheme://word`. */
function namedHosts(label: string): string[] {
	const pattern = /(?:[a-z][a-z0-9+.-]*:)?\/\/([^\s/?#]+)|(?:[\p{L}\p{N}-]+[.\u3002\uff0e])+\p{L}{2,}/giu;
	const hosts: string[] = [];
	for (const match of label.matchAll(pattern)) {
		const named = match[1] ?? match[0];
		hosts.push(parseUrl(`https://${named}`)?.hostname ?? named.toLowerCase());
	}
	return hosts;
}

function parseUrl(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
