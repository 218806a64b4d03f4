import { isObject } from '../json';
import { ServiceError } from '../serviceError';

/**
 * The part of CloudWatch's filter patterns that people use on JSON: nothing (all), words and "phrases" that must all
 * occur, `-word` that must not, and `{ $.a.b = "x" && $.c != 3 }` with `*` in texts.
 * @throws ServiceError `InvalidParameterException` for anything else.
 * @see Amazon CloudWatch Logs user guide, "Filter pattern syntax"
 */
export function filterEvents<T extends { readonly message: string }>(events: readonly T[], pattern: string): T[] {
	const matches = readPattern(pattern.trim());
	return events.filter(({ message }) => matches(message));
}

function readPattern(pattern: string): (message: string) => boolean {
	if (pattern.startsWith('{')) {
		const body = /^\{(.*)\}$/s.exec(pattern)?.[1];
		if (body === undefined) throw unknown(pattern);
		const conditions = body.split('&&').map((part) => readCondition(part.trim(), pattern));
		return (message) => {
			const value: unknown = JSON.parse(message);
			return conditions.every((holds) => holds(value));
		};
	}
	const terms = [...pattern.matchAll(/(-?)(?:"([^"]*)"|(\S+))/g)].map((match) => ({
		isWanted: match[1] !== '-',
		text: match[2] ?? match[3] ?? '',
	}));
	if (terms.some(({ text }) => /^[[%?]/.test(text))) throw unknown(pattern);
	return (message) => terms.every(({ isWanted, text }) => message.includes(text) === isWanted);
}

function readCondition(text: string, pattern: string): (value: unknown) => boolean {
	const bare = /^\((.*)\)$/s.exec(text)?.[1]?.trim() ?? text;
	const match = /^\$\.([\w.]+)\s*(=|!=)\s*(?:"([^"]*)"|([^\s"()|]+))$/.exec(bare);
	if (!match) throw unknown(pattern);
	const [, path = '', operator, quoted, plain = ''] = match;
	const parts = (quoted ?? plain).split('*');
	return (value) => {
		const found = valueAt(value, path);
		return found !== undefined && fits(String(found), parts) === (operator === '=');
	};
}

/** @param path `input.inputTokenCount` @returns a text, number or boolean; `undefined` where there is none. */
export function valueAt(value: unknown, path: string): string | number | boolean | undefined {
	let current = value;
	for (const name of path.split('.')) {
		const index = Array.isArray(current) ? Number(name) : undefined;
		if (index !== undefined && Array.isArray(current)) current = current[index];
		else current = isObject(current) && Object.hasOwn(current, name) ? current[name] : undefined;
	}
	return typeof current === 'string' || typeof current === 'number' || typeof current === 'boolean'
		? current
		: undefined;
}

/** Whether the text is the parts in order with anything between them. Never backtracks. */
function fits(text: string, parts: readonly string[]): boolean {
	const [first = '', ...rest] = parts;
	const last = rest.pop();
	if (last === undefined) return text === first;
	if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
	let position = first.length;
	for (const part of rest) {
		const index = text.indexOf(part, position);
		if (index < 0) return false;
		position = index + part.length;
	}
	return position <= text.length - last.length;
}

function unknown(pattern: string): Error {
	return new ServiceError(
		'InvalidParameterException',
		400,
		`Invalid filter pattern, or one that the simulator does not know: ${pattern}`,
	);
}
