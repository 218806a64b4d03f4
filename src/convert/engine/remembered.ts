import type { PerText } from './perText';
import type { SourceText } from './sourceText';

/** What was read of a text by a key before, an offset or a name; else reads it. */
export function remembered<Key, Value>(
	known: PerText<Map<Key, Value>>,
	source: SourceText,
	key: Key,
	read: (source: SourceText, key: Key) => Value,
): Value {
	let ofSource = known.get(source);
	if (!ofSource) known.set(source, (ofSource = new Map<Key, Value>()));
	const kept = ofSource.get(key);
	if (kept !== undefined || ofSource.has(key)) return kept as Value;
	const value = read(source, key);
	ofSource.set(key, value);
	return value;
}
