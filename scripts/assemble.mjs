// Compiles what is written for WebAssembly (AssemblyScript, in src/convert/assembly) into modules of the sources:
//
//   npm run assemble [-- --check]
//
// The results are kept with the sources, so that building and testing take no other compiler. --check only tells whether
// they are what the sources say.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import asc from 'assemblyscript/asc';

const root = resolve(import.meta.dirname, '..');
const folder = 'src/convert/assembly';
const rooms = { candidateSearch: 'src/convert/scan', textScan: 'src/convert/engine' };
const isCheck = process.argv.includes('--check');

let stale = 0;
for (const [name, room] of Object.entries(rooms)) {
	const path = join(room, `${name}Module.ts`);
	const text = moduleOf(name, await assemble(`${folder}/${name}.ts`));
	if (read(path) === text) continue;
	if (isCheck) {
		console.error(`${path} is not what ${folder}/${name}.ts says; run npm run assemble.`);
		stale++;
	} else writeFileSync(join(root, path), text);
}
process.exit(stale > 0 ? 1 : 0);

async function assemble(source) {
	let binary;
	const { error, stderr } = await asc.main(
		[source, '--outFile', 'module.wasm', '--runtime', 'stub', '--importMemory', '--noExportMemory', '--noAssert']
			.concat(['--optimizeLevel', '3', '--shrinkLevel', '1', '--enable', 'simd', '--use', 'abort='])
			.concat(['--baseDir', root]),
		{ writeFile: (_name, contents) => (binary = contents) },
	);
	if (error) throw new Error(stderr.toString() || error.message);
	return binary;
}

function moduleOf(name, binary) {
	const lines = Buffer.from(binary)
		.toString('base64')
		.match(/.{1,100}/g);
	return [
		`// Made by \`npm run assemble\` from ../assembly/${name}.ts: a WebAssembly module, in base64.`,
		`export const ${name}Module =`,
		`${lines.map((line, index) => `\t'${line}'${index === lines.length - 1 ? ';' : ' +'}`).join('\n')}`,
		'',
	].join('\n');
}

function read(path) {
	try {
		return readFileSync(join(root, path), 'utf8');
	} catch {
		return undefined;
	}
}
