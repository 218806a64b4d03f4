// Every performance figure of the project, each against its baseline in the same run:
// `npm run bench [-- --json FILE] [--only NAME]`, with the name of a group below. It is run by the Node that VS Code's
// extension host is, because that is where users have the code; and each group in a process of its own, so that what one
// leaves for the garbage collector is not counted in another.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runNode } from '../../scripts/runNode.mjs';
import { vscodeNode } from '../hosting/vscodeNode.mjs';

const root = resolve(import.meta.dirname, '../..');
const dist = join(root, 'dist');

/**
 * Loaded by the process that needs them. Each is given what was packed.
 * @type {Record<string, (packed: { vsix: string, files: string[] }) => Promise<import('./figure.mjs').Figure[]>>}
 */
const groups = {
	sizes: async ({ vsix }) => (await import('./sizes.mjs')).sizes({ dist, vsix }),
	activation: async ({ files }) => (await import('./activation.mjs')).activation({ files }),
	streamingMarkdown: async () => (await import('./streamingMarkdown.mjs')).streamingMarkdown(),
	comparison: async () => (await import('./comparison.mjs')).comparison(),
	chat: async () => (await import('./chat.mjs')).chat(),
	workspaceScan: async () => (await import('./workspaceScan.mjs')).workspaceScan(),
	editedCode: async () => (await import('./editedCode.mjs')).editedCode(),
	sidebar: async () => (await import('./sidebar.mjs')).sidebar(),
	simulator: async () => (await import('./simulator.mjs')).simulator({ dist }),
};

const { values } = parseArgs({
	options: {
		json: { type: 'string' },
		only: { type: 'string' },
		// A file that says what was packed: for the process of one group.
		packed: { type: 'string' },
	},
});
const { only, packed, json } = values;
if (only !== undefined && !Object.hasOwn(groups, only)) {
	throw new Error(`There is no group ${only}: choose one of ${Object.keys(groups).join(', ')}.`);
}
if (packed === undefined) await measureAll(only === undefined ? Object.keys(groups) : [only]);
else await measure(only, JSON.parse(readFileSync(packed, 'utf8')));

async function measureAll(names) {
	const scratch = mkdtempSync(join(tmpdir(), 'bedrock-profiles-figures-'));
	/** @type {import('./figure.mjs').Figure[]} */
	const figures = [];
	try {
		const { packageExtension } = await import('../../scripts/package.mjs');
		const packedFile = join(scratch, 'packed.json');
		writeFileSync(packedFile, JSON.stringify(await packageExtension()));
		const node = vscodeNode();
		for (const name of names) {
			const file = join(scratch, `${name}.json`);
			const status = await runNode(
				[import.meta.filename, '--only', name, '--packed', packedFile, '--json', file],
				root,
				node,
			);
			if (status !== 0) throw new Error(`The figures of ${name} could not be measured; see above.`);
			figures.push(...JSON.parse(readFileSync(file, 'utf8')));
		}
	} finally {
		rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
	}
	if (json) writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`);
	const broken = figures.filter(({ holds }) => !holds).length;
	console.log(`\n${figures.length - broken} of ${figures.length} figures hold.`);
	process.exit(broken > 0 ? 1 : 0);
}

async function measure(name, whatWasPacked) {
	const figures = await groups[name](whatWasPacked);
	for (const { name, median, unit, baseline, ratio, limit, holds } of figures) {
		const outcome = holds ? 'holds ' : 'BROKEN';
		console.log(
			`${outcome}  ${name}: ${round(median)} ${unit} (baseline ${round(baseline)}, ratio ${round(ratio)}, limit ${limit})`,
		);
	}
	writeFileSync(json, JSON.stringify(figures));
	process.exit(0);
}

function round(value) {
	return Number(value.toPrecision(4));
}
