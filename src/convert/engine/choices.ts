import { ownText } from './ownText';
import type { Site } from './sites';
import type { SourceText } from './sourceText';
import { yamlBeside } from './yamlAncestors';

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
	return (
		source.syntax.isIndented === true &&
		source.syntax.family === 'config' &&
		yamlBeside(source, start).some((line) => /^[\s-]*enum:/.test(line))
	);
}

/** In UTF-16 units. */
const longest = 2_000;
