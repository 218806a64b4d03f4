import fc from 'fast-check';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import type { Catalogue } from '../../../src/bedrock/catalogue';
import { applyEdits } from '../../../src/convert/cli/textFile';
import { analyse, type AnalysisInput, reverse, switchRegionSet } from '../../../src/convert/engine/engine';
import { SourceText } from '../../../src/convert/engine/sourceText';
import { languageOf } from '../../../src/convert/engine/syntax';
import { readCorpus } from './corpus';

let catalogue: Catalogue;
beforeAll(async () => {
	catalogue = await bundledCatalogue();
});

function input(path: string, text: string, region = 'us-east-1'): AnalysisInput {
	const outerRegionEvidence = [{ source: 'setting', regions: [region] }] as const;
	return { path, text, catalogue, outerRegionEvidence, today: '2026-11-22' };
}

function convert(path: string, text: string, region?: string): string {
	const judgements = analyse(input(path, text, region));
	return applyEdits(
		text,
		judgements.flatMap(({ edits }) => edits),
	);
}

const undo = (path: string, text: string): string =>
	applyEdits(
		text,
		reverse(input(path, text)).flatMap(({ edits }) => edits),
	);

const corpus = readCorpus();

/** What a text says apart from its strings and bare IDs. */
function tree(path: string, text: string): unknown {
	const language = languageOf(path, undefined);
	const isId = (value: string): boolean => /[a-z0-9]+\./.test(value);
	if (path.endsWith('.jsonl')) {
		const lines = text.split('\n').filter((line) => line !== '');
		return lines.map((line) => tree('line.json', line));
	}
	if (language === 'json') {
		return JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' && isId(value) ? '' : value));
	}
	if (/^(?:type|java)script/.test(language)) {
		const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
		const shape = (node: ts.Node): unknown => [
			ts.isStringLiteralLike(node) && isId(node.text) ? 'ID' : ts.SyntaxKind[node.kind],
			ts.isIdentifier(node) ? node.text : '',
			node.getChildren(file).map(shape),
		];
		return shape(file);
	}
	const source = SourceText.read(text, language);
	return source.code.whole
		.replaceAll(/(["'`])\s*\1/g, '""')
		.replaceAll(/(?:[a-z]{2,6}(?:-[a-z]+)?\.)?[a-z0-9]+\.[a-z0-9][\w.:%-]*/g, 'ID')
		.replaceAll(/ +/g, ' ');
}

const models = fc.constantFrom(
	'anthropic.claude-3-haiku-20240307-v1:0',
	'anthropic.claude-sonnet-4-5-20250929-v1:0',
	'anthropic.claude-opus-5-5',
	'amazon.nova-lite-v1:0',
	'openai.gpt-6.1-sol',
	'amazon.titan-embed-text-v2:0',
	'anthropic.claude-9-never-v1:0',
);
const regions = fc.constantFrom(
	'us-east-1',
	'eu-west-1',
	'eu-central-1',
	'ap-northeast-1',
	'ap-southeast-2',
	'sa-east-1',
);
const newline = fc.constantFrom('\n', '\r\n');
const noise = fc.string({
	unit: fc.constantFrom('é', '"', "'", '\\', '{', ')', '#', '/', '*', ' ', 'x', '$', '\t'),
	maxLength: 12,
});

type Shape = (model: string, region: string, noise: string) => string[];
const shapes: [string, Shape][] = [
	[
		'a.py',
		(model, region, extra) => [
			`client = boto3.client("bedrock-runtime", region_name="${region}")`,
			`client.converse(modelId="${model}")  # ${extra}`,
		],
	],
	[
		'b.py',
		(model, region, extra) => [
			`REGION = '${region}'`,
			`MODEL = '${model}'`,
			`"""${extra.replaceAll(/["\\]/g, '')}"""`,
			'ask(MODEL)',
		],
	],
	[
		'c.ts',
		(model, region, extra) => [
			`const c = new BedrockRuntimeClient({ region: '${region}' });`,
			`c.send(new ConverseCommand({ modelId: \`${model}\` })); // ${extra}`,
		],
	],
	['d.json', (model, region, extra) => [JSON.stringify({ region, model, extra, list: [model] }, undefined, 2)]],
	['e.yaml', (model, region, extra) => [`region: ${region}`, `model: ${model}`, `other: "${model}" # ${extra}`]],
	['f.tf', (model, region, extra) => [`provider "aws" {`, `  region = "${region}"`, '}', `x = "${model}" # ${extra}`]],
	['.env', (model, region, extra) => [`AWS_REGION=${region}`, `MODEL=${model}`, `# ${extra}`]],
	['g.sh', (model, region) => [`aws bedrock-runtime converse --region ${region} --model-id ${model}`]],
	[
		'h.go',
		(model, region, extra) => [`cfg := config.WithRegion("${region}")`, `m := aws.String("${model}") // ${extra}`],
	],
];

describe('every conversion', () => {
	it('of generated texts is done once, can be taken back and changes IDs only', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...shapes),
				models,
				regions,
				newline,
				noise,
				([path, shape], model, region, end, extra) => {
					const text = shape(model, region, extra).join(end);
					const converted = convert(path, text);
					expect(convert(path, converted)).toBe(converted);
					expect(undo(path, converted)).toBe(text);
					for (const { occurrence, edits } of analyse(input(path, text))) {
						for (const edit of edits) {
							expect(edit.start).toBeGreaterThanOrEqual(occurrence.start);
							expect(edit.end).toBeLessThanOrEqual(occurrence.end);
						}
					}
					expect(tree(path, converted)).toEqual(tree(path, text));
				},
			),
			{ numRuns: 300 },
		);
	});

	it('of hostile texts ends, and finds what it says it finds', () => {
		const bits = fc.constantFrom(
			'anthropic.',
			'claude-3-haiku-20240307-v1:0',
			'"',
			"'",
			'`',
			'(',
			')',
			'{',
			'}',
			'\n',
			' = ',
			':',
			' + ',
			'#',
			'//',
			'/*',
			'\\',
			'us.',
			'region',
			'us-east-1',
			'=',
			',',
			'```python\n',
			'${',
			'- ',
		);
		fc.assert(
			fc.property(
				fc.constantFrom('a.py', 'a.ts', 'a.yaml', 'a.md', 'a.sh', 'a.ipynb', 'a.rs', 'a.toml'),
				fc.array(bits, { maxLength: 60 }),
				(path, parts) => {
					const text = parts.join('');
					for (const { occurrence, edits } of analyse(input(path, text))) {
						expect(text.slice(occurrence.start, occurrence.end)).toContain('.');
						expect(text.split('\n')[occurrence.line - 1]?.slice(occurrence.col - 1)).toBe(
							text.slice(occurrence.start).split('\n')[0],
						);
						for (const { start, end } of edits) expect(start).toBeLessThanOrEqual(end);
					}
				},
			),
			{ numRuns: 500 },
		);
	});
});

describe('each file of the corpus', () => {
	it.each(corpus.map((file) => [file.path, file] as const))('%s', (path, { text }) => {
		const judgements = analyse(input(path, text));
		const converted = convert(path, text);
		expect(convert(path, converted)).toBe(converted);
		const changesArn = judgements.some(
			({ decision, occurrence }) => decision === 'convert' && occurrence.kind === 'arn',
		);
		if (!changesArn && !text.includes('FoundationModelIdentifier'))
			expect(tree(path, converted)).toEqual(tree(path, text));
		const isReversible =
			judgements.every(({ reason }) => reason.code !== 'alreadyProfile') &&
			judgements.every(
				({ decision, occurrence }) => decision === 'leave' || /^(?:id|urlEncoded|concatenated)$/.test(occurrence.kind),
			);
		if (isReversible) expect(undo(path, converted)).toBe(text);
	});
});

describe('another region set', () => {
	it('is taken wherever the region may call it', () => {
		const text =
			'c = boto3.client("bedrock-runtime", region_name="us-east-1")\nc.converse(modelId="us.anthropic.claude-sonnet-4-5-20250929-v1:0")';
		const changes = switchRegionSet(input('a.py', text), 'global');
		expect(changes.map(({ newId }) => newId)).toEqual(['global.anthropic.claude-sonnet-4-5-20250929-v1:0']);
		expect(
			applyEdits(
				text,
				changes.flatMap(({ edits }) => edits),
			),
		).toBe(text.replace('us.anthropic', 'global.anthropic'));
		expect(switchRegionSet(input('a.py', text), 'eu')).toEqual([]);
	});
});
