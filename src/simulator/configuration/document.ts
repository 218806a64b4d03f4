import { readFileSync } from 'node:fs';
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { Path, Problem } from './place';
import { Place } from './place';

/** A file that cannot be used; the message has a line `file:line:column: sentence` for each mistake. */
export class ConfigurationError extends Error {}

/**
 * Reads a YAML or JSON file (JSON is YAML).
 * @throws ConfigurationError with every mistake that was found
 */
export function readDocument<T>(file: string, read: (place: Place) => T): T {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		const reason =
			error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'does not exist' : String(error);
		throw new ConfigurationError(
			reason === 'does not exist' ? `The file ${file} does not exist.` : `The file ${file} cannot be read: ${reason}`,
		);
	}
	return readText(text, file, read);
}

/** @param file only named in messages */
export function readText<T>(text: string, file: string, read: (place: Place) => T): T {
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
	const at = (offset: number): string => {
		const { col, line } = lines.linePos(offset);
		return `${file}:${Math.max(1, line)}:${Math.max(1, col)}`;
	};
	const broken = [...document.errors, ...document.warnings];
	if (broken.length > 0) {
		throw new ConfigurationError(broken.map((error) => `${at(error.pos[0])}: ${error.message}`).join('\n'));
	}
	const problems: Problem[] = [];
	let value: unknown;
	try {
		// A few lines of aliases could name each other into gigabytes.
		value = document.toJS({ maxAliasCount: 100 }) ?? {};
	} catch (error) {
		throw new ConfigurationError(`${file}:1:1: ${error instanceof Error ? error.message : String(error)}`);
	}
	const result = read(new Place(value, [], problems));
	if (problems.length > 0) {
		const told = problems.map((problem) => ({ offset: offsetOf(document, problem), problem }));
		throw new ConfigurationError(
			told
				.toSorted((a, b) => a.offset - b.offset)
				.map(({ offset, problem }) => `${at(offset)}: ${problem.sentence}`)
				.join('\n'),
		);
	}
	return result;
}

/** Where a path stands; what is not there is where its parent is. */
function offsetOf(document: Document, { isKey, path }: Problem): number {
	for (let length = path.length; length >= 0; length--) {
		const part = path.slice(0, length);
		const offset =
			(isKey === true && length === path.length ? keyOffset(document, part) : undefined) ?? valueOffset(document, part);
		if (offset !== undefined) return offset;
	}
	return 0;
}

function valueOffset(document: Document, path: Path): number | undefined {
	const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
	return isNode(node) ? node.range?.[0] : undefined;
}

function keyOffset(document: Document, path: Path): number | undefined {
	const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
	if (!isMap(parent)) return undefined;
	const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === path.at(-1));
	return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}
