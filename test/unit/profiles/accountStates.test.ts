import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Gateway } from '../../../src/aws/gateway';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import { describeError } from '../../../src/bedrock/errorTexts';
import { AccountFacts } from '../../../src/profiles/accountFacts';
import { CatalogueStore } from '../../../src/profiles/catalogueStore';
import { noFilter } from '../../../src/profiles/profileFilter';
import { ProfilesTree, type TreeRow } from '../../../src/profiles/profilesTree';
import { readCaption, readContent } from '../../../src/profiles/sidebarContent';
import { SidebarMemory } from '../../../src/profiles/sidebarMemory';
import type { FaultRule } from '../../../src/simulator/faults';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator';
import { gatewayTo } from '../aws/invocations';
import { memoryLog } from '../doubles/log';
import { changeSetting, EventEmitter, resetVscode } from '../doubles/vscode';

vi.mock('vscode', () => import('../doubles/vscode'));
beforeEach(resetVscode);

const sonnet = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ pace: 0 });
});
afterEach(() => simulator.faults.clear());
afterAll(() => simulator.close());

/** Strikes every call of an operation, as AWS would answer it. */
function refuse(operation: string | undefined, name: string, status: number, message: string, count?: number): void {
	const rule: FaultRule = {
		...(operation === undefined ? {} : { operation }),
		fault: { kind: 'error', name, status, message },
		...(count === undefined ? {} : { count }),
	};
	simulator.faults.push(rule);
}

function memento() {
	const stored = new Map<string, unknown>();
	return {
		keys: () => [...stored.keys()],
		get: (key: string) => stored.get(key),
		update: (key: string, value: unknown) => Promise.resolve(void stored.set(key, structuredClone(value))),
	} as never;
}

/** The sidebar over a real gateway to the simulator, as an account of AWS's. */
function openSidebar() {
	const { endpoint, accessKeyId, secretAccessKey } = simulator;
	const gateway: Gateway = gatewayTo(endpoint, 'http1', {
		connection: { kind: 'simulator', sourceRegion: 'us-east-1', endpoint, accessKeyId, secretAccessKey },
	});
	const log = memoryLog();
	const connection = {
		identity: 'dev',
		credentialsVersion: 0,
		label: 'dev',
		settings: { kind: 'aws' } as const,
		sourceRegion: () => Promise.resolve('us-east-1'),
		onDidChange: new EventEmitter<void>().event as never,
	};
	const catalogue = new CatalogueStore({
		bundled: bundledCatalogue,
		memory: memento(),
		connection,
		listRegion: (region, signal) => gateway.listRegion(region, signal),
		explain: (error) => ({ code: 'unknown', name: 'Error', message: String(error), retryable: true }),
		log,
	});
	const memory = new SidebarMemory(memento(), memento());
	const parts = {
		catalogue,
		connection,
		memory,
		applicationProfiles: gateway.applicationProfiles,
		modelAccess: (region: string, modelId: string, signal: AbortSignal) => gateway.modelAccess(region, modelId, signal),
		describeError: (error: Parameters<typeof describeError>[0], sourceRegion: string) =>
			describeError(error, { sourceRegion }),
		log,
	};
	const facts = new AccountFacts(parts);
	const tree = new ProfilesTree(() => readContent(parts, facts));
	const words = (row: TreeRow) => {
		const { label, description } = tree.getTreeItem(row);
		return [label, description].filter((text) => typeof text === 'string').join(' | ');
	};
	/** The first row, and the commands of the rows below it. */
	const notice = async () => {
		const [first] = await tree.getChildren();
		if (first?.kind !== 'notice') return undefined;
		const actions = await tree.getChildren(first);
		const commands = actions.map((row) => tree.getTreeItem(row).command?.command.replace('bedrockProfiles.', ''));
		return { label: words(first), message: first.notice.message, commands };
	};
	const row = async (profileId: string) => {
		const found = await tree.rowOf(profileId);
		if (!found) return undefined;
		const { contextValue, accessibilityInformation } = tree.getTreeItem(found);
		return { contextValue, accessibilityInformation, words: words(found), row: found };
	};
	const caption = () => readCaption(parts);
	return { caption, catalogue, memory, facts, tree, gateway, notice, row, words, log };
}

describe('the sidebar of an account', () => {
	it('says above its rows which filter hides some, and nothing without one', async () => {
		const { caption, catalogue, memory } = openSidebar();
		await catalogue.refresh();
		expect(await caption()).toBeUndefined();
		await memory.filter({ ...noFilter, isCallableOnly: true, providers: ['Cohere'], modalities: ['TEXT'] });
		expect(await caption()).toBe('Filter: Only what can be called from us-east-1 · Cohere · text.');
		await memory.filter(undefined);
		expect(await caption()).toBeUndefined();
	});

	it('shows what the account lists, and whether it has access', async () => {
		const { catalogue, notice, row, facts, tree } = openSidebar();
		await catalogue.refresh();
		expect(await notice()).toBeUndefined();
		expect((await row(sonnet))?.contextValue).toBe('profile-live');
		await new Promise<void>((resolve) => facts.onDidLearn(() => resolve()));
		const known = await row(sonnet);
		expect(known?.accessibilityInformation?.label).toContain('access granted');
		expect(tree.rowsAbout(new Set([`us-east-1 ${sonnet.slice(3)}`])).length).toBeGreaterThan(0);
		facts.dispose();
	});

	it('asks about access no more once that is refused, and keeps the rows', async () => {
		refuse('GetFoundationModelAvailability', 'AccessDeniedException', 403, 'No.');
		const { catalogue, row, log } = openSidebar();
		await catalogue.refresh();
		await row(sonnet);
		await vi.waitFor(() => expect(log.lines.join('\n')).toContain('GetFoundationModelAvailability'));
		expect((await row(sonnet))?.accessibilityInformation?.label).toContain('access not known');
	});

	it.each([
		[
			'expired credentials',
			'ExpiredTokenException',
			403,
			'The security token included in the request is expired',
			/expired/,
			'signIn',
		],
		[
			'a right that is missing',
			'AccessDeniedException',
			403,
			'User: arn:aws:iam::123456789012:user/dev is not authorized to perform: bedrock:ListInferenceProfiles on resource: arn:aws:bedrock:us-east-1:123456789012:inference-profile/* because no identity-based policy allows the bedrock:ListInferenceProfiles action',
			/bedrock:ListInferenceProfiles is not allowed/,
			'copyBrowsePolicy',
		],
		[
			'a clock that is wrong',
			'InvalidSignatureException',
			403,
			'Signature expired: 20261122T000000Z is now earlier than 20261122T001500Z (20261122T002000Z - 5 min.)',
			/clock/,
			'refreshProfiles',
		],
		[
			'a key that AWS does not know',
			'UnrecognizedClientException',
			403,
			'The security token included in the request is invalid.',
			/access key/,
			'selectAwsProfile',
		],
	])('says what is wrong and what helps: %s', async (_what, name, status, message, words, command) => {
		refuse(undefined, name, status, message);
		const { catalogue, notice, row } = openSidebar();
		await catalogue.refresh();
		const shown = await notice();
		expect(`${shown?.label ?? ''} ${shown?.message ?? ''}`).toMatch(words);
		expect(shown?.message).toContain('Below is the bundled catalogue of');
		expect(shown?.commands).toContain(command);
		expect((await row(sonnet))?.contextValue).toBe('profile-bundled');
	});

	it('waits a throttled list out', async () => {
		refuse('ListInferenceProfiles', 'ThrottlingException', 429, 'Rate exceeded', 2);
		const { catalogue, notice } = openSidebar();
		await catalogue.refresh();
		expect([catalogue.state.kind, await notice()]).toEqual(['live', undefined]);
	});

	it('keeps the profiles where the models are refused, and says so', async () => {
		const { catalogue, notice, row } = openSidebar();
		refuse('ListFoundationModels', 'AccessDeniedException', 403, 'No.');
		await catalogue.refresh();
		expect((await notice())?.label).toBe('Models not listed');
		expect((await row(sonnet))?.contextValue).toBe('profile-live');
	});

	it('names a proxy that answered in Bedrock’s place', async () => {
		simulator.faults.push({ fault: { kind: 'html' } });
		const { catalogue, notice } = openSidebar();
		await catalogue.refresh();
		expect((await notice())?.message).toMatch(/answered in its place/);
	});

	it('lists other regions beside it; one that fails says why', async () => {
		const { catalogue, tree, words, memory } = openSidebar();
		await memory.browse(['eu-west-1', 'ap-northeast-1']);
		await catalogue.refresh();
		refuse(
			'ListInferenceProfiles',
			'AccessDeniedException',
			403,
			'User: x is not authorized to perform: bedrock:ListInferenceProfiles',
			2,
		);
		await catalogue.browsed.show(['eu-west-1']);
		await catalogue.browsed.show(['eu-west-1', 'ap-northeast-1']);
		const group = (await tree.getChildren()).at(-1);
		const rows = (await tree.getChildren(group)).map(words);
		expect(rows[0]).toMatch(/^Tokyo \| ap-northeast-1 · \d+ profiles$/);
		expect(rows[1]).toMatch(/^Ireland \| eu-west-1 · .*bedrock:ListInferenceProfiles/);
		await catalogue.browsed.listAgain(['eu-west-1']);
		expect((await tree.getChildren((await tree.getChildren()).at(-1))).map(words)[1]).toMatch(
			/eu-west-1 · \d+ profiles$/,
		);
	});

	it('shows an application profile from its making to its end', async () => {
		const { catalogue, gateway, tree, facts, row, words } = openSidebar();
		await catalogue.refresh();
		const copyFrom = (await catalogue.current()).profilesById.get(sonnet)?.arn ?? '';
		const tags = [{ key: 'team', value: 'search' }];
		const made = await gateway.applicationProfiles.create('us-east-1', { name: 'Search team', copyFrom, tags });
		const arn = made.ok ? made.value : '';
		await catalogue.refresh();
		const learned = new Promise<void>((resolve) => {
			facts.onDidLearn((keys) => keys.has(arn) && resolve());
		});
		await row(arn);
		await learned;
		const shown = await row(arn);
		expect(shown?.words).toMatch(/^Search team \| .* · team=search$/);
		expect((await tree.getChildren(shown?.row)).map(words).slice(0, 3)).toEqual([
			`Copied from | ${sonnet}`,
			'Tags | team=search',
			'Status | active',
		]);
		await gateway.applicationProfiles.delete(arn);
		await catalogue.refresh();
		await tree.getChildren();
		expect(await row(arn)).toBeUndefined();
	});

	it('marks what may leave the allowed region sets', async () => {
		changeSetting('user', 'bedrockProfiles.allowedRegionSets', ['us']);
		const { catalogue, row } = openSidebar();
		await catalogue.refresh();
		expect((await row(`global.${sonnet.slice(3)}`))?.words).toContain('outside the allowed region sets');
		expect((await row(sonnet))?.words).not.toContain('outside');
	});
});
