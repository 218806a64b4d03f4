import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { currentWorld } from '../../src/simulator/currentWorld';
import { Account, changeSettings, keys, leaveAccount, writeAwsFiles } from './account';
import { extensionApi } from './extensionApi';
import { IdentityCenter } from './identityCenter';
import { Person } from './person';
import { makeApplicationProfiles, smallPages } from './smallPages';
import {
	childrenOf,
	complaint,
	complaintAfterRefresh,
	connectionItem,
	eventually,
	findRow,
	noticeRow,
	refresh,
	rootRows,
	showSidebar,
	sidebarMessage,
	untilMessage,
} from './sidebarView';

const sonnet = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

function run(command: string, ...args: readonly unknown[]): Thenable<unknown> {
	return vscode.commands.executeCommand(`bedrockProfiles.${command}`, ...args);
}

/** The account has answered, and there is nothing to complain of. */
async function untilLive(): Promise<void> {
	await findRow(`| ${sonnet}`, ({ item }) => item.contextValue === 'profile-live');
	await eventually('an end of the complaint', async () => (await noticeRow()) === undefined);
}

/** Signs in with the account's API key, over another address. */
async function useApiKey(account: Account, person: Person, endpoint: string): Promise<void> {
	person.willPick(/Enter a Bedrock API key/).willType(account.simulator.apiKey);
	await changeSettings({ endpoint });
	await run('selectAwsProfile');
	await refresh();
}

describe('the sidebar says what is wrong, and leads back', () => {
	let account: Account;
	let person: Person;
	before(async () => {
		account = await Account.open();
	});
	beforeEach(() => {
		person = new Person();
	});
	afterEach(async () => {
		person.leave();
		account.simulator.faults.clear();
		await run('forgetApiKey');
	});
	after(async () => {
		await leaveAccount();
		await account.close();
	});

	it('without credentials', async () => {
		writeAwsFiles({});
		await account.connectAs();
		const notice = await complaint(/^No AWS credentials were found on this machine:/);
		assert.match(notice.message, /Below is the bundled catalogue of \d{4}-/);
		assert.deepEqual(notice.commands, ['selectAwsProfile', 'signIn', 'useSimulator', 'refreshProfiles', 'showOutput']);
		// A profile that somebody writes is found without a reload.
		const { accessKeyId, secretAccessKey } = account.simulator;
		writeAwsFiles({ credentials: keys('default', accessKeyId, secretAccessKey) });
		await untilLive();
	});

	it('with session credentials that have expired', async () => {
		const [accessKeyId, secretAccessKey, sessionToken] = ['ASIAEXPIRED000000001', 'a-secret', 'a-session'];
		account.simulator.addCredentials({ accessKeyId, secretAccessKey, sessionToken, expiresAt: new Date(0) });
		writeAwsFiles({ credentials: keys('default', accessKeyId, secretAccessKey, sessionToken) });
		// The file has changed, so the account is asked again.
		const notice = await complaint(/credentials have expired:/);
		assert.match(notice.message, /Below is what the account listed on/);
		assert.deepEqual(notice.commands.slice(0, 3), ['signIn', 'selectAwsProfile', 'refreshProfiles']);

		account.simulator.addCredentials({ accessKeyId: 'ASIAFRESH00000000001', secretAccessKey, sessionToken });
		writeAwsFiles({ credentials: keys('default', 'ASIAFRESH00000000001', secretAccessKey, sessionToken) });
		await untilLive();
	});

	it('with an IAM Identity Center session that has expired: one click signs in, over the AWS CLI or by a code', async () => {
		const center = await IdentityCenter.open(account);
		try {
			writeAwsFiles({ config: center.config });
			center.writeToken(-60);
			await account.connectAs({ awsProfile: 'sso' });
			const notice = await complaint(/expired/);
			assert.equal(notice.commands[0], 'signIn');

			center.installAwsCli();
			void run('signIn');
			const terminal = await eventually('a terminal', () => Promise.resolve(person.terminals[0]));
			assert.deepEqual(terminal.shellArgs, ['sso', 'login', '--profile', 'sso']);
			// What the program does then; the view sees it by itself.
			center.writeToken(3_600);
			await untilLive();

			center.removeAwsCli();
			center.writeToken(-60);
			await complaint(/expired/);
			person.willPress('Open Browser');
			const signedIn = run('signIn');
			await eventually('the page with the code', () => Promise.resolve(person.opened.length > 0));
			assert.match(person.opened[0] ?? '', /^https:\/\/device\.sso\.us-east-1\.amazonaws\.com\/\?user_code=ABCD-EFGH$/);
			assert.match(person.messages.find(({ detail }) => detail !== undefined)?.text ?? '', /ABCD-EFGH/);
			center.isConfirmed = true;
			assert.equal(await signedIn, true);
			await untilLive();
		} finally {
			await center.close();
			await changeSettings({ awsProfile: undefined });
		}
	});

	it('with a Bedrock API key that is not taken, and without an AWS profile', async () => {
		person.willPick(/Enter a Bedrock API key/).willType('too short', 'ABSK-a-key-that-nobody-knows');
		await run('selectAwsProfile');
		assert.match(person.complaints.join(), /at least 16 characters/);
		const notice = await complaint(/did not take the Bedrock API key/);
		assert.equal(notice.commands[0], 'selectAwsProfile');
		assert.ok(!notice.commands.includes('signIn'), 'an API key is not signed in with');
		assert.ok(!notice.commands.includes('copyBrowsePolicy'), 'no policy helps a key that is not known');

		person.willPick(/Enter a Bedrock API key/).willType(account.simulator.apiKey);
		await run('selectAwsProfile');
		await untilLive();
		assert.match(connectionItem()?.text ?? '', /API key/);
		person.willPick(/Default credential chain/);
		await run('selectAwsProfile');

		// It is removed once; then there is none, and that is said.
		person.messages.length = 0;
		await run('forgetApiKey');
		await run('forgetApiKey');
		assert.deepEqual(
			person.messages.map(({ text }) => text),
			['The Bedrock API key was removed from this machine.', 'No Bedrock API key is stored on this machine.'],
		);
	});

	it('with an API key of the environment', async () => {
		writeAwsFiles({});
		process.env.AWS_BEARER_TOKEN_BEDROCK = account.simulator.apiKey;
		try {
			await account.connectAs({ sourceRegion: 'us-east-1' });
			await refresh();
			await untilLive();
		} finally {
			Reflect.deleteProperty(process.env, 'AWS_BEARER_TOKEN_BEDROCK');
		}
	});

	it('without the right to list: names the action, and offers the policy that is enough', async () => {
		const principal = { accessKeyId: 'AKIADENIED0000000001', secretAccessKey: 'another-secret' };
		account.simulator.addPrincipal({ ...principal, policies: [] });
		writeAwsFiles({ credentials: keys('default', principal.accessKeyId, principal.secretAccessKey) });
		await account.connectAs();
		const notice = await complaint(/^bedrock:ListInferenceProfiles is not allowed:/);
		assert.match(notice.message, /needs bedrock:ListInferenceProfiles/);
		assert.equal(notice.commands[0], 'copyBrowsePolicy');

		await run('copyBrowsePolicy');
		const policy: unknown = JSON.parse(await vscode.env.clipboard.readText());
		account.simulator.addPrincipal({ ...principal, policies: [policy] });
		await refresh();
		await untilLive();
		// It is enough for what rows ask too.
		await findRow(`| ${sonnet}`, ({ spoken }) => spoken.includes('access granted'));
	});

	it('with a 403 on one of the calls: the others stand', async () => {
		await account.connect();
		account.refuse('ListFoundationModels', ['AccessDeniedException', 403, 'No.']);
		await complaintAfterRefresh(/^Models not listed:/);
		assert.equal((await findRow(`| ${sonnet}`)).item.contextValue, 'profile-live');
	});

	it('while AWS throttles: tries again after a pause, then keeps what was listed', async () => {
		account.refuse('ListInferenceProfiles', ['ThrottlingException', 429, 'Rate exceeded'], { count: 2 });
		const before = account.simulator.requests.length;
		const throttled = () => account.simulator.requests.slice(before).filter(({ status }) => status === 429).length;
		// A listing of the test before may still be under way, and what is asked for meanwhile joins it.
		await eventually('two throttled requests', async () => {
			await refresh();
			return throttled() === 2;
		});
		await untilLive();

		account.refuse('ListInferenceProfiles', ['ThrottlingException', 429, 'Rate exceeded']);
		const again = account.simulator.requests.length;
		await refresh();
		const tries = account.simulator.requests.slice(again).filter(({ status }) => status === 429);
		// Three for each of the two lists.
		assert.ok(tries.length >= 6, String(tries.length));
		const notice = await complaint(/Below is what the account listed on/);
		assert.equal(notice.commands[0], 'refreshProfiles');
		assert.equal((await findRow(`| ${sonnet}`)).item.contextValue, 'profile-live');
	});

	it('of a list that broke off: shows the pages that came, and marks it', async () => {
		const pages = await smallPages(account, {
			size: 5,
			onPage: (page) => {
				if (page === 8) account.refuse('ListInferenceProfiles', ['ThrottlingException', 429, 'Rate exceeded']);
			},
		});
		try {
			await useApiKey(account, person, pages.endpoint);
			const notice = await complaint(/^The list of profiles is not complete:/);
			assert.match(notice.message, /some below are from the bundled catalogue/);
			const rows = (await childrenOf(/^United States/)).flatMap((row) => row.children());
			const contexts = (await Promise.all(rows)).flat().map(({ item, text }) => [item.contextValue, text] as const);
			assert.ok(contexts.some(([context]) => context === 'profile-live'));
			assert.ok(contexts.some(([context, text]) => context === 'profile-bundled' && text.endsWith('· snapshot')));
		} finally {
			await pages.close();
		}
	});

	it('of lists of five hundred pages: reads them all', async () => {
		const many = await Account.open();
		await makeApplicationProfiles(many, 500, `arn:aws:bedrock:us-east-1:111122223333:inference-profile/${sonnet}`);
		const pages = await smallPages(many, { size: 1 });
		try {
			await useApiKey(many, person, pages.endpoint);
			assert.ok(pages.pages() > 560, String(pages.pages()));
			await findRow(/^Application profiles \| 500 profiles$/);
			assert.equal(await noticeRow(), undefined);
		} finally {
			await pages.close();
			await many.close();
		}
	});

	it('of a list without an end: stops, and says so', async () => {
		const pages = await smallPages(account, {
			size: 100,
			rewrite: (page) => ({ ...page, nextToken: 'the-same-again' }),
		});
		try {
			await useApiKey(account, person, pages.endpoint);
			await complaint(/^The list of profiles is not complete:/);
			assert.ok(pages.pages() >= 2 && pages.pages() < 20, String(pages.pages()));
		} finally {
			await pages.close();
		}
	});

	it('offline, and when the network is back', async () => {
		const first = await Account.open();
		const { port, secretAccessKey } = first.simulator;
		await first.connect();
		await untilLive();
		await first.close();
		const notice = await complaintAfterRefresh(/127\.0\.0\.1|reach/);
		assert.match(notice.message, /Below is what the account listed on/);
		assert.ok(notice.commands.includes('refreshProfiles'));
		assert.equal((await findRow(`| ${sonnet}`)).item.contextValue, 'profile-live');
		const second = await Account.open({ port, secretAccessKey });
		try {
			await run('refreshProfiles');
			await untilLive();
		} finally {
			await second.close();
		}
	});

	it('behind a proxy that answers HTML', async () => {
		await account.connect();
		account.simulator.faults.push({ fault: { kind: 'html' } });
		await complaintAfterRefresh(/^What answers at \S+ is not Amazon Bedrock \(HTTP 200\)/);
	});

	it('where the clock is wrong', async () => {
		const skewed =
			'Signature expired: 20261122T000000Z is now earlier than 20261122T001500Z (20261122T002000Z - 5 min.)';
		account.refuse(undefined, ['InvalidSignatureException', 403, skewed]);
		await complaintAfterRefresh(/^The clock of this machine/);
	});

	it('where the account has no profile', async () => {
		const world = await currentWorld();
		const empty = await Account.open({ world: { ...world, profiles: new Map() } });
		try {
			await empty.connect();
			const notice = await complaint(/^No inference profiles in us-east-1:/);
			assert.deepEqual(notice.commands, ['selectSourceRegion', 'refreshProfiles']);
			person.willPick('Oregon');
			await run('selectSourceRegion');
			await untilMessage(/no inference profile in us-west-2/);
		} finally {
			await empty.close();
		}
	});

	it('with an AWS profile that has vanished, and with a broken file', async () => {
		const { accessKeyId, secretAccessKey } = account.simulator;
		const broken = '[default\nregion us-east-1\n= x\n[[profile y]]\n[profile work]\nregion = eu-central-1\n\u0000\n';
		writeAwsFiles({ config: broken, credentials: `garbage\n${keys('work', accessKeyId, secretAccessKey)}` });
		await account.connectAs({ awsProfile: 'gone', sourceRegion: undefined });
		const notice = await complaint(/^The AWS profile gone cannot be used: it is missing/);
		assert.equal(notice.commands[0], 'selectAwsProfile');
		person.willPick('work');
		await run('selectAwsProfile');
		assert.ok(
			person.offered.some(({ label, description }) => label === 'work' && description === 'eu-central-1 · access keys'),
		);
		await findRow(/\| eu\.anthropic\S+/, ({ item }) => item.contextValue === 'profile-live');
		await changeSettings({ awsProfile: undefined, sourceRegion: 'us-east-1' });
	});

	it('with a setting that cannot be used', async () => {
		await account.connect();
		await changeSettings({ endpoint: 'ftp://example.com' });
		const notice = await complaint(/^Not connected: .*"bedrockProfiles\.endpoint" is not an http or https URL/);
		assert.deepEqual(notice.commands, ['workbench.action.openSettings']);
		await changeSettings({ endpoint: account.simulator.endpoint, sourceRegion: 'the moon' });
		await complaint(/"the moon"/);
		await changeSettings({ sourceRegion: 'us-east-1' });
		await untilMessage(/^$/);
	});

	it('in a workspace that nobody trusts: its settings open nothing', async () => {
		const folder = vscode.workspace.getConfiguration('bedrockProfiles');
		const { workspace } = extensionApi();
		await account.connect({ allowedRegionSets: ['us'] });
		await folder.update('allowedRegionSets', ['us', 'global'], vscode.ConfigurationTarget.Workspace);
		const isMarked = ({ text }: { text: string }) => text.endsWith('outside the allowed region sets');
		try {
			await findRow('| global.anthropic.claude-sonnet-4-5', (row) => !isMarked(row));
			Object.defineProperty(workspace, 'isTrusted', { configurable: true, get: () => false });
			await refresh();
			await findRow('| global.anthropic.claude-sonnet-4-5', isMarked);
		} finally {
			Object.defineProperty(workspace, 'isTrusted', { configurable: true, get: () => true });
			await folder.update('allowedRegionSets', undefined, vscode.ConfigurationTarget.Workspace);
			await changeSettings({ allowedRegionSets: undefined });
		}
	});

	it('on the simulator', async () => {
		await leaveAccount();
		await showSidebar();
		assert.match(await untilMessage(/simulator/), /needs no AWS account, and no model answers/);
		await findRow(`| ${sonnet}`, ({ item }) => item.contextValue === 'profile-live');
		assert.match((await rootRows())[0]?.text ?? '', /^United States/);
		await eventually('the status bar', () => Promise.resolve((connectionItem()?.text ?? '').startsWith('$(beaker)')));
		assert.match(sidebarMessage(), /simulator/);
	});
});
