import { expect, test } from 'vitest';
import { describeError } from '../../../src/bedrock/errorTexts';
import type { InvocationApi } from '../../../src/bedrock/invocation';
import type { ChatParts, TargetDescription } from '../../../src/chat/chatParts';
import { failureView } from '../../../src/chat/failureView';

const parts = {
	describeError: (error, sourceRegion, modelId) => describeError(error, { sourceRegion, modelId }),
} as Pick<ChatParts, 'describeError'> as ChatParts;
const timeout = {
	code: 'model-timeout',
	name: 'ModelTimeoutException',
	message: 'The request took too long to process.',
	retryable: true,
} as const;

test.each<[InvocationApi, boolean | undefined, boolean]>([
	['Converse', undefined, true],
	['InvokeModel', true, true],
	['Converse', false, false],
	['ConverseStream', undefined, false],
	['InvokeModelWithResponseStream', true, false],
])('a model that took too long through %s (streams: %s): another API is advised: %s', (api, streaming, isAdvised) => {
	const plan = { target: { modelId: 'us.vendor.m', sourceRegion: 'us-east-1' }, options: { api } };
	const described = { streaming } as TargetDescription;
	const { advice } = failureView(timeout, plan, 0, described, parts);
	expect(advice.includes('choose an API that streams')).toBe(isAdvised);
	expect(advice).toMatch(/^Send again with less input or a smaller output limit/);
});
