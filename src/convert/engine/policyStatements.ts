import type { SourceText } from './sourceText';
import { yamlAncestors, yamlEntry } from './yamlAncestors';

/** A statement is hardly ever longer. In UTF-16 units. */
const longestStatement = 20_000;
/** From an ARN out to its statement: a list, what fills its holes, the brackets of a call. */
const deepest = 5;

/** What a statement of a policy says besides its resources. */
export interface PolicyStatement {
	/** It takes away, or names what it is not about: to add to it would do the opposite. */
	readonly isReversed: boolean;
	/** One of its actions invokes models. `true` also where it names none that can be read. */
	readonly invokes: boolean;
	/** It allows to invoke whatever there is. */
	readonly allowsAll: boolean;
}

/** The statement that a place stands in; `undefined` where none is seen. */
export function statementAt(source: SourceText, offset: number): PolicyStatement | undefined {
	const text = inYaml(source, offset) ?? inBrackets(source, offset);
	if (text === undefined) return undefined;
	const isReversed = denies.test(text) || notResource.test(text);
	const actions = text.match(bedrockAction) ?? [];
	const isOfAnyAction = anyAction.test(text) && !/\bNot_?Actions?\b/i.test(text);
	const invokes = isOfAnyAction || actions.length === 0 || actions.some((action) => invoking.test(action));
	const isConditional = /\bcondition\w*["']?\s*[:=({]/i.test(text);
	const isOfAll = isOfAnyAction || actions.some((action) => /:(?:\*|Invoke\*|InvokeModel\*?)$/i.test(action));
	return { isReversed, invokes, allowsAll: isOfAll && !isReversed && !isConditional && allResources.test(text) };
}

/** The places at which a statement may stand that is about everything. */
export function placesOfAll(text: string): readonly number[] {
	return Array.from(text.matchAll(new RegExp(allResources, 'gi')), ({ index }) => index);
}

const effect = /\beffect["']?\s*[:=(]/i;
const denies = /\beffect["']?\s*[:=(]\s*["']?(?:[\w$]+(?:\.|::))*(?:deny|DENY)\b/i;
const notResource = /\bnot_?resources?\b/i;
const bedrockAction = /\bbedrock:[\w*]+/gi;
const invoking = /:(?:\*|Invoke|Converse|In\*|I\*)/i;
const anyAction = /\bactions?["']?\s*[:=(]\s*(?:\[\s*|-\s*)?["']\*["']/i;
const allResources = /\bresources?["']?\s*[:=(]\s*(?:\[\s*|-\s*)?["']\*["']/i;

function inBrackets(source: SourceText, offset: number): string | undefined {
	let bracket = source.bracketHolding(offset);
	for (let level = 0; bracket && level < deepest; level++) {
		const { open, close, parent } = bracket;
		const end = close === -1 ? source.text.length : close;
		if (end - open > longestStatement) return undefined;
		const text = source.text.slice(open, end);
		if (effect.test(text)) return text;
		// Those of Terraform and the CDK allow where they do not say.
		if (/\b(?:statement|PolicyStatement\s*\(?)\s*$/.test(source.text.slice(Math.max(0, open - 40), open))) return text;
		bracket = source.brackets.at(parent);
	}
	return undefined;
}

/** The entry of a list, from the innermost out, or the one mapping below `Statement`. */
function inYaml(source: SourceText, offset: number): string | undefined {
	if (source.syntax.family !== 'config' || !source.syntax.isIndented) return undefined;
	const ancestors = yamlAncestors(source, offset);
	for (const { key, start } of ancestors.toReversed().slice(0, 2 * deepest)) {
		const isWhole = key !== undefined && /^Statement$/i.test(key);
		if (key !== undefined && !isWhole) continue;
		const { end } = isWhole ? { end: start + longestStatement } : (yamlEntry(source, start) ?? { end: start });
		if (end - start > longestStatement) return undefined;
		const text = source.text.slice(start, Math.min(end, source.text.length));
		if (effect.test(text)) return text;
	}
	return undefined;
}
