import { expect, test } from 'vitest';
import { parametersOf } from '../../../src/bedrock/parameters';

test.each([
	['anthropic.claude-3-5-sonnet-20240620-v1:0', { temperature: true, topP: true, temperatureOrTopP: false }],
	['anthropic.claude-sonnet-4-20250514-v1:0', { temperature: true, topP: true, temperatureOrTopP: false }],
	['anthropic.claude-opus-4-1-20250805-v1:0', { temperature: true, topP: true, temperatureOrTopP: true }],
	['anthropic.claude-haiku-4-5', { temperature: true, topP: true, temperatureOrTopP: true }],
	['anthropic.claude-opus-4-6-v1', { temperature: true, topP: true, temperatureOrTopP: true }],
	['anthropic.claude-opus-4-7', { temperature: false, topP: false, temperatureOrTopP: false }],
	['anthropic.claude-opus-5', { temperature: false, topP: false }],
	['anthropic.claude-fable-5-1', { temperature: false, topP: false }],
	['amazon.nova-pro-v1:0', { temperature: true, topP: true, stopSequences: true, system: true }],
	['qwen.qwen3-32b-v1:0', { stopSequences: false }],
	['amazon.titan-text-express-v1', { system: false }],
	[undefined, { system: true, temperature: true, topP: true, stopSequences: true, temperatureOrTopP: false }],
])('%s takes %j', (modelId, expected) => {
	expect(parametersOf(modelId, 'ConverseStream')).toMatchObject(expected);
});

test('a native format has limits of its own', () => {
	expect(parametersOf('meta.llama3-3-70b-instruct-v1:0', 'InvokeModel').stopSequences).toBe(false);
	expect(parametersOf('meta.llama3-3-70b-instruct-v1:0', 'Converse').stopSequences).toBe(true);
	expect(parametersOf('mistral.mistral-7b-instruct-v0:2', 'InvokeModel').system).toBe(true);
});
