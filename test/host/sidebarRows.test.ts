import assert from 'node:assert/strict';
import { currentWorld } from '../../src/simulator/currentWorld';
import { Account, changeSettings, leaveAccount } from './account';
import { Person } from './person';
import {
	allRows,
	cardOf,
	childrenOf,
	findRow,
	noticeRow,
	readCard,
	refresh,
	rootRows,
	sidebarDescription,
	sidebarMessage,
	type SidebarRow,
} from './sidebarView';

const sonnet = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const haiku = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const hostileName = 'US **bold** [link](command:evil)\u0007\u202e $(bug) <b>';

const texts = (rows: readonly SidebarRow[]) => rows.map(({ text }) => text);

/** Today's Bedrock, with a profile that AWS has renamed to something nasty, and without one that the snapshot knows. */
async function unusualWorld() {
	const world = await currentWorld();
	const profiles = new Map(world.profiles);
	const renamed = profiles.get('us.meta.llama3-3-70b-instruct-v1:0');
	assert.ok(renamed);
	profiles.set(renamed.profileId, { ...renamed, name: hostileName });
	profiles.delete('us.deepseek.r1-v1:0');
	return { ...world, profiles };
}

describe('a row of the sidebar', () => {
	let account: Account;
	before(async () => {
		account = await Account.open({
			world: await unusualWorld(),
			modelAccess: { notGranted: ['amazon.nova-pro*'], pending: ['amazon.nova-lite*'] },
		});
		await account.connect();
	});
	after(async () => {
		await leaveAccount();
		await account.close();
	});

	it('of a region set, a provider or models on demand counts what can be called', async () => {
		const roots = texts(await rootRows());
		assert.match(roots[0] ?? '', /^United States · us \| \d+ profiles$/);
		assert.ok(roots.some((text) => /^Global · global \| \d+ profiles$/.test(text)));
		assert.ok(roots.some((text) => /^No profile \| \d+ models on demand in us-east-1$/.test(text)));
		assert.ok(roots.includes('Europe · eu | not from us-east-1'));
		assert.ok(texts(await childrenOf(/^United States/)).some((text) => /^Anthropic \| \d+ profiles$/.test(text)));
		assert.equal(sidebarDescription(), 'AWS · us-east-1');
		assert.equal(sidebarMessage(), '');
		assert.equal(await noticeRow(), undefined);
	});

	it('of a profile says its name, ID, where its list comes from and whether it may be used', async () => {
		const granted = await findRow(`Claude Sonnet 4.5 | ${sonnet}`, ({ spoken }) => spoken.includes('access granted'));
		assert.equal(granted.icon, 'circle-filled');
		assert.equal(granted.item.contextValue, 'profile-live');
		assert.match(
			granted.spoken,
			/^US Anthropic Claude Sonnet 4\.5, .*, callable from us-east-1, .*listed by the account$/,
		);

		const refused = await findRow('us.amazon.nova-pro-v1:0', ({ text }) => text.endsWith('no access'));
		assert.equal(refused.icon, 'lock');
		const pending = await findRow('us.amazon.nova-lite-v1:0', ({ text }) => text.endsWith('access pending'));
		assert.equal(pending.icon, 'watch');
	});

	it('of a profile that is not listed, legacy, gone, elsewhere or not confirmed says so', async () => {
		const snapshot = await findRow('us.deepseek.r1-v1:0');
		assert.match(snapshot.text, /not from us-east-1$/);
		assert.equal(snapshot.item.contextValue, 'profile-bundled');

		const legacy = await findRow(/us\.anthropic\.claude-opus-4-1\S+ · legacy, ends \d{4}-\d\d-\d\d$/);
		assert.equal(legacy.icon, 'warning');
		const retired = await findRow(/us\.anthropic\.claude-3-opus-20240229-v1:0 · .*retired/);
		assert.equal(retired.icon, 'circle-slash');
		assert.equal(
			(await findRow(/^EU .* \| eu\.anthropic\S+ · not from us-east-1$|eu\.anthropic\S+ · not from/)).icon,
			'circle-slash',
		);
		assert.equal((await findRow(/us\.anthropic\.claude-mythos-5 · not confirmed/)).icon, 'circle-slash');
	});

	it('of a model that no profile leads to says so, and is called by its own ID', async () => {
		const model = await findRow(/^Rerank 3\.5 \| cohere\.rerank-v3-5:0/, ({ spoken }) =>
			spoken.includes('access granted'),
		);
		assert.equal(model.item.contextValue, 'onDemandModel');
		assert.match(model.spoken, /on demand only, access granted$/);
	});

	it('leads to destination regions, source regions and models', async () => {
		const below = await childrenOf(`| ${sonnet}`);
		assert.deepEqual(texts(below).slice(0, 3), [
			'N. Virginia | us-east-1 · source region',
			'Ohio | us-east-2',
			'Oregon | us-west-2',
		]);
		const [from, model] = below.slice(3);
		assert.match(from?.text ?? '', /^Callable from \| \d+ source regions$/);
		assert.match(model?.text ?? '', /^Claude Sonnet 4\.5 \| anthropic\.claude-sonnet-4-5/);
		const ohio = (await from?.children())?.find(({ text }) => text === 'From Ohio | us-east-2');
		assert.ok(ohio);
		assert.ok(texts(await ohio.children()).includes('Ohio | us-east-2 · source region'));
	});

	it('of a global profile does not pretend to know where it runs', async () => {
		assert.equal((await childrenOf('| global.anthropic.claude-sonnet-4-5'))[0]?.text, 'All commercial regions');
	});

	it('of a profile of elsewhere leads over its source regions', async () => {
		const [first] = await childrenOf(/\| eu\.amazon\.nova-lite-v1:0/);
		assert.match(first?.text ?? '', /^From \S+/);
		assert.ok(((await first?.children()) ?? []).every(({ text }) => text.includes('| eu-')));
	});

	it('has a card with ARN, regions, modalities, limits, price, quotas and dates', async () => {
		const row = await findRow(`| ${sonnet}`, ({ spoken }) => spoken.includes('access granted'));
		const value = await readCard(row);
		for (const part of [
			/arn:aws:bedrock:us-east-1:111122223333:inference-profile\/us\.anthropic/,
			/Callable from: .*N\. Virginia \(us-east-1\)/,
			/May run in, from us-east-1: .*Oregon/,
			/image, text → text/,
			/tokens of context/,
			/Lifecycle: active/,
			/Access: access granted/,
			/Price for one million tokens: about/,
			/Instead through global\.anthropic/,
			/Service quotas: requests per minute `L-[0-9A-F]{8}`, tokens per minute `L-[0-9A-F]{8}`/,
			/reserves its input plus maxTokens/,
			/global and on-demand ones are separate/,
			/Listed by the account in us-east-1/,
		]) {
			assert.match(value, part);
		}
		assert.match(await readCard(await findRow('| global.anthropic.claude-sonnet-4-5')), /quotas of their own/);
		assert.match(await readCard(await findRow('us.anthropic.claude-opus-4-1')), /legacy, ends \d{4}-\d\d/);
		assert.match(await readCard(await findRow('us.amazon.nova-pro-v1:0')), /access not granted/);
	});

	it('lets a name with Markdown and control characters be nothing but text', async () => {
		const row = await findRow('us.meta.llama3-3-70b-instruct-v1:0');
		assert.equal(row.label, '**bold** [link](command:evil)  $(bug) <b>');
		assert.doesNotMatch(row.spoken, /[\u0000-\u001f\u202e]/);
		const { value, isTrusted, supportHtml, supportThemeIcons } = await cardOf(row);
		assert.deepEqual([isTrusted, supportHtml, supportThemeIcons], [false, false, false]);
		assert.match(await readCard(row), /\*\*bold\*\* \[link\]\(command:evil\)/);
		assert.doesNotMatch(value, /\*\*bold|\]\(|<b>|\$\(|[\u0007\u202e]/);
	});

	it('has an ID and a label of its own, whatever it stands for', async () => {
		const rows = await allRows({ isWhole: true });
		assert.ok(rows.length > 800, String(rows.length));
		assert.equal(new Set(rows.map(({ item }) => item.id)).size, rows.length);
		assert.deepEqual(
			rows.filter(({ spoken }) => spoken === '').map(({ text }) => text),
			[],
		);
	});

	it('of another region says how it stands: listed, incomplete, failed and why', async () => {
		const person = new Person();
		try {
			account.simulator.faults.push({
				operation: 'ListInferenceProfiles',
				region: 'eu-west-1',
				fault: { kind: 'error', name: 'AccessDeniedException', status: 403, message: denial('ListInferenceProfiles') },
			});
			account.simulator.faults.push({
				operation: 'ListFoundationModels',
				region: 'ap-northeast-1',
				fault: { kind: 'error', name: 'AccessDeniedException', status: 403, message: denial('ListFoundationModels') },
			});
			person.willTick('Ireland', 'Tokyo', 'Oregon');
			const { commands } = await import('vscode');
			await commands.executeCommand('bedrockProfiles.browseRegions');
			assert.ok(
				!person.offered.some(({ description }) => /^(us-gov|cn)-/.test(description ?? '')),
				'another partition',
			);

			const failed = await findRow(/^Ireland \| eu-west-1 · .*bedrock:ListInferenceProfiles/);
			assert.equal(failed.icon, 'warning');
			assert.equal(failed.item.command?.command, 'bedrockProfiles.retryRegion');
			assert.match(
				(await findRow(/^Tokyo \| ap-northeast-1 · \d+ profiles, incomplete$/)).spoken,
				/ListFoundationModels/,
			);
			const listed = await findRow(/^Oregon \| us-west-2 · \d+ profiles$/);
			assert.ok((await listed.children()).length > 20);
			assert.match((await findRow(/^Other regions/)).text, /3 regions, 1 failed/);
			// The source region has lost nothing.
			assert.equal((await findRow(`| ${sonnet}`)).item.contextValue, 'profile-live');

			account.simulator.faults.clear();
			await commands.executeCommand(failed.item.command.command, ...(failed.item.command.arguments as unknown[]));
			await findRow(/^Ireland \| eu-west-1 · \d+ profiles$/);
			person.willTick();
			await commands.executeCommand('bedrockProfiles.browseRegions');
			assert.ok(!texts(await rootRows()).some((text) => text.startsWith('Other regions')));
		} finally {
			account.simulator.faults.clear();
			person.leave();
		}
	});

	it('of an application profile stands in its own group, with its origin, tags and status', async () => {
		const person = new Person().willType('Search team', 'team=search, cost-center=42');
		try {
			const { commands } = await import('vscode');
			await commands.executeCommand('bedrockProfiles.createApplicationProfile', `us.${haiku}`);
			const row = await findRow(/^Search team \| \S+ · team=search · cost-center=42$/);
			assert.equal(row.item.contextValue, 'profile-live-application');
			assert.deepEqual(texts(await row.children()).slice(0, 3), [
				`Copied from | us.${haiku}`,
				'Tags | team=search, cost-center=42',
				'Status | active',
			]);
			assert.ok((await rootRows()).some(({ text }) => text === 'Application profiles | 1 profile'));
		} finally {
			person.leave();
		}
	});

	it('stays in the region set below which it stands, in GovCloud and China too', async () => {
		await changeSettings({ sourceRegion: 'us-gov-west-1' });
		await refresh();
		assert.ok(texts(await rootRows()).every((text) => !/· (us|eu|global) \|/.test(text)));
		await findRow(/us-gov\.anthropic/, ({ item }) => item.contextValue === 'profile-live');
	});
});

function denial(operation: string): string {
	return `User: arn:aws:iam::111122223333:user/dev is not authorized to perform: bedrock:${operation} on resource: * because no identity-based policy allows the bedrock:${operation} action`;
}
