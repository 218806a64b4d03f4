import { expect, it } from 'vitest';
import { tokenBurndown } from '../../../src/bedrock/tokenBurndown';

it.each([
	['anthropic.claude-opus-4-20250514-v1:0', 5],
	['anthropic.claude-sonnet-4-20250514-v1:0', 5],
	['anthropic.claude-sonnet-4-5-20250929-v1:0', 5],
	['anthropic.claude-3-7-sonnet-20250219-v1:0', 5],
	['anthropic.claude-opus-4-1-20250805-v1:0', 1],
	['anthropic.claude-sonnet-5-5', 1],
	['openai.gpt-6-luna', 10],
	['amazon.nova-lite-v1:0', 1],
])('one token of output of %s takes %i tokens of the quota', (modelId, factor) => {
	expect(tokenBurndown(modelId)).toBe(factor);
});
