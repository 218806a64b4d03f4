import { isOfName } from './characters';
import { pauses } from './steps';
import type { SourceText } from './sourceText';

/** Where a name is bound; its scope and the end of its value are found when someone asks. */
export interface BindingPlace {
	readonly nameStart: number;
	readonly start: number;
	readonly end?: number | undefined;
}

/** What may stand between a name and the value that it is given: a type, and the sign, or in Kotlin `by lazy`. */
const typeAndSign = String.raw`[ \t]*(?::[ \t]*(?:\[[\w.]+[ \t]*:[^=:;(){}\n]{1,80}\][ \t]*|[A-Za-z_&*'[][^=:;(){}\n]{0,80}|(?:Record|Map|Array)<[^=()\n]{1,120}>[ \t]*))?(?:(?:\|\||\?{1,2})?:?=(?![=>~])|by[ \t]+lazy\b)[ \t]*`;
/** Go puts the type behind the name without a sign. */
const goTypeAndSign = String.raw`(?:[ \t]+[A-Za-z*[][\w.\]]*)?[ \t]*:?=(?![=])[ \t]*`;
/** A property of C# says who may set it. */
const accessors = String.raw`(?:[ \t]*\{[ \t]*get;[^{}\n]{0,60}\})?`;
const otherNames = String.raw`(?:[ \t]*,[ \t]*[A-Za-z_$][\w$]*){0,6}`;
const behindName = new RegExp(otherNames + typeAndSign, 'y');
const behindProperty = new RegExp(accessors + otherNames + typeAndSign, 'y');
const behindGoName = new RegExp(otherNames + goTypeAndSign, 'y');

/** The statements that give a name its value, `a, b = …` for all of its names. In the order of the text. */
export function assignmentsOf(source: SourceText, name: string): readonly BindingPlace[] {
	if (!/^[\w$]+$/.test(name)) return [];
	const code = source.code.whole;
	const found: BindingPlace[] = [];
	const isGo = source.language === 'go';
	const pattern = isGo ? behindGoName : source.language === 'csharp' ? behindProperty : behindName;
	let position = 0;
	for (const nameStart of source.placesOfName(name)) {
		const nameEnd = nameStart + name.length;
		if (
			nameStart < position ||
			!mayBeBound(code, nameEnd, isGo) ||
			isPartOfName(code, nameStart - markLength(source, nameStart), nameEnd)
		)
			continue;
		pattern.lastIndex = nameEnd;
		const match = pattern.exec(code);
		if (!match || isType(source, nameStart, nameEnd)) continue;
		position = nameEnd + match[0].length;
		source.marks.add(nameStart, position + 1);
		const isAlone = !match[0].includes(',') || /^[ \t]*[^\s,\w$]/.test(match[0]);
		const before = isAlone ? '' : source.code.slice(Math.max(source.lineStart(nameStart), nameStart - 200), nameStart);
		if (isAlone || /^[\w$\s,]*$/.test(before)) found.push({ nameStart, start: position });
	}
	return found;
}

/** `(with tone: Tone = .calm)`, `let tone: Tone = …`: what stands behind a name says what it is, and is given no value. */
export function isType({ code }: SourceText, nameStart: number, nameEnd: number): boolean {
	// `MODEL = …` below `else:` is a constant.
	const { whole } = code;
	if (!isCapital(whole.charCodeAt(nameStart)) || isCapital(whole.charCodeAt(nameEnd - 1))) return false;
	return typedName.test(code.slice(Math.max(0, nameStart - 100), nameStart));
}

function isCapital(character: number): boolean {
	return character >= 0x41 && character <= 0x5a;
}

const typedName = /(?:[(,]\s*(?:\w+\s+){0,3}|\b(?:let|var|val|const|readonly)\s+)[A-Za-z_]\w*\??\s?:\s?(?:\w+\.){0,3}$/;

/** What follows a name can only lead to a value: `=`, `:`, `,`, `|`, `?`, or in Go a type. */
function mayBeBound(code: string, nameEnd: number, isGo: boolean): boolean {
	let at = nameEnd;
	while (code.charCodeAt(at) === 0x20 || code.charCodeAt(at) === 0x09) at++;
	const next = code.charAt(at);
	if ('=:,|?{'.includes(next)) return next !== '';
	// Kotlin: `val eu by lazy { … }`
	return at > nameEnd && (isGo ? /[A-Za-z*[]/.test(next) : next === 'b' && code.startsWith('by lazy', at));
}

/** PHP, PowerShell and Perl mark a variable with `$`, which is no part of the name that is asked for. */
function markLength({ code, language }: SourceText, nameStart: number): number {
	return code.charAt(nameStart - 1) === '$' && /^(?:php|powershell|perl)$/.test(language) ? 1 : 0;
}

function isPartOfName(code: string, start: number, end: number): boolean {
	return (start > 0 && isOfName(code.charCodeAt(start - 1))) || isOfName(code.charCodeAt(end));
}

/** So many brackets or words are looked at in one step. */
const inStep = 512;

/** Names that are bound without an assignment of their own. */
export function* boundInPassingInSteps(
	source: SourceText,
): Generator<void, ReadonlyMap<string, readonly BindingPlace[]>> {
	const found = new Map<string, BindingPlace[]>();
	const add = (name: string, place: BindingPlace): void => {
		const known = found.get(name);
		if (known) known.push(place);
		else found.set(name, [place]);
	};
	yield* addDestructured(source, add);
	yield* addLoops(source, add);
	yield* addContexts(source, add);
	return found;
}

type Add = (name: string, place: BindingPlace) => void;

/** `const { a, b } = …` binds what stands in the brackets. */
function* addDestructured({ code, brackets }: SourceText, add: Add): Generator<void, void> {
	const { whole } = code;
	for (const [count, match] of [...whole.matchAll(/\}\s{0,20}=(?![=>])\s{0,20}/g)].entries()) {
		if (count % inStep === 0 && pauses()) yield;
		const close = match.index;
		const index = brackets.around(close);
		if (brackets.closeAt(index) !== close) continue;
		const open = brackets.openAt(index);
		const inside = whole.slice(open, Math.min(close, open + 500));
		for (const [name] of inside.matchAll(/[A-Za-z_$][\w$]*/g)) {
			add(name, { nameStart: open, start: close + match[0].length });
		}
	}
}

/** With its type in C#; in Java and C++ behind a colon, in Scala and Elixir behind an arrow. */
const loop =
	/for(?:each)?[ \t]*\(?[ \t]*(?:[\w.<>[\]?]+[ \t&*]+){0,3}?([A-Za-z_$][\w$]*)[ \t]*(?:[ \t](?:in|of|<-)[ \t]|:(?!:))[ \t]*/y;
const loopOfPhp = /foreach[ \t]*\([ \t]*(?=[^\n]{1,160}?[ \t]as[ \t]+(?:\$\w+[ \t]*=>[ \t]*)?(\$\w+)[ \t]*\))/y;
/** What is gone through, up to the body in braces. */
const beforeBody = /[^\n{}]{1,200}?(?=\s\{)/y;

function* addLoops(source: SourceText, add: Add): Generator<void, void> {
	const places = [...source.placesOf('for'), ...source.placesOf('foreach')];
	for (const [index, place] of places.entries()) {
		if (index % inStep === 0 && pauses()) yield;
		const pattern = source.language === 'php' ? loopOfPhp : loop;
		pattern.lastIndex = place;
		const match = pattern.exec(source.code.whole);
		if (!match) continue;
		const start = place + match[0].length;
		// Without brackets around it the body is no part of it.
		beforeBody.lastIndex = start;
		const isBare = !match[0].includes('(') && beforeBody.test(source.code.whole);
		add(match[1] ?? '', { nameStart: place + 3, start, end: isBare ? beforeBody.lastIndex : undefined });
	}
}

const context = /as[ \t]+([A-Za-z_]\w*)[ \t]*[:,]/y;

/** Python's `with … as name:`. */
function* addContexts(source: SourceText, add: Add): Generator<void, void> {
	if (source.language !== 'python') return;
	for (const [index, place] of source.placesOf('as').entries()) {
		if (index % inStep === 0 && pauses()) yield;
		context.lastIndex = place;
		const match = context.exec(source.code.whole);
		if (match) add(match[1] ?? '', { nameStart: place + 3, start: source.lineStart(place), end: place });
	}
}
