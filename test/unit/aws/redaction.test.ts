import { describe, expect, test } from 'vitest';
import { toRawError } from '../../../src/aws/rawError';
import { planted } from './plantedSecrets';

describe('nothing secret leaves the room', () => {
	test.each(planted)('%s', (_name, text, secretText) => {
		for (const error of [
			new Error(text),
			{ message: text },
			text,
			new Error('', { cause: text }),
			new AggregateError([new Error(text)]),
		]) {
			const raw = JSON.stringify(toRawError(error));
			expect(raw).not.toContain(secretText);
		}
		expect(toRawError(new Error(text)).message).toContain('[redacted]');
	});

	test('what a remedy needs stays', () => {
		const text =
			'User: arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Developer_0123456789abcdef/ada.lovelace@example.com is not authorized to perform: bedrock:InvokeModelWithResponseStream on resource: arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-3-5-sonnet-20240620-v1:0 because no identity-based policy allows the bedrock:InvokeModelWithResponseStream action (Request ID: 0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0)';
		expect(toRawError(new Error(text)).message).toBe(text);
	});
});

describe('toRawError', () => {
	test.each<[string, unknown, object]>([
		['nothing', undefined, { name: 'Error', message: 'Error' }],
		['a text', 'oh', { name: 'Error', message: 'oh' }],
		['null fields', { name: null, message: null, $metadata: null }, { name: 'Error', message: 'Error' }],
		[
			'an exception of the service',
			Object.assign(new Error('Slow down.'), {
				name: 'ThrottlingException',
				$metadata: { httpStatusCode: 429, requestId: 'r-1' },
				$response: { headers: { 'retry-after': '7' } },
			}),
			{
				name: 'ThrottlingException',
				message: 'Slow down.',
				httpStatus: 429,
				requestId: 'r-1',
				retryAfterMilliseconds: 7_000,
			},
		],
		[
			'two failed ways to one host',
			Object.assign(
				new AggregateError([Object.assign(new Error('connect ECONNREFUSED ::1:9'), { code: 'ECONNREFUSED' })]),
				{ code: 'ECONNREFUSED' },
			),
			{ name: 'AggregateError', message: 'connect ECONNREFUSED ::1:9', code: 'ECONNREFUSED' },
		],
		[
			'the SDK’s hint for developers',
			new Error(
				'Bad.\n  Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object.',
			),
			{ name: 'Error', message: 'Bad.' },
		],
	])('%s', (_name, error, raw) => {
		expect(toRawError(error)).toEqual(raw);
	});

	test('a message of a megabyte is cut', () => {
		expect(toRawError(new Error('word '.repeat(200_000))).message.length).toBeLessThanOrEqual(4_000);
	});
});
