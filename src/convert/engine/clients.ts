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

/** One call that sends a request, with its argument list. */
interface Invocation {
	readonly client: string;
	readonly start: number;
	readonly end: number;
	readonly names: ReadonlySet<string>;
}

/** The clients of one text. Everything that is read from the whole text is read once. */
export class FileClients {
	private readonly invocations: readonly Invocation[];
	private readonly definitions = new Map<string, Span | undefined>();

	constructor(private readonly text: string) {
		this.invocations = [...text.matchAll(invocation)].map((match) => {
			const start = match.index + match[0].length - 1;
			const end = closingBracket(text, start);
			return { client: match[1] ?? '', start, end, names: new Set(text.slice(start, end).match(/[A-Za-z_$][\w$]*/g)) };
		});
	}

	/**
	 * The name of the client whose call takes the ID: as an argument, or through the variable that the ID is assigned to.
	 * @returns `undefined` when there is none, or two clients take it.
	 */
	clientOf(occurrence: FoundId): string | undefined {
		const direct = this.invocations.find(({ start, end }) => occurrence.start > start && occurrence.end <= end);
		if (direct) return direct.client;
		const variable = variableOf(this.text, occurrence);
		if (variable === undefined) return undefined;
		const using = this.invocations.filter(({ names }) => names.has(variable)).map(({ client }) => client);
		const [only, other] = new Set(using);
		return other === undefined ? only : undefined;
	}

	/** The statement that gives a name its value: `client = boto3.client(…)`, `const client = new …({…})`. */
	definitionOf(name: string): Span | undefined {
		if (!this.definitions.has(name)) this.definitions.set(name, findDefinition(this.text, name));
		return this.definitions.get(name);
	}
}

function findDefinition(text: string, name: string): Span | undefined {
	const pattern = new RegExp(`(?<![\\w.])(?:self\\.|this\\.)?${escape(name)}\\s*(?::[^=\\n]{0,80})?:?=(?!=)\\s*`);
	const match = pattern.exec(text);
	if (!match) return undefined;
	const start = match.index;
	let end = endOfStatement(text, start + match[0].length);
	// A builder's chain goes on below: `.region(Region.US_EAST_1)`.
	for (let chain = builderChain.exec(text.slice(end, end + 200)); chain && end - start < longestCall;) {
		end = endOfStatement(text, end + chain[0].length);
		chain = builderChain.exec(text.slice(end, end + 200));
	}
	return { start, end, text: text.slice(start, end) };
}

const builderChain = /^\s*\n\s*\./;

/** The end of the line or the semicolon that closes it, brackets skipped whole. */
function endOfStatement(text: string, from: number): number {
	let end = from;
	while (end < text.length && end - from < longestCall && !/[\n;]/.test(text.charAt(end))) {
		end = /[([{]/.test(text.charAt(end)) ? closingBracket(text, end) + 1 : end + 1;
	}
	return end;
}

/** The variable that the ID is assigned to on its own line. */
function variableOf(text: string, { start }: FoundId): string | undefined {
	const before = text.slice(Math.max(0, start - 300), start);
	const line = before.slice(before.lastIndexOf('\n') + 1);
	return /([A-Za-z_$][\w$]*)\s*(?::[^="'`]{0,80})?:?=\s*[\w([{]*["'`][^"'`]*$/.exec(line)?.[1];
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
