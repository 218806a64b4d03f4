import { typesOfHolder } from './heldClients';
import type { Names } from './names';
import type { SourceText } from './sourceText';
import type { Consumer } from './trace';

/** Go: the package that makes an object, `options := conf.Default()`. */
const packageMaking = /^(\w+)\.[A-Z]\w*\(/;

/**
 * `options.model = "…"`, of an object whose class another text holds: what that class calls the Region beside it.
 * @returns names to ask other texts for: `Options.region`.
 */
export function regionsBeside(source: SourceText, names: Names, [own]: readonly Consumer[]): readonly string[] {
	if (own?.site.operator !== '=' || source.syntax.family !== 'code') return [];
	const { nameStart } = own.site;
	const before = source.code.slice(Math.max(source.lineStart(nameStart), nameStart - 80), nameStart);
	const holder = /(?:^|[\s;({&*])(?!(?:self|this)\b)([A-Za-z_]\w*)(?:\.|->)$/.exec(before)?.[1];
	if (holder === undefined) return [];
	const binding = source.language === 'go' ? names.bindingOf(holder, nameStart) : undefined;
	const made = binding && packageMaking.exec(source.code.slice(binding.start, binding.start + 80))?.[1];
	const types = made === undefined ? typesOfHolder(source, names, holder, nameStart) : [made];
	return types.map((type) => `${type}.region`);
}
