import type { Pattern } from './iam/pattern';
import { matches, readPattern } from './iam/pattern';

/** @param wildcard `*` stands for any characters, `?` for one */
export function fits(text: string, wildcard: string): boolean {
	let pattern = patterns.get(wildcard);
	if (!pattern) {
		pattern = readPattern(wildcard, false);
		if (patterns.size >= keptPatterns) patterns.clear();
		patterns.set(wildcard, pattern);
	}
	return matches(pattern, text, noKeys);
}

const noKeys = new Map();
const patterns = new Map<string, Pattern>();
const keptPatterns = 1_000;
