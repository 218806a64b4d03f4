import { testMark } from '../hosting/testMark.mjs';
import { runWithMocha } from '../hosting/mochaRun';

/** Called in the extension host with nothing but the tests. */
export async function runMocha(_context: unknown, load: () => void): Promise<void> {
	await runWithMocha(load, (line) => console.log(testMark + line));
}
