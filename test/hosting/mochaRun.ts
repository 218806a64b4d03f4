import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Mocha from 'mocha';

/** Mocha wants a reporter; the lines come from the runner's own events. */
function silent(): void {
	// Says nothing.
}

/**
 * Runs the tests that `load` registers, prints them as they end, and writes `{ passed, failed }` where
 * BEDROCK_PROFILES_RESULTS says. A real VS Code on a busy machine now and then swallows a key or moves the focus, so a test
 * that fails is run once more; that it was needed is printed with what went wrong, and counted.
 * @param print one line of the report.
 * @param onFailure called while the failed test still has what it opened, before its `afterEach`.
 * @throws when a test failed, which is how VS Code learns of it.
 */
export async function runWithMocha(
	load: () => void,
	print: (line: string) => void,
	onFailure: (title: string) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
	const mocha = new Mocha({ ui: 'bdd', timeout: 90_000, retries: 1, color: false, reporter: silent as never });
	const filter = process.env.BEDROCK_PROFILES_FILTER;
	if (filter) mocha.grep(filter);
	mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, '', mocha);
	try {
		load();
	} catch (error) {
		print(`  FAILED  to load the tests: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
		throw error;
	}
	let passed = 0;
	let failed = 0;
	let again = 0;
	const printError = (error: Error): void => {
		for (const line of (error.stack ?? error.message).split('\n').slice(0, 30)) print(`          ${line}`);
	};
	mocha.suite.eachTest((test) => {
		test.fn = reporting(test.fn, () => onFailure(test.fullTitle()));
	});
	await new Promise<void>((resolve) => {
		const runner = mocha.run(() => resolve());
		runner.on('pass', (test) => {
			passed++;
			print(`  passed  ${test.fullTitle()} (${String(test.duration ?? 0)} ms)`);
		});
		runner.on('fail', (test, error: Error) => {
			failed++;
			print(`  FAILED  ${test.fullTitle()}`);
			printError(error);
		});
		runner.on('retry', (test, error: Error) => {
			again++;
			print(`  AGAIN   ${test.fullTitle()}`);
			printError(error);
		});
		// A skipped test is one that did not hold.
		runner.on('pending', (test) => {
			failed++;
			print(`  SKIPPED ${test.fullTitle()}`);
		});
	});
	if (again > 0) print(`  ${String(again)} tests were run a second time; see AGAIN above.`);
	const results = process.env.BEDROCK_PROFILES_RESULTS;
	if (!results) throw new Error('BEDROCK_PROFILES_RESULTS does not say where the results go.');
	mkdirSync(dirname(results), { recursive: true });
	writeFileSync(results, JSON.stringify({ passed, failed }));
	if (failed > 0) throw new Error(`${String(failed)} tests failed.`);
}

/** The test's function, which calls `onFailure` and waits for it before it fails. */
function reporting(run: Mocha.Test['fn'], onFailure: () => Promise<void>): Mocha.AsyncFunc | undefined {
	if (!run) return undefined;
	return async function (this: Mocha.Context): Promise<void> {
		try {
			await (run as Mocha.AsyncFunc).call(this);
		} catch (error) {
			// What goes wrong with the report must not hide why the test failed.
			await onFailure().catch(() => undefined);
			throw error;
		}
	};
}
