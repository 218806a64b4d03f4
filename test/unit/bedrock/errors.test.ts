import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import errorData from '../../../src/bedrock/data/errors.json';
import { explainError, type ErrorCode, type RawError } from '../../../src/bedrock/errors';
import { errorRows } from '../../../src/bedrock/errorRows';
import { describeError } from '../../../src/bedrock/errorTexts';

interface Row {
	id: string;
	exception: string;
	httpStatus?: number | null;
	retryable?: boolean | null;
	message?: string | null;
	variants?: string[] | null;
	match?: string | null;
}
const rows = errorData.errors as unknown as Row[];

/** Says word for word what another row says; the situation tells them apart. */
const sameText = new Map([['wrong-region-profile', 'invalid-model-id']]);
/** Has no captured text and a name that says too little; nothing can lead to it but a text that is still to be seen. */
const withoutText = new Set(['responses-app-profile']);

describe('every row of errors.json', () => {
	test('has its pattern in code, and nothing else has one', () => {
		expect(Object.keys(errorRows).toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
		for (const row of rows) {
			const inCode = errorRows[row.id as keyof typeof errorRows];
			expect([row.id, inCode.exception]).toEqual([row.id, row.exception]);
			if (typeof row.retryable === 'boolean') expect([row.id, inCode.retryable]).toEqual([row.id, row.retryable]);
		}
	});

	test.each(rows.filter(({ id }) => !withoutText.has(id)))('$id is found from its message or its name', (row) => {
		const texts = [row.message, ...(row.variants ?? [])].filter(
			(text): text is string => typeof text === 'string' && isWholeMessage(text),
		);
		if (texts.length === 0) texts.push((row.match ?? '').replace(/\\/g, ''));
		const expected = sameText.get(row.id) ?? row.id;
		for (const text of texts) {
			for (const variant of spellings(filled(text))) {
				expect([variant, explainError(raw(row, variant)).code]).toEqual([variant, expected]);
			}
		}
	});

	test.each(rows.filter(({ message, id }) => typeof message === 'string' && !sameText.has(id)))(
		'$id is found from its message alone, whatever a gateway makes of its name',
		({ message, id }) => {
			const code = explainError({
				name: 'BadRequest',
				message: `Upstream said: ${filled(message ?? '')}`,
				httpStatus: 400,
			}).code;
			expect(code).toBe(id);
		},
	);

	test('a profile called from a Region that is no source of it is told from a mistyped ID', () => {
		const error: RawError = { name: 'ValidationException', message: 'The provided model identifier is invalid.' };
		const known = ['us-east-1', 'us-west-2'];
		expect(explainError(error, { sourceRegion: 'eu-west-1', profileSourceRegions: known }).code).toBe(
			'wrong-region-profile',
		);
		expect(explainError(error, { sourceRegion: 'us-west-2', profileSourceRegions: known }).code).toBe(
			'invalid-model-id',
		);
		expect(explainError(error, { sourceRegion: 'eu-west-1' }).code).toBe('invalid-model-id');
	});
});

describe('what has no row', () => {
	test.each<[Partial<RawError>, ErrorCode]>([
		[{ name: 'ValidationException', message: 'Something new.' }, 'validation'],
		[{ name: 'ValidationException', message: 'Input is too long for requested model.' }, 'inputTooLong'],
		[
			{
				name: 'ValidationException',
				message: 'The model returned the following errors: prompt is too long: 215000 tokens > 200000 maximum',
			},
			'inputTooLong',
		],
		[{ name: 'ResourceNotFoundException', message: 'No such profile.' }, 'notFound'],
		[{ name: 'UnknownOperationException', message: '' }, 'notFound'],
		[
			{
				name: 'AccessDeniedException',
				message: 'User: x is not authorized to perform: bedrock:ListInferenceProfiles on resource: *',
			},
			'access-denied-generic',
		],
		[
			{
				name: 'CredentialsProviderError',
				message: 'Could not resolve credentials using profile: [staging] in configuration/credentials file(s).',
			},
			'awsProfileMissing',
		],
		[
			{
				name: 'AccessDeniedException',
				message: 'Authentication failed: Please make sure your API Key is valid.',
				httpStatus: 403,
			},
			'apiKeyRefused',
		],
		[{ name: 'AccessDeniedException', message: 'Bearer Token has expired', httpStatus: 403 }, 'apiKeyRefused'],
		[{ name: 'CredentialsProviderError', message: 'Something about credentials.' }, 'noCredentials'],
		[{ name: 'TokenProviderError', message: 'Token is expired.' }, 'js-sso-expired'],
		[{ name: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' }, 'noCredentials'],
		[
			{
				name: 'InvalidSignatureException',
				message: 'The request signature we calculated does not match the signature you provided.',
			},
			'signatureMismatch',
		],
		[
			{
				name: 'InvalidSignatureException',
				message: 'Signature expired: 20261122T0000Z is now earlier than 20261122T0100Z',
			},
			'request-expired',
		],
		[
			{ name: 'Error', code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND bedrock.xx-east-1.amazonaws.com' },
			'endpointNotFound',
		],
		[
			{ name: 'TimeoutError', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:9' },
			'endpointUnreachable',
		],
		[{ name: 'Error', code: 'CERT_HAS_EXPIRED', message: 'certificate has expired' }, 'certificateRefused'],
		[{ name: 'Error', code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: 'self-signed certificate' }, 'certificateRefused'],
		[{ name: 'Error', code: 'ECONNRESET', message: 'aborted', duringAnswer: true }, 'streamBroken'],
		[
			{ name: 'SyntaxError', message: 'Unexpected token I, "Internal server error" is not valid JSON' },
			'malformedAnswer',
		],
		[
			{ name: 'Error', message: 'Region not accepted: region="us_east" is not a valid hostname component.' },
			'unknownRegion',
		],
		[{ name: 'Whatever', message: '?', httpStatus: 429 }, 'throttle-requests'],
		[{ name: 'Whatever', message: '?', httpStatus: 503 }, 'service-unavailable'],
		[{ name: 'Whatever', message: '?' }, 'unknown'],
	])('%o is %s', (error, code) => {
		expect(explainError({ name: 'Error', message: '', ...error }).code).toBe(code);
	});
});

describe('facts', () => {
	const denied = (resource: string, why: string): RawError => ({
		name: 'AccessDeniedException',
		httpStatus: 403,
		message: `User: arn:aws:iam::123456789012:user/ada is not authorized to perform: bedrock:InvokeModel on resource: ${resource} ${why}`,
	});

	test('a denial names the principal, the action, the ARN, its Region and who denies', () => {
		const { facts } = explainError(
			denied(
				'arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-x',
				'with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1/service_control_policy/p-2',
			),
		);
		expect(facts).toEqual({
			principalArn: 'arn:aws:iam::123456789012:user/ada',
			action: 'bedrock:InvokeModel',
			resourceArn: 'arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-x',
			resourceRegion: 'us-west-2',
			deniedBy: 'serviceControlPolicy',
			policyArn: 'arn:aws:organizations::1:policy/o-1/service_control_policy/p-2',
		});
	});

	test.each([
		['with an explicit deny in an identity-based policy', 'identityPolicy'],
		['with an explicit deny in a permissions boundary', 'permissionsBoundary'],
		['with an explicit deny in a VPC endpoint policy', 'vpcEndpointPolicy'],
		['because no identity-based policy allows the bedrock:InvokeModel action', 'noPolicy'],
		['because no service control policy allows the bedrock:InvokeModel action', 'serviceControlPolicy'],
	])('%s: %s', (why, deniedBy) => {
		expect(explainError(denied('arn:aws:bedrock:::foundation-model/x.y', why)).facts).toMatchObject({
			deniedBy,
			resourceRegion: '',
		});
	});

	test.each<[string, object]>([
		[
			'Invocation of model ID meta.llama3-3-70b-instruct-v1:0 with on-demand throughput isn’t supported.',
			{ modelId: 'meta.llama3-3-70b-instruct-v1:0' },
		],
		['If you recently fixed this issue, try again after 15 minutes.', { retryAfterMilliseconds: 900_000 }],
		[
			'The model returned the following errors: `temperature` is deprecated for this model.',
			{ field: 'temperature', detail: '`temperature` is deprecated for this model.' },
		],
		[
			'Malformed input request: #: extraneous key [top_k] is not permitted, please reformat your input and try again.',
			{ field: 'top_k' },
		],
		[
			"1 validation error detected: Value '0' at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member must be at least 1",
			{ field: 'inferenceConfig.maxTokens' },
		],
		['The value at messages.0.content is empty.', { field: 'messages.0.content' }],
		[
			'To refresh this SSO session run aws sso login with the corresponding profile. Run aws sso login --profile work',
			{ awsProfile: 'work' },
		],
		['getaddrinfo ENOTFOUND bedrock.nowhere-1.amazonaws.com', { host: 'bedrock.nowhere-1.amazonaws.com' }],
	])('%s', (message, facts) => {
		expect(explainError({ name: 'Error', message }).facts).toEqual(facts);
	});
});

describe('texts', () => {
	const source = readFileSync('src/bedrock/errors.ts', 'utf8');
	const localCodes = [...(/export type LocalErrorCode =([^;]+);/.exec(source)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(
		(match) => match[1] as ErrorCode,
	);
	const codes = [...(Object.keys(errorRows) as ErrorCode[]), ...localCodes];

	test.each(codes)('%s says what happened, where, and what to do next', (code) => {
		const context = {
			modelId: 'us.vendor.model',
			sourceRegion: 'eu-central-1',
			awsProfile: 'work',
			endpoint: 'http://localhost:1',
		};
		for (const described of [
			describeError({ code, message: 'AWS said so.', name: 'X', retryable: false }, context),
			describeError({ code, message: 'AWS said so.', name: 'X', retryable: false }),
		]) {
			expect(described.title).toMatch(/[.:].?$|[.]$/);
			expect(described.title + described.advice).not.toMatch(/\{\d\}|undefined/);
			expect(described.advice).toMatch(/\.$/);
			expect(described.remedies.length).toBeGreaterThan(0);
		}
	});

	test('a code of another version of the product gets the words for the unknown', () => {
		const kept = { code: 'constructor' as ErrorCode, message: 'm', name: 'n', retryable: false };
		expect(describeError(kept)).toEqual(describeError({ ...kept, code: 'unknown' }));
	});

	test('names the place of a denial and who denies', () => {
		const error = explainError({
			name: 'AccessDeniedException',
			message:
				'User: u is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-west-2::foundation-model/a.b because no identity-based policy allows the bedrock:InvokeModel action',
		});
		expect(describeError(error, { modelId: 'us.a.b', sourceRegion: 'us-east-1' })).toMatchObject({
			title:
				'bedrock:InvokeModel is not allowed on the foundation model arn:aws:bedrock:us-west-2::foundation-model/a.b in us-west-2: no policy allows it.',
			remedies: [
				{
					kind: 'copyPolicy',
					action: 'bedrock:InvokeModel',
					resourceArn: 'arn:aws:bedrock:us-west-2::foundation-model/a.b',
				},
				{ kind: 'chooseTarget' },
			],
		});
	});

	test('every text has its Japanese, with the same placeholders', () => {
		const japanese = JSON.parse(readFileSync('l10n/bundle.l10n.ja.json', 'utf8')) as Record<string, string>;
		for (const file of ['errorTexts', 'errorTextsAccess', 'errorTextsService', 'errorTextsLocal']) {
			const text = readFileSync(`src/bedrock/${file}.ts`, 'utf8');
			for (const [, key = ''] of text.matchAll(/l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)) {
				const placeholders = (value: string): string[] => [...new Set(value.match(/\{\d\}/g) ?? [])].toSorted();
				expect([key, placeholders(japanese[key] ?? '?')]).toEqual([key, placeholders(key)]);
				expect(key === 'Amazon Bedrock' ? 'はい' : japanese[key]).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
			}
		}
	});
});

function raw(row: Row, message: string): RawError {
	return { name: row.exception, message, ...(row.httpStatus ? { httpStatus: row.httpStatus } : {}) };
}

/** Some variants are remarks of the table, not messages. */
function isWholeMessage(text: string): boolean {
	return !/^same with|^some gateways|^prefixed by|^without|^an empty Region|^\.\.\.|^try again after/.test(text);
}

function filled(text: string): string {
	return text
		.replace(/^(runtime|control plane): /, '')
		.replace('<principalArn>', 'arn:aws:sts::123456789012:assumed-role/dev/ada')
		.replace('<modelId>', 'anthropic.claude-sonnet-4-5-20250929-v1:0')
		.replace('<profileId>', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0')
		.replace('<account>', '123456789012')
		.replace(/<(?:destinationRegion|region)>/, 'us-west-2')
		.replace('<key>', 'top_k')
		.replace('<detail>', 'something is wrong')
		.replace('<policyArn>', 'arn:aws:iam::123456789012:policy/no');
}

function spellings(text: string): string[] {
	return [
		text,
		text.replace(/['’]/g, '’'),
		text.replace(/['’]/g, "'"),
		text.replace(/['’]/g, ''),
		text.toUpperCase(),
		text.replace(/ /g, '  '),
	];
}
