import { ownText } from './ownText';
import type { Site } from './sites';
import type { SourceText } from './sourceText';

/**
 * The default of a choice, which must be one of the values allowed: `z.enum(["…", "…"]).default("…")`,
 * `enum` and `default` in a schema. It stays while they do.
 * @param start of the ID.
 */
export function isDefaultOfChoice(source: SourceText, { frames, name }: Site, start: number, id: string): boolean {
	const [inner] = frames;
	const { text } = source;
	if (inner && /(?:^|\.)default$/.test(inner.callee)) {
		const chain = text.slice(Math.max(inner.calleeStart, inner.open - longest), inner.open);
		return /\b(?:enum|Enum|picklist|oneOf)\s*\(/.test(chain) && chain.includes(id);
	}
	if (name !== 'default') return false;
	if (inner) return /["']?\benum["']?\s*:/.test(ownText(source, inner));
	return source.syntax.isIndented === true && source.syntax.family === 'config' && hasEnumBeside(source, start);
}

/** In UTF-16 units. */
const longest = 2_000;

/** `enum:` in the same YAML mapping. */
function hasEnumBeside(source: SourceText, offset: number): boolean {
	const lineStart = source.lineStart(offset);
	const indent = /^ */.exec(source.text.slice(lineStart, lineStart + 200))?.[0] ?? '';
	const before = source.text.slice(Math.max(0, lineStart - longest), lineStart);
	const after = source.text.slice(source.lineEnd(offset), source.lineEnd(offset) + longest);
	const own = `${before.slice(mappingStart(before, indent.length))}${after.slice(0, mappingEnd(after, indent.length))}`;
	return new RegExp(`^${indent}enum:`, 'm').test(own);
}

/** Where the last line ends that stands further out. */
function mappingStart(before: string, column: number): number {
	const last = [...before.matchAll(/^( *)[^\s#].*\n/gm)].findLast(([, indent = '']) => indent.length < column);
	return last ? last.index + last[0].length : 0;
}

/** Where the first line begins that stands further out. */
function mappingEnd(after: string, column: number): number {
	return (
		[...after.matchAll(/^( *)[^\s#].*$/gm)].find(([, indent = '']) => indent.length < column)?.index ?? after.length
	);
}
