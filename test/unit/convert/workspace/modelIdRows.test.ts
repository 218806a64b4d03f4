import { describe, expect, it } from 'vitest';
import { bundledCatalogue } from '../../../../src/bedrock/bundled';
import * as engine from '../../../../src/convert/engine/engine';
import { sentencesOn } from '../../../../src/convert/workspace/modelIdRows';

async function sentences(text: string): Promise<readonly string[]> {
	const catalogue = await bundledCatalogue();
	const [judgement] = engine.analyse({ path: 'a.py', text, catalogue, today: '2026-11-22' });
	return judgement ? sentencesOn(judgement, engine) : [];
}

describe('what a row says of its ID', () => {
	it('an ID that nobody knows: once, with what may have been meant', async () => {
		const said = await sentences('MODEL = "anthropic.claude-haiku-4-5-20251001-v9:0"');
		expect(said).toHaveLength(1);
		expect(said[0]).toMatch(/^No model or inference profile .* is known\. Did you mean /);
	});

	it('a reason and what else there is to know', async () => {
		const said = await sentences('client(region="us-east-1")\nMODEL = "anthropic.claude-3-sonnet-20240229-v1:0"');
		expect(said.length).toBeGreaterThan(1);
		expect(new Set(said).size).toBe(said.length);
	});
});
