import { beforeEach, describe, expect, it, vi } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import type { InvocationEvent, Invoke } from '../../../src/bedrock/invocation';
import { RegionSetGuard } from '../../../src/profiles/regionSetGuard';
import { changeSetting, pressed, resetVscode, warnings, workspace } from '../doubles/vscode';

vi.mock('vscode', () => import('../doubles/vscode'));
beforeEach(resetVscode);

const model = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const allow = (...sets: string[]) => changeSetting('user', 'bedrockProfiles.allowedRegionSets', sets);
const makeGuard = () =>
	new RegionSetGuard({ catalogue: { current: bundledCatalogue }, sourceRegion: () => Promise.resolve('us-east-1') });

describe('RegionSetGuard', () => {
	it('asks nothing where everything is allowed, or the profile stays inside', async () => {
		const guard = makeGuard();
		expect(await guard.mayUse(`global.${model}`)).toBe(true);
		allow('us');
		expect(await guard.mayUse(`us.${model}`)).toBe(true);
		expect(await guard.mayUse(model)).toBe(true);
		expect(warnings).toEqual([]);
	});

	it('asks where the profile may leave, and takes no answer for a no', async () => {
		allow('us');
		const guard = makeGuard();
		expect(await guard.mayUse(`global.${model}`)).toBe(false);
		expect(await guard.mayUse('nobody.knows.this')).toBe(false);
		expect(warnings[0]).toContain('may run requests outside the allowed region sets');
		expect(warnings).toHaveLength(2);
	});

	it('lets a workspace that nobody trusts open nothing that the user has closed', async () => {
		allow('us');
		changeSetting('workspace', 'bedrockProfiles.allowedRegionSets', ['us', 'global']);
		workspace.isTrusted = false;
		expect(await makeGuard().mayUse(`global.${model}`)).toBe(false);
		workspace.isTrusted = true;
		expect(await makeGuard().mayUse(`global.${model}`)).toBe(true);
	});

	it('asks once for a profile in this window, and again when other sets are allowed', async () => {
		allow('us');
		pressed.button = 'Use It in This Window';
		const guard = makeGuard();
		await Promise.all([guard.mayUse(`global.${model}`), guard.mayUse(`global.${model}`)]);
		expect(await guard.mayUse(`global.${model}`)).toBe(true);
		expect(warnings).toHaveLength(1);
		allow('eu');
		await guard.mayUse(`global.${model}`);
		expect(warnings).toHaveLength(2);
	});

	it('lets no request out that the user has not allowed', async () => {
		allow('us');
		const sent: string[] = [];
		const invoke: Invoke = async function* ({ modelId }) {
			sent.push(modelId);
			yield await Promise.resolve({ type: 'started' });
		};
		const guarded = makeGuard().guarded(invoke);
		const events = async (modelId: string) => {
			const all: InvocationEvent[] = [];
			const request = { api: 'ConverseStream', messages: [] } as const;
			const target = { modelId, sourceRegion: 'us-east-1' };
			for await (const event of guarded(target, request, new AbortController().signal)) all.push(event);
			return all;
		};
		expect(await events(`global.${model}`)).toMatchObject([
			{ type: 'failed', error: { code: 'outsideAllowedRegionSets' } },
		]);
		expect(await events(`us.${model}`)).toMatchObject([{ type: 'started' }]);
		expect(sent).toEqual([`us.${model}`]);
	});
});
