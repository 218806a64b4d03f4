import { beforeAll, describe, expect, it } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import type { Catalogue } from '../../../src/bedrock/catalogue';
import { analyse } from '../../../src/convert/engine/engine';

let catalogue: Catalogue;
beforeAll(async () => {
	catalogue = await bundledCatalogue();
});

const ids = ['anthropic.claude-3-haiku-20240307-v1:0', 'amazon.nova-lite-v1:0', 'meta.llama3-1-8b-instruct-v1:0'];
const many = (count: number, entry: (id: string, index: number) => string, between = ''): string =>
	Array.from({ length: count }, (_, index) => entry(ids[index % ids.length] ?? '', index)).join(between);

/** Texts in which each ID has something to do with all others: what is asked for each must not read all of them. */
const kinds: Readonly<Record<string, readonly [path: string, text: (count: number) => string]>> = {
	'variables of Terraform': [
		'main.tf',
		(count) =>
			`provider "aws" {\n  region = "us-east-1"\n}\n${many(count, (id, index) => `variable "m${index}" {\n  default = "${id}"\n}\n`)}`,
	],
	'statements of a policy': [
		'policy.json',
		(count) =>
			`{"Version":"2012-10-17","Statement":[${many(count, (id) => `{"Effect":"Allow","Action":"bedrock:InvokeModel","Resource":"arn:aws:bedrock:us-east-1::foundation-model/${id}"}`, ',\n')}]}`,
	],
	'cells of a notebook': [
		'lab.ipynb',
		(count) =>
			JSON.stringify({
				cells: Array.from({ length: count }, (_, index) => ({
					cell_type: 'code',
					source: [
						'client = boto3.client("bedrock-runtime", region_name="us-east-1")\n',
						`client.converse(modelId="${ids[index % ids.length] ?? ''}")`,
					],
				})),
				nbformat: 4,
			}),
	],
	'objects of a list': [
		'models.json',
		(count) => `[${many(count, (id) => `{"region":"us-east-1","modelId":"${id}"}`, ',\n')}]`,
	],
	'functions with clients of their own': [
		'ask.py',
		(count) =>
			`import boto3\n${many(count, (id, index) => `def f${index}(p):\n    c = boto3.client("bedrock-runtime", region_name="us-east-1")\n    return c.converse(modelId="${id}", messages=p)\n`)}`,
	],
	'calls of a client that names no Region beside one that does': [
		'two.py',
		(count) =>
			`import boto3\nhome = boto3.client("bedrock-runtime")\nparis = boto3.client("bedrock-runtime", region_name="eu-west-3")\n${many(count, (id) => `home.converse(modelId="${id}", messages=m)\n`)}`,
	],
	'entries of YAML with lists of Regions of their own': [
		'teams.yaml',
		(count) => many(count, (id, index) => `team${index}:\n  regions: [us-east-1]\n  models:\n    chat: ${id}\n`),
	],
	'entries of an array of TOML': [
		'suite.toml',
		(count) => many(count, (id) => `[[candidates]]\nmodel = "${id}"\n[candidates.client]\nregion = "us-east-1"\n`),
	],
	'functions that give an ID': [
		'models.ts',
		(count) =>
			`const client = new BedrockRuntimeClient({ region: "us-east-1" });\n${many(count, (id, index) => `export const m${index} = () => "${id}";\n`)}`,
	],
	'branches that give one variable an ID': [
		'pick.ts',
		(count) =>
			`const paris = "eu-west-3";\nfunction ask(kind) {\n  const client = new BedrockRuntimeClient({ region: paris });\n  let id = "";\n${many(count, (id, index) => `  if (kind === ${index}) {\n    id = "${id}";\n  }\n`)}  return send(client, id);\n}\n`,
	],
	'cases that give one variable an ID': [
		'pick.go',
		(count) =>
			`package pick\nfunc ask(kind int) string {\n\tclient := bedrockruntime.NewFromConfig(aws.Config{Region: "eu-west-3"})\n\tvar id string\n\tswitch kind {\n${many(count, (id, index) => `\tcase ${index}:\n\t\tid = "${id}"\n`)}\t}\n\treturn send(client, id)\n}\n`,
	],
	'constants that something is compared with': [
		'audit.py',
		(count) =>
			`import boto3\nclient = boto3.client("bedrock-runtime", region_name="us-east-1")\n${many(count, (id, index) => `M${index} = "${id}"\ndef is_${index}(logged${index}):\n    return logged${index} == M${index}\n`)}`,
	],
	'constants of an enumeration that others are compared with': [
		'Badge.java',
		(count) =>
			`enum Badge {\n${many(count, (id, index) => `    M${index}("${id}", "Model ${index}")`, ',\n')};\n    private final String id;\n    private final String caption;\n    Badge(String id, String caption) { this.id = id; this.caption = caption; }\n    static boolean isKnown(String logged) {\n        for (Badge each : values()) if (logged.endsWith(each.id)) return true;\n        return false;\n    }\n}\n`,
	],
	'members of a class, no enumeration': [
		'models.py',
		(count) =>
			`# Not an enumeration.\nclass Models:\n${many(count, (id, index) => `    M${index} = "${id}"\n`)}\n${Array.from({ length: count }, (_, index) => `def is_${index}(logged):\n    return logged in (Models.M${index},)\n`).join('')}`,
	],
	'variables that a prefix is put before': [
		'profiles.go',
		(count) =>
			`package profiles\nfunc geo(region string) string {\n\tif region == "eu-west-1" {\n\t\treturn "eu."\n\t}\n\treturn "us."\n}\n${many(count, (id, index) => `var m${index} = geo(region) + "${id}"\n`)}`,
	],
	'alternatives of a setting with one default': [
		'settings.py',
		(count) =>
			`class Settings(BaseSettings):\n    model: Literal[\n${many(count - 1, (id) => `        "${id}",\n`)}    ] = "${ids[(count - 1) % ids.length] ?? ''}"\n\nsettings = Settings()\nboto3.client("bedrock-runtime", region_name="us-east-1").converse(modelId=settings.model)\n`,
	],
};

describe('a text with thousands of IDs', () => {
	// Where each ID reads the whole text, this takes longer than a test may.
	it.each(Object.entries(kinds))('is judged like one with a few: %s', (_what, [path, textOf]) => {
		const [few, thousands] = [3, 8_000].map((count) =>
			analyse({ path, text: textOf(count), catalogue, today: '2026-11-22' }),
		);
		const outcome = (judgements: typeof few, index: number) =>
			[judgements?.at(index)].map((each) => [each?.decision, each?.reason.code, each?.candidates[0]?.profileId]);
		expect(thousands).toHaveLength(8_000);
		for (const index of [0, 1, 2]) expect(outcome(thousands, index)).toEqual(outcome(few, index));
		expect(outcome(thousands, 7_998)).toEqual(outcome(few, 0));
	});
});

describe('a text that is made to be slow', () => {
	const length = 200_000;
	const end =
		'\nregion = "us-east-1"\nmodel = "anthropic.claude-3-haiku-20240307-v1:0"\nclient.converse(modelId=model)\n';

	// A pattern that goes back and forth, or a search for each of its pieces, takes longer than a test may.
	it.each([
		['app.py', 'anthropic.'],
		['app.rb', 'amazon.nova.'],
		['app.ts', 'anthropic.a-'],
		['models.yaml', '\r'],
		['models.yaml', '\u2028'],
		['models.yaml', ' '],
		['run.sh', 'region_name="'],
		['run.ps1', 'AWS_REGION='],
		['main.tf', 'provider "aws" {'],
		['policy.json', 'arn:aws:bedrock:us-east-1::'],
		['app.go', '('],
		['app.kt', '${'],
		['app.php', "'"],
		['readme.md', '```\n'],
	])('is read to its end: %s of %j', (path, piece) => {
		const text = piece.repeat(length / piece.length) + end;
		const judgements = analyse({ path, text, catalogue, today: '2026-11-22' });
		expect(judgements.at(-1)?.occurrence.id).toBe('anthropic.claude-3-haiku-20240307-v1:0');
	});
});
