import { parameterAt } from './calledFunctions';
import type { Bracket } from './brackets';
import { splitList } from './listEntries';
import type { Names } from './names';
import { areAsked } from './onlyAsked';
import { PerText } from './perText';
import { remembered } from './remembered';
import type { Site } from './sites';
import type { SourceText } from './sourceText';
import { useAt } from './trace';

/** So many uses of a field are looked at. */
const mostUses = 20;

/**
 * Java, Kotlin: an enumeration keeps the ID in a field that nobody else sees, and only asks whether others are that one:
 * `HAIKU("…", "Haiku 4.5")`, `logged.endsWith(badge.id)`.
 */
export function isOfFieldOnlyAsked(source: SourceText, names: Names, { frames }: Site, at: number): boolean {
	const [constant, around] = frames;
	if (!constant || around || !/^(?:java|kotlin)$/.test(source.language) || !/^[A-Z]\w*$/.test(constant.callee))
		return false;
	const body = source.bracketHolding(constant.calleeStart);
	if (!body) return false;
	const index = splitList(source, constant.open, constant.close).findIndex(({ start, end }) => start <= at && at < end);
	const head = source.code.slice(Math.max(0, body.open - 400), body.open);
	const field = source.language === 'java' ? fieldOfJava(source, names, head, index) : fieldOfKotlin(head, index);
	if (field === undefined) return false;
	return remembered(asked, source, `${String(body.open)} ${field}`, () => isAsked(source, names, body, head, field));
}

const asked = new PerText<Map<string, boolean>>();

/** @param head what stands before the body of the enumeration. */
function isAsked(source: SourceText, names: Names, body: Bracket, head: string, field: string): boolean {
	const maker = names.functionsNamed(nameIn(head))[0];
	const uses = names
		.usesOf(field)
		.filter((use) => use > body.open && use < body.close && !(maker && maker.open < use && use < maker.bodyEnd))
		.filter((use) => !/\bString\s+$/.test(source.code.slice(Math.max(0, use - 20), use)));
	return (
		uses.length <= mostUses &&
		areAsked(
			source,
			names,
			uses.map((use) => useAt(source, use, field, 1)),
		)
	);
}

function nameIn(head: string): string {
	return /\benum\s+(?:class\s+)?(\w+)[^{}]*$/.exec(head)?.[1] ?? '';
}

/** `private final String id`, which the constructor is given. */
function fieldOfJava(source: SourceText, names: Names, head: string, index: number): string | undefined {
	const maker = names.functionsNamed(nameIn(head))[0];
	const parameter = maker && parameterAt(source, maker, index);
	if (!maker || parameter === undefined || source.text.holds('@Getter') || source.text.holds('@Data')) return undefined;
	const given = source.code.slice(maker.bodyStart, Math.min(maker.bodyEnd, maker.bodyStart + 2_000));
	for (const [, field = '', value] of given.matchAll(/\bthis\.(\w+)\s*=\s*(\w+)\s*;/g)) {
		if (value === parameter) return remembered(hidden, source, field, isHidden) ? field : undefined;
	}
	return undefined;
}

const hidden = new PerText<Map<string, boolean>>();

function isHidden({ code }: SourceText, field: string): boolean {
	return new RegExp(`\\bprivate\\s+(?:final\\s+)?String\\s+${field}\\s*;`).test(code.whole);
}

/** `enum class Badge(private val id: String, …)` */
function fieldOfKotlin(head: string, index: number): string | undefined {
	const parameters = /\benum\s+class\s+\w+\s*(?:private\s+constructor\s*)?\(([^()]*)\)[^{}()]*$/.exec(head)?.[1];
	return /\bprivate\s+val\s+(\w+)\s*:/.exec(parameters?.split(',')[index] ?? '')?.[1];
}
