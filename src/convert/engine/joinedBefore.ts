import { splitList } from './listEntries';
import type { Site } from './sites';
import type { SourceText } from './sourceText';

/** A part of a program's text. */
export interface Piece {
	readonly start: number;
	/** Exclusive. */
	readonly end: number;
}

/** In UTF-16 units. */
const farthest = 160;
/** So many brackets and names of one expression are passed. */
const mostParts = 12;

/** What a name may be a member of, or asked for: `this.models.`, `self::`, `os.environ["`, `ENV.fetch("`. */
export const holderBefore = String.raw`(?:[\w$]+(?:\?\.|!?\.|->|::|\[|\())*["'$@]?`;

/** The expression that a value is put behind, with nothing between: `prefixOf(region) + MODEL`, `${prefix}${model}`, `prefix.concat(model)`. */
export function joinedBefore(source: SourceText, site: Site, at: number): Piece | undefined {
	return holeBefore(source, at) ?? summandBefore(source, startOfValue(source, at)) ?? argumentBefore(source, site, at);
}

const twoHoles = new RegExp(
	String.raw`(?:\$\{|#\{|\{|\\\()([^{}]{1,100})[})](?:\$\{|#\{|\{\$?|\\\()\s*${holderBefore}$`,
);
/** Kotlin, PHP, shells: `$prefix$model` */
const twoNames = /\$(\w+)\$$/;

function holeBefore({ text }: SourceText, at: number): Piece | undefined {
	const before = text.sliceOfLineBefore(at, farthest);
	const found = (/[})][$#{\\]/.test(before) ? twoHoles.exec(before) : null) ?? twoNames.exec(before);
	if (found?.[1] === undefined) return undefined;
	const start = at - before.length + found.index + found[0].indexOf(found[1]);
	return { start, end: start + found[1].length };
}

const plus = /(?:\+\s*&?|<>)\s*$/;
const plusOfPhp = /\.\s*$/;

function summandBefore(source: SourceText, start: number): Piece | undefined {
	const { code, language } = source;
	const sign = (language === 'php' ? plusOfPhp : plus).exec(code.slice(Math.max(0, start - 40), start));
	if (!sign) return undefined;
	const end = start - sign[0].length;
	const from = startOfExpression(source, end);
	return from < end && code.charAt(end - 1) !== '+' ? { start: from, end } : undefined;
}

/** Where a name begins with all that it is a member of; for a setting that is read by its name, where that is read. */
function startOfValue(source: SourceText, at: number): number {
	const span = source.spanAt(at);
	if (!span || span.isComment || span.start + span.quote.length !== at) return startOfChain(source, at);
	const before = source.code.slice(Math.max(0, span.start - farthest), span.start);
	const read = /[\w$\])][[(]\s*$/.exec(before);
	return read ? startOfChain(source, span.start - before.length + read.index + 1) : span.start;
}

function startOfChain({ code, language }: SourceText, at: number): number {
	// Most chains are one name: no more is read than that.
	let from = at;
	while (from > 0 && at - from < farthest && /[\w$@?!.:>\\-]/.test(code.charAt(from - 1))) from--;
	const before = code.slice(from, at);
	const chain = language === 'php' ? /[\w$\\:>-]*[$@]?$/ : /(?:[\w$@]|[?!]?\.|->|::)*$/;
	return at - (chain.exec(before)?.[0].length ?? 0);
}

/** Where the expression begins that ends at an offset: `geo.prefixes[region]`, `(isEu ? "eu." : "us.")`. */
function startOfExpression(source: SourceText, end: number): number {
	const { code } = source;
	let at = end;
	for (let count = 0; count < mostParts; count++) {
		at -= /\s*$/.exec(code.slice(Math.max(0, at - farthest), at))?.[0].length ?? 0;
		const last = code.charAt(at - 1);
		if (last !== '' && ')]}'.includes(last)) {
			const bracket = source.bracketHolding(at - 1);
			if (bracket?.close !== at - 1) return at;
			at = bracket.open;
			if (!/[\w$\])}!]/.test(code.charAt(at - 1))) return at;
			continue;
		}
		if (/["'`]/.test(last)) return source.spanAt(at - 1)?.start ?? at;
		const start = startOfChain(source, last === '!' ? at - 1 : at);
		if (start === at || !/[)\]]/.test(code.charAt(start - 1))) return start;
		at = start;
	}
	return at;
}

/** The same of what is put together by a call: `concat(prefix, model)`, `format!("{}{}", prefix, model)`, `[prefix, model].concat()`. */
function argumentBefore(source: SourceText, { frames: [inner] }: Site, at: number): Piece | undefined {
	if (!inner || !isPutTogether(source, inner)) return undefined;
	const entries = splitList(source, inner.open, inner.close);
	const index = entries.findIndex(({ start, end }) => start <= at && at < end);
	const before = entries[index - 1];
	if (before) return before;
	const dot = inner.callee.includes('.') ? source.code.lastIndexOf('.', inner.open) : -1;
	return index === 0 && dot > inner.calleeStart && inner.callee.endsWith('oncat')
		? { start: startOfExpression(source, dot), end: dot }
		: undefined;
}

function isPutTogether({ text }: SourceText, { callee, calleeStart, open, close }: Site['frames'][number]): boolean {
	if (/(?:^|\.)[cC]oncat$/.test(callee)) return true;
	if (/(?:printf|format(?:ted)?)!?$/i.test(callee))
		return /(?:%[sv@]|\{\d?\}){2}/.test(text.slice(Math.max(0, calleeStart - 40), Math.min(close, open + 200)));
	if (!/^\s*\./.test(text.slicePastSpace(close + 1, 1))) return false;
	return /^\s*\.(?:concat\(\s*\)|join\(\s*(?:""|'')\s*\))/.test(text.slice(close + 1, close + 20));
}
