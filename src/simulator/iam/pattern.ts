import type { RequestKeys } from './requestKeys';

/** A text of a policy, taken apart: literal characters, `*`, `?` and policy variables. */
export interface Pattern {
	readonly text: string;
	readonly parts: readonly Part[];
}

type Part = string | Wildcard | { readonly variable: string; readonly fallback?: string };

interface Wildcard {
	readonly wildcard: 'any' | 'one';
}

/** One character to match, or a wildcard. */
type Step = string | Wildcard;

/**
 * @param hasVariables policies of the version 2008-10-17 take `${…}` as it stands
 * @see AWS IAM user guide, "IAM policy elements: Variables and tags"
 */
export function readPattern(text: string, hasVariables: boolean): Pattern {
	const parts: Part[] = [];
	for (const [piece] of text.matchAll(/\$\{[^{}]*\}|\*|\?|[^*?$]+|\$/g)) {
		if (piece === '*') parts.push(anything);
		else if (piece === '?') parts.push(anyCharacter);
		else if (piece.startsWith('${') && hasVariables) parts.push(readVariable(piece.slice(2, -1)));
		else parts.push(piece);
	}
	return { text, parts };
}

/**
 * Whether the whole text fits. Steps back at most once for each character, whatever the pattern.
 * @param isLiteral `*` and `?` stand for themselves, as in `StringEquals`; variables are filled in all the same
 * @returns false where a variable has no value
 */
export function matches(pattern: Pattern, text: string, keys: RequestKeys, isLiteral = false): boolean {
	const steps = stepsOf(pattern, keys, isLiteral);
	if (!steps) return false;
	const characters = Array.from(text);
	let [step, position, lastStar, starPosition] = [0, 0, -1, 0];
	while (position < characters.length) {
		const current = steps[step];
		if (current === anything) {
			lastStar = step++;
			starPosition = position;
		} else if (current === anyCharacter || (current !== undefined && current === characters[position])) {
			step++;
			position++;
		} else if (lastStar >= 0) {
			step = lastStar + 1;
			position = ++starPosition;
		} else return false;
	}
	return steps.slice(step).every((rest) => rest === anything);
}

/** Each of the six parts of an ARN on its own, as `ArnLike` compares them; the last may hold colons. */
export function matchesArn(pattern: Pattern, arn: string, keys: RequestKeys): boolean {
	const wanted = segments(pattern.text);
	const given = segments(arn);
	return (
		wanted.length === arnSegments &&
		given.length === arnSegments &&
		wanted.every((segment, index) => matches(readPattern(segment, true), given[index] ?? '', keys))
	);
}

const anything: Wildcard = { wildcard: 'any' };
const anyCharacter: Wildcard = { wildcard: 'one' };
const arnSegments = 6;

/** `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`; `${*}`, `${?}` and `${$}` are those characters. */
function readVariable(inner: string): Part {
	if (inner === '*' || inner === '?' || inner === '$') return inner;
	const [, name = inner, fallback] = /^([^,]*?)\s*,\s*'([^']*)'$/.exec(inner) ?? [];
	return { variable: name.trim(), fallback };
}

/** @returns `undefined` where a variable has no value, or more than one. */
function stepsOf({ parts }: Pattern, keys: RequestKeys, isLiteral: boolean): Step[] | undefined {
	const steps: Step[] = [];
	for (const part of parts) {
		if (typeof part === 'string') steps.push(...Array.from(part));
		else if ('wildcard' in part) steps.push(isLiteral ? (part === anything ? '*' : '?') : part);
		else {
			const values = keys.get(part.variable.toLowerCase());
			const value = values?.length === 1 ? values[0] : part.fallback;
			if (value === undefined) return undefined;
			steps.push(...Array.from(value));
		}
	}
	return steps;
}

/** @returns at most six; a colon inside `${…}` belongs to the variable, and those after the fifth to the last part. */
function segments(text: string): string[] {
	const found = [''];
	for (const [piece] of text.matchAll(/\$\{[^{}]*\}|[^:$]+|[:$]/g)) {
		if (piece === ':' && found.length < arnSegments) found.push('');
		else found.push((found.pop() ?? '') + piece);
	}
	return found;
}
