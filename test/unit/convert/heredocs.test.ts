import { beforeAll, describe, expect, it } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import type { Catalogue } from '../../../src/bedrock/catalogue';
import { applyEdits } from '../../../src/convert/cli/textFile';
import { analyse } from '../../../src/convert/engine/engine';

const haiku = 'anthropic.claude-3-haiku-20240307-v1:0';

describe('files and programs that a shell script writes', () => {
	let catalogue: Catalogue;
	beforeAll(async () => {
		catalogue = await bundledCatalogue();
	});

	/** The text with every edit made. */
	function converted(text: string): string {
		const judgements = analyse({ path: 'setup.sh', text, catalogue, today: '2026-11-22' });
		return applyEdits(
			text,
			judgements.flatMap(({ edits }) => edits),
		);
	}

	it('have Regions of their own', () => {
		const text = [
			'#!/bin/bash',
			"cat > litellm.yaml <<'EOF'",
			'model_list:',
			'  - model_name: a',
			'    litellm_params:',
			`      model: bedrock/${haiku}`,
			'      aws_region_name: eu-west-1',
			'  - model_name: b',
			'    litellm_params:',
			`      model: bedrock/${haiku}`,
			'      aws_region_name: us-east-1',
			'EOF',
			`aws bedrock-runtime converse --region ap-northeast-1 --model-id ${haiku}`,
			'python3 - <<PY',
			'import boto3',
			`boto3.client("bedrock-runtime", region_name="eu-central-1").converse(modelId="${haiku}", messages=[])`,
			'PY',
			'',
		].join('\n');
		const expected = ['eu.', 'us.', 'apac.', 'eu.'];
		expect(converted(text)).toBe(text.replaceAll(haiku, () => `${expected.shift() ?? ''}${haiku}`));
	});

	it('take the Region of the script where they name none, and give it none of theirs', () => {
		const text = `export AWS_REGION=eu-west-1\ncat <<-'END' > .env\n\tMODEL_ID=${haiku}\n\tEND\n`;
		expect(converted(text)).toBe(text.replace(haiku, `eu.${haiku}`));
		const other = `tee "$HOME/app.json" <<EOF\n{ "region": "us-east-1", "modelId": "${haiku}" }\nEOF\nask --model-id ${haiku}\n`;
		expect(converted(other)).toBe(other.replace(haiku, `us.${haiku}`));
	});

	it('are lines of the script where nothing closes them', () => {
		const text = `cat > a.yaml <<EOF\nregion: us-east-1\nmodel_id: ${haiku}\n`;
		expect(converted(text)).toBe(text.replace(haiku, `us.${haiku}`));
	});
});
