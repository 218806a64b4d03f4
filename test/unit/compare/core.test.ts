import { describe, expect, test } from 'vitest';
import ts from 'typescript';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import type { LogRecord } from '../../../src/bedrock/invocationLog';
import { countedRuns, tokensPerSecond } from '../../../src/compare/core/comparison';
import { approximateTokens, estimate } from '../../../src/compare/core/estimate';
import { toCsv, toJson, toMarkdown } from '../../../src/compare/core/exports';
import { planRuns } from '../../../src/compare/core/plan';
import { parseQuotaName, quotaUses } from '../../../src/compare/core/quotaUse';
import { summariseRouting } from '../../../src/compare/core/routing';
import { parseComparison, parseExported } from '../../../src/compare/core/savedShape';
import { toScript } from '../../../src/compare/core/script';
import { regionShares } from '../../../src/compare/core/shares';
import { comparison, pairs, run } from './samples';

describe('the plan', () => {
	const targets = ['a', 'b', 'c'].map((targetId) => ({ targetId }));

	test('has each target once in each round, warm-up first', () => {
		const planned = planRuns(targets, { runs: 5, warmUp: 2, seed: 1 });
		expect(planned).toHaveLength(21);
		expect(planned.map(({ index }) => index)).toEqual(planned.map((_, index) => index));
		for (let round = 0; round < 7; round += 1) {
			const inRound = planned.slice(3 * round, 3 * round + 3);
			expect(inRound.map(({ targetId }) => targetId).sort()).toEqual(['a', 'b', 'c']);
			expect(new Set(inRound.map((each) => `${each.round} ${each.isWarmUp}`))).toEqual(
				new Set([`${round} ${round < 2}`]),
			);
		}
	});

	test('puts each target at each place of a round equally often', () => {
		const planned = planRuns(targets, { runs: 1_000, warmUp: 0, seed: 7 });
		for (const { targetId } of targets) {
			const firsts = planned.filter((each, index) => index % 3 === 0 && each.targetId === targetId).length;
			expect(Math.abs(firsts - 333)).toBeLessThan(60);
		}
	});

	test('is the same for the same seed, and another for another', () => {
		const order = (seed: number) =>
			planRuns(targets, { runs: 20, warmUp: 0, seed })
				.map(({ targetId }) => targetId)
				.join('');
		expect(order(1)).toBe(order(1));
		expect(order(1)).not.toBe(order(2));
	});
});

describe('the estimate', () => {
	test('counts warm-up, and takes the price of the region set', async () => {
		const catalogue = await bundledCatalogue();
		const { targets } = comparison([]);
		const found = estimate(targets, { prompt: 'x'.repeat(368), runs: 9, warmUp: 1, maxTokens: 50 }, catalogue);
		expect(found).toMatchObject({ requests: 20, inputTokens: 2_000, outputTokens: 1_000, withoutPrice: [] });
		expect(found.dollars).toBeGreaterThan(0);
		expect(found.dollars).toBeLessThan(0.01);
	});

	test('names the targets without a price', async () => {
		const catalogue = await bundledCatalogue();
		const targets = [{ targetId: 'z', name: 'Z', modelId: 'nobody.knows-v1:0', sourceRegion: 'us-east-1' }];
		const found = estimate(targets, { prompt: 'x', runs: 1, warmUp: 0, maxTokens: 1 }, catalogue);
		expect(found).toMatchObject({ dollars: 0, withoutPrice: ['z'] });
	});

	test('counts Japanese by the character', () => {
		expect(approximateTokens('推論プロファイル')).toBe(16);
		expect(approximateTokens('abcdefgh')).toBe(10);
	});
});

test('tokens per second are those of the writing, without the wait', () => {
	expect(tokensPerSecond(run({ outputTokens: 100, timeToFirstToken: 500, totalLatency: 1_500 }))).toBe(100);
	expect(tokensPerSecond(run({ outputTokens: 100, timeToFirstToken: 500, totalLatency: 500 }))).toBeUndefined();
	expect(tokensPerSecond(run({ totalLatency: 500 }))).toBeUndefined();
});

test('shares are of the runs whose Region is known', () => {
	const at = (region: string, index: number) => run({ index, place: { kind: 'found', region, evidence: 'logGroup' } });
	const runs = [
		at('us-west-2', 0),
		at('us-west-2', 1),
		at('us-east-1', 2),
		run({ index: 3, place: { kind: 'looking' } }),
	];
	const warmUp = { ...at('eu-west-1', 4), isWarmUp: true };
	expect(regionShares([...runs, warmUp], 'a')).toEqual([
		{ region: 'us-west-2', count: 2, share: 2 / 3 },
		{ region: 'us-east-1', count: 1, share: 1 / 3 },
	]);
});

describe('an export', () => {
	const runs = [
		run({ index: 1, targetId: 'b', totalLatency: 1_000, timeToFirstToken: 200, outputTokens: 80, requestId: 'r-2' }),
		run({ index: 0, totalLatency: 900, place: { kind: 'found', region: 'us-west-2', evidence: 'trail' } }),
		run({ index: 2, outcome: 'failed', failure: '=cmd|"/c calc"!A1,\nand more' }),
	];

	test('as CSV has a line for each run, in order, and no formula', () => {
		const lines = toCsv(comparison(runs)).split('\r\n');
		expect(lines[0]).toMatch(/^run,round,target,model_id,source_region,/);
		expect(lines[1]).toBe(
			'0,0,On demand,amazon.nova-lite-v1:0,us-east-1,false,2026-11-22T12:00:00.000Z,truncated,,,900,,,,us-west-2,trail,,0,0,',
		);
		expect(lines[2]).toMatch(/^1,0,US Nova Lite,.*,200,,1000,,80,100,,,r-2,0,0,$/);
		expect(lines[3]).toContain(`"'=cmd|""/c calc""!A1,\nand more"`);
	});

	test('as JSON can be opened again', () => {
		const whole = comparison(runs);
		expect(parseExported(toJson(whole))).toEqual(whole);
		expect(parseExported(toJson(whole).replace('comparison.1', 'comparison.2'))).toBeUndefined();
		expect(parseExported('{')).toBeUndefined();
		expect(parseExported('[]')).toBeUndefined();
	});

	test('as Markdown has the table, and hostile names do not break it', () => {
		const base = comparison(pairs(10, 0, 1));
		const [first, second] = base.targets;
		const text = toMarkdown({ ...base, targets: [{ ...first!, name: 'a | b\n# c <img src=x>' }, second!] });
		expect(text).toContain('a \\| b \\# c \\<img src=x\\>');
		const rows = text.split('\n').filter((line) => line.startsWith('|'));
		expect(rows).toHaveLength(4);
		for (const row of rows) expect(row.replaceAll('\\|', '').match(/\|/g)).toHaveLength(12);
		expect(text).toContain('simulator');
	});
});

test('a comparison that was under way when it was saved counts as interrupted', () => {
	const saved = structuredClone(comparison([run({ place: { kind: 'looking' } })], { end: undefined }));
	expect(parseComparison(saved)).toMatchObject({ end: 'interrupted', runs: [{ place: { kind: 'unknown' } }] });
	expect(parseComparison({ ...saved, runs: [{ index: -1 }] })).toBeUndefined();
	expect(parseComparison(null)).toBeUndefined();
});

describe('a script', () => {
	const prompt = 'Say "hi"\\ `${x}` \u2028\u202e 日本語 😀 \n"""';
	const whole = comparison([], { settings: { ...comparison([]).settings, prompt } });

	test('in TypeScript is TypeScript, with the prompt unchanged', () => {
		const text = toScript(whole, 'typescript');
		const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true });
		expect(diagnostics).toEqual([]);
		const literal = /const prompt = (".*");/.exec(text)?.[1] ?? '';
		expect(JSON.parse(literal)).toBe(prompt);
		expect(text).not.toMatch(/[\u2028\u202e]/);
	});

	test('in Python has the targets and the prompt as one string', () => {
		const text = toScript(whole, 'python');
		expect(text).toContain('("us-east-1", "us.amazon.nova-lite-v1:0"),');
		expect(JSON.parse(/^PROMPT = (".*")$/m.exec(text)?.[1] ?? '')).toBe(prompt);
		expect(text).toContain('random.seed(1)');
	});
});

describe('routing', () => {
	const hour = 3_600_000;
	const record = (index: number, change: Partial<LogRecord> = {}): LogRecord => ({
		requestId: `request-${index}`,
		timestamp: index * 60_000,
		sourceRegion: 'us-east-1',
		operation: 'Converse',
		modelId: 'us.m',
		...change,
	});

	test('counts each request once, and refused ones for no Region', () => {
		const records = [
			record(0, { inferenceRegion: 'us-west-2', latencyMilliseconds: 100, inputTokens: 3, outputTokens: 4 }),
			record(0, { inferenceRegion: 'us-west-2' }),
			record(1, { inferenceRegion: 'us-west-2', latencyMilliseconds: 300 }),
			record(2),
			record(3, { errorCode: 'ThrottlingException' }),
			record(4, { errorCode: 'ValidationException' }),
			record(90),
		];
		const found = summariseRouting(records, 0, hour);
		expect(found).toMatchObject({ requests: 3, throttles: 1, failures: 1 });
		expect(found.regions).toEqual([
			{
				region: 'us-west-2',
				requests: 2,
				share: 2 / 3,
				inputTokens: 3,
				outputTokens: 4,
				medianLatency: 200,
				p90Latency: 280,
			},
			{ region: 'us-east-1', requests: 1, share: 1 / 3, inputTokens: 0, outputTokens: 0 },
		]);
		expect(found.slots).toHaveLength(24);
		expect(found.slots[0]).toEqual({ from: 0, requests: [2, 1], throttles: 0 });
		expect(found.slots[1]).toEqual({ from: 150_000, requests: [0, 0], throttles: 1 });
		expect(found.routes).toEqual([
			{ sourceRegion: 'us-east-1', region: 'us-west-2', requests: 2 },
			{ sourceRegion: 'us-east-1', region: 'us-east-1', requests: 1 },
		]);
	});

	test('of nothing is nothing', () => {
		expect(summariseRouting([], 0, hour)).toMatchObject({ requests: 0, regions: [], routes: [] });
	});
});

describe('quotas', () => {
	const quota = (code: string, name: string, value: number) => ({ code, name, value, adjustable: true });
	const quotas = [
		quota('L-1', 'Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5 V1', 400_000),
		quota('L-2', 'Cross-region model inference requests per minute for Anthropic Claude Sonnet 4.5 V1', 400),
		quota('L-3', 'On-demand model inference requests per minute for Anthropic Claude Sonnet 4.5 V1', 200),
		quota('L-4', 'Cross-region model inference requests per minute for Anthropic Claude Sonnet 4', 100),
		quota('L-5', 'Number of guardrails', 3),
	];
	const subject = {
		kind: 'crossRegion',
		modelName: 'Anthropic Claude Sonnet 4.5',
		foundationModelId: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
		codes: [],
	} as const;

	test('stand beside the busiest minute, output weighed as the quota does', () => {
		const at = (seconds: number) => run({ startedAt: seconds * 1_000, inputTokens: 100, outputTokens: 10 });
		expect(quotaUses(quotas, subject, [at(0), at(30), at(59), at(61), at(200)])).toEqual([
			{ code: 'L-2', kind: 'crossRegion', measure: 'requests', limit: 400, used: 3, adjustable: true },
			{ code: 'L-1', kind: 'crossRegion', measure: 'tokens', limit: 400_000, used: 450, adjustable: true },
		]);
	});

	test('are found by code under any name of the model', () => {
		const found = quotaUses(quotas, { ...subject, modelName: 'Another Name', codes: ['L-2', 'L-3'] }, []);
		expect(found.map(({ code }) => code)).toEqual(['L-2']);
	});

	test.each([
		[
			'Global cross-region model inference tokens per minute for X',
			{ kind: 'global', measure: 'tokens', modelName: 'X' },
		],
		['On-demand InvokeModel requests per minute for Y 2', { kind: 'onDemand', measure: 'requests', modelName: 'Y 2' }],
		['Global cross-region model inference tokens per day for X', undefined],
		['Number of guardrails', undefined],
	])('%s is read', (name, read) => {
		expect(parseQuotaName(name)).toEqual(read);
	});
});

test('counted are whole answers only', () => {
	const runs = [
		run(),
		run({ outcome: 'failed' }),
		run({ outcome: 'stopped' }),
		run({ isWarmUp: true }),
		run({ outcome: 'complete' }),
	];
	expect(countedRuns(runs)).toHaveLength(2);
	expect(countedRuns(runs, 'b')).toHaveLength(0);
});
