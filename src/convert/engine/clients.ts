import type { FoundId } from './find';

/** Follows names through one file, by shape: enough for the way programs call an SDK, in any language with brackets. */

/** A stretch of the text. */
export interface Span {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** An argument list longer than this is no call of an SDK. In UTF-16 units. */
const longestCall = 20_000;

/** Calls that send a request to a model. */
const invocation =
	/([A-Za-z_$][\w$]*)(?:\??\.|->)(?:converse(?:_stream|Stream)?|Converse(?:Stream)?(?:Async)?|invoke_model(?:_with_response_stream)?|invoke[mM]odel\w*|InvokeModel\w*|send|Send)\s*\(/g;

/**
 * The name of the client whose call takes the ID: as an argument, or through the variable that the ID is assigned to.
 * @returns `undefined` when there is none, or two clients take it.
 */
export function clientOf(text: string, occurrence: FoundId): string | undefined {
	const variable = variableOf(text, occurrence);
	const uses = variable === undefined ? undefined : new RegExp(`(?<![\\w.])(?:self\\.|this\\.)?${variable}\\b`);
	const clients = new Set<string>();
	for (const match of text.matchAll(invocation)) {
		const [head, name = ''] = match;
		const open = match.index + head.length - 1;
		const end = closingBracket(text, open);
		const holdsId = occurrence.start > open && occurrence.end <= end;
		if (holdsId) return name;
		if (uses?.test(text.slice(open, end))) clients.add(name);
	}
	const [only, other] = clients;
	return other === undefined ? only : undefined;
}

/** The statement that gives a name its value: `client = boto3.client(…)`, `const client = new …({…})`. */
export function definitionOf(text: string, name: string): Span | undefined {
	const pattern = new RegExp(`(?<![\\w.])(?:self\\.|this\\.)?${escape(name)}\\s*(?::[^=\\n]{0,80})?:?=(?!=)\\s*`);
	const match = pattern.exec(text);
	if (!match) return undefined;
	const start = match.index;
	let end = start + match[0].length;
	while (end < text.length && end - start < longestCall && !/[\n;]/.test(text.charAt(end))) {
		end = /[([{]/.test(text.charAt(end)) ? closingBracket(text, end) + 1 : end + 1;
	}
	// A builder's chain goes on below: `.region(Region.US_EAST_1)`.
	for (let chain = /^\s*\n\s*\./.exec(text.slice(end, end + 200)); chain;) {
		end += chain[0].length;
		while (end < text.length && end - start < longestCall && !/[\n;]/.test(text.charAt(end))) {
			end = /[([{]/.test(text.charAt(end)) ? closingBracket(text, end) + 1 : end + 1;
		}
		chain = /^\s*\n\s*\./.exec(text.slice(end, end + 200));
	}
	return { start, end, text: text.slice(start, end) };
}

/** The variable that the ID is assigned to on its own line. */
function variableOf(text: string, { start }: FoundId): string | undefined {
	const from = Math.max(text.lastIndexOf('\n', start) + 1, start - 300);
	const match = /([A-Za-z_$][\w$]*)\s*(?::[^="'`]{0,80})?:?=\s*[\w([{]*["'`][^"'`]*$/.exec(text.slice(from, start));
	return match?.[1];
}

/** The bracket that closes the one at `open`, strings skipped; the end of the longest call if there is none. */
function closingBracket(text: string, open: number): number {
	let depth = 0;
	const limit = Math.min(text.length, open + longestCall);
	for (let position = open; position < limit; position++) {
		const character = text.charAt(position);
		if (character === '"' || character === "'" || character === '`') {
			const close = text.indexOf(character, position + 1);
			const line = text.indexOf('\n', position);
			if (close !== -1 && (close < line || line === -1 || character === '`')) position = close;
		} else if ('([{'.includes(character)) depth++;
		else if (')]}'.includes(character) && --depth === 0) return position;
	}
	return limit;
}

function escape(name: string): string {
	return name.replaceAll('$', '\\$');
}
