import type { JsonObject } from '../json';
import { asArray, asString, isObject, strings } from '../json';

/**
 * A value that satisfies a JSON Schema: required members and no others, the least of what is allowed, words from the
 * question where text is asked for.
 * @param schema 2020-12 or older; local references (`#/$defs/…`) are followed
 */
export function exampleOf(schema: unknown, question: string): unknown {
	return example(schema, { root: schema, question, name: 'value', depth: 0 });
}

interface Context {
	readonly root: unknown;
	readonly question: string;
	/** The member that the value is for. */
	readonly name: string;
	readonly depth: number;
}

/** Schemas may refer to themselves; so deep no tool's input goes. */
const deepest = 20;

function example(schema: unknown, context: Context): unknown {
	if (!isObject(schema) || context.depth > deepest) return schema === false ? null : {};
	const whole = merged(schema, context);
	if ('const' in whole) return whole.const;
	if (Array.isArray(whole.enum) && whole.enum.length > 0) return mentioned(whole.enum, context.question);
	if (Array.isArray(whole.examples) && whole.examples.length > 0) return whole.examples[0] as unknown;
	if ('default' in whole) return whole.default;
	switch (typeOf(whole)) {
		case 'object':
			return exampleObject(whole, context);
		case 'array':
			return exampleArray(whole, context);
		case 'integer':
			return exampleNumber(whole, 1);
		case 'number':
			return exampleNumber(whole, 0);
		case 'boolean':
			return true;
		case 'null':
			return null;
		default:
			return exampleText(whole, context);
	}
}

/** The schema with its reference, its `allOf` and the first of its alternatives laid over each other. */
function merged(schema: JsonObject, context: Context): JsonObject {
	let whole: JsonObject = schema;
	const reference = asString(schema.$ref);
	const parts = [
		reference === undefined ? undefined : resolve(reference, context.root),
		...asArray(schema.allOf),
		asArray(schema.anyOf)[0],
		asArray(schema.oneOf)[0],
	];
	for (const part of parts) {
		if (!isObject(part) || context.depth > deepest) continue;
		const inner = merged(part, { ...context, depth: context.depth + 1 });
		const objects = (name: string): JsonObject => ({
			...(isObject(whole[name]) ? whole[name] : {}),
			...(isObject(inner[name]) ? inner[name] : {}),
		});
		whole = {
			...whole,
			...inner,
			...(isObject(inner.properties) || isObject(whole.properties) ? { properties: objects('properties') } : {}),
			required: [...new Set([...strings(whole.required), ...strings(inner.required)])],
		};
	}
	return whole;
}

function resolve(reference: string, root: unknown): unknown {
	if (!reference.startsWith('#')) return undefined;
	let value = root;
	for (const step of reference.slice(1).split('/').slice(1)) {
		const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
		value = isObject(value) ? value[name] : Array.isArray(value) ? (value as unknown[])[Number(name)] : undefined;
	}
	return value;
}

function typeOf(schema: JsonObject): string | undefined {
	const type = Array.isArray(schema.type)
		? strings(schema.type).find((name) => name !== 'null')
		: asString(schema.type);
	if (type !== undefined) return type;
	if (isObject(schema.properties) || strings(schema.required).length > 0) return 'object';
	return schema.items === undefined && schema.prefixItems === undefined ? undefined : 'array';
}

function exampleObject(schema: JsonObject, context: Context): JsonObject {
	const properties = isObject(schema.properties) ? schema.properties : {};
	const names = new Set(strings(schema.required));
	const least = typeof schema.minProperties === 'number' ? schema.minProperties : 0;
	for (const name of Object.keys(properties)) if (names.size < least) names.add(name);
	return Object.fromEntries(
		[...names].map((name) => [name, example(properties[name] ?? {}, { ...context, name, depth: context.depth + 1 })]),
	);
}

function exampleArray(schema: JsonObject, context: Context): unknown[] {
	const first = asArray(schema.prefixItems);
	const least = typeof schema.minItems === 'number' ? schema.minItems : 1;
	const most = typeof schema.maxItems === 'number' ? schema.maxItems : Number.POSITIVE_INFINITY;
	const count = Math.min(most, Math.max(least, first.length), mostItems);
	const choices = isObject(schema.items) ? asArray(schema.items.enum) : [];
	return Array.from({ length: count }, (_, index) => {
		if (schema.uniqueItems === true && index < choices.length) return choices[index];
		const value = example(first[index] ?? schema.items ?? {}, { ...context, depth: context.depth + 1 });
		if (schema.uniqueItems !== true || index === 0) return value;
		if (typeof value === 'number') return value + index;
		return typeof value === 'string' ? `${value} ${index + 1}` : value;
	});
}

const mostItems = 100;

/** @param unit what a value must at least be a multiple of; 0: nothing */
function exampleNumber(schema: JsonObject, unit: number): number {
	const bound = (name: string): number | undefined => (typeof schema[name] === 'number' ? schema[name] : undefined);
	const step = bound('multipleOf') ?? unit;
	const above = bound('exclusiveMinimum');
	const below = bound('exclusiveMaximum');
	const least = Math.max(bound('minimum') ?? Number.NEGATIVE_INFINITY, above ?? Number.NEGATIVE_INFINITY);
	const most = Math.min(bound('maximum') ?? Number.POSITIVE_INFINITY, below ?? Number.POSITIVE_INFINITY);
	const isIn = (value: number): boolean => value >= least && value <= most && value !== above && value !== below;
	if (step > 0) {
		const from = Number.isFinite(least) ? Math.ceil(least / step) : Math.min(1, Math.floor(most / step));
		for (const factor of [1, from, from + 1]) if (isIn(factor * step)) return factor * step;
		return from * step;
	}
	if (isIn(1)) return 1;
	if (Number.isFinite(least) && Number.isFinite(most)) return (least + most) / 2;
	return Number.isFinite(least) ? least + 1 : most - 1;
}

function exampleText(schema: JsonObject, { name, question }: Context): string {
	const format = formats[asString(schema.format) ?? ''];
	if (format !== undefined) return format;
	const [place] = /(?<=\S\s+)\p{Lu}[\p{L}\p{M}-]+/u.exec(question) ?? [];
	const isQuestion = /question|query|prompt|text|message|content|input/i.test(name);
	const words = question.match(/[\p{L}\p{N}_-]+/gu) ?? [];
	const candidates = [isQuestion ? question : (place ?? `example ${name}`), ...words, ...usual];
	const pattern = patternOf(schema.pattern);
	const least = typeof schema.minLength === 'number' ? schema.minLength : 1;
	const most = typeof schema.maxLength === 'number' ? schema.maxLength : 1_000;
	const fitting = candidates.filter((text) => pattern === undefined || pattern.test(text));
	const [chosen = candidates[0] ?? 'example'] = fitting;
	const characters = Array.from(chosen.length >= least ? chosen : chosen.padEnd(least, chosen === '' ? 'x' : chosen));
	return characters.slice(0, most).join('');
}

/** For patterns: what they usually ask for. */
const usual = [
	'example',
	'EXAMPLE',
	'A1',
	'abc-123',
	'ABC123',
	'1',
	'12',
	'123',
	'1234',
	'12345',
	'2026-11-22',
	'12:00',
	'USD',
	'us-east-1',
	'+15550100',
	'#336699',
	'example.com',
	'https://example.com/',
	'user@example.com',
	'',
];

function patternOf(value: unknown): RegExp | undefined {
	// A pattern of nested repetitions could take for ever, on words from a question.
	if (typeof value !== 'string' || value.length > 200 || /[+*}]\)[+*{]/.test(value)) return undefined;
	try {
		return new RegExp(value, 'u');
	} catch {
		return undefined;
	}
}

const formats: Readonly<Record<string, string | undefined>> = {
	date: '2026-11-22',
	time: '12:00:00Z',
	'date-time': '2026-11-22T12:00:00Z',
	duration: 'PT1H',
	email: 'user@example.com',
	hostname: 'example.com',
	ipv4: '192.0.2.1',
	ipv6: '2001:db8::1',
	uri: 'https://example.com/',
	url: 'https://example.com/',
	uuid: '123e4567-e89b-42d3-a456-426614174000',
};

/** The choice that the question names, else the first. */
function mentioned(choices: readonly unknown[], question: string): unknown {
	const lower = question.toLowerCase();
	return choices.find((choice) => typeof choice === 'string' && lower.includes(choice.toLowerCase())) ?? choices[0];
}
