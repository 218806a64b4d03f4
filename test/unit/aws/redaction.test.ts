import { describe, expect, test } from 'vitest';
import { toRawError } from '../../../src/aws/rawError';

/** Shaped like the real ones, and made up. */
const keyId = 'AKIAQ3EXAMPLE7ZK2LMN';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCY1234567890';
const sessionToken = `IQoJb3JpZ2luX2VjEJr${'a1B2c3D4/'.repeat(20)}==`;
const signature = '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7';
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';
const apiKey = `ABSKQmVkcm9ja0FQSUtleS${'x9Y8z7'.repeat(15)}=`;

const planted: readonly (readonly [name: string, text: string, secret: string])[] = [
	['an access key ID', `The key ${keyId} is not known.`, keyId],
	['a session key ID', 'ASIAQ3EXAMPLE7ZK2LMN expired', 'ASIAQ3EXAMPLE7ZK2LMN'],
	['a bare secret access key', `used ${secret} to sign`, secret],
	['a secret in an ini file', `aws_secret_access_key = ${secret}`, secret],
	['a short secret in JSON', '{"SecretAccessKey": "hunter2"}', 'hunter2'],
	['a secret in an environment', `AWS_SECRET_ACCESS_KEY=${secret}`, secret],
	['a session token', `token ${sessionToken} was refused`, sessionToken],
	['a session token in an ini file', `aws_session_token=${sessionToken.slice(0, 30)}`, sessionToken.slice(0, 30)],
	['a security token header', `x-amz-security-token:${sessionToken}`, sessionToken],
	['a signature in a query', `GET /?X-Amz-Signature=${signature}&x=1`, signature],
	['a signature in a header', `Signature=${signature}`, signature],
	['a bare signature', `expected ${signature}`, signature],
	['a credential in a query', `X-Amz-Credential=${keyId}%2F20261122%2Fus-east-1`, keyId],
	[
		'an Authorization header',
		`authorization: AWS4-HMAC-SHA256 Credential=${keyId}/x, Signature=${signature}`,
		signature,
	],
	['a bearer token', 'Authorization: Bearer abcdefgh12345678', 'abcdefgh12345678'],
	['a Bedrock API key', `AWS_BEARER_TOKEN_BEDROCK=${apiKey}`, apiKey],
	['a bare Bedrock API key', `key ${apiKey} is invalid`, apiKey],
	['a short-term Bedrock API key', 'bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t', 'YmVkcm9jay5hbWF6b25hd3MuY29t'],
	['a JSON web token', `web identity ${jwt}`, jwt],
	['an SSO token', '{"accessToken":"aoaAAAAAGexample-token"}', 'aoaAAAAAGexample-token'],
	['a client secret', 'clientSecret: s3cr3tvalue', 's3cr3tvalue'],
	['a password in a proxy’s address', 'connect via http://ada:lovelace@proxy.example:8080', 'lovelace'],
	['proxy authorisation', 'Proxy-Authorization: Basic YWRhOmxvdmVsYWNl', 'YWRhOmxvdmVsYWNl'],
	['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----', 'MIIEow'],
];

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
