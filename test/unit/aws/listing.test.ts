import { afterEach, describe, expect, test } from 'vitest';
import { describeError } from '../../../src/bedrock/errorTexts';
import { startFaultServer, type Exchange, type FaultServer } from './faultServer';
import { gatewayTo } from './invocations';

const json = { 'content-type': 'application/json' };
const never = new AbortController().signal;
let server: FaultServer | undefined;
afterEach(() => server?.close());

function reply(exchange: Exchange, body: object, status = 200, errorType?: string): void {
	exchange.head(status, { ...json, ...(errorType ? { 'x-amzn-errortype': errorType } : {}) });
	void exchange.write(Buffer.from(JSON.stringify(body)));
	exchange.end();
}

function profile(index: number, type = 'SYSTEM_DEFINED') {
	return {
		inferenceProfileName: `Name ${index} <b>😀`,
		inferenceProfileId: `us.vendor.model-${index}`,
		inferenceProfileArn: `arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.vendor.model-${index}`,
		status: 'ACTIVE',
		type,
		models: [{ modelArn: `arn:aws:bedrock:us-west-2::foundation-model/vendor.model-${index}` }],
	};
}

type Answer = (query: URLSearchParams, exchange: Exchange) => void;

async function serve(
	profiles: Answer,
	models: (exchange: Exchange) => void = (exchange) => reply(exchange, { modelSummaries: [] }),
) {
	server = await startFaultServer('http1', (exchange) => {
		const url = new URL(exchange.path, 'http://x');
		if (url.pathname === '/inference-profiles') profiles(url.searchParams, exchange);
		else models(exchange);
	});
	return gatewayTo(server.endpoint, 'auto', { firstEventTimeoutMilliseconds: 400 });
}

const isApplication = (query: URLSearchParams): boolean => query.get('type') === 'APPLICATION';

describe('listRegion', () => {
	test('carries a Bedrock API key as a bearer token, and no signature', async () => {
		server = await startFaultServer('http1', (exchange) =>
			reply(exchange, { inferenceProfileSummaries: [], modelSummaries: [] }),
		);
		const { endpoint, exchanges } = server;
		const gateway = gatewayTo(endpoint, 'auto', {
			connection: { kind: 'aws', apiKey: 'ABSKsecretsecretsecret', sourceRegion: 'us-east-1', endpoint },
		});
		expect((await gateway.listRegion('us-east-1', never)).errors).toEqual([]);
		expect(new Set(exchanges.map(({ headers }) => headers.authorization))).toEqual(
			new Set(['Bearer ABSKsecretsecretsecret']),
		);
		gateway.dispose();
	});

	test('another service’s JSON is no empty account', async () => {
		server = await startFaultServer('http1', (exchange) => reply(exchange, { object: 'list', data: [] }));
		const gateway = gatewayTo(server.endpoint, 'auto');
		const { errors, profiles, models } = await gateway.listRegion('us-east-1', never);
		expect([profiles, models]).toEqual([undefined, undefined]);
		expect(errors.map(({ operation, error }) => [operation, error.code])).toEqual([
			['ListInferenceProfiles', 'proxyAnswered'],
			['ListFoundationModels', 'proxyAnswered'],
		]);
		expect(describeError(errors[0]!.error, { endpoint: 'http://localhost:11434' }).title).toBe(
			'What answers at http://localhost:11434 is not Amazon Bedrock (HTTP 200).',
		);
		gateway.dispose();
	});

	test('reads ten pages of profiles, both types, and the models, in parallel', async () => {
		const gateway = await serve(
			(query, exchange) => {
				if (isApplication(query)) {
					reply(exchange, {
						inferenceProfileSummaries: [
							{
								...profile(7, 'APPLICATION'),
								inferenceProfileArn: 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc',
							},
						],
					});
					return;
				}
				const page = Number(query.get('nextToken') ?? 0);
				reply(exchange, {
					inferenceProfileSummaries: Array.from({ length: 100 }, (_, index) => profile(page * 100 + index)),
					...(page < 9 ? { nextToken: String(page + 1) } : {}),
				});
			},
			(exchange) =>
				reply(exchange, {
					modelSummaries: [
						{
							modelArn: 'arn:aws:bedrock:us-east-1::foundation-model/a.b',
							modelId: 'a.b',
							modelName: 'B',
							providerName: 'A',
							inputModalities: ['TEXT'],
							outputModalities: ['TEXT'],
							responseStreamingSupported: true,
							inferenceTypesSupported: ['INFERENCE_PROFILE', 'SOMETHING_NEW'],
							modelLifecycle: { status: 'LEGACY', endOfLifeTime: '2026-07-30T00:00:00Z' },
						},
						{ modelArn: 'x' },
						{ modelArn: 'y', modelId: 'c.d', modelName: null, inputModalities: null, modelLifecycle: null },
					],
				}),
		);
		const listing = await gateway.listRegion('us-east-1', never);
		expect(listing.errors).toEqual([]);
		expect(listing.profiles).toHaveLength(1_001);
		expect(listing.profiles?.[3]).toEqual({
			profileId: 'us.vendor.model-3',
			arn: 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.vendor.model-3',
			name: 'Name 3 <b>😀',
			type: 'SYSTEM_DEFINED',
			status: 'ACTIVE',
			modelArns: ['arn:aws:bedrock:us-west-2::foundation-model/vendor.model-3'],
		});
		expect(listing.profiles?.at(-1)).toMatchObject({ type: 'APPLICATION' });
		expect(listing.models).toEqual([
			{
				modelId: 'a.b',
				name: 'B',
				provider: 'A',
				inputModalities: ['TEXT'],
				outputModalities: ['TEXT'],
				streaming: true,
				inferenceTypes: ['INFERENCE_PROFILE', 'SOMETHING_NEW'],
				lifecycleStatus: 'LEGACY',
				endOfLifeDate: '2026-07-30',
			},
			{ modelId: 'c.d', name: 'c.d', provider: '', inputModalities: [], outputModalities: [], inferenceTypes: [] },
		]);
		expect(
			server!.exchanges.every(({ headers }) => String(headers.authorization).includes('/us-east-1/bedrock/')),
		).toBe(true);
	});

	test.each<[string, Answer, string]>([
		[
			'a token that comes back',
			(_query, exchange) => reply(exchange, { inferenceProfileSummaries: [], nextToken: 'again' }),
			'malformedAnswer',
		],
		[
			'denied',
			(_query, exchange) =>
				reply(
					exchange,
					{ message: 'User: u is not authorized to perform: bedrock:ListInferenceProfiles on resource: *' },
					403,
					'AccessDeniedException',
				),
			'access-denied-generic',
		],
		[
			'a page of a proxy',
			(_query, exchange) => {
				exchange.head(200, { 'content-type': 'text/html' });
				exchange.end();
			},
			'proxyAnswered',
		],
		['no answer', () => undefined, 'stalled'],
	])('%s: the models stay, the profiles are absent and named as failed', async (_name, profiles, code) => {
		const gateway = await serve(profiles);
		const listing = await gateway.listRegion('us-east-1', never);
		expect(listing.profiles).toBeUndefined();
		expect(listing.models).toEqual([]);
		expect(listing.errors.map(({ operation, profileType, error }) => [operation, profileType, error.code])).toEqual([
			['ListInferenceProfiles', 'SYSTEM_DEFINED', code],
			['ListInferenceProfiles', 'APPLICATION', code],
		]);
	});

	test.each<[string, Answer, number, string]>([
		[
			'a page that is throttled in the middle',
			(query, exchange) => {
				if (query.get('nextToken')) reply(exchange, { message: 'Rate exceeded' }, 400, 'ValidationException');
				else reply(exchange, { inferenceProfileSummaries: [profile(1)], nextToken: 'two' });
			},
			1,
			'throttle-requests',
		],
		[
			'pages without end',
			(query, exchange) => {
				const page = Number(query.get('nextToken') ?? 0);
				reply(exchange, { inferenceProfileSummaries: [profile(page)], nextToken: String(page + 1) });
			},
			1_000,
			'malformedAnswer',
		],
	])(
		'%s: what came is there, marked as partial',
		async (_name, systemDefined, count, code) => {
			const gateway = await serve((query, exchange) =>
				isApplication(query) ? reply(exchange, {}) : systemDefined(query, exchange),
			);
			const listing = await gateway.listRegion('us-east-1', never);
			expect([listing.profiles?.length, listing.isPartial]).toEqual([count, true]);
			expect(listing.errors).toMatchObject([
				{ operation: 'ListInferenceProfiles', profileType: 'SYSTEM_DEFINED', error: { code } },
			]);
		},
		30_000,
	);

	test('five hundred pages are read to the end', async () => {
		const gateway = await serve((query, exchange) => {
			const page = Number(query.get('nextToken') ?? 0);
			if (isApplication(query)) reply(exchange, {});
			else
				reply(exchange, {
					inferenceProfileSummaries: [profile(page)],
					...(page < 499 ? { nextToken: `${page + 1}` } : {}),
				});
		});
		const listing = await gateway.listRegion('us-east-1', never);
		expect([listing.profiles?.length, listing.isPartial, listing.errors]).toEqual([500, undefined, []]);
	}, 30_000);

	test('a throttled list is asked for again, with a pause', async () => {
		let refusals = 2;
		await serve((query, exchange) => {
			if (!isApplication(query) && refusals-- > 0)
				reply(exchange, { message: 'Slow down' }, 429, 'ThrottlingException');
			else reply(exchange, { inferenceProfileSummaries: isApplication(query) ? [] : [profile(1)] });
		});
		const gateway = gatewayTo(server!.endpoint, 'auto');
		const listing = await gateway.listRegion('us-east-1', never);
		expect([listing.profiles?.length, listing.errors]).toEqual([1, []]);
	}, 10_000);

	test('without rights to application profiles the system-defined ones are shown', async () => {
		const gateway = await serve((query, exchange) => {
			if (isApplication(query)) reply(exchange, { message: 'No.' }, 403, 'AccessDeniedException');
			else reply(exchange, { inferenceProfileSummaries: [profile(1)] });
		});
		const listing = await gateway.listRegion('us-east-1', never);
		expect([listing.profiles?.length, listing.isPartial]).toEqual([1, true]);
		expect(listing.errors).toMatchObject([{ profileType: 'APPLICATION' }]);
	});

	test('stopped: settles at once, and the service sees the close', async () => {
		const gateway = await serve(
			() => undefined,
			() => undefined,
		);
		const stop = new AbortController();
		const listing = gateway.listRegion('us-east-1', stop.signal);
		while (server!.exchanges.length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
		stop.abort();
		expect((await listing).profiles).toBeUndefined();
		await Promise.all(server!.exchanges.map(({ closed }) => closed));
	});
});
