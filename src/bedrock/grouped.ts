/** Values by a key, in their order; the keys in the order in which they first come. As `Map.groupBy`, which Node 20 lacks. */
export function grouped<Value, Key>(values: Iterable<Value>, keyOf: (value: Value) => Key): ReadonlyMap<Key, Value[]> {
	const groups = new Map<Key, Value[]>();
	for (const value of values) {
		const key = keyOf(value);
		const members = groups.get(key);
		if (members) members.push(value);
		else groups.set(key, [value]);
	}
	return groups;
}
