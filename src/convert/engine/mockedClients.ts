import { PerText } from './perText';
import { remembered } from './remembered';
import type { SourceText } from './sourceText';

/** Words of what stands in for something in a test. What sets the environment or makes up names for people is none. */
export const standIn =
	/(?<!un)mock|stub(?!_?env)|fake(?!r)|(?:dummy|replay)_?client|(?<![.\w])patch(?:\.object)?\(|monkeypatch\.set(?!env)|\bnock\(|\bsinon\b|\b(?:jest|vi)\.(?:fn|spyOn)\(|\bdouble\(|Substitute\.For|\bmoto\b|\brespx\b|httptest/i;

/**
 * A test that puts something in the place of a client: whatever model it names is given to what answers from a script, and
 * is expected again.
 * @param from where the test begins in the text.
 */
export function replacesClient(source: SourceText, from: number): boolean {
	// A file of its own, or a module at the end of the one that is tested.
	return remembered(replacing, source, from, () => {
		const { whole } = source.code;
		return source.syntax.family === 'code' && standIn.test(from === 0 ? whole : whole.slice(from));
	});
}

const replacing = new PerText<Map<number, boolean>>();
