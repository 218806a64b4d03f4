import type { PerText } from './perText';
import type { SourceText } from './sourceText';

/** What was read of a text by a key before, an offset or a name; else reads it. */
export function remembered<Key, Value>(
	known: PerText<Map<Key, Value>>,
	source: SourceText,
	key: Key,
	read: (source: SourceText, key: Key) => Value,
): Value {
	// Asked so often that a call of `known.get` would count.
	let ofSource = source.kept[known.index] as Map<Key, Value> | undefined;
	if (!ofSource) source.kept[known.index] = ofSource = new Map<Key, Value>();
	const kept = ofSource.get(key);
	if (kept !== undefined || ofSource.has(key)) return kept as Value;
	const value = read(source, key);
	ofSource.set(key, value);
	return value;
}
