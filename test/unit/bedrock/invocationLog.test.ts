import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { logRecordOfFields, parseLogRecord, regionOfRecord } from '../../../src/bedrock/invocationLog';
import { isRequestId, namesModel } from '../../../src/bedrock/tracing';

const text = readFileSync('test/fixtures/invocationLog/converse.json', 'utf8');
const changed = (change: object) => JSON.stringify({ ...JSON.parse(text), ...change });

describe('a record of the model invocation log', () => {
	test('for Converse gives where it ran, its tokens and its latency', () => {
		expect(parseLogRecord(text)).toEqual({
			requestId: '0f1d2c3b-4a59-4687-9786-a5b4c3d2e1f0',
			timestamp: Date.UTC(2026, 8, 14, 4, 12, 37),
			sourceRegion: 'us-east-1',
			operation: 'Converse',
			modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
			inferenceRegion: 'us-west-2',
			inputTokens: 21,
			outputTokens: 11,
			latencyMilliseconds: 1_243,
		});
	});

	test('without inferenceRegion ran in its source Region', () => {
		const record = parseLogRecord(changed({ inferenceRegion: undefined }));
		expect(record).not.toHaveProperty('inferenceRegion');
		expect(record && regionOfRecord(record)).toBe('us-east-1');
	});

	test('of a refused request has its error and no output', () => {
		const record = parseLogRecord(changed({ errorCode: 'ThrottlingException', output: undefined }));
		expect(record).toMatchObject({ errorCode: 'ThrottlingException', inputTokens: 21 });
		expect(record).not.toHaveProperty('outputTokens');
	});

	test('of a native stream has its latency in the last chunk', () => {
		const body = [{ generation: 'a' }, { 'amazon-bedrock-invocationMetrics': { invocationLatency: 77 } }];
		const record = parseLogRecord(changed({ output: { outputBodyJson: body, outputTokenCount: 2 } }));
		expect(record?.latencyMilliseconds).toBe(77);
	});

	test.each([
		['the line that tries the permission', 'Permissions are correctly set for Amazon Bedrock logs.'],
		['a cut record', text.slice(0, 700)],
		['another schema', changed({ schemaType: 'GuardrailLog' })],
		['a later version', changed({ schemaVersion: '2.0' })],
		['no request ID', changed({ requestId: '' })],
		['no time', changed({ timestamp: 'yesterday' })],
		['an array', '[1]'],
		['null', 'null'],
		['nothing', ''],
	])('is not: %s', (_name, line) => {
		expect(parseLogRecord(line)).toBeUndefined();
	});

	test('put together from the fields of a query is the same', () => {
		const fields = new Map([
			['timestamp', '2026-09-14T04:12:37Z'],
			['requestId', '0f1d2c3b-4a59-4687-9786-a5b4c3d2e1f0'],
			['region', 'us-east-1'],
			['operation', 'Converse'],
			['modelId', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'],
			['inferenceRegion', 'us-west-2'],
			['input.inputTokenCount', '21'],
			['output.outputTokenCount', '11'],
			['output.outputBodyJson.metrics.latencyMs', '1243'],
			['@ptr', 'xyz'],
		]);
		expect(logRecordOfFields(fields)).toEqual(parseLogRecord(text));
		expect(logRecordOfFields(new Map())).toBeUndefined();
	});
});

test.each([
	['0f1d2c3b-4a59-4687-9786-a5b4c3d2e1f0', true],
	['ABCDEFGH12345678', true],
	['short', false],
	['x" or requestId like "', false],
	['', false],
	['a'.repeat(101), false],
])('%s may be a request ID: %s', (id, may) => {
	expect(isRequestId(id)).toBe(may);
});

test.each([
	['us.a.b', 'us.a.b', true],
	['arn:aws:bedrock:us-east-1:1:inference-profile/us.a.b', 'us.a.b', true],
	['us.a.b', 'arn:aws:bedrock:us-east-1:1:inference-profile/us.a.b', true],
	['us.a.b2', 'us.a.b', false],
	['eus.a.b', 'us.a.b', false],
])('logged as %s, %s is meant: %s', (logged, wanted, isMeant) => {
	expect(namesModel(logged, wanted)).toBe(isMeant);
});
