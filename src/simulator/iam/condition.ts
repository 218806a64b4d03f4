import { BlockList, isIP } from 'node:net';
import { isObject } from '../json';
import type { Pattern } from './pattern';
import { matches, matchesArn, readPattern } from './pattern';
import { PolicyError } from './policyError';
import type { RequestKeys } from './requestKeys';

/** One key of one operator of a `Condition` block. */
export interface Condition {
	readonly key: string;
	/** `undefined`: the key has one value. */
	readonly quantifier: 'any' | 'all' | undefined;
	readonly isNegated: boolean;
	readonly ifExists: boolean;
	readonly values: readonly Pattern[];
	/** `undefined` for `Null`, which asks only whether the key is there. */
	readonly fits: Fits | undefined;
}

type Fits = (value: string, wanted: Pattern, keys: RequestKeys) => boolean;

/** @see AWS IAM user guide, "IAM JSON policy elements: Condition operators" */
export function isMet(condition: Condition, keys: RequestKeys): boolean {
	const { fits, ifExists, isNegated, quantifier, values } = condition;
	const given = keys.get(condition.key) ?? [];
	const isMissing = given.length === 0;
	if (!fits) return values.some(({ text }) => (text.toLowerCase() === 'true') === isMissing);
	if (isMissing) return ifExists || quantifier === 'all' || (isNegated && quantifier === undefined);
	const holds = (value: string): boolean => values.some((wanted) => fits(value, wanted, keys)) !== isNegated;
	const needsEvery = quantifier === 'all' || (quantifier === undefined && isNegated);
	return needsEvery ? given.every(holds) : given.some(holds);
}

/** @throws PolicyError for an operator that IAM does not know */
export function readConditions(value: unknown, path: PolicyError['path'], hasVariables: boolean): Condition[] {
	if (value === undefined) return [];
	if (!isObject(value)) throw new PolicyError(path, 'must be an object: operator, then key, then values');
	return Object.entries(value).flatMap(([name, keys]) => {
		const [, quantifier, operator = '', suffix] =
			/^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/.exec(name) ?? [];
		const known = operators.get(operator);
		if (!known || (operator === 'Null' && suffix !== undefined)) {
			throw new PolicyError([...path, name], `is no condition operator; there are ${[...operators.keys()].join(', ')}`);
		}
		if (!isObject(keys)) throw new PolicyError([...path, name], 'must be an object: key, then values');
		return Object.entries(keys).map(([key, given]): Condition => {
			const place = [...path, name, key];
			if (!/^[A-Za-z0-9-]+:.+$/.test(key))
				throw new PolicyError(place, 'is no condition key, such as aws:RequestedRegion');
			return {
				key: key.toLowerCase(),
				quantifier: quantifier === undefined ? undefined : quantifier === 'ForAnyValue' ? 'any' : 'all',
				isNegated: known.isNegated,
				ifExists: suffix !== undefined,
				values: (Array.isArray(given) ? given : [given]).map((each: unknown) => {
					if (typeof each !== 'string' && typeof each !== 'number' && typeof each !== 'boolean') {
						throw new PolicyError(place, 'must be a text, or a list of texts');
					}
					return readPattern(String(each), hasVariables);
				}),
				fits: known.fits,
			};
		});
	});
}

const literally: Fits = (value, wanted, keys) => matches(wanted, value, keys, true);
const ignoringCase: Fits = (value, wanted, keys) =>
	matches(readPattern(wanted.text.toLowerCase(), true), value.toLowerCase(), lowerCased(keys), true);
const like: Fits = (value, wanted, keys) => matches(wanted, value, keys);
const likeArn: Fits = (value, wanted, keys) => matchesArn(wanted, value, keys);
const numbers = (compare: (a: number, b: number) => boolean): Fits => {
	return (value, wanted) => value !== '' && wanted.text !== '' && compare(Number(value), Number(wanted.text));
};
const dates = (compare: (a: number, b: number) => boolean): Fits => {
	return (value, wanted) => compare(instant(value), instant(wanted.text));
};
const bool: Fits = (value, wanted, keys) => ignoringCase(value, wanted, keys);
const address: Fits = (value, wanted) => {
	const [network = '', prefix] = wanted.text.split('/');
	const family = isIP(network);
	if (family === 0 || isIP(value) !== family) return false;
	const name = family === 4 ? 'ipv4' : 'ipv6';
	const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
	if (!Number.isInteger(bits) || bits < 0 || bits > (family === 4 ? 32 : 128)) return false;
	const block = new BlockList();
	block.addSubnet(network, bits, name);
	return block.check(value, name);
};

const equal = (a: number, b: number): boolean => a === b;

/** `ArnEquals` is `ArnLike`, as in IAM. */
const operators: ReadonlyMap<string, { readonly fits: Fits | undefined; readonly isNegated: boolean }> = new Map([
	['StringEquals', { fits: literally, isNegated: false }],
	['StringNotEquals', { fits: literally, isNegated: true }],
	['StringEqualsIgnoreCase', { fits: ignoringCase, isNegated: false }],
	['StringNotEqualsIgnoreCase', { fits: ignoringCase, isNegated: true }],
	['StringLike', { fits: like, isNegated: false }],
	['StringNotLike', { fits: like, isNegated: true }],
	['NumericEquals', { fits: numbers(equal), isNegated: false }],
	['NumericNotEquals', { fits: numbers(equal), isNegated: true }],
	['NumericLessThan', { fits: numbers((a, b) => a < b), isNegated: false }],
	['NumericLessThanEquals', { fits: numbers((a, b) => a <= b), isNegated: false }],
	['NumericGreaterThan', { fits: numbers((a, b) => a > b), isNegated: false }],
	['NumericGreaterThanEquals', { fits: numbers((a, b) => a >= b), isNegated: false }],
	['DateEquals', { fits: dates(equal), isNegated: false }],
	['DateNotEquals', { fits: dates(equal), isNegated: true }],
	['DateLessThan', { fits: dates((a, b) => a < b), isNegated: false }],
	['DateLessThanEquals', { fits: dates((a, b) => a <= b), isNegated: false }],
	['DateGreaterThan', { fits: dates((a, b) => a > b), isNegated: false }],
	['DateGreaterThanEquals', { fits: dates((a, b) => a >= b), isNegated: false }],
	['Bool', { fits: bool, isNegated: false }],
	['BinaryEquals', { fits: literally, isNegated: false }],
	['IpAddress', { fits: address, isNegated: false }],
	['NotIpAddress', { fits: address, isNegated: true }],
	['ArnEquals', { fits: likeArn, isNegated: false }],
	['ArnLike', { fits: likeArn, isNegated: false }],
	['ArnNotEquals', { fits: likeArn, isNegated: true }],
	['ArnNotLike', { fits: likeArn, isNegated: true }],
	['Null', { fits: undefined, isNegated: false }],
]);

/** ISO 8601, or seconds since 1970. */
function instant(text: string): number {
	return /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text);
}

function lowerCased(keys: RequestKeys): RequestKeys {
	return new Map([...keys].map(([key, values]) => [key, values.map((value) => value.toLowerCase())]));
}
