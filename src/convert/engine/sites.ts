import { isBlock, isInType } from './blocks';
import { calleeBefore } from './callees';
import { characterTable, lastOfKind } from './characterTable';
import { isOfName } from './characters';
import { splitList } from './listEntries';
import { PerText } from './perText';
import type { ReadText } from './readText';
import type { SourceText } from './sourceText';
import { continues, Statement } from './statements';

/** The value that an occurrence stands in: a whole string with its quotes, or a bare word. */
export interface ValueSpan {
	readonly start: number;
	/** Exclusive. */
	readonly end: number;
	/** Without quotes. */
	readonly contentStart: number;
	readonly contentEnd: number;
	/** True for a string. */
	readonly isQuoted: boolean;
}

/** A bracket around a value, seen from inside. */
export interface Frame {
	readonly index: number;
	readonly open: number;
	readonly close: number;
	/** What is called or made: `client.converse`, `ConverseInput`, `.modelId`; empty for a plain bracket. */
	readonly callee: string;
	/** Where the callee begins; `open` where there is none. */
	readonly calleeStart: number;
	/** What names the value within this bracket: `modelId` in `{ modelId: "…" }`; empty for a position in a list. */
	readonly key: string;
}

/** How a value stands in its statement. */
export interface Site {
	/** What names the value in its own bracket or statement: a key, an argument, a variable. */
	readonly name: string;
	readonly nameStart: number;
	readonly operator: '=' | ':' | '=>' | ':=' | '';
	/** Innermost first, up to the block. */
	readonly frames: readonly Frame[];
	/** The variable that the whole statement sets; empty for none. */
	readonly target: string;
	/** What names the outermost bracket: a variable or a key. */
	readonly owner: string;
	/** The value is compared, not used. */
	readonly isCompared: boolean;
	/** The value is the key of an entry. */
	readonly isKey: boolean;
	/** The whole statement. */
	readonly statement: { readonly start: number; readonly end: number };
}

/** Functions that hand their argument on: a value within them is judged where their result goes. */
const transparent = new Set(
	'String string str from ptr to_string into Some of ToPtr Ptr StringPtr getenv get env GetEnvironmentVariable config coalesce lookup try tostring format trim trimspace strip unwrap_or unwrap_or_else unwrap_or_default orElse getOrDefault GetValueOrDefault default Field Option Argument fetch jsonencode valueOf freeze Sub dumps encodeURIComponent quote'.split(
		' ',
	),
);
/** The same of functions that are no object's. */
const transparentAlone = new Set(['required', 'env_or', 'getEnv']);

/** The letters and marks before a string that say how it is read: `r"…"`, `$"…"`. */
function marksBefore({ text }: SourceText, start: number): string {
	if (!'rRbBuUfF$@#'.includes(text.charAt(start - 1)) || start === 0) return '';
	return /(?:^|[^\w$])([rRbBuUfF]{1,2}|[$@]{1,2}|r#{1,2})$/.exec(text.slice(Math.max(0, start - 4), start))?.[1] ?? '';
}

/** Where the value of an occurrence begins and ends. */
export function valueSpanOf(source: SourceText, start: number, end: number): ValueSpan {
	const span = source.spanAt(start);
	if (span && !span.isComment && span.quote !== '') {
		const marks = marksBefore(source, span.start);
		const last = source.spanAt(end - 1) ?? span;
		return {
			start: span.start - marks.length,
			end: last.end,
			contentStart: span.start + span.quote.length,
			contentEnd: last.end - last.quote.length,
			isQuoted: true,
		};
	}
	const text = source.text;
	let from = start;
	while (from > 0 && start - from < 300) {
		const hole =
			text.charAt(from - 1) === '}' ? /\$\{[^{}\s]{1,60}\}$/.exec(text.slice(Math.max(0, from - 70), from)) : null;
		if (hole) from -= hole[0].length;
		else if (/[\s"'`,;=(){}[\]<>|]/.test(text.charAt(from - 1))) break;
		else from--;
	}
	let to = end;
	while (to < text.length && !/[\s"'`,;(){}[\]<>|]/.test(text.charAt(to)) && to - end < 300) to++;
	return { start: from, end: to, contentStart: from, contentEnd: to, isQuoted: false };
}

/** Reads how the value at `start…end` stands in its statement. */
export function siteOf(source: SourceText, start: number, end: number): Site {
	let known = sites.get(source);
	if (!known) sites.set(source, (known = new Map<number, KnownSite>()));
	const first = known.get(start);
	for (let each = first; each; each = each.next) if (each.end === end) return each.site;
	const site = readSite(source, start, end);
	known.set(start, { end, site, next: first });
	return site;
}

/** What an ID is, where it goes and which Region it names all ask for the same site. */
interface KnownSite {
	readonly end: number;
	readonly site: Site;
	/** Another one with the same start. */
	readonly next: KnownSite | undefined;
}

/** By their start. */
const sites = new PerText<Map<number, KnownSite>>();

function readSite(source: SourceText, start: number, end: number): Site {
	const { code } = source;
	const first = expressionBefore(source, start, source.bracketAround(start));
	const after = code.slice(end, end + 60);
	let isCompared =
		first.isCompared || isComparedAfter(source, start, after) || isTypeOrBranch(source, first, start, end, after);
	const isKey = !isCompared && isEntryKey(source, start, end, first, after);
	const frames: Frame[] = [];
	let name = first.name;
	let nameStart = first.nameStart;
	let operator = first.operator;
	let position = start;
	let key = first.name;
	let owner = '';
	let target = first.operator.includes('=') && first.operator !== '=>' ? (holderOf(source, first) ?? first.name) : '';
	for (let index = source.bracketAround(start); index !== -1;) {
		const bracket = source.brackets.at(index);
		if (!bracket || isBlock(source, bracket.open)) break;
		const { callee, calleeStart } = calleeBefore(source, bracket.open);
		frames.push({ index, open: bracket.open, close: bracket.close, callee, calleeStart, key });
		position = calleeStart;
		const outer = expressionBefore(source, calleeStart, bracket.parent);
		if (
			frames.length === 1 &&
			name === '' &&
			code.charAt(bracket.open) === '(' &&
			bracket.close - bracket.open < 2_000 &&
			isTransparent(callee)
		) {
			({ name, nameStart, operator } = outer);
			// Rust: `request.model_id() == Some("…")`
			isCompared ||= outer.isCompared;
		}
		key = outer.name;
		owner = outer.name;
		target = outer.operator === '=' || outer.operator === ':=' ? outer.name : '';
		index = bracket.parent;
		if (frames.length > deepestNesting) break;
	}
	const outermost = frames.at(-1);
	const statementFrom = outermost ? outermost.calleeStart : position;
	const statementTo = Math.max(end, outermost ? outermost.close + 1 : end);
	const statement = new Statement(source, statementFrom, statementTo);
	return { name, nameStart, operator, frames, target, owner, isCompared, isKey, statement };
}

/** `params` of `params["modelId"] = "…"`, where it is a variable. */
function holderOf({ code }: SourceText, { operator, at }: Before): string | undefined {
	if (operator !== '=' || !/\]\s*$/.test(code.slice(Math.max(0, at - 4), at))) return undefined;
	return /(?:^|[^\w$.\]>:])([A-Za-z_$][\w$]*)\[\s*(?:"\s*"|'\s*')\s*\]\s*$/.exec(
		code.slice(Math.max(0, at - 120), at),
	)?.[1];
}

/** What a call comes to may be compared, and its argument is not. */
function isComparedAfter(source: SourceText, start: number, after: string): boolean {
	if (!mayCompare.includes(after.trimStart().charAt(0)) || !comparedAfter.test(after)) return false;
	if (!/^\s*\)\s*[=!]==?/.test(after)) return true;
	const open = source.bracketHolding(start)?.open ?? 0;
	return !/[\w$]$/.test(source.code.slice(Math.max(0, open - 1), open));
}

/** What an operator or a method that compares begins with, and what may stand before it. */
const mayCompare = ')=!in.%';
const comparedAfter =
	/^\s*\)?\s*[=!]==?|^\s+(?:not\s+)?in\b(?!\s*\{)|^\s*%in%|^\s*\.(?:equals|equalsIgnoreCase|compareTo|startsWith|contains|eq)\s*\(/;

/** A literal type in TypeScript, or the branch of a `when` or `switch`. */
function isTypeOrBranch(source: SourceText, first: Before, start: number, end: number, after: string): boolean {
	const { code, language } = source;
	if (after.includes('->') && /^\s*->/.test(after) && /^(?:kotlin|java|swift|scala)$/.test(language)) return true;
	if (!language.startsWith('typescript')) return false;
	if (isInType(source, start)) return true;
	if (/^\s*\|(?!\|)/.test(after) || /(?:^|[^|])\|\s*$/.test(code.slice(Math.max(0, start - 20), start))) return true;
	return (
		first.operator === '=' &&
		/\btype\s+\w+\s*$/.test(code.slice(Math.max(0, first.at - 80), first.at)) &&
		end > first.at
	);
}

/** How many brackets out from a value are looked at. */
const deepestNesting = 24;

/** The first half of an entry: `"…": 1`, `"…" => 1`, `"…" = 1`, `["…"] = 1`, `{ "…", 1 }`, `Map.of("…", 1)`, `"…" to 1`. */
function isEntryKey(source: SourceText, start: number, end: number, first: Before, after: string): boolean {
	const { code } = source;
	const next = after.trimStart().charAt(0);
	if ((next === '=' && /^\s*=>/.test(after)) || (source.language === 'kotlin' && /^\s+to\s/.test(after))) return true;
	// What a line of an object in HCL, of a hash table in PowerShell or of a vector in R begins with.
	if (next === '=' && /^(?:terraform|powershell|r)$/.test(source.language) && /^\s*=(?![=~>])/.test(after))
		return /(?:[{,;(]|^)\s*$/.test(code.slice(Math.max(source.lineStart(start), start - 200), start));
	const isPlain = first.operator === '' && source.syntax.family === 'code';
	if (isPlain && next === ':' && !first.isTernary && /^\s*:(?![:=])/.test(after)) return true;
	const before = code.slice(Math.max(0, first.at - 60), first.at);
	if (first.stop === '[' && /^\s*\]/.test(after)) return /^\s*\]\s*[=:](?!=)/.test(after) || /[\w)\]]\s*$/.test(before);
	if (!isPlain || code.slice(first.at + 1, start).trim() !== '') return false;
	const isPair = next === ',' && /^\s*,\s*(?:-?[0-9]|(?:new|true|false|True|False)\b)/.test(code.slice(end, end + 40));
	if ((first.stop === '{' || first.stop === '[') && isPair) return /[{[(,]\s*$/.test(before);
	// `Map.of(key, value, key, value)`
	if (first.stop === ',' && next === ',' && isKeyOfPairs(source, start)) return true;
	return (
		first.stop === '(' &&
		/(?:\bMap\.(?:of|entry)|Pair\.of|ImmutableMap\.of|(?:^|[^\w.])entry|\.(?:put|Add|TryAdd))\s*$/.test(before)
	);
}

/** A value at an even place among those of `Map.of(…)`. */
function isKeyOfPairs(source: SourceText, start: number): boolean {
	const bracket = source.bracketHolding(start);
	if (!bracket || !/\bMap\.of\s*$/.test(source.code.slice(Math.max(0, bracket.open - 60), bracket.open))) return false;
	const entries = splitList(source, bracket.open, bracket.close);
	return entries.findIndex((each) => each.start <= start && start < each.end) % 2 === 0;
}

export function isTransparent(callee: string): boolean {
	const last = callee.slice(Math.max(callee.lastIndexOf('.'), callee.lastIndexOf(':')) + 1);
	if (last === 'stringify') return /(?:^|\.|::)JSON\.stringify$/.test(callee);
	return transparent.has(last) || transparentAlone.has(callee);
}

interface Before {
	/** The character that ends the search: an opening bracket, `,`, `;`, a line end or an operator. */
	readonly stop: string;
	readonly at: number;
	readonly name: string;
	readonly nameStart: number;
	readonly operator: Site['operator'];
	readonly isCompared: boolean;
	readonly isTernary: boolean;
}

/** Reads backwards from a value to what names it, past `a ||`, `a ? b :` and the like. */
function expressionBefore(source: SourceText, start: number, bracketIndex: number): Before {
	const before = readBackwards(source, start, bracketIndex);
	// Where it stopped, the characters before that have been looked at too.
	source.marks.add(before.at - 3, start);
	return before;
}

/** The characters that {@link readBackwards} stops at or counts. */
const telling = characterTable(')]}([{,;\n=>?e:');

function readBackwards(source: SourceText, start: number, bracketIndex: number): Before {
	const code = source.code.whole;
	const bracket = source.brackets.at(bracketIndex);
	const isInList = bracket !== undefined && !isBlock(source, bracket.open);
	let isCompared = false;
	let isTernary = false;
	// What is compared before a branch decides which branch it is; the branch itself is not compared.
	let isInCondition = false;
	let depth = 0;
	const limit = Math.max(0, start - 1_000);
	for (let at = lastOfKind(telling, code, start, limit); at >= limit; at = lastOfKind(telling, code, at, limit)) {
		const character = code.charAt(at);
		if (character === ')' || character === ']' || character === '}') depth++;
		else if (character === '(' || character === '[' || character === '{') {
			if (depth === 0) return nameless(character, at, isCompared || isCase(source.code, at, start), isTernary);
			depth--;
		} else if (depth > 0) continue;
		else if (character === ',' || character === ';') return nameless(character, at, isCompared, isTernary);
		else if (character === '\n') {
			if (!isInList && !continues(source.code, at))
				return nameless(character, at, isCompared || isCase(source.code, at, start), isTernary);
		} else if (character === '=') {
			const previous = code.charAt(at - 1);
			if (previous === '=' || previous === '!' || previous === '<' || previous === '>' || previous === '~') {
				isCompared ||= !isInCondition;
				at--;
				if (code.charAt(at - 1) === '=' || code.charAt(at - 1) === '!') at--;
				continue;
			}
			if (previous === ':') return named(source, at - 1, ':=', isCompared);
			return named(source, previous === '+' || previous === '|' || previous === '?' ? at - 1 : at, '=', isCompared);
		} else if (character === '>' && code.charAt(at - 1) === '=') return named(source, at - 1, '=>', isCompared);
		else if (
			character === '?' &&
			code.charAt(at + 1) !== '.' &&
			code.charAt(at + 1) !== '?' &&
			code.charAt(at - 1) !== '?'
		) {
			isTernary = true;
			isInCondition = true;
		} else if (character === 'e' && isElse(code, at)) {
			isInCondition = true;
			at -= 3;
		} else if (character === ':') {
			if (code.charAt(at - 1) === ':') {
				at--;
				continue;
			}
			// PHP, Kotlin: `a ?: b`.
			const isElvis = code.charAt(at - 1) === '?' && /^(?:php|kotlin|groovy)$/.test(source.language);
			const isData = source.syntax.family === 'config';
			if (isElvis || (!isData && hasQuestionBefore(source, at, limit))) {
				isTernary = true;
				continue;
			}
			return isCase(source.code, source.lineStart(at), at)
				? nameless(';', at, isCompared, isTernary)
				: named(source, at, ':', isCompared);
		}
	}
	return nameless('', limit, isCompared, isTernary);
}

/** The `else` of an expression ends here: `"…" if x == 1 else "…"`. */
function isElse(code: string, at: number): boolean {
	return code.startsWith('else', at - 3) && /^(?:|[^\w$.])else(?![\w$])/.test(code.slice(Math.max(0, at - 4), at + 2));
}

function nameless(stop: string, at: number, isCompared: boolean, isTernary: boolean): Before {
	return { stop, at, name: '', nameStart: at, operator: '', isCompared, isTernary };
}

/** `case "…":`, `when "…"`, `x in "…"`. */
function isCase(code: ReadText, from: number, to: number): boolean {
	const before = code.slice(Math.max(from, to - 40), to);
	return /(?:^|[\s(])(?:case|when|not\s+in|in)\s*$/.test(before) && !/\bfor\s+\w+\s+in\s*$/.test(before);
}

/** The line goes on from the one before: it begins with an operator or a dot, or the one before ends with one. */
function hasQuestionBefore({ code, marks }: SourceText, from: number, limit: number): boolean {
	const { whole } = code;
	let depth = 0;
	let at = lastOfKind(telling, whole, from, limit);
	for (; at >= limit; at = lastOfKind(telling, whole, at, limit)) {
		const character = whole.charAt(at);
		if (character === ')' || character === ']' || character === '}') depth++;
		else if (character === '(' || character === '[' || character === '{') {
			if (depth-- === 0) break;
		} else if (depth === 0 && (character === ',' || character === ';' || character === '?')) break;
	}
	marks.add(at - 1, from + 1);
	return (
		at >= limit &&
		whole.charAt(at) === '?' &&
		whole.charAt(at - 1) !== '?' &&
		whole.charAt(at + 1) !== '.' &&
		at + 1 !== from
	);
}

/** Longer than any name with its type. */
const longestName = 160;

const quotedKey = /(?:"([^"\n]{1,100})"|'([^'\n]{1,100})')\s*\]?\s*\??$/;
const annotatedName =
	/([A-Za-z_$][\w$]*)\s*[?!]?\s*:\s*(?:\[[\w.]+\s*:[^=:;(){}\n]{1,80}\]\s*|[A-Za-z_&*'[(][^=:;(){}\n]{0,80}|(?:Record|Map|Array)<[^=()\n]{1,120}>|\[[&'\w ]{1,60}; ?\w+\])$/;
/** Kotlin: `fun ask(…): String = …` */
const resultType = /\)\s*:\s*[A-Z][\w<>?,. ]{0,80}$/;
const goTypedName = /([A-Za-z_]\w*)\s+[A-Za-z*[][\w.\]]*$/;
const autoProperty = /\s([A-Za-z_]\w*)\s*\{[\w; ]{1,40}\}$/;
/** C, C++: `const char* kModels[] =` */
const declaredArray = /\w[\s*&]+(\w+)\[\w*\]$/;
const plainName = /([A-Za-z_$][\w$]*(?:-[A-Za-z]\w*)*)\s*\??$/;

/** The name before an operator, at the operator's offset. */
function named(source: SourceText, at: number, operator: Site['operator'], isCompared: boolean): Before {
	// Keys in quotes are blank in the code: the text has them.
	const before = source.text.sliceOfLineBefore(at, longestName).trimEnd();
	const last = before.charCodeAt(before.length - 1);
	const result = (name: string): Before => ({
		stop: operator,
		at,
		name,
		nameStart: name === '' ? at : source.text.lastIndexOf(name, at),
		operator,
		isCompared,
		isTernary: false,
	});
	const quoted = last === 0x22 || last === 0x27 || last === 0x5d || last === 0x3f ? quotedKey.exec(before) : null;
	if (quoted) return result(quoted[1] ?? quoted[2] ?? '');
	// C#: `string ModelId { get; } = "…"`
	const property = last === 0x7d && source.language === 'csharp' ? autoProperty.exec(before) : null;
	if (property?.[1] !== undefined) return result(property[1]);
	const array = last === 0x5d ? declaredArray.exec(before) : null;
	if (array?.[1] !== undefined) return result(array[1]);
	if (operator === '=' || operator === ':=') {
		const line = before.slice(before.lastIndexOf('\n') + 1);
		const isTyped = line.includes(':');
		const annotated = isTyped ? annotatedName.exec(line) : null;
		if (isTyped && !annotated && resultType.test(line)) return result('');
		if (annotated?.[1] !== undefined) return result(annotated[1]);
		const typed = source.language === 'go' ? goTypedName.exec(before) : null;
		if (typed?.[1] !== undefined && !/^(?:const|var|type|return)$/.test(typed[1])) return result(typed[1]);
	}
	return result(plainName.exec(lastWord(before))?.[1] ?? '');
}

const hyphen = 0x2d;

/** The end of a text that can be a name, with the mark behind it. */
function lastWord(text: string): string {
	let at = text.length;
	if (text.charCodeAt(at - 1) === 0x3f) at = text.slice(0, -1).trimEnd().length;
	while (at > 0 && (isOfName(text.charCodeAt(at - 1)) || text.charCodeAt(at - 1) === hyphen)) at--;
	return text.slice(at);
}
