import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../src/bedrock/errors';
import { describeError } from '../../../src/bedrock/errorTexts';
import { errorRows } from '../../../src/bedrock/errorRows';
import { consoleLink } from '../../../src/chat/consoleLinks';
import { remedyOffers, type RemedyScene } from '../../../src/chat/remedyOffers';
import { parseToPage } from '../../../src/webview/chat/protocol';

const geographic = { profileId: 'us.vendor.model', name: 'US Model' };
const worldwide = { profileId: 'global.vendor.model', name: 'Global Model' };
const scene: RemedyScene = {
	alternatives: [geographic, worldwide],
	successor: { profileId: 'us.vendor.model-2', name: 'US Model 2' },
	maxTokens: 4096,
	retries: 0,
	random: () => 0.5,
};
const local: readonly ErrorCode[] = [
	'apiKeyRefused',
	'awsProfileMissing',
	'credentialProcessFailed',
	'certificateRefused',
	'endpointInvalid',
	'endpointNotFound',
	'endpointUnreachable',
	'inputTooLong',
	'malformedAnswer',
	'nativeFormatLacks',
	'noCredentials',
	'notFound',
	'proxyAnswered',
	'signatureMismatch',
	'stalled',
	'streamBroken',
	'unknown',
	'unknownRegion',
	'validation',
];

describe.each([...(Object.keys(errorRows) as ErrorCode[]), ...local])('%s', (code) => {
	test('each remedy becomes a button that the page can show and that keeps its facts', () => {
		const { title, advice, remedies } = describeError(
			{ code, message: 'm', name: 'n', retryable: false },
			{ modelId: 'us.vendor.model', sourceRegion: 'us-east-1' },
		);
		const offers = remedyOffers(remedies, scene);
		const kinds = new Set(offers.map(({ kind }) => kind));
		for (const { kind } of remedies) expect(kinds).toContain(kind);
		expect(offers[0]?.kind).toBe(remedies[0]?.kind);
		for (const { label } of offers) expect(label).not.toMatch(/\{\d\}|undefined/);
		const failure = { title, advice, message: 'm', name: 'n', remedies: offers };
		const ended = { type: 'answerEnded', sessionId: 's', messageId: 'a', outcome: 'failed', failure };
		expect(parseToPage(ended)).toEqual(ended);
	});
});

test('switching names the profiles, and leaves the choice to the user where there is none', () => {
	expect(remedyOffers([{ kind: 'switchToProfile' }], scene)).toEqual([
		{ kind: 'switchToProfile', label: 'Send through US Model', targetId: 'us.vendor.model' },
		{ kind: 'switchToProfile', label: 'Send through Global Model', targetId: 'global.vendor.model' },
	]);
	const alone = { ...scene, alternatives: [], successor: undefined };
	expect(
		remedyOffers([{ kind: 'switchToProfile' }, { kind: 'useSuccessor' }, { kind: 'chooseTarget' }], alone),
	).toEqual([{ kind: 'chooseTarget', label: 'Choose another profile…' }]);
	expect(remedyOffers([{ kind: 'useSuccessor' }], scene)[0]?.targetId).toBe('us.vendor.model-2');
});

test('less output is offered while there is something to give', () => {
	const lower = (maxTokens: number | undefined) =>
		remedyOffers([{ kind: 'lowerMaxTokens' }], { ...scene, maxTokens })[0];
	expect(lower(4096)).toMatchObject({ maxTokens: 2048 });
	expect(lower(300)).toMatchObject({ maxTokens: 256 });
	expect(lower(256)).toBeUndefined();
	expect(lower(undefined)).toBeUndefined();
});

test.each([
	[0, undefined, 0, 1_000],
	[0, undefined, 1, 4_000],
	[3, undefined, 0.5, 16_000],
	[9, undefined, 1, 60_000],
	[5_000, undefined, 1, 60_000],
	[0, 120_000, 0.5, 122_000],
])('after %s retries, asked to wait %s ms, chance %s: %s ms', (retries, afterMilliseconds, chance, expected) => {
	const [offer] = remedyOffers([{ kind: 'retryLater', afterMilliseconds }], {
		...scene,
		retries,
		random: () => chance,
	});
	expect(offer?.afterMilliseconds).toBe(expected);
});

test.each([
	['modelCatalog', 'us-east-1', 'https://console.aws.amazon.com/bedrock/home?region=us-east-1#/model-catalog'],
	[
		'quotas',
		'us-gov-west-1',
		'https://console.amazonaws-us-gov.com/servicequotas/home/services/bedrock/quotas?region=us-gov-west-1',
	],
	['modelCatalog', 'cn-north-1', 'https://console.amazonaws.cn/bedrock/home?region=cn-north-1#/model-catalog'],
	['billing', 'us-east-1', 'https://console.aws.amazon.com/billing/home#/paymentmethods'],
	['quotas', 'x.evil.example/#', 'https://console.aws.amazon.com/servicequotas/home/services/bedrock/quotas'],
] as const)('the console’s %s for %s', (page, region, link) => {
	expect(consoleLink(page, region)).toBe(link);
});
