import { afterEach, describe, expect, test } from 'vitest';
import type { Gateway } from '../../../src/aws/gateway';
import { type Exchange, type FaultServer, startFaultServer } from './faultServer';
import { gatewayTo } from './invocations';
import { requestComplaints } from './requestModel';

const arn = 'arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abcdef123456';
const copyFrom =
	'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0';

let server: FaultServer | undefined;
let gateway: Gateway | undefined;
afterEach(async () => {
	gateway?.dispose();
	await server?.close();
});

interface Seen {
	readonly operation: string;
	readonly region: string;
	readonly body: unknown;
}

/** Bedrock's side of the five operations: judges each request, keeps one profile's tags. */
async function serve(tags = new Map<string, string>(), status = 200, error?: string) {
	const seen: Seen[] = [];
	const complaints: string[] = [];
	server = await startFaultServer('http1', async (exchange) => {
		const text = (await exchange.body).toString();
		const body: unknown = text === '' ? undefined : JSON.parse(text);
		const operation = operationOf(exchange, body);
		const region = /Credential=[^/]+\/\d{8}\/([^/]+)\/bedrock\//.exec(String(exchange.headers.authorization))?.[1];
		seen.push({ operation, region: region ?? '', body });
		complaints.push(...requestComplaints(operation, exchange.path.split('?')[0] ?? '', body));
		const json = { 'content-type': 'application/json', ...(error ? { 'x-amzn-errortype': error } : {}) };
		exchange.head(error ? status : operation === 'CreateInferenceProfile' ? 201 : 200, json);
		void exchange.write(Buffer.from(JSON.stringify(error ? { message: 'No.' } : answer(operation, body, tags))));
		exchange.end();
	});
	gateway = gatewayTo(server.endpoint, 'auto', { firstEventTimeoutMilliseconds: 5_000 });
	return { api: gateway.applicationProfiles, seen, complaints, tags };
}

function operationOf({ path }: Exchange, body: unknown): string {
	if (path.startsWith('/inference-profiles/')) return 'DeleteInferenceProfile';
	if (path === '/inference-profiles') return body === undefined ? 'ListInferenceProfiles' : 'CreateInferenceProfile';
	return path.slice(1, 2).toUpperCase() + path.slice(2).split('?')[0]!;
}

function answer(operation: string, body: unknown, tags: Map<string, string>): object {
	const { tags: set = [], tagKeys = [] } = (body ?? {}) as {
		tags?: { key: string; value: string }[];
		tagKeys?: string[];
	};
	if (operation === 'CreateInferenceProfile') return { inferenceProfileArn: arn, status: 'ACTIVE' };
	if (operation === 'TagResource') for (const { key, value } of set) tags.set(key, value);
	if (operation === 'UntagResource') for (const key of tagKeys) tags.delete(key);
	if (operation === 'ListTagsForResource') return { tags: [...tags].map(([key, value]) => ({ key, value })) };
	return {};
}

describe('application profiles', () => {
	test('are created with name, source and tags, as the service describes the request', async () => {
		const { api, seen, complaints } = await serve();
		const tags = [{ key: 'team', value: 'search' }];
		expect(await api.create('us-east-1', { name: 'Team budget', copyFrom, tags })).toEqual({ ok: true, value: arn });
		expect(complaints).toEqual([]);
		expect(seen).toEqual([
			{
				operation: 'CreateInferenceProfile',
				region: 'us-east-1',
				body: {
					inferenceProfileName: 'Team budget',
					modelSource: { copyFrom },
					tags,
					clientRequestToken: expect.stringMatching(/^[\w-]{36}$/) as unknown,
				},
			},
		]);
	});

	test('are tagged, read and deleted in the region of their ARN', async () => {
		const { api, seen, complaints, tags } = await serve(
			new Map([
				['old', '1'],
				['kept', ''],
			]),
		);
		expect(await api.tagsOf(arn)).toEqual({
			ok: true,
			value: [
				{ key: 'old', value: '1' },
				{ key: 'kept', value: '' },
			],
		});
		expect(await api.changeTags(arn, [{ key: 'new', value: '2' }], ['old'])).toMatchObject({ ok: true });
		expect([...tags]).toEqual([
			['kept', ''],
			['new', '2'],
		]);
		expect(await api.delete(arn)).toMatchObject({ ok: true });
		expect(complaints).toEqual([]);
		expect(seen.map(({ operation }) => operation)).toEqual([
			'ListTagsForResource',
			'UntagResource',
			'TagResource',
			'DeleteInferenceProfile',
		]);
		expect(new Set(seen.map(({ region }) => region))).toEqual(new Set(['eu-west-1']));
		expect(decodeURIComponent(server!.exchanges.at(-1)!.path)).toBe(`/inference-profiles/${arn}`);
	});

	test('say why AWS refused', async () => {
		const { api } = await serve(new Map(), 403, 'AccessDeniedException');
		for (const outcome of [await api.delete(arn), await api.create('us-east-1', { name: 'x', copyFrom, tags: [] })]) {
			expect(outcome).toMatchObject({ ok: false, error: { name: 'AccessDeniedException', message: 'No.' } });
		}
	});

	test('do not wait for a service that is silent, nor reject for an ARN without a region', async () => {
		server = await startFaultServer('http1', () => undefined);
		gateway = gatewayTo(server.endpoint, 'auto', { firstEventTimeoutMilliseconds: 100 });
		expect(await gateway.applicationProfiles.tagsOf(arn)).toMatchObject({ ok: false, error: { code: 'stalled' } });
		expect(await gateway.applicationProfiles.delete('arn:x')).toMatchObject({ ok: false });
	});

	test('end with the connection', async () => {
		server = await startFaultServer('http1', () => gateway?.dispose());
		gateway = gatewayTo(server.endpoint, 'auto');
		expect(await gateway.applicationProfiles.delete(arn)).toMatchObject({ ok: false });
	});

	test('are judged: the judge finds a name with a dot and a missing source', () => {
		const complaints = requestComplaints('CreateInferenceProfile', '/inference-profiles', {
			inferenceProfileName: 'v1.0',
		});
		expect(complaints).toEqual(['$.modelSource is missing', '$.inferenceProfileName does not fit its pattern: v1.0']);
	});
});
