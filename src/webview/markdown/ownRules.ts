import type { MarkdownIt, StateInline } from 'markdown-it';

/**
 * What follows `https` in a bare address: a host of ASCII with a full stop in it, a port, a path. Quotation marks, angle
 * and square brackets, bars and asterisks end it, and so does any other alphabet.
 */
const address = /:\/\/(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}(?::\d{1,5})?(?:[/?#][\w\-.~:/?#@!$&'()+,;=%]{0,2000})?/iy;
/** A user name before the host, a port that is none, or look-alike letters: the address is not what it seems. */
const isMore = /@|:\S|\.?[\w\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/uy;
const lineBreak = /<br {0,2}\/?>/iy;

/** What models write and CommonMark has not: bare https addresses are links, `<br>` is a line break. */
export function addOwnRules(grammar: MarkdownIt): void {
	grammar.inline.ruler.push('bare_link', bareLink);
	grammar.inline.ruler.push('br', (state, silent) => {
		const found = at(lineBreak, state);
		if (!found) return false;
		if (!silent) state.push('hardbreak', 'br', 0);
		state.pos += found.length;
		return true;
	});
}

/** Called where text stands still before a colon. */
function bareLink(state: StateInline, silent: boolean): boolean {
	const { pos, src } = state;
	// In a link's text is no other link; in a word, and in what was to be an attribute, is no address.
	if (
		state.linkLevel > 0 ||
		src.charCodeAt(pos) !== 0x3a ||
		!/(?<![\w\\"'=])https$/i.test(src.slice(Math.max(0, pos - 6), pos))
	)
		return false;
	const found = at(address, state);
	if (found === undefined) return false;
	isMore.lastIndex = pos + found.length;
	if (isMore.test(src)) return false;
	const rest = withoutEnd(found);
	if (!silent) {
		const scheme = state.pending.slice(-5);
		if (scheme.toLowerCase() !== 'https') return false;
		state.pending = state.pending.slice(0, -5);
		state.push('link_open', 'a', 1).attrSet('href', state.md.normalizeLink(scheme + rest));
		state.push('text', '', 0).content = scheme + rest;
		state.push('link_close', 'a', -1);
	}
	state.pos += rest.length;
	return true;
}

function at(pattern: RegExp, { pos, src }: StateInline): string | undefined {
	pattern.lastIndex = pos;
	return pattern.exec(src)?.[0];
}

/** Punctuation at the end belongs to the sentence, and so does a bracket that is not opened within. */
function withoutEnd(found: string): string {
	let unopened = found.split(')').length - found.split('(').length;
	let end = found.length;
	for (; end > 0; end--) {
		const last = found.charAt(end - 1);
		if (last === ')' && unopened > 0) unopened--;
		else if (!/[.,;:!?'~_]/.test(last)) break;
	}
	return found.slice(0, end);
}
