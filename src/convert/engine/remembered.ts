import type { SourceText } from './sourceText';

/** What was read at an offset of a text before; else reads it. */
export function remembered<Value>(
	known: WeakMap<SourceText, Map<number, Value>>,
	source: SourceText,
	offset: number,
	read: (source: SourceText, offset: number) => Value,
): Value {
	let ofSource = known.get(source);
	if (!ofSource) known.set(source, (ofSource = new Map<number, Value>()));
	let value = ofSource.get(offset);
	if (value === undefined) ofSource.set(offset, (value = read(source, offset)));
	return value;
}
