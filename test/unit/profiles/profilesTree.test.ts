import { describe, expect, it, vi } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import type { Catalogue } from '../../../src/bedrock/catalogue';
import { overlayLive } from '../../../src/bedrock/liveOverlay';
import type { Notice } from '../../../src/profiles/catalogueNotice';
import { type Arrangement, plainArrangement } from '../../../src/profiles/arrangement';
import { noFilter } from '../../../src/profiles/profileFilter';
import type { ModelAccess } from '../../../src/bedrock/modelAccess';
import { noFacts, type RowFacts } from '../../../src/profiles/accountFacts';
import { ProfilesTree, type TreeContent, type TreeRow } from '../../../src/profiles/profilesTree';
import { applicationProfile, listedProfile, listing } from './listings';

vi.mock('vscode', () => import('../doubles/vscode'));

const bundled = await bundledCatalogue();
const sonnet = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

function makeTree(
	catalogue: Catalogue = bundled,
	sourceRegion = 'us-east-1',
	notice?: Notice,
	arrangement: Arrangement = plainArrangement,
	more: Partial<TreeContent> = {},
): ProfilesTree {
	const listedAt = () => new Date('2026-11-22T10:00:00Z');
	const scope = {
		catalogue,
		sourceRegion,
		notice,
		arrangement,
		allowedRegionSets: [],
		facts: noFacts,
		browsedRegions: [],
		listedAt,
		...more,
	};
	return new ProfilesTree(() => Promise.resolve(scope));
}

/** What a user reads in the row. */
function words(tree: ProfilesTree, row: TreeRow): string {
	const { label, description } = tree.getTreeItem(row);
	if (typeof label !== 'string') throw new Error('A row without a name.');
	return typeof description === 'string' ? `${label} | ${description}` : label;
}

async function rowsOf(tree: ProfilesTree, row?: TreeRow): Promise<Map<string, TreeRow>> {
	return new Map((await tree.getChildren(row)).map((each) => [words(tree, each), each]));
}

/** Follows a path of words; the providers between region sets and profiles need no step of their own. */
async function find(tree: ProfilesTree, ...path: string[]): Promise<TreeRow> {
	let row: TreeRow | undefined;
	for (const step of path) {
		const rows = await rowsOf(tree, row);
		for (const [, each] of [...rows]) {
			if (each.kind !== 'group' || each.by !== 'provider') continue;
			for (const [text, below] of await rowsOf(tree, each)) rows.set(text, below);
		}
		row = [...rows].find(([text]) => text.includes(step))?.[1];
		if (!row) throw new Error(`No row "${step}" among: ${[...rows.keys()].join('; ')}`);
	}
	return row!;
}

describe('the tree', () => {
	it('begins with the region sets of the source region, global after them, then the others', async () => {
		const labels = [...(await rowsOf(makeTree())).keys()];
		expect(labels[0]).toMatch(/^United States · us \| \d+ profiles$/);
		expect(labels[1]).toMatch(/^Global · global \| \d+ profiles$/);
		expect(labels.slice(2)).toEqual([
			'Asia Pacific · apac | not from us-east-1',
			'Australia · au | not from us-east-1',
			'Canada · ca | not from us-east-1',
			'Europe · eu | not from us-east-1',
			'India · in | not from us-east-1',
			'Japan · jp | not from us-east-1',
			expect.stringMatching(/^No profile \| \d+ models on demand in us-east-1$/),
		]);
	});

	it('shows an account in GovCloud its own region sets only', async () => {
		const labels = [...(await rowsOf(makeTree(bundled, 'us-gov-west-1'))).keys()];
		expect(labels[0]).toContain('AWS GovCloud (US) · us-gov');
		expect(labels).toHaveLength(1);
	});

	it('leaves out of a name what the region set above it says already', async () => {
		const tree = makeTree();
		const row = await find(tree, 'United States', sonnet);
		expect(words(tree, row)).toBe(`Claude Sonnet 4.5 | ${sonnet}`);
		expect(tree.getTreeItem(row).accessibilityInformation?.label).toMatch(/^US Anthropic Claude Sonnet 4.5, /);
	});

	it('leads from the region set over the profile to its destination regions', async () => {
		const tree = makeTree();
		const profile = await find(tree, 'United States', sonnet);
		expect([...(await rowsOf(tree, profile)).keys()]).toEqual([
			'N. Virginia | us-east-1 · source region',
			'Ohio | us-east-2',
			'Oregon | us-west-2',
			expect.stringMatching(/^Callable from \| \d+ source regions$/),
			`Claude Sonnet 4.5 | ${sonnet.slice(3)}`,
		]);
	});

	it('gives the destinations for this source region, not for another', async () => {
		const profile = bundled.profiles.find(
			(each) => new Set(Object.values(each.destinationsBySource).map(String)).size > 1,
		)!;
		for (const region of Object.keys(profile.destinationsBySource)) {
			const tree = makeTree(bundled, region);
			const rows = await tree.getChildren(await find(tree, `· ${profile.regionSet!}`, profile.profileId));
			const regions = rows.flatMap((row) => (row.kind === 'destination' ? [row.region] : []));
			expect(regions, region).toEqual(profile.destinationsBySource[region]);
		}
	});

	it('does not pretend to know where a global profile runs', async () => {
		const tree = makeTree();
		const profile = await find(tree, 'Global', 'global.anthropic.claude-sonnet-4-5');
		expect([...(await rowsOf(tree, profile)).keys()][0]).toBe('All commercial regions');
	});

	it('sorts what cannot be called behind what can, and says so in words', async () => {
		const tree = makeTree(bundled, 'us-east-1', undefined, { ...plainArrangement, grouping: 'regionSet' });
		const rows = await tree.getChildren(await find(tree, 'United States'));
		const standings = rows.map((row) => (row.kind === 'profile' ? row.standing : undefined));
		const order = ['callable', 'elsewhere', 'unconfirmed', 'retired'];
		expect(standings).toEqual(standings.toSorted((a, b) => order.indexOf(a!) - order.indexOf(b!)));
		expect(new Set(standings)).toContain('retired');
		for (const row of rows) {
			if (row.kind !== 'profile' || row.standing === 'callable') continue;
			expect(words(tree, row)).toMatch(/not from us-east-1|retired|not confirmed/);
			expect((tree.getTreeItem(row).iconPath as { id: string }).id).toBe('circle-slash');
		}
	});

	it('leads over the source regions to the destinations of a profile of elsewhere', async () => {
		const tree = makeTree();
		const profile = await find(tree, 'Europe', 'eu.anthropic.claude-sonnet-4-5');
		const source = await find(tree, 'Europe', 'eu.anthropic.claude-sonnet-4-5', 'From Frankfurt | eu-central-1');
		const kinds = (await tree.getChildren(profile)).map((row) => row.kind);
		expect(new Set(kinds)).toEqual(new Set(['sourceRegion', 'modelOfProfile']));
		expect([...(await rowsOf(tree, source)).keys()]).toContain('Frankfurt | eu-central-1 · source region');
	});

	it('says that a model is in its legacy time, and until when', async () => {
		const legacy = bundled.profiles.find(
			(profile) =>
				profile.status !== 'RETIRED' &&
				profile.sourceRegions.includes('us-east-1') &&
				profile.regionSet === 'us' &&
				bundled.modelsById.get(profile.modelIds[0]!)?.lifecycle.status === 'LEGACY' &&
				bundled.modelsById.get(profile.modelIds[0]!)?.lifecycle.endOfLifeDate !== undefined,
		)!;
		const date = bundled.modelsById.get(legacy.modelIds[0]!)?.lifecycle.endOfLifeDate;
		const tree = makeTree();
		expect(words(tree, await find(tree, 'United States', legacy.profileId))).toContain(`legacy, ends ${String(date)}`);
	});

	it('tells a listed profile from a bundled one: for menus, eyes and screen readers', async () => {
		const modelArns = [`arn:aws:bedrock:us-east-1::foundation-model/${sonnet.slice(3)}`];
		const live = makeTree(overlayLive(bundled, [listing([listedProfile(sonnet, { modelArns })])]));
		const liveItem = live.getTreeItem(await find(live, 'United States', sonnet));
		const bundledTree = makeTree();
		const bundledItem = bundledTree.getTreeItem(await find(bundledTree, 'United States', sonnet));
		expect([liveItem.contextValue, bundledItem.contextValue]).toEqual(['profile-live', 'profile-bundled']);
		expect(liveItem.iconPath).not.toEqual(bundledItem.iconPath);
		expect(liveItem.accessibilityInformation?.label).toContain(
			'callable from us-east-1, access not known, listed by the account',
		);
		expect(bundledItem.accessibilityInformation?.label).toContain('from the bundled catalogue');
	});

	it('tells at a glance what the account has access to', async () => {
		const modelArns = [`arn:aws:bedrock:us-east-1::foundation-model/${sonnet.slice(3)}`];
		const live = overlayLive(bundled, [listing([listedProfile(sonnet, { modelArns })])]);
		const look = async (access: ModelAccess | undefined) => {
			const facts: RowFacts = { ...noFacts, access: () => access };
			const tree = makeTree(live, 'us-east-1', undefined, plainArrangement, { facts });
			const item = tree.getTreeItem(await find(tree, 'United States', sonnet));
			const spoken = /access [\w ]+/.exec(item.accessibilityInformation?.label ?? '')?.[0];
			return [(item.iconPath as { id: string }).id, item.description, spoken];
		};
		expect(await look('granted')).toEqual(['circle-filled', sonnet, 'access granted']);
		expect(await look('notGranted')).toEqual(['lock', `${sonnet} · no access`, 'access not granted']);
		expect(await look('pending')).toEqual(['watch', `${sonnet} · access pending`, 'access pending']);
		expect(await look(undefined)).toEqual(['circle-filled', sonnet, 'access not known']);
	});

	it('paints anew only the rows that an answer is about', async () => {
		const tree = makeTree(overlayLive(bundled, [listing([listedProfile(sonnet), applicationProfile])]));
		const row = await find(tree, 'Application profiles', 'Team budget');
		tree.getTreeItem(row);
		expect(tree.rowsAbout(new Set([applicationProfile.arn]))).toEqual([row]);
		expect(tree.rowsAbout(new Set(['nothing.of-the-kind']))).toEqual([]);
	});

	it('marks profiles that may leave the allowed region sets', async () => {
		const tree = makeTree(bundled, 'us-east-1', undefined, plainArrangement, { allowedRegionSets: ['us'] });
		const global = tree.getTreeItem(await find(tree, 'Global', 'global.anthropic.claude-sonnet-4-5'));
		expect(global.description).toContain('outside the allowed region sets');
		expect(global.accessibilityInformation?.label).toContain('outside the allowed region sets');
		expect((global.iconPath as { id: string }).id).toBe('shield');
		const inside = tree.getTreeItem(await find(tree, 'United States', sonnet));
		expect(inside.description).not.toContain('outside');
	});

	it('leads from a found profile back to the top, past its favorite', async () => {
		const tree = makeTree(bundled, 'us-east-1', undefined, { ...plainArrangement, favorites: [sonnet] });
		const path: string[] = [];
		for (let row = await tree.rowOf(sonnet); row; row = tree.getParent(row)) path.push('id' in row ? row.id : '');
		expect(path).toEqual([`profile/${sonnet}`, 'regionSet/us/here/provider/Anthropic/here', 'regionSet/us/here']);
		expect(await tree.rowOf('no.such.profile')).toBeUndefined();
	});

	it('finds a profile that was made after its rows were given', async () => {
		let catalogue = overlayLive(bundled, [listing([listedProfile(sonnet)])]);
		const content = (): TreeContent => ({
			catalogue,
			sourceRegion: 'us-east-1',
			notice: undefined,
			arrangement: plainArrangement,
			allowedRegionSets: [],
			facts: noFacts,
			browsedRegions: [],
			listedAt: () => undefined,
		});
		const tree = new ProfilesTree(() => Promise.resolve(content()));
		await tree.getChildren();
		catalogue = overlayLive(bundled, [listing([listedProfile(sonnet), applicationProfile])]);
		const row = await tree.rowOf(applicationProfile.arn);
		expect(row).toMatchObject({ kind: 'profile', profileId: applicationProfile.arn });
		expect(row && tree.getParent(row)).toMatchObject({ kind: 'group' });
	});

	it('shows below an application profile what it was copied from, its tags and its status', async () => {
		const live = overlayLive(bundled, [listing([listedProfile(sonnet), applicationProfile])]);
		const facts: RowFacts = {
			...noFacts,
			tags: () => [
				{ key: 'team', value: 'search' },
				{ key: 'stage', value: '' },
			],
		};
		const tree = makeTree(live, 'us-east-1', undefined, plainArrangement, { facts });
		const row = await find(tree, 'Application profiles', 'Team budget');
		expect([...(await rowsOf(tree, row)).keys()].slice(0, 3)).toEqual([
			`Copied from | ${sonnet}`,
			'Tags | team=search, stage=',
			'Status | active',
		]);
		expect(tree.getTreeItem(row).description).toContain('team=search · stage=');
	});

	it('keeps application profiles in a group of their own, called by their ARN', async () => {
		const tree = makeTree(overlayLive(bundled, [listing([listedProfile(sonnet), applicationProfile])]));
		const labels = [...(await rowsOf(tree)).keys()];
		expect(labels.indexOf('Application profiles | 1 profile')).toBeGreaterThan(0);
		const row = await find(tree, 'Application profiles', 'Team budget');
		expect(row).toMatchObject({ profileId: applicationProfile.arn });
	});

	it('gives every row an ID of its own', async () => {
		const tree = makeTree(overlayLive(bundled, [listing([listedProfile(sonnet), applicationProfile])]));
		const ids: string[] = [];
		const visit = async (row?: TreeRow): Promise<void> => {
			for (const child of await tree.getChildren(row)) {
				ids.push(String(tree.getTreeItem(child).id));
				await visit(child);
			}
		};
		await visit();
		expect(ids.length).toBeGreaterThan(500);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('shows a region set and a region that no snapshot has heard of', async () => {
		const listed = listedProfile('mx.vendor.m', {
			modelArns: ['arn:aws:bedrock:mx-north-9::foundation-model/vendor.m'],
		});
		const tree = makeTree(overlayLive(bundled, [listing([listed])]));
		const row = await find(tree, 'mx | 1 profile', 'mx.vendor.m');
		expect([...(await rowsOf(tree, row)).keys()][0]).toBe('mx-north-9 | mx-north-9');
	});

	it('puts a notice and its actions above the rows', async () => {
		const action = { label: 'Use the simulator', icon: 'beaker', command: 'bedrockProfiles.useSimulator' };
		const notice: Notice = {
			message: 'No credentials.',
			row: { label: 'No credentials', icon: 'warning', actions: [action] },
		};
		const tree = makeTree(bundled, 'us-east-1', notice);
		const [first] = await tree.getChildren();
		expect(words(tree, first!)).toBe('No credentials');
		const [button] = await tree.getChildren(first);
		expect(tree.getTreeItem(button!).command?.command).toBe('bedrockProfiles.useSimulator');
	});

	it('shows nothing, for the welcome text to stand, when there is no catalogue', async () => {
		expect(await new ProfilesTree(() => Promise.resolve(undefined)).getChildren()).toEqual([]);
	});
});

describe('the arrangement of the tree', () => {
	const arranged = (arrangement: Partial<Arrangement>, catalogue = bundled) =>
		makeTree(catalogue, 'us-east-1', undefined, { ...plainArrangement, ...arrangement });
	const labelsOf = async (tree: ProfilesTree, row?: TreeRow) => [...(await rowsOf(tree, row)).keys()];
	const profilesBelow = async (tree: ProfilesTree, row?: TreeRow): Promise<string[]> => {
		const rows = await tree.getChildren(row);
		const ids = rows.flatMap((each) => (each.kind === 'profile' ? [each.profileId] : []));
		for (const each of rows) if (each.kind === 'group') ids.push(...(await profilesBelow(tree, each)));
		return ids;
	};

	it('has every profile of the partition once, whatever stands above it', async () => {
		const wanted = (await profilesBelow(arranged({ grouping: 'flat' }))).toSorted();
		expect(wanted.length).toBeGreaterThan(150);
		expect(new Set(wanted).size).toBe(wanted.length);
		for (const grouping of ['regionSetAndProvider', 'regionSet', 'provider', 'model'] as const) {
			expect((await profilesBelow(arranged({ grouping }))).toSorted(), grouping).toEqual(wanted);
		}
	});

	it('names the region set in each name where none stands above', async () => {
		const tree = arranged({ grouping: 'provider' });
		expect(words(tree, await find(tree, 'Anthropic', sonnet))).toMatch(/^US Anthropic Claude Sonnet 4.5 /);
		const byModel = arranged({ grouping: 'model' });
		const [, ...others] = await labelsOf(byModel, await find(byModel, 'Claude Sonnet 4.5 |'));
		expect(others.length).toBeGreaterThan(2);
	});

	it('puts favorites and what was used last first, in the order of the user', async () => {
		const nova = 'us.amazon.nova-lite-v1:0';
		const tree = arranged({ favorites: [sonnet, nova, 'gone'], recents: [nova] });
		expect((await labelsOf(tree)).slice(0, 3)).toEqual([
			'Favorites | 2 profiles',
			'Recently used | 1 profile',
			expect.stringMatching(/^United States/),
		]);
		expect(await profilesBelow(tree, await find(tree, 'Favorites'))).toEqual([sonnet, nova]);
		const item = tree.getTreeItem(await find(tree, 'United States', sonnet));
		expect(item.contextValue).toBe('profile-bundled-favorite');
		expect(item.accessibilityInformation?.label).toContain('favorite');
	});

	it.each([
		['a provider', { providers: ['Cohere'] }, /cohere/],
		['a modality', { modalities: ['EMBEDDING'] }, /embed/],
		['one of two providers', { providers: ['Cohere', 'Meta'] }, /cohere|meta/],
		['a provider and a modality', { providers: ['Amazon'], modalities: ['VIDEO'] }, /amazon.nova/],
	])('shows only what is of %s', async (_what, filter, pattern) => {
		const tree = arranged({ filter: { ...noFilter, ...filter }, grouping: 'flat' });
		const shown = await profilesBelow(tree);
		expect(shown.length).toBeGreaterThan(1);
		expect(shown.filter((id) => !pattern.test(id))).toEqual([]);
	});

	it('shows only what can be called', async () => {
		const tree = arranged({ filter: { ...noFilter, isCallableOnly: true } });
		const ids = await profilesBelow(tree);
		expect(ids.every((id) => bundled.profilesById.get(id)?.sourceRegions.includes('us-east-1'))).toBe(true);
		expect(ids.length).toBeGreaterThan(30);
	});

	it('hides what the account has no access to, and keeps what nobody knows', async () => {
		const denied = bundled.profilesById.get(sonnet)!.modelIds[0];
		const facts: RowFacts = {
			...noFacts,
			access: (modelId) => (modelId === denied ? 'notGranted' : modelId.includes('nova') ? 'granted' : undefined),
		};
		const filter = { ...noFilter, isAccessibleOnly: true };
		const tree = makeTree(
			bundled,
			'us-east-1',
			undefined,
			{ ...plainArrangement, filter, grouping: 'flat' },
			{ facts },
		);
		const ids = await profilesBelow(tree);
		expect(ids.filter((id) => id.endsWith(denied!))).toEqual([]);
		expect(ids).toContain('us.amazon.nova-lite-v1:0');
		expect(ids.length).toBeGreaterThan(20);
	});

	it('says that nothing passes the filter, and how to clear it', async () => {
		const tree = arranged({ filter: { ...noFilter, providers: ['Nobody'] } });
		expect(await labelsOf(tree)).toEqual(['No profile passes the filter']);
		const [button] = await tree.getChildren((await tree.getChildren())[0]);
		expect(tree.getTreeItem(button!).command?.command).toBe('bedrockProfiles.clearFilter');
	});

	it('opens what was open and leaves closed what was closed', async () => {
		const state = async (openRows: [string, boolean][]) => {
			const tree = arranged({ openRows: new Map(openRows) });
			return tree.getTreeItem(await find(tree, 'United States')).collapsibleState;
		};
		expect(await state([])).toBe(2);
		expect(await state([['regionSet/us/here', false]])).toBe(1);
		expect(await state([['regionSet/us/here', true]])).toBe(2);
	});

	it('keeps the models that no profile leads to in a group of their own, called by their own ID', async () => {
		const tree = makeTree();
		const models = await tree.getChildren(await find(tree, 'No profile'));
		for (const row of models) {
			if (row.kind !== 'model') throw new Error('No model.');
			expect(bundled.profilesByModel.has(row.profileId)).toBe(false);
			expect(row.model.onDemandRegions).toContain('us-east-1');
			expect(tree.getTreeItem(row).contextValue).toBe('onDemandModel');
		}
		expect(models.length).toBeGreaterThan(10);
	});
});

describe('other regions in the tree', () => {
	it('are rows of their own; one that failed says why and asks again when it is selected', async () => {
		const live = overlayLive(bundled, [listing([listedProfile(sonnet)], 'us-west-2')]);
		const browsedRegions = [
			{ region: 'us-west-2', kind: 'live', problem: undefined },
			{ region: 'eu-west-1', kind: 'failed', problem: 'AWS denied the request.' },
			{ region: 'eu-west-3', kind: 'loading', problem: undefined },
			{ region: 'us-east-1', kind: 'live', problem: undefined },
		] as const;
		const tree = makeTree(live, 'us-east-1', undefined, plainArrangement, { browsedRegions });
		const group = (await tree.getChildren()).at(-1)!;
		expect(words(tree, group)).toBe('Other regions | 3 regions, 1 failed');
		expect([...(await rowsOf(tree, group)).keys()]).toEqual([
			'Ireland | eu-west-1 · AWS denied the request.',
			'Paris | eu-west-3 · loading',
			'Oregon | us-west-2 · 1 profile',
		]);
		const failed = (await tree.getChildren(group))[0]!;
		const item = tree.getTreeItem(failed);
		expect(item.command).toMatchObject({
			command: 'bedrockProfiles.retryRegion',
			arguments: [{ region: 'eu-west-1' }],
		});
		expect(item.accessibilityInformation?.label).toContain('AWS denied the request.');
		const [profile] = await tree.getChildren((await tree.getChildren(group))[2]);
		expect(profile).toMatchObject({ profileId: sonnet, sourceRegion: 'us-west-2', standing: 'callable' });
	});
});

describe('the card of a profile', () => {
	async function card(
		tree: ProfilesTree,
		...path: string[]
	): Promise<{ value: string; isTrusted?: unknown; supportHtml?: boolean }> {
		const row = await find(tree, ...path);
		return tree.resolveTreeItem(tree.getTreeItem(row), row).tooltip as { value: string };
	}
	/** Without the entities that keep names from being read as Markdown. */
	const plain = (value: string) =>
		value.replace(/&#(\d+);/g, (_match, code: string) => String.fromCodePoint(Number(code)));

	it('says what is known and where it comes from', async () => {
		const { value } = await card(makeTree(), 'United States', sonnet);
		const text = plain(value);
		expect(text).toContain('`us.anthropic.claude-sonnet-4-5-20250929-v1:0`');
		expect(text).toContain('`anthropic.claude-sonnet-4-5-20250929-v1:0`');
		expect(text).toContain('May run in, from us-east-1: N. Virginia (us-east-1), Ohio (us-east-2), Oregon (us-west-2)');
		expect(text).toContain(
			'Anthropic · image, text → text · 200,000 tokens of context · at most 64,000 tokens of output',
		);
		expect(text).toContain('On demand: no, a profile is needed');
		expect(text).toContain(`From the bundled catalogue of ${bundled.asOf}, read from the API.`);
	});

	it('tells the price here from the price through a global profile, and whose figures they are', async () => {
		const text = plain((await card(makeTree(), 'United States', sonnet)).value);
		expect(text).toContain('Price for one million tokens: about $3.30 in, $16.50 out, $0.33 from the cache');
		expect(text).toContain(`Instead through global.${sonnet.slice(3)}: about $3.00 in, $15.00 out`);
		expect(text).toContain('not a figure of AWS');
	});

	it('names the quotas by their codes, and what a request reserves', async () => {
		const geographic = plain((await card(makeTree(), 'United States', sonnet)).value);
		const global = plain((await card(makeTree(), 'Global', `global.${sonnet.slice(3)}`)).value);
		const codes = (text: string) => [...text.matchAll(/`(L-[0-9A-F]{8})`/g)].map(([, code]) => code);
		const { quotas } = bundled.profilesById.get(sonnet)!;
		expect(codes(geographic)).toContain(quotas.rpm?.code);
		expect(codes(geographic)).toContain(quotas.tpm?.code);
		expect(codes(global).filter((code) => codes(geographic).includes(code))).toEqual([]);
		expect(geographic).toContain('reserves its input plus maxTokens');
		expect(geographic).toContain('Each token of output counts as 5 tokens.');
		expect(global).toContain('quotas of their own');
	});

	it('names the ARN and the time of a listed profile', async () => {
		const live = overlayLive(bundled, [listing([listedProfile(sonnet)])]);
		const text = plain((await card(makeTree(live), 'United States', sonnet)).value);
		expect(text).not.toContain('not callable');
		expect(text).toContain(`ARN: \`${listedProfile(sonnet).arn}\``);
		expect(text).toContain('Listed by the account in us-east-1, ');
	});

	it('does not speak of destinations where the profile cannot be called', async () => {
		const text = plain((await card(makeTree(), 'Europe', 'eu.anthropic.claude-sonnet-4-5')).value);
		expect(text).toContain('May run in, from us-east-1: not callable from there');
	});

	it('lets a hostile name be nothing but text', async () => {
		const name = '[Sign in](command:x) <img src=x>\n\n# title $(bug) \u202Etxt https://evil.example';
		const hostile = { ...applicationProfile, name, description: name, arn: '`](https://evil.example)' };
		const tree = makeTree(overlayLive(bundled, [listing([hostile])]));
		const tooltip = await card(tree, 'Application profiles', 'Sign in');
		expect(tooltip).toMatchObject({ isTrusted: false, supportHtml: false, supportThemeIcons: false });
		expect(tooltip.value).not.toMatch(/\]\(|<img|https:|\$\(|\u202E|\n#/);
	});
});
