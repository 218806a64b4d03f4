import { countBelow } from './ascending';
import type { FunctionSpan } from './functionSpans';
import type { Names } from './names';
import { PerText } from './perText';
import { remembered } from './remembered';
import type { Binding, Scope } from './scopedBindings';
import type { SourceText } from './sourceText';

/** A variable is declared before it is used: so many places of its name are looked at. */
const mostPlaces = 10;

/** Where the value of a binding may be read: that of a variable which its block does not declare also behind the block. */
export function scopeOfAssigned(source: SourceText, names: Names, binding: Binding): Scope {
	if (binding.scopeStart === 0 || source.syntax.isIndented) return binding;
	return remembered(scopes, source, binding, () => readScope(source, names, binding));
}

const scopes = new PerText<Map<Binding, Scope>>();

function readScope(source: SourceText, names: Names, binding: Binding): Scope {
	const { name, nameStart, scopeStart } = binding;
	const around = names.functionAround(nameStart);
	// The block of the function itself, or its parameters.
	if ((around && scopeStart <= around.bodyStart) || !isAssignedAlone(source, binding)) return binding;
	if (firstPlaces(source, name, scopeStart, nameStart).some((place) => isDeclared(source, place))) return binding;
	const isKnown = around && isKnownIn(source, name, scopeStart, around);
	return isKnown ? { scopeStart: around.bodyStart, scopeEnd: around.bodyEnd } : binding;
}

/** `model = "…"`, with nothing before it that would declare a variable. */
function isAssignedAlone({ code }: SourceText, { name, nameStart, start }: Binding): boolean {
	return (
		/^\s*=\s*$/.test(code.slice(nameStart + name.length, start)) &&
		/(?:[;{}):\n]|^|\belse)\s*\$?$/.test(code.sliceOfLineBefore(nameStart, 12))
	);
}

/** The function has a variable or parameter of the name before the block; PHP declares none. */
function isKnownIn(source: SourceText, name: string, block: number, { open, close }: FunctionSpan): boolean {
	if (source.language === 'php') return true;
	return firstPlaces(source, name, open, block).some((place) => place < close || isDeclared(source, place));
}

function firstPlaces(source: SourceText, name: string, from: number, to: number): readonly number[] {
	const places = source.placesOfName(name);
	const first = countBelow(places, from);
	return places.slice(first, Math.min(first + mostPlaces, countBelow(places, to)));
}

/** `let model`, `var model`, `String model`, Go's `model := …` */
function isDeclared({ code, language }: SourceText, place: number): boolean {
	if (language === 'go' && /^\w+\s*:=/.test(code.slice(place, place + 80))) return true;
	return /(?:\b(?:let|var|val|const|mut|auto|string)|\b[A-Z][\w.<>]*\??)\s+$/.test(
		code.slice(Math.max(0, place - 60), place),
	);
}
