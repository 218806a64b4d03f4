import { asString, isObject } from '../json';
import type { Condition } from './condition';
import { readConditions } from './condition';
import type { Pattern } from './pattern';
import { readPattern } from './pattern';
import { PolicyError } from './policyError';

/** An IAM policy that grants or refuses; one for resources, with a `Principal`, is none. */
export interface Policy {
	/** A managed policy's; AWS names it in denials. */
	readonly arn?: string;
	readonly statements: readonly Statement[];
}

export interface Statement {
	readonly effect: 'Allow' | 'Deny';
	readonly actions: Choice;
	readonly resources: Choice;
	readonly conditions: readonly Condition[];
}

/** One of the patterns, or (`NotAction`, `NotResource`) none of them. */
export interface Choice {
	readonly isNegated: boolean;
	readonly patterns: readonly Pattern[];
}

/**
 * Reads a policy: the document itself, its JSON text, or `{ arn, document }`.
 * @param path where it stands in what the user wrote, for the error
 * @throws PolicyError for what IAM would not take
 * @see AWS IAM user guide, "Grammar of the IAM JSON policy language"
 */
export function readPolicy(value: unknown, path: PolicyError['path'] = []): Policy {
	if (isObject(value) && 'document' in value) {
		const arn = value.arn;
		if (arn !== undefined && typeof arn !== 'string') throw new PolicyError([...path, 'arn'], 'must be a text');
		return { ...readPolicy(value.document, [...path, 'document']), ...(arn === undefined ? {} : { arn }) };
	}
	const document = typeof value === 'string' ? parse(value, path) : value;
	if (!isObject(document)) throw new PolicyError(path, 'must be a policy document: an object with a Statement');
	onlyMembers(document, ['Version', 'Id', 'Statement'], path);
	const version = document.Version ?? '2008-10-17';
	if (version !== '2012-10-17' && version !== '2008-10-17') {
		throw new PolicyError([...path, 'Version'], 'must be 2012-10-17 or 2008-10-17');
	}
	const { Statement: given } = document;
	if (given === undefined) throw new PolicyError([...path, 'Statement'], 'is missing');
	const isList = Array.isArray(given);
	const statements = (isList ? given : [given]).map((statement: unknown, index) =>
		readStatement(statement, [...path, 'Statement', ...(isList ? [index] : [])], version === '2012-10-17'),
	);
	return { statements };
}

function readStatement(value: unknown, path: PolicyError['path'], hasVariables: boolean): Statement {
	if (!isObject(value)) throw new PolicyError(path, 'must be an object');
	for (const member of ['Principal', 'NotPrincipal']) {
		if (member in value) {
			throw new PolicyError([...path, member], 'is for policies of resources: a policy of a principal has none');
		}
	}
	onlyMembers(value, ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'], path);
	const { Condition: condition, Effect: effect } = value;
	if (effect !== 'Allow' && effect !== 'Deny') throw new PolicyError([...path, 'Effect'], 'must be Allow or Deny');
	const actions = readChoice(value, 'Action', path, (text) => readPattern(text.toLowerCase(), false));
	for (const { text } of actions.patterns) {
		if (text !== '*' && !/^[a-z0-9-]+:[a-z0-9*?]+$/.test(text)) {
			throw new PolicyError([...path, actions.isNegated ? 'NotAction' : 'Action'], `has no action's form: ${text}`);
		}
	}
	const resources = readChoice(value, 'Resource', path, (text) => readPattern(text, hasVariables));
	for (const { text } of resources.patterns) {
		if (!/^(\*|arn:[^:]*:[^:]*:(.*))$/s.test(text)) {
			throw new PolicyError([...path, resources.isNegated ? 'NotResource' : 'Resource'], `is no ARN: ${text}`);
		}
	}
	return { effect, actions, resources, conditions: readConditions(condition, [...path, 'Condition'], hasVariables) };
}

function readChoice(
	statement: Readonly<Record<string, unknown>>,
	name: 'Action' | 'Resource',
	path: PolicyError['path'],
	read: (text: string) => Pattern,
): Choice {
	const isNegated = `Not${name}` in statement;
	if (isNegated === name in statement) {
		throw new PolicyError(path, `must have either ${name} or Not${name}`);
	}
	const place = [...path, isNegated ? `Not${name}` : name];
	const given = statement[isNegated ? `Not${name}` : name];
	const texts = (Array.isArray(given) ? given : [given]).map((text: unknown) => asString(text));
	if (texts.length === 0) throw new PolicyError(place, 'must not be empty');
	return {
		isNegated,
		patterns: texts.map((text) => {
			if (text === undefined) throw new PolicyError(place, 'must be a text or a list of texts');
			return read(text);
		}),
	};
}

function onlyMembers(value: object, known: readonly string[], path: PolicyError['path']): void {
	const unknown = Object.keys(value).find((name) => !known.includes(name));
	if (unknown !== undefined) {
		throw new PolicyError([...path, unknown], `is not known here; what may stand here: ${known.join(', ')}`);
	}
}

function parse(text: string, path: PolicyError['path']): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new PolicyError(path, 'is no JSON');
	}
}
