// Runs layers of tests in turn and sums them up: `node scripts/test.mjs [check] [unit] [host] [ui] [-- FILTER]`.
// A layer that fails, or that ran nothing, fails the run.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runNode } from './runNode.mjs';

const root = resolve(import.meta.dirname, '..');
const known = ['check', 'unit', 'host', 'ui'];
const words = process.argv.slice(2);
const layers = known.filter((layer) => words.includes(layer));
const filters = words.filter((word) => !known.includes(word) && word !== '--');

const commands = {
	check: ['scripts/check.mjs'],
	unit: ['node_modules/vitest/vitest.mjs', 'run', ...filters],
	host: ['test/hosting/runLayer.mjs', 'host', ...filters],
	ui: ['test/hosting/runLayer.mjs', 'ui', ...filters],
};

let passed = 0;
let failed = 0;
for (const layer of layers) {
	console.log(`\n===== ${layer} =====`);
	const started = Date.now();
	rmSync(join(root, 'out', `${layer}.json`), { force: true });
	const status = await runNode(commands[layer], root);
	const result = resultOf(layer);
	// A layer that broke off has failed, whatever it counted till then.
	if (status !== 0 && result.failed === 0) result.failed = 1;
	if (result.passed === 0 && result.failed === 0) result.failed = 1;
	passed += result.passed;
	failed += result.failed;
	const seconds = Math.round((Date.now() - started) / 1000);
	console.log(`${layer}: ${result.passed} passed, ${result.failed} failed (${seconds} s)`);
}
console.log(`\ntotal: ${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

/** What the layer wrote about itself; nothing if it never came so far. */
function resultOf(layer) {
	const file = join(root, 'out', `${layer}.json`);
	if (!existsSync(file)) return { passed: 0, failed: 0 };
	const result = JSON.parse(readFileSync(file, 'utf8'));
	if (layer !== 'unit') return { passed: result.passed, failed: result.failed };
	// A file that cannot be loaded has no tests to count.
	const broken = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
	return { passed: result.numPassedTests, failed: result.numFailedTests + result.numPendingTests + broken.length };
}
