// Every performance figure of the project, each against its baseline in the same run:
// `npm run bench [-- --json FILE] [--only NAME]`, with the name of a group below. It is run by the Node that VS Code's
// extension host is, because that is where users have the code.
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packageExtension } from '../../scripts/package.mjs';
import { runNode } from '../../scripts/runNode.mjs';
import { vscodeNode } from '../hosting/vscodeNode.mjs';
import { activation } from './activation.mjs';
import { comparison } from './comparison.mjs';
import { editedCode } from './editedCode.mjs';
import { chat } from './chat.mjs';
import { sidebar } from './sidebar.mjs';
import { simulator } from './simulator.mjs';
import { sizes } from './sizes.mjs';
import { streamingMarkdown } from './streamingMarkdown.mjs';
import { workspaceScan } from './workspaceScan.mjs';

const root = resolve(import.meta.dirname, '../..');
const node = vscodeNode();
if (node !== process.execPath)
	process.exit(await runNode([import.meta.filename, ...process.argv.slice(2)], root, node));
const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });
const { vsix, files } = await packageExtension();

/** @type {Record<string, () => Promise<import('./figure.mjs').Figure[]> | import('./figure.mjs').Figure[]>} */
const groups = {
	sizes: () => sizes({ dist: join(root, 'dist'), vsix }),
	activation: () => activation({ files }),
	streamingMarkdown,
	comparison,
	chat,
	workspaceScan,
	editedCode,
	sidebar,
	simulator: () => simulator({ dist: join(root, 'dist') }),
};
const { only } = values;
if (only !== undefined && !Object.hasOwn(groups, only)) {
	throw new Error(`There is no group ${only}: choose one of ${Object.keys(groups).join(', ')}.`);
}
/** @type {import('./figure.mjs').Figure[]} */
const figures = [];
for (const [name, measure] of Object.entries(groups)) {
	if (only !== undefined && name !== only) continue;
	for (const figure of await measure()) {
		figures.push(figure);
		const { name, median, unit, baseline, ratio, limit, holds } = figure;
		const outcome = holds ? 'holds ' : 'BROKEN';
		console.log(
			`${outcome}  ${name}: ${round(median)} ${unit} (baseline ${round(baseline)}, ratio ${round(ratio)}, limit ${limit})`,
		);
	}
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
const broken = figures.filter(({ holds }) => !holds).length;
console.log(`\n${figures.length - broken} of ${figures.length} figures hold.`);
process.exit(broken > 0 ? 1 : 0);

function round(value) {
	return Number(value.toPrecision(4));
}
