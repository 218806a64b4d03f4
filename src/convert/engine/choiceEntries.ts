import { type Case, decide } from './decide';
import type { Names } from './names';
import { type Frame, siteOf, valueSpanOf } from './sites';
import type { SourceText } from './sourceText';
import type { Judgement } from './types';
import { yamlAncestors } from './yamlAncestors';

/** So many values that have a named type are looked at. */
const mostUses = 10;
/** In UTF-16 units, from a list to its default. */
const farthest = 300;

/** Why an entry of a list stays that would be right with its default. */
const listed = /^(?:modelTable|compared|allowedValue)$/;

/**
 * What a setting may be has to hold its default: where that becomes a profile, the entries do too.
 * @param cases of the judgements, in the same order.
 */
export function convertChoices(
	names: Names,
	cases: readonly Case[],
	judgements: readonly Judgement[],
): readonly Judgement[] {
	const converted = new Map<number, Case>();
	const reversible = new Map<number, Case>();
	for (const [index, each] of cases.entries()) {
		const judgement = judgements[index];
		if (judgement?.decision === 'convert') converted.set(each.occurrence.start, each);
		else if (judgement?.reversal) reversible.set(each.occurrence.start, each);
	}
	if (converted.size === 0 && reversible.size === 0) return judgements;
	// The way back is the same: an entry that is a profile goes with a default that is one.
	const ofModels = new Defaults(names, converted);
	const ofProfiles = new Defaults(names, reversible);
	return judgements.map((judgement, index) => {
		const each = cases[index];
		if (each?.occurrence.place !== 'string' || !listed.test(each.context.leave?.code ?? '')) return judgement;
		const given = defaultOf(each, judgement.reason.code === 'alreadyProfile' ? ofProfiles : ofModels);
		if (!given) return judgement;
		return decide({ ...each, evidence: given.evidence, context: { ...each.context, leave: undefined } });
	});
}

/** The default, among those that may be, of the choice that an ID is an entry of. */
function defaultOf({ source, occurrence: { start, end } }: Case, defaults: Defaults): Case | undefined {
	const { converted } = defaults;
	if (source.syntax.isIndented && source.syntax.family === 'config') return defaultInYaml(source, start, defaults);
	const value = valueSpanOf(source, start, end);
	const { frames, target } = siteOf(source, value.start, value.end);
	const union = unionAround(source, value.end);
	if (union) return union.isType ? ofType(source, union.type, defaults) : behind(source, union.end, converted);
	const level = frames.findIndex(({ key, callee }) => listKey.test(key) || listCallee.test(callee));
	const list = frames[level];
	if (!list) return undefined;
	if (/(?:^|\.)Literal$/.test(list.callee))
		return target !== '' && isAlias(source, list, target)
			? ofType(source, target, defaults)
			: behind(source, typeEnd(frames, level), converted);
	if (listKey.test(list.key)) return defaults.in(list);
	return behind(source, list.close + 1, converted);
}

const listKey = /^(?:enum|choices)$/;
const listCallee = /(?:^|\.)(?:Literal|enum|picklist|oneOf|choices|valid|z\.enum)$/;

/** `Choice = Literal["…", "…"]` */
function isAlias({ code }: SourceText, list: Frame, target: string): boolean {
	const before = code.slice(Math.max(0, list.calleeStart - 120), list.calleeStart);
	return new RegExp(`(?:^|\\n)(?:type\\s+)?${target}\\s*(?::\\s*TypeAlias\\s*)?=\\s*(?:\\w+\\.)?$`).test(before);
}

/** Where the outermost of the types ends: `Annotated[Literal["…"], …]`, `Optional[Literal["…"]]`. */
function typeEnd(frames: readonly Frame[], level: number): number {
	let outer = level;
	while (/(?:^|\.)(?:Annotated|Optional|Union)$/.test(frames[outer + 1]?.callee ?? '')) outer++;
	return (frames[outer]?.close ?? 0) + 1;
}

/** `= "…"`, `= Field(default="…"`, `.default("…"`, also behind `| None`. */
function behind({ text }: SourceText, at: number, converted: ReadonlyMap<number, Case>): Case | undefined {
	const before = beforeDefault.exec(text.slice(at, at + farthest))?.[0];
	return before === undefined ? undefined : converted.get(at + before.length);
}

const beforeDefault =
	/^\s*(?:\|\s*(?:None|null|undefined)\s*)?(?:=\s*(?:\w*[fF]ield\(\s*(?:default\s*=\s*)?)?|\)*(?:\s*\.(?:describe|meta|optional|nullable)\([^()]*\))?\s*\.default\(\s*)["'`]/;

/** TypeScript's `'…' | '…'`: the type that is named for it, or where it ends. */
function unionAround(
	source: SourceText,
	end: number,
): { readonly isType: true; readonly type: string } | { readonly isType: false; readonly end: number } | undefined {
	if (!source.language.startsWith('typescript')) return undefined;
	const rest = source.text.slice(end, end + farthest);
	const members = /^(?:\s*\|\s*["'][^"'\n]*["'])*/.exec(rest)?.[0] ?? '';
	const before = source.text.slice(Math.max(0, end - farthest), end);
	const type = /\btype\s+(\w+)\s*=\s*(?:\|\s*)?(?:["'][^"'\n]*["']\s*\|\s*)*["'][^"'\n]*["']$/.exec(before)?.[1];
	if (type !== undefined) return { isType: true, type };
	return /:\s*(?:\|\s*)?(?:["'][^"'\n]*["']\s*\|\s*)*["'][^"'\n]*["']$/.test(before)
		? { isType: false, end: end + members.length }
		: undefined;
}

/** `model: Choice = "…"`, `DEFAULT: Choice = "…"` */
function ofType(source: SourceText, type: string, { names, converted }: Defaults): Case | undefined {
	names.asked.add(type);
	for (const place of source.placesOfName(type).slice(0, mostUses)) {
		if (!/:\s*(?:Optional\[)?$/.test(source.code.slice(Math.max(0, place - 20), place))) continue;
		const after = place + type.length;
		const found = behind(source, source.code.charAt(after) === ']' ? after + 1 : after, converted);
		if (found) return found;
	}
	return undefined;
}

/** `enum:` and `default:` of one mapping. */
function defaultInYaml(source: SourceText, at: number, defaults: Defaults): Case | undefined {
	const ancestors = yamlAncestors(source, at);
	const parent = ancestors[ancestors.findIndex(({ key = '' }) => listKey.test(key)) - 1];
	return parent && defaults.below(parent.start);
}

/** What may be a default, by where it stands; which of it are defaults is found out where a list asks. */
class Defaults {
	private byBracket: ReadonlyMap<number, Case> | undefined;
	private byKey: ReadonlyMap<number, Case> | undefined;

	constructor(
		readonly names: Names,
		readonly converted: ReadonlyMap<number, Case>,
	) {}

	/** `choices=["…"], default="…"` of one call, `"enum": ["…"], "default": "…"` of one object. */
	in({ index }: Frame): Case | undefined {
		this.byBracket ??= this.by(({ source, occurrence: { start, end } }) => {
			const value = valueSpanOf(source, start, end);
			const { name, frames } = siteOf(source, value.start, value.end);
			return name === 'default' ? frames[0]?.index : undefined;
		});
		return this.byBracket.get(index);
	}

	/** The same below a key of YAML. @param start of its line. */
	below(start: number): Case | undefined {
		this.byKey ??= this.by(({ source, occurrence }) => {
			const [parent, own] = yamlAncestors(source, occurrence.start).slice(-2);
			return own?.key === 'default' ? parent?.start : undefined;
		});
		return this.byKey.get(start);
	}

	private by(placeOf: (each: Case) => number | undefined): ReadonlyMap<number, Case> {
		const found = new Map<number, Case>();
		for (const each of this.converted.values()) {
			const place = placeOf(each);
			if (place !== undefined) found.set(place, each);
		}
		return found;
	}
}
