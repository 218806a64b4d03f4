import { beforeAll, describe, expect, it } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import type { Catalogue } from '../../../src/bedrock/catalogue';
import { modelAt } from '../../../src/convert/engine/engine';

let catalogue: Catalogue;
beforeAll(async () => {
	catalogue = await bundledCatalogue();
});

/** @param marked `|` where the cursor is. */
function valueAt(path: string, marked: string): string | undefined {
	const offset = marked.indexOf('|');
	const text = marked.replace('|', '');
	const start = modelAt({ path, text, catalogue, today: '2026-11-22' }, offset);
	return start === undefined ? undefined : text.slice(start, offset);
}

describe('a value that names a model', () => {
	it.each([
		['a.py', 'c = boto3.client("bedrock-runtime")\nc.converse(modelId="|", messages=[])', ''],
		['a.py', 'c = boto3.client("bedrock-runtime")\nc.converse(modelId="haiku|")', 'haiku'],
		['a.py', "import bedrock\nHAIKU_MODEL_ID = '|'\n", ''],
		['a.py', 'bedrock = 1\nMODEL = os.environ.get("MODEL_ID", "|")', ''],
		['a.ts', "new BedrockRuntimeClient({});\nnew ConverseCommand({ modelId: '|' });", ''],
		['A.java', 'import bedrock;\nrequest.modelId("so|").build();', 'so'],
		['a.go', 'bedrockruntime.ConverseInput{ModelId: aws.String("|")}', ''],
		['a.yaml', 'bedrock:\n  model_id: "|"\n', ''],
		['a.json', '{"bedrock": {"modelId": "|"}}', ''],
		['.env', 'BEDROCK_MODEL_ID=ha|', 'ha'],
	])('%s %#', (path, text, typed) => expect(valueAt(path, text)).toBe(typed));

	it.each([
		['a.py', 'c = boto3.client("bed|rock-runtime")\nc.converse(modelId="")'],
		['a.py', 'bedrock = 1\nMODEL = os.environ.get("MODEL|", "")'],
		['a.py', 'bedrock = 1\n# model = "|"'],
		['a.py', 'bedrock = 1\nif model == "|": pass'],
		['a.py', 'bedrock = 1\nmodel_name_of_car = "|"'],
		['a.py', 'bedrock = 1\nconverse(modelId=x, region="|")'],
		['a.py', 'car.model = "|"'],
		['a.ts', "new BedrockRuntimeClient({ region: '|' });"],
		['a.json', '{"bedrock": {"|": "modelId"}}'],
	])('is no other string: %s %#', (path, text) => expect(valueAt(path, text)).toBeUndefined());
});
