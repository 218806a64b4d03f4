// A tree of source files like a large workspace: 20,000 files, 200 MB, model IDs in one file of a hundred, and the words
// of which IDs are made in all of them. The same tree each time.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const fileCount = 20_000;
const folderCount = 1500;
const words = (
	'client session model response request invoke stream region config handler message token limit retry bucket queue ' +
	'result value index state event table parse build render update amazon anthropic meta cohere openai google mistral ' +
	'deepseek provider agent prompt content amazonaws default internal static public const return import export'
).split(' ');
const extensions = ['ts', 'py', 'go', 'java', 'md', 'json', 'yaml', 'js', 'rs', 'rb', 'tf', 'sh', 'cs', 'kt'];
const ids = [
	'anthropic.claude-3-haiku-20240307-v1:0',
	'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
	'amazon.nova-lite-v1:0',
	'meta.llama3-1-8b-instruct-v1:0',
];

/** Writes the tree. @returns the number of IDs in it. */
export function writeTree(root) {
	const random = randomNumbers(20_261_122);
	const pick = (list) => list[Math.floor(random() * list.length)];
	const name = () =>
		pick(words) + pick(['', '', '_', 'Id', 's', 'Of']) + (random() < 0.3 ? Math.floor(random() * 99) : '');
	const lines = [
		() => `import { ${name()} } from './${name()}/${name()}';`,
		() => `\tconst ${name()} = await ${name()}.${name()}(${name()}, { ${name()}: ${Math.floor(random() * 10_000)} });`,
		() => `    self.${name()} = ${name()}.${name()}["${name()}"]`,
		() => `openai.chat.completions.create(${name()})`,
		() => `# https://docs.aws.amazon.com/${name()}/${name()}.html`,
		() => `  return meta.${name()} ?? google.${name()}.${name()};`,
		() => `def ${name()}(${name()}, ${name()}=None):`,
		() => `// ${name()} ${name()} ${name()} ${name()}, and then ${name()} ${name()}.`,
		() => `"${name()}": "${name()} ${name()}",`,
		() => '',
		() => '}',
		() => `    if ${name()} is not None and ${name()}.${name()} > ${Math.floor(random() * 99)}:`,
	];
	const pieces = Array.from({ length: 600 }, () => {
		let piece = '';
		while (piece.length < 1500) piece += `${pick(lines)()}\n`;
		return piece;
	});
	const folders = [];
	for (let index = 0; index < folderCount; index++) {
		folders.push(index < 20 ? `package${index}` : join(pick(folders.slice(0, 400)), pick(words) + index));
		mkdirSync(join(root, folders[index]), { recursive: true });
	}
	mkdirSync(join(root, '.git'));
	writeFileSync(join(root, '.gitignore'), 'node_modules/\ndist/\n*.log\n/build\n');
	let planted = 0;
	for (let index = 0; index < fileCount; index++) {
		const length = 6000 * Math.exp(random() * 3.2 - 1.6);
		let text = '';
		while (text.length < length) text += pick(pieces);
		if (index % 100 === 7) {
			const count = 1 + Math.floor(random() * 4);
			for (let each = 0; each < count; each++) text += `region = "us-east-1"\nmodel = "${pick(ids)}"\n`;
			planted += count;
		}
		const path = join(root, pick(folders), `${pick(words)}${index}.${pick(extensions)}`);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, text);
	}
	return planted;
}

/** Mulberry32. */
function randomNumbers(seed) {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
