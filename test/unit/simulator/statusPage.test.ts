import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import esbuild from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Simulator } from '../../../src/simulator/simulator';
import type { Snapshot } from '../../../src/webview/simulator/protocol';
import { clientsOf, question, sonnet, started } from './clients';

const pageFolder = mkdtempSync(join(tmpdir(), 'simulator-page-'));
afterAll(() => rmSync(pageFolder, { recursive: true, force: true }));
beforeAll(async () => {
	await esbuild.build({
		entryPoints: { simulator: 'src/webview/simulator/page/main.ts' },
		outdir: pageFolder,
		bundle: true,
		logLevel: 'silent',
	});
	await esbuild.build({
		entryPoints: { simulator: 'src/webview/simulator/page/simulator.css' },
		outdir: pageFolder,
		bundle: true,
		logLevel: 'silent',
	});
});

interface Asked {
	readonly status: number;
	readonly headers: Record<string, string | string[] | undefined>;
	readonly text: string;
}

function ask(simulator: Simulator, method: string, path: string, headers: Record<string, string> = {}, body = '') {
	return new Promise<Asked>((resolve, reject) => {
		const sent = request({ host: '127.0.0.1', port: simulator.port, method, path, headers }, (response) => {
			let text = '';
			response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
			response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
		});
		sent.on('error', reject).end(body);
	});
}

const tokenOf = (simulator: Simulator) => simulator.statusUrl!.split('#')[1]!;
const withToken = (simulator: Simulator) => ({ 'x-simulator-token': tokenOf(simulator) });
const snapshotIn = ({ text }: Asked) => JSON.parse(text) as Snapshot;

describe('the page', () => {
	test('holds no secret, runs only its own script, and cannot be framed', async () => {
		const simulator = await started({ pageFolder });
		const page = await ask(simulator, 'GET', '/', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' });
		expect(page.status).toBe(200);
		const policy = String(page.headers['content-security-policy']);
		const [, nonce] = /script-src 'nonce-([\w+/=]{24})'/.exec(policy) ?? [];
		expect(policy).toContain("default-src 'none'");
		expect(policy).toContain("frame-ancestors 'none'");
		expect(policy).not.toMatch(/unsafe/);
		expect([...page.text.matchAll(/<(script|style)[^>]*>/g)].map(([tag]) => tag)).toEqual([
			`<style nonce="${nonce!}">`,
			`<script type="module" nonce="${nonce!}">`,
		]);
		for (const secret of [tokenOf(simulator), simulator.secretAccessKey, simulator.apiKey]) {
			expect(page.text).not.toContain(secret);
		}
		const again = await ask(simulator, 'GET', '/');
		expect(again.headers['content-security-policy']).not.toBe(policy);
		expect(page.headers).not.toHaveProperty('access-control-allow-origin');
		expect(simulator.requests).toEqual([]);
	});

	test.each([
		['/', 'ja,en;q=0.8', 'ja'],
		['/', 'fr, en-GB;q=0.5, ja;q=0.4', 'en'],
		['/', 'ja;q=0', 'en'],
		['/', '', 'en'],
		['/?lang=ja', 'en', 'ja'],
		['/?lang=<script>', 'en', 'en'],
	])('%s for %s is in %s', async (path, language, expected) => {
		const page = await ask(await started({ pageFolder }), 'GET', path, { 'accept-language': language });
		expect(page.text).toContain(`<html lang="${expected}">`);
	});

	test('is not there for a simulator without one', async () => {
		expect((await ask(await started(), 'GET', '/')).status).toBe(404);
		expect((await ask(await started(), 'GET', '/-/state')).status).toBe(404);
	});
});

describe('no page of another site can drive it', () => {
	const own = (simulator: Simulator) => `http://127.0.0.1:${simulator.port}`;
	test.each<[string, (simulator: Simulator) => Record<string, string>, number]>([
		['its own page', (each) => ({ ...withToken(each), origin: own(each), 'sec-fetch-site': 'same-origin' }), 200],
		['a program', withToken, 200],
		['no secret', () => ({}), 403],
		['a wrong secret', () => ({ 'x-simulator-token': 'guess' }), 403],
		['another origin', (each) => ({ ...withToken(each), origin: 'https://evil.example' }), 403],
		['another port of this machine', (each) => ({ ...withToken(each), origin: 'http://127.0.0.1:1' }), 403],
		['a sandboxed frame', (each) => ({ ...withToken(each), origin: 'null' }), 403],
		['another site', (each) => ({ ...withToken(each), 'sec-fetch-site': 'cross-site' }), 403],
		['another server of this machine', (each) => ({ ...withToken(each), 'sec-fetch-site': 'same-site' }), 403],
		['a name that was bound anew', (each) => ({ ...withToken(each), host: `evil.example:${each.port}` }), 403],
	])('%s', async (_, headers, status) => {
		const simulator = await started({ pageFolder });
		for (const [method, path, body] of [
			['GET', '/-/state', ''],
			['POST', '/-/load', '{"region":"us-east-1","load":0.5}'],
			['POST', '/-/faults', '{"kind":"html"}'],
			['DELETE', '/-/faults', ''],
		] as const) {
			const answer = await ask(simulator, method, path, headers(simulator), body);
			expect(answer.status).toBe(status);
			expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
		}
		expect(simulator.router.load.get('us-east-1')).toBe(status === 200 ? 0.5 : undefined);
	});

	test('to a preflight nobody answers', async () => {
		const simulator = await started({ pageFolder });
		const answer = await ask(simulator, 'OPTIONS', '/-/faults', {
			origin: 'https://evil.example',
			'access-control-request-method': 'POST',
			'access-control-request-headers': 'x-simulator-token',
		});
		expect(answer.status).toBe(403);
		expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
	});
});

test('it shows loads, quotas, requests on their way, and faults', async () => {
	const simulator = await started({ pageFolder, load: { 'us-east-1': 1 } });
	const { runtime } = clientsOf(simulator);
	await runtime.send(new ConverseCommand({ modelId: `us.${sonnet}`, messages: question('Hi') }));
	simulator.faults.push({ fault: { kind: 'html' }, operation: 'Converse', count: 1 });
	await expect(
		runtime.send(new ConverseCommand({ modelId: `us.${sonnet}`, messages: question('Hi') })),
	).rejects.toThrow();
	const { faults, regions, requests, total } = snapshotIn(
		await ask(simulator, 'GET', '/-/state', withToken(simulator)),
	);
	const place = requests[0]!.inferenceRegion;
	expect(place).not.toBe('us-east-1');
	expect(requests).toMatchObject([
		{ number: 1, operation: 'Converse', model: `us.${sonnet}`, region: 'us-east-1', status: 200 },
		{ number: 2, operation: 'Converse', fault: 'html' },
	]);
	expect(total).toBe(2);
	expect(regions.find(({ region }) => region === 'us-east-1')).toMatchObject({
		load: 1,
		requests: 0,
		models: [{ modelId: sonnet, quotaUsed: 0, profileQuotaUsed: expect.closeTo(1 / 1_000, 3) as number }],
	});
	expect(regions.find(({ region }) => region === place)).toMatchObject({ requests: 1 });
	expect(faults).toEqual([{ id: 1, rule: { operation: 'Converse', count: 1, kind: 'html' }, struck: 1, left: 0 }]);
});

describe('wishes', () => {
	test.each<[string, string, string, number, string]>([
		['POST', 'faults', '{"kind":"stall"}', 400, 'The rule needs a member "after".'],
		['POST', 'faults', 'nonsense', 400, 'The rule must be a map'],
		['POST', 'faults', '{"kind":"html","probability":2}', 400, 'probability must be a number from 0 to 1, not 2.'],
		['POST', 'load', '{"region":"mars","load":1}', 400, 'region must be "us-east-1" or '],
		['POST', 'load', '{"region":"us-east-1","load":-1}', 400, 'load must be a number from 0 to 1, not -1.'],
		['POST', 'limits', '{}', 400, 'The wish needs a member "isLimited".'],
		['DELETE', 'faults/7', '', 404, 'There is no rule 7 any more.'],
		['GET', 'nothing', '', 404, 'The status page has no GET /-/nothing.'],
		['PUT', 'state', '', 404, 'The status page has no PUT /-/state.'],
	])('%s %s %s is refused, with the reason', async (method, what, body, status, message) => {
		const simulator = await started({ pageFolder });
		const answer = await ask(simulator, method, `/-/${what}`, withToken(simulator), body);
		expect(answer.status).toBe(status);
		expect((JSON.parse(answer.text) as { message: string }).message).toContain(message);
		expect(simulator.faults.active).toEqual([]);
	});

	test('are granted, and the answer shows it', async () => {
		const simulator = await started({ pageFolder });
		const wish = async (method: string, what: string, body = '') =>
			snapshotIn(await ask(simulator, method, `/-/${what}`, withToken(simulator), body));
		expect((await wish('POST', 'limits', '{"isLimited":false}')).isLimited).toBe(false);
		expect(simulator.router.isLimited).toBe(false);
		await wish('POST', 'faults', '{"kind":"latency","milliseconds":1}');
		expect((await wish('POST', 'faults', '{"kind":"html","region":"eu-*"}')).faults).toHaveLength(2);
		expect((await wish('DELETE', 'faults/1')).faults.map(({ rule }) => rule.kind)).toEqual(['html']);
		expect((await wish('DELETE', 'faults')).faults).toEqual([]);
	});
});
