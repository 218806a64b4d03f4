import { afterEach, describe, expect, test } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import { overlayLive } from '../../../src/bedrock/liveOverlay';
import { describeTarget } from '../../../src/profiles/targetDescription';
import { startFaultServer, type Exchange, type FaultServer } from './faultServer';
import { ask, collect, endOf, gatewayTo, target } from './invocations';

const never = new AbortController().signal;
let server: FaultServer | undefined;
afterEach(() => server?.close());

function reply(exchange: Exchange, status: number, body: object, headers: Record<string, string> = {}): void {
	exchange.head(status, { 'content-type': 'application/json', ...headers });
	void exchange.write(Buffer.from(JSON.stringify(body)));
	exchange.end();
}

type Row = readonly [
	item: string,
	status: number,
	exception: string,
	message: string,
	code: string,
	/** How often the request is sent. */
	attempts: number,
];

describe.each(['http1', 'http2'] as const)('B5, API, over %s', (protocol) => {
	test.each<Row>([
		[
			'400 on-demand not supported',
			400,
			'ValidationException',
			'Invocation of model ID anthropic.claude-x with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
			'on-demand-needs-profile',
			1,
		],
		[
			'403',
			403,
			'AccessDeniedException',
			"You don't have access to the model with the specified model ID.",
			'no-model-access',
			1,
		],
		[
			'404 FTU form',
			404,
			'ResourceNotFoundException',
			'Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model. If you have already filled out the form, try again in 15 minutes.',
			'use-case-form',
			1,
		],
		['408', 408, 'ModelTimeoutException', 'The request took too long to process.', 'model-timeout', 1],
		[
			'424',
			424,
			'ModelErrorException',
			'The request failed due to an error while processing the model.',
			'model-error',
			1,
		],
		[
			'429 without retry-after',
			429,
			'ThrottlingException',
			'Too many requests, please wait before trying again.',
			'throttle-requests',
			3,
		],
		['500', 500, 'InternalServerException', 'An internal server error occurred.', 'internal', 3],
		['503', 503, 'ServiceUnavailableException', 'The service is not available.', 'service-unavailable', 3],
	])(
		'%s',
		async (_item, status, exception, message, code, attempts) => {
			server = await startFaultServer(protocol, (exchange) => {
				reply(exchange, status, { message }, { 'x-amzn-errortype': exception, 'x-amzn-requestid': 'r-7' });
			});
			const gateway = gatewayTo(server.endpoint, protocol);
			const events = await collect(gateway.invoke(target, ask(), never));
			expect(endOf(events)).toBe(`failed: ${code}`);
			expect(events.at(-1)).toMatchObject({ error: { message, httpStatus: status, requestId: 'r-7' } });
			expect(server.exchanges).toHaveLength(attempts);
			gateway.dispose();
		},
		30_000,
	);

	test('429 with retry-after: the wait that the service asks for is passed on', async () => {
		server = await startFaultServer(protocol, (exchange) => {
			reply(
				exchange,
				429,
				{ message: 'Too many requests, please wait before trying again.' },
				{ 'x-amzn-errortype': 'ThrottlingException', 'retry-after': '1' },
			);
		});
		const gateway = gatewayTo(server.endpoint, protocol);
		const events = await collect(gateway.invoke(target, ask(), never));
		expect(events.at(-1)).toMatchObject({
			error: { code: 'throttle-requests', facts: { retryAfterMilliseconds: 1_000 } },
		});
		gateway.dispose();
	}, 30_000);

	test('null fields in an answer', async () => {
		server = await startFaultServer(protocol, (exchange) => {
			const content = [
				null,
				{ text: null },
				{ citationsContent: { content: [null], citations: [null] } },
				{ text: 'a' },
				{ toolUse: null, reasoningContent: null },
			];
			reply(exchange, 200, {
				output: { message: { role: null, content } },
				stopReason: 'end_turn',
				usage: { inputTokens: null, outputTokens: 2, totalTokens: null },
				metrics: null,
			});
		});
		const gateway = gatewayTo(server.endpoint, protocol);
		const events = await collect(gateway.invoke(target, ask('Converse'), never));
		expect(events).toMatchObject([
			{ type: 'started' },
			{ type: 'text', text: 'a' },
			{ type: 'usage', outputTokens: 2 },
			{ type: 'ended', end: 'complete' },
		]);
		gateway.dispose();
	});
});

describe('B5, API, lists', () => {
	const listed = (index: number, more: object = {}) => ({
		inferenceProfileName: `Profile ${index}`,
		inferenceProfileId: `us.vendor.model-${index}`,
		inferenceProfileArn: `arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.vendor.model-${index}`,
		status: 'ACTIVE',
		type: 'SYSTEM_DEFINED',
		models: [{ modelArn: `arn:aws:bedrock:us-west-2::foundation-model/vendor.model-${index}` }],
		...more,
	});

	async function list(profiles: (token: string | undefined) => object | undefined, models: readonly object[] = []) {
		server = await startFaultServer('http1', (exchange) => {
			const url = new URL(exchange.path, 'http://localhost');
			if (url.pathname !== '/inference-profiles') {
				reply(exchange, 200, { modelSummaries: models });
				return;
			}
			const isSystem = url.searchParams.get('type') !== 'APPLICATION';
			const page = isSystem ? profiles(url.searchParams.get('nextToken') ?? undefined) : {};
			if (page) reply(exchange, 200, page);
			else reply(exchange, 500, { message: 'Oh.' }, { 'x-amzn-errortype': 'InternalServerException' });
		});
		const gateway = gatewayTo(server.endpoint, 'auto');
		try {
			return await gateway.listRegion('us-east-1', never);
		} finally {
			gateway.dispose();
		}
	}

	test('1,000 profiles over 10 pages', async () => {
		const listing = await list((token) => {
			const page = Number(token ?? 0);
			return {
				inferenceProfileSummaries: Array.from({ length: 100 }, (_, index) => listed(page * 100 + index)),
				...(page < 9 && { nextToken: String(page + 1) }),
			};
		});
		expect(listing.errors).toEqual([]);
		expect(new Set(listing.profiles?.map(({ profileId }) => profileId)).size).toBe(1_000);
	});

	test('repeated nextToken', async () => {
		const listing = await list(() => ({ inferenceProfileSummaries: [listed(1)], nextToken: 'same' }));
		expect(listing.errors.map(({ error }) => error.code)).toEqual(['malformedAnswer']);
	});

	test('a page fails midway: what came is kept, and said to be a part', async () => {
		const listing = await list((token) =>
			token ? undefined : { inferenceProfileSummaries: [listed(1)], nextToken: 'next' },
		);
		expect(listing.profiles?.map(({ profileId }) => profileId)).toEqual(['us.vendor.model-1']);
		expect(listing.isPartial).toBe(true);
		expect(listing.errors.map(({ error }) => error.code)).toEqual(['internal']);
	}, 30_000);

	test('names with emoji, HTML and 2,048 characters; unknown model types; null fields', async () => {
		const names = ['😀👩‍👩‍👧', '<img src=x onerror=alert(1)>', 'n'.repeat(2_048), '\u202eevil', ''];
		const listing = await list(
			() => ({
				inferenceProfileSummaries: [
					...names.map((inferenceProfileName, index) => listed(index, { inferenceProfileName })),
					listed(90, { description: null, status: null, models: [null], inferenceProfileName: null }),
					listed(91, { inferenceProfileId: null }),
					null,
				],
			}),
			[
				{
					modelArn: 'a',
					modelId: 'vendor.new',
					inputModalities: ['SMELL', null],
					inferenceTypesSupported: ['TELEPATHY'],
				},
				{ modelArn: 'a', modelId: 'vendor.null', inputModalities: null, modelLifecycle: null, modelName: null },
				{ modelId: null },
			],
		);
		expect(listing.errors).toEqual([]);
		const catalogue = overlayLive(await bundledCatalogue(), [
			{ sourceRegion: 'us-east-1', profiles: listing.profiles ?? [], models: listing.models ?? [] },
		]);
		names.forEach((_name, index) => {
			const { name } = describeTarget(catalogue, 'us-east-1', `us.vendor.model-${index}`, '2026-11-22');
			expect(name).not.toMatch(/[\u202a-\u202e\n]/);
			expect(name).not.toBe('');
		});
		expect(catalogue.modelsById.has('vendor.new')).toBe(true);
		expect(catalogue.modelsById.has('vendor.null')).toBe(true);
	});

	test('profile removed between list and use', async () => {
		server = await startFaultServer('http2', (exchange) => {
			reply(
				exchange,
				400,
				{ message: 'The provided model identifier is invalid.' },
				{ 'x-amzn-errortype': 'ValidationException' },
			);
		});
		const gateway = gatewayTo(server.endpoint, 'http2');
		const events = await collect(gateway.invoke(target, ask(), never));
		expect(endOf(events)).toBe('failed: invalid-model-id');
		gateway.dispose();
	});

	test('expired SSO token', async () => {
		server = await startFaultServer('http2', (exchange) => {
			reply(
				exchange,
				403,
				{ message: 'The security token included in the request is expired' },
				{ 'x-amzn-errortype': 'ExpiredTokenException' },
			);
		});
		const gateway = gatewayTo(server.endpoint, 'http2');
		expect(endOf(await collect(gateway.invoke(target, ask(), never)))).toBe('failed: expired-token');
		gateway.dispose();
	});
});
