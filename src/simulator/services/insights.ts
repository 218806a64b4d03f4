import { grouped } from '../../bedrock/grouped';
import { ServiceError } from '../serviceError';
import { valueAt } from './filterPattern';

export interface QueriedEvent {
	readonly id: string;
	/** Milliseconds since 1970. */
	readonly timestamp: number;
	readonly message: string;
	readonly stream: string;
	readonly log: string;
}

export type Row = readonly { readonly field: string; readonly value: string }[];

type Value = string | number | boolean | undefined;
/** A row on its way through the pipe. */
interface QueryRecord {
	readonly get: (field: string) => Value;
	readonly pointer?: string;
}

/**
 * Runs the part of the Logs Insights language that invocation logs need: `fields`, `display`, `filter` (comparisons,
 * `like`, `in`, `ispresent`, joined by `and`, `or`, `not`), `stats` (`count`, `sum`, `avg`, `min`, `max`, `count_distinct`, with `as` and
 * `by`), `sort`, `limit`, `dedup`.
 * @throws ServiceError `MalformedQueryException` for anything else, with the place.
 * @see Amazon CloudWatch Logs user guide, "CloudWatch Logs Insights language query syntax"
 */
export function runQuery(
	query: string,
	events: readonly QueriedEvent[],
	limit: number,
): { readonly matched: number; readonly rows: Row[] } {
	let records: readonly QueryRecord[] = events.toSorted((a, b) => b.timestamp - a.timestamp).map(toRecord);
	let shown: readonly string[] = ['@timestamp', '@message'];
	let most = limit;
	let matched = records.length;
	for (const { offset, text } of commandsOf(query)) {
		const [, name = '', rest = ''] = /^(\w+)\s*(.*)$/s.exec(text) ?? [];
		const fail = (message: string) => malformed(message, offset, text.length);
		switch (name.toLowerCase()) {
			case 'fields':
			case 'display':
				shown = rest.split(',').map((field) => readField(field.trim(), fail));
				break;
			case 'filter': {
				const holds = new FilterParser(rest, fail).parse();
				records = records.filter((record) => holds(record));
				matched = records.length;
				break;
			}
			case 'stats': {
				const result = aggregate(rest, records, fail);
				({ records, shown } = result);
				break;
			}
			case 'sort': {
				const [, field = '', direction] = /^(\S+?)(?:\s+(asc|desc))?$/i.exec(rest.trim()) ?? [];
				const sign = direction?.toLowerCase() === 'asc' ? 1 : -1;
				const key = readField(field, fail);
				records = records.toSorted((a, b) => sign * order(a.get(key), b.get(key)));
				break;
			}
			case 'limit':
			case 'head': {
				const count = Number(rest.trim());
				if (!Number.isInteger(count) || count < 1) throw fail('limit needs a whole number above 0');
				most = Math.min(count, 100_000);
				break;
			}
			case 'dedup': {
				const keys = rest.split(',').map((field) => readField(field.trim(), fail));
				const seen = new Set<string>();
				records = records.filter((record) => {
					const key = JSON.stringify(keys.map((field) => record.get(field) ?? null));
					return !seen.has(key) && seen.add(key);
				});
				break;
			}
			default:
				throw fail(`unexpected symbol found: ${name || text}`);
		}
	}
	return { matched, rows: records.slice(0, most).map((record) => toRow(record, shown)) };
}

/** The commands between the bars, without comments; a bar inside quotes or slashes is text. */
function commandsOf(query: string): { offset: number; text: string }[] {
	const commands: { offset: number; text: string }[] = [];
	for (const match of query.replace(/^\s*#.*$/gm, '').matchAll(/(?:"[^"]*"|'[^']*'|\/[^/\n]*\/|[^|])+/g)) {
		const text = match[0].trim();
		if (text !== '') commands.push({ offset: match.index, text });
	}
	if (commands.length === 0) throw malformed('the query is empty', 0, query.length);
	return commands;
}

function toRecord(event: QueriedEvent): QueryRecord {
	let parsed: unknown;
	return {
		pointer: event.id,
		get(field) {
			switch (field) {
				case '@timestamp':
					return new Date(event.timestamp).toISOString().replace('T', ' ').replace('Z', '');
				case '@message':
					return event.message;
				case '@logStream':
					return event.stream;
				case '@log':
					return event.log;
				default:
					parsed ??= JSON.parse(event.message);
					return valueAt(parsed, field);
			}
		},
	};
}

function toRow(record: QueryRecord, shown: readonly string[]): Row {
	const cells = shown.flatMap((field) => {
		const value = record.get(field);
		return value === undefined ? [] : [{ field, value: String(value) }];
	});
	return record.pointer === undefined ? cells : [...cells, { field: '@ptr', value: record.pointer }];
}

function aggregate(
	rest: string,
	records: readonly QueryRecord[],
	fail: (message: string) => Error,
): { records: QueryRecord[]; shown: string[] } {
	const [measuresText = '', keysText] = rest.split(/\bby\b/i);
	const keys = keysText === undefined ? [] : keysText.split(',').map((field) => readField(field.trim(), fail));
	const measures = measuresText.split(/,(?![^(]*\))/).map((part) => {
		const match = /^(\w+)\s*\(\s*([^()]*?)\s*\)(?:\s+as\s+(\w+))?$/i.exec(part.trim());
		const compute = aggregates[match?.[1]?.toLowerCase() ?? ''];
		if (!match || !compute) throw fail(`unexpected symbol found: ${part.trim()}`);
		const field = match[2] === '' || match[2] === '*' ? undefined : match[2];
		return { name: match[3] ?? `${match[1] ?? ''}(${match[2] ?? ''})`, field, compute };
	});
	const groups =
		keys.length === 0
			? [records]
			: grouped(records, (record) => JSON.stringify(keys.map((field) => record.get(field) ?? null))).values();
	const rows = [...groups].map((group): QueryRecord => {
		const values = new Map<string, Value>(keys.map((field) => [field, group[0]?.get(field)]));
		for (const { compute, field, name } of measures) {
			const found = field === undefined ? group.map(() => 1) : group.map((record) => record.get(field));
			const present = found.filter((value) => value !== undefined);
			values.set(name, compute(present));
		}
		return { get: (field) => values.get(field) };
	});
	return { records: rows, shown: [...keys, ...measures.map(({ name }) => name)] };
}

const aggregates: Readonly<Record<string, ((values: readonly Value[]) => Value) | undefined>> = {
	count: (values) => values.length,
	count_distinct: (values) => new Set(values).size,
	sum: (values) => numbers(values).reduce((sum, value) => sum + value, 0),
	avg: (values) => {
		const all = numbers(values);
		return all.length === 0 ? undefined : all.reduce((sum, value) => sum + value, 0) / all.length;
	},
	min: (values) => numbers(values).toSorted((a, b) => a - b)[0],
	max: (values) => numbers(values).toSorted((a, b) => b - a)[0],
};

function numbers(values: readonly Value[]): number[] {
	return values.map(Number).filter((value) => !Number.isNaN(value));
}

function order(a: Value, b: Value): number {
	if (typeof a === 'number' && typeof b === 'number') return a - b;
	const [left, right] = [String(a ?? ''), String(b ?? '')];
	return left < right ? -1 : left > right ? 1 : 0;
}

function readField(text: string, fail: (message: string) => Error): string {
	const field = /^`([^`]+)`$/.exec(text)?.[1] ?? text;
	if (!/^@?[\w.]+(\([\w.*]*\))?$/.test(field)) throw fail(`unexpected symbol found: ${text}`);
	return field;
}

type Test = (record: QueryRecord) => boolean;

/** `a = "x" and (b > 3 or not ispresent(c))`: not before and, and before or. */
class FilterParser {
	private readonly tokens: string[];
	private depth = 0;

	constructor(
		text: string,
		private readonly fail: (message: string) => Error,
	) {
		this.tokens =
			text.match(/"[^"]*"|'[^']*'|\/[^/]*\/i?|!=|<=|>=|=~|[=<>()[\],]|`[^`]+`|[^\s"'=<>!()[\],]+|\S/g) ?? [];
	}

	parse(): Test {
		const test = this.either();
		if (this.tokens.length > 0) throw this.unexpected();
		return test;
	}

	private either(): Test {
		const tests = [this.both()];
		while (this.takeWord('or')) tests.push(this.both());
		return (record) => tests.some((test) => test(record));
	}

	private both(): Test {
		const tests = [this.single()];
		while (this.takeWord('and')) tests.push(this.single());
		return (record) => tests.every((test) => test(record));
	}

	private single(): Test {
		if (this.takeWord('not')) {
			this.descend();
			const test = this.single();
			this.depth--;
			return (record) => !test(record);
		}
		if (this.takeWord('(')) {
			this.descend();
			const test = this.either();
			this.expect(')');
			this.depth--;
			return test;
		}
		if (this.takeWord('ispresent')) {
			this.expect('(');
			const field = readField(this.tokens.shift() ?? '', this.fail);
			this.expect(')');
			return (record) => record.get(field) !== undefined;
		}
		return this.comparison();
	}

	private comparison(): Test {
		const field = readField(this.tokens.shift() ?? '', this.fail);
		const isNegated = this.takeWord('not');
		const operator = (this.tokens.shift() ?? '').toLowerCase();
		if (operator === 'like' || operator === '=~') {
			const wanted = this.readLike();
			return (record) => {
				const text = String(record.get(field) ?? '');
				return (wanted.ignoresCase ? text.toLowerCase() : text).includes(wanted.text) !== isNegated;
			};
		}
		if (operator === 'in') {
			this.expect('[');
			const values = [this.readValue()];
			while (this.takeWord(',')) values.push(this.readValue());
			this.expect(']');
			return (record) => values.some((value) => isEqual(record.get(field), value)) !== isNegated;
		}
		const compare = comparisons[operator];
		if (!compare || isNegated) throw this.fail(`unexpected symbol found: ${operator || 'end of the filter'}`);
		const value = this.readValue();
		return (record) => {
			const found = record.get(field);
			return found !== undefined && compare(found, value);
		};
	}

	/** Texts, and regular expressions that hold no more than a text: one of a stranger could keep this process busy for ever. */
	private readLike(): { text: string; ignoresCase: boolean } {
		const token = this.tokens.shift() ?? '';
		const quoted = /^(["'])(.*)\1$/s.exec(token)?.[2];
		if (quoted !== undefined) return { text: quoted, ignoresCase: false };
		const [, flag, body, suffix] = /^\/(\(\?i\))?([^/]*)\/(i?)$/.exec(token) ?? [];
		const text = body?.replace(/\\([.\-:/])/g, '$1');
		if (body === undefined || text === undefined || !/^(?:\\[.\-:/]|[\w\s:.@-])*$/.test(body)) {
			throw this.fail(`the simulator does not know this pattern: ${token}`);
		}
		const ignoresCase = flag !== undefined || suffix === 'i';
		return { text: ignoresCase ? text.toLowerCase() : text, ignoresCase };
	}

	private readValue(): string | number {
		const token = this.tokens.shift() ?? '';
		const quoted = /^(["'])(.*)\1$/s.exec(token)?.[2];
		if (quoted !== undefined) return quoted;
		if (/^-?\d+(\.\d+)?$/.test(token)) return Number(token);
		throw this.fail(`unexpected symbol found: ${token || 'end of the filter'}`);
	}

	private descend(): void {
		if (++this.depth > 50) throw this.fail('the filter is nested too deeply');
	}

	private takeWord(word: string): boolean {
		if (this.tokens[0]?.toLowerCase() !== word) return false;
		this.tokens.shift();
		return true;
	}

	private expect(word: string): void {
		if (!this.takeWord(word)) throw this.unexpected();
	}

	private unexpected(): Error {
		return this.fail(`unexpected symbol found: ${this.tokens[0] ?? 'end of the filter'}`);
	}
}

const comparisons: Readonly<Record<string, ((a: Value, b: string | number) => boolean) | undefined>> = {
	'=': isEqual,
	'!=': (a, b) => !isEqual(a, b),
	'<': (a, b) => order(comparable(a, b), b) < 0,
	'<=': (a, b) => order(comparable(a, b), b) <= 0,
	'>': (a, b) => order(comparable(a, b), b) > 0,
	'>=': (a, b) => order(comparable(a, b), b) >= 0,
};

function isEqual(a: Value, b: string | number): boolean {
	return comparable(a, b) === b;
}

function comparable(a: Value, b: string | number): Value {
	return typeof b === 'number' ? Number(a) : String(a);
}

function malformed(message: string, start: number, length: number): ServiceError {
	return new ServiceError('MalformedQueryException', 400, message, {
		queryCompileError: { location: { startCharOffset: start, endCharOffset: start + length }, message },
	});
}
