import { declaredTypes } from './declaredTypes';
import { classNamed } from './enclosingClass';
import { expressionEnd } from './expressionEnd';
import type { Names } from './names';
import type { SourceText } from './sourceText';

/** `new Clients(…)`, `Clients()`, `Clients{…}` */
const madeOf = /^(?:new\s+|&)?(?:\w+\.)?([A-Z]\w+)\s?[({]/;
/** Go: `clients *Clients`, of a type of the package itself. */
const typeOfGo = /^[ \t]+\*?([A-Za-z]\w{3,60})[,)\s]/;

/** So many uses of a name are looked at for its type. */
const mostUses = 12;

interface Stretch {
	readonly start: number;
	readonly end: number;
}

/** What the object is declared as, or made of, that holds several clients: `Clients` for `clients` of `clients.eu.converse`. */
export function typesOfHolder(source: SourceText, names: Names, name: string, offset: number): readonly string[] {
	const types = declaredTypes(source, name);
	const binding = names.bindingOf(name, offset);
	const made = binding && madeOf.exec(source.code.slice(binding.start, binding.start + 80))?.[1];
	if (made !== undefined) return [...types, made];
	if (source.language !== 'go' || types.length > 0) return types;
	const uses = source.placesOfName(name).slice(0, mostUses);
	return uses
		.flatMap((use) => typeOfGo.exec(source.code.slice(use + name.length, use + name.length + 80))?.[1] ?? [])
		.slice(0, 1);
}

/** Where a class of the text gives the one member of that name its value; in Go, where literals do. */
export function valuesOfMember(source: SourceText, names: Names, className: string, key: string): readonly Stretch[] {
	if (source.language === 'go') return valuesInLiterals(source, key);
	const held = classNamed(source, className);
	const own = held ? names.allBindingsOf(key).filter(({ start }) => held.place < start && start < held.end) : [];
	return own.length === 1 ? own : [];
}

/** `Clients{EU: bedrockruntime.New(…)}` */
function valuesInLiterals(source: SourceText, key: string): readonly Stretch[] {
	return source
		.placesOf(key)
		.slice(0, mostUses)
		.flatMap((place) => {
			const label = /^:\s+/.exec(source.code.slice(place + key.length, place + key.length + 20))?.[0];
			if (label === undefined) return [];
			const start = place + key.length + label.length;
			return { start, end: expressionEnd(source, start) };
		});
}
