import { memberOf } from './enclosingClass';
import type { FoundId } from './find';
import type { Names } from './names';
import type { Site } from './sites';
import type { SourceText } from './sourceText';
import { type Consumer, functionGiving, isGivenBack } from './trace';

/** So many uses of a name are followed in another text. */
const mostUses = 10;

/** The names that hold an ID: the constant that it is the value of, those that it is handed on to, the functions that give it. */
export function namesHolding(source: SourceText, known: Names, consumers: readonly Consumer[]): readonly string[] {
	const makers = consumers.flatMap(({ site, at }) => functionGiving(source, known, site, at)?.name ?? []);
	const held = consumers
		.flatMap(({ name, site }) => [name, memberOfObject(site)])
		.filter((name) => name !== '' && !isLocal(known, name));
	const names = [...held, ...makers];
	return [...new Set(names)].filter((name) => /^\w{4,}(?:\.\w+)?$/.test(name)).slice(0, mostUses);
}

/** A variable of a function: what another text calls so is another one. */
function isLocal(known: Names, name: string): boolean {
	const bindings = known.allBindingsOf(headOf(name));
	return (
		bindings.length > 0 &&
		bindings.every(
			({ isAttribute, scopeStart, nameStart }) =>
				!isAttribute && scopeStart > 0 && known.functionAround(nameStart) !== undefined,
		)
	);
}

/**
 * `MODELS.fast` for what stands in `const MODELS = { fast: "…" }`; of anything else the name that holds it, so also where
 * the key is what people read: `"Claude Sonnet 4.5"` is asked for as `MODELS[chosen]`.
 */
function memberOfObject({ target, name, frames: [inner, outer] }: Site): string {
	const isEntry = inner?.callee === '' && !outer && /^\w+$/.test(name) && name !== target && target !== '';
	return isEntry ? `${target}.${name}` : target;
}

/**
 * The enumeration or class that an ID is a member of: its other members are used as this one is. Also the one whose method
 * gives the ID: `impl Model { fn id(&self) -> … }`.
 */
export function memberNames(source: SourceText, { start }: FoundId, [own]: readonly Consumer[]): readonly string[] {
	const isGiven = own !== undefined && isGivenBack(source, own.site, start);
	const name =
		memberOf(source, start) ??
		(isGiven ? holderAround(source, start) : undefined) ??
		(own && enumerationAround(source, own.site));
	return name !== undefined && /^\w{4,}$/.test(name) ? [name] : [];
}

/** Java, Kotlin, Dart: `enum Model { LITE("…"), PRO("…") }`. */
function enumerationAround(source: SourceText, { frames }: Site): string | undefined {
	const constant = frames.at(-1);
	if (!constant || constant.callee === '') return undefined;
	const body = source.bracketHolding(constant.calleeStart)?.open ?? 0;
	return /\benum\s+(?:class\s+)?(\w+)[^;{}]*$/.exec(source.code.slice(Math.max(0, body - 160), body))?.[1];
}

/** The type whose method or property a place stands in. */
export function holderAround(source: SourceText, offset: number): string | undefined {
	let bracket = source.bracketHolding(offset);
	for (let level = 0; bracket && level < deepest; level++) {
		const { open, parent } = bracket;
		const [, type, receiver] = head.exec(source.code.slice(Math.max(0, open - 160), open)) ?? [];
		if (type ?? receiver) return type ?? receiver;
		bracket = source.brackets.at(parent);
	}
	return undefined;
}

/** From the arm of a branch to the class. */
const deepest = 6;

const head =
	/\b(?:enum|class|object|struct|extension|trait|impl(?:<[^<>]*>)?)\s+(?:\w+\s+for\s+|class\s+)?(\w+)[^;{}()]*$|\bfunc\s+\(\w+\s+\*?(\w+)\)[^{}\n]*$/;

/** `config` of `config.aws.region`. */
export function headOf(name: string): string {
	return name.split('.', 1)[0] ?? name;
}
