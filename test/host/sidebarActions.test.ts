import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Account, changeSettings, leaveAccount } from './account';
import { Person } from './person';
import { closeAll } from './samples';
import {
	allRows,
	childrenOf,
	connectionItem,
	dragged,
	eventually,
	findRow,
	refresh,
	rootRows,
	type SidebarRow,
} from './sidebarView';

const sonnet = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const globalSonnet = `global.${sonnet.slice(3)}`;
const arn = `arn:aws:bedrock:us-east-1:111122223333:inference-profile/${sonnet}`;
const clipboard = () => vscode.env.clipboard.readText();

/** Runs a command on a row, as its menu does. */
function run(command: string, target?: SidebarRow | string): Thenable<unknown> {
	const argument = typeof target === 'object' ? target.element : target;
	return vscode.commands.executeCommand(`bedrockProfiles.${command}`, ...(argument === undefined ? [] : [argument]));
}

async function roots(): Promise<readonly string[]> {
	return (await rootRows()).map(({ text }) => text);
}

describe('from a row of the sidebar', () => {
	let account: Account;
	let person: Person;
	before(async () => {
		account = await Account.open();
		await account.connect();
	});
	beforeEach(() => {
		person = new Person();
	});
	afterEach(async () => {
		person.leave();
		await closeAll();
	});
	after(async () => {
		await leaveAccount();
		await account.close();
	});

	it('copies its ID, ARN, name and model ID', async () => {
		const row = await findRow(`| ${sonnet}`);
		const expected = {
			copyProfileId: sonnet,
			copyProfileArn: arn,
			copyProfileName: 'US Anthropic Claude Sonnet 4.5',
			copyModelId: sonnet.slice(3),
		};
		for (const [command, text] of Object.entries(expected)) {
			await run(command, row);
			assert.equal(await clipboard(), text, command);
		}
		const model = await findRow(/\| cohere\.rerank-v3-5:0/);
		await run('copyModelId', model);
		assert.equal(await clipboard(), 'cohere.rerank-v3-5:0');
		// A profile of the snapshot has no ARN yet.
		await run('copyProfileArn', 'eu.amazon.nova-lite-v1:0');
		assert.match(person.lastMessage, /known once the account has listed the profile/);
	});

	it('copies it as code in each language, and inserts it at the cursor', async () => {
		const row = await findRow(`| ${sonnet}`);
		const languages = ['Python', 'TypeScript', 'Java', 'Go', 'AWS CLI', 'LangChain', 'AWS CDK', 'Terraform'];
		for (const language of languages) {
			await vscode.env.clipboard.writeText('');
			person.willPick(language);
			await run('copyAsCode', row);
			assert.match(await clipboard(), new RegExp(sonnet.replaceAll('.', '\\.')), language);
		}
		assert.deepEqual(person.offered.map(({ label }) => label).toSorted(), languages.toSorted());

		await run('insertProfileId', row);
		assert.match(person.lastMessage, /No editor is open/);
		const document = await vscode.workspace.openTextDocument({ content: 'modelId = ""' });
		const editor = await vscode.window.showTextDocument(document);
		editor.selection = new vscode.Selection(0, 11, 0, 11);
		await run('insertProfileId', row);
		assert.equal(document.getText(), `modelId = "${sonnet}"`);
		// A model that no profile leads to is named by its own ID.
		editor.selection = new vscode.Selection(0, 11, 0, 11 + sonnet.length);
		await run('insertProfileId', await findRow(/\| cohere\.rerank-v3-5:0/));
		assert.equal(document.getText(), 'modelId = "cohere.rerank-v3-5:0"');
	});

	it('carries what a request names when it is dragged', async () => {
		const [first, second] = [await findRow(`| ${sonnet}`), await findRow(/\| cohere\.rerank-v3-5:0/)];
		assert.equal(await dragged([first, second]), `${sonnet}\ncohere.rerank-v3-5:0`);
		assert.equal(await dragged([await findRow(/^United States/)]), '');
	});

	it('makes it the conversion default of its model', async () => {
		const settings = () => vscode.workspace.getConfiguration('bedrockProfiles').get('convert.preferredProfiles');
		try {
			await run('preferForConversion', await findRow(`| ${sonnet}`));
			assert.deepEqual(settings(), [sonnet]);
			await run('preferForConversion', await findRow(`| ${globalSonnet}`));
			assert.deepEqual(settings(), [globalSonnet]);
		} finally {
			await changeSettings({ 'convert.preferredProfiles': undefined });
		}
	});

	it('gives the IAM policy of a geographic and of a global profile, with notes', async () => {
		person.willPress('Show Notes');
		await run('copyIamPolicy', await findRow(`| ${sonnet}`));
		const policy = JSON.parse(await clipboard()) as { Statement: { Resource: string[]; Condition?: unknown }[] };
		assert.deepEqual(policy.Statement[0]?.Resource, [arn]);
		assert.equal(policy.Statement[1]?.Resource.length, 3);
		assert.ok(policy.Statement[1].Condition);
		const notes = await eventually('the notes', () =>
			Promise.resolve(
				vscode.window.activeTextEditor?.document.languageId === 'markdown' && vscode.window.activeTextEditor,
			),
		);
		assert.match(notes.document.getText(), /Service control policies must allow Bedrock in all of these regions/);

		await run('openIamPolicy', await findRow(`| ${globalSonnet}`));
		const document = vscode.window.activeTextEditor?.document;
		assert.equal(document?.languageId, 'json');
		assert.match(document.getText(), /"arn:aws:bedrock:::foundation-model\//);
	});

	it('opens the console of its partition', async () => {
		await run('openInConsole', await findRow(`| ${sonnet}`));
		await changeSettings({ sourceRegion: 'us-gov-west-1' });
		await refresh();
		await run('openInConsole', await findRow(/\| us-gov\.anthropic/));
		await changeSettings({ sourceRegion: 'us-east-1' });
		await refresh();
		assert.equal(
			person.opened[0],
			`https://us-east-1.console.aws.amazon.com/bedrock/home?region=us-east-1#/inference-profiles/${sonnet}`,
		);
		assert.match(
			person.opened[1] ?? '',
			/^https:\/\/console\.amazonaws-us-gov\.com\/bedrock\/home\?region=us-gov-west-1#/,
		);
	});

	it('keeps favorites first, and finds a profile by a part of its name', async () => {
		await run('addFavorite', await findRow(`| ${sonnet}`));
		try {
			assert.match((await roots())[0] ?? '', /^Favorites \| 1 profile$/);
			const [favorite] = await childrenOf(/^Favorites/);
			assert.equal(favorite?.item.contextValue, 'profile-live-favorite');
			assert.match(favorite.spoken, /favorite/);
			person.willPick('US Anthropic Claude Sonnet 4.5');
			await run('findProfile');
			assert.ok(person.offered.length > 100);
		} finally {
			await run('removeFavorite', sonnet);
		}
		assert.match((await roots())[0] ?? '', /^United States/);
	});

	it('filters by provider, modality, lifecycle, and by what can be called and used', async () => {
		const shown = async () =>
			(await allRows()).filter(({ item }) => /^(profile|onDemandModel)/.test(item.contextValue ?? ''));
		const filtered = async (...labels: (string | RegExp)[]) => {
			person.willTick(...labels);
			await run('filterProfiles');
			return shown();
		};
		try {
			const cohere = await filtered('Cohere', 'Only what can be called from us-east-1');
			assert.ok(cohere.length > 0 && cohere.every(({ text }) => text.includes('cohere.')), cohere.map(String).join());
			assert.ok(cohere.every(({ text }) => !text.includes('not from')));
			const legacy = await filtered('legacy');
			assert.ok(legacy.length > 0 && legacy.every(({ text }) => text.includes('legacy')));
			const images = await filtered('image', 'Stability AI');
			assert.ok(images.length > 5 && images.every(({ text }) => text.includes('stability.')));
			const accessible = await filtered('Only what this account has access to');
			assert.ok(accessible.every(({ text }) => !/not from|retired|not confirmed/.test(text)));
			const system = await filtered('System-defined profile');
			assert.ok(system.every(({ item }) => item.contextValue?.startsWith('profile')));
			// Two that exclude each other: what is hidden can be brought back.
			assert.equal((await filtered('embedding', 'Stability AI')).length, 0);
			const [nothing] = await rootRows();
			assert.equal(nothing?.label, 'No profile passes the filter');
			const [action] = await nothing.children();
			assert.equal(action?.item.command?.command, 'bedrockProfiles.clearFilter');
		} finally {
			await run('clearFilter');
		}
		assert.ok((await shown()).length > 150);
	});

	it('groups by region set, provider, model or not at all, and remembers what was closed', async () => {
		const grouped = async (label: string) => {
			person.willPick(label);
			await run('groupProfiles');
			return roots();
		};
		try {
			assert.ok((await grouped('Provider')).some((text) => /^Anthropic \| \d+ profiles$/.test(text)));
			assert.ok((await grouped('Model')).some((text) => /^Claude Sonnet 4\.5 \| \d+ profiles$/.test(text)));
			assert.ok((await grouped('Nothing: one flat list')).length > 100);
			await grouped('Region set');
			assert.ok((await childrenOf(/^United States/)).every(({ item }) => item.contextValue?.startsWith('profile')));
		} finally {
			await grouped('Region set, then provider');
		}
		assert.equal((await findRow(/^United States/)).item.collapsibleState, vscode.TreeItemCollapsibleState.Expanded);
		await eventually('all rows closed', async () => {
			await vscode.commands.executeCommand('workbench.actions.treeView.bedrockProfiles.profiles.collapseAll');
			const { item } = await findRow(/^United States/);
			return item.collapsibleState === vscode.TreeItemCollapsibleState.Collapsed;
		});
	});

	it('creates, tags and deletes an application profile; a name that is not typed as it is deletes nothing', async () => {
		person.willType('no: such name', 'Search team', 'aws:team=x', 'team=search');
		await run('createApplicationProfile', await findRow(`| ${sonnet}`));
		assert.match(person.complaints[0] ?? '', /Up to 64 letters and digits/);
		assert.match(person.complaints[1] ?? '', /keys that begin with aws: are reserved/);
		assert.match(person.lastMessage, /The application profile Search team was created\. Requests name it by its ARN/);
		const row = await findRow(/^Search team .* · team=search$/);
		await run('copyProfileArn', row);
		assert.match(await clipboard(), /:application-inference-profile\/[a-z0-9]+$/);
		await run('preferForConversion', row);
		assert.match(person.lastMessage, /Conversion writes IDs of system-defined profiles/);
		await run('createApplicationProfile', row);
		assert.match(person.lastMessage, /AWS does not copy an application profile/);

		person.willType('team=search, stage=test');
		await run('editProfileTags', row);
		assert.equal(person.suggested, 'team=search');
		await findRow(/^Search team .* · team=search · stage=test$/);

		person.willType('Search tea');
		await run('deleteApplicationProfile', row);
		assert.match(person.complaints.at(-1) ?? '', /Type the name as it is written: Search team/);
		await findRow(/^Search team/);
		person.willType('Search team');
		await run('deleteApplicationProfile', row);
		assert.match(person.lastMessage, /Search team was deleted/);
		assert.ok(!(await roots()).some((text) => text.startsWith('Application profiles')));
	});

	it('says why an application profile could not be made', async () => {
		account.refuse('CreateInferenceProfile', ['ServiceQuotaExceededException', 400, 'Too many application profiles.'], {
			count: 1,
		});
		person.willType('Search team', '');
		await run('createApplicationProfile', await findRow(`| ${sonnet}`));
		assert.match(person.lastMessage, /quota|Too many application profiles/i);
	});

	it('marks what may leave the allowed region sets, and uses it only after the user has said so', async () => {
		const chats = () =>
			vscode.window.tabGroups.all
				.flatMap(({ tabs }) => tabs)
				.filter(({ input }) => input instanceof vscode.TabInputWebview);
		try {
			person.willTick('United States');
			await run('selectAllowedRegionSets');
			const marked = await findRow(`| ${globalSonnet}`, ({ text }) => text.endsWith('outside the allowed region sets'));
			assert.equal(marked.icon, 'shield');
			assert.ok(!(await findRow(`| ${sonnet}`)).text.includes('outside'));
			assert.match(connectionItem()?.text ?? '', / · us$/);

			await run('chatWithProfile', marked);
			assert.match(person.lastMessage, /may run requests outside the allowed region sets/);
			assert.match(person.messages.at(-1)?.detail ?? '', /allows us/);
			assert.equal(chats().length, 0);
			person.willPress('Use It in This Window');
			await run('chatWithProfile', marked);
			await eventually('the chat', () => Promise.resolve(chats().length === 1));
		} finally {
			await changeSettings({ allowedRegionSets: undefined });
		}
	});

	it('shows the connection in the status bar, and changes it from there', async () => {
		await eventually('the account in the status bar', () =>
			Promise.resolve((connectionItem()?.text ?? '').includes('111122223333')),
		);
		const item = connectionItem();
		assert.equal(item?.text, '$(cloud) AWS · 111122223333 · us-east-1');
		assert.equal(item.command, 'bedrockProfiles.changeConnection');
		await run('changeConnection');
		assert.ok(person.offered.some(({ detail }) => detail?.includes('111122223333') === true));

		person.willPick(/Select source region/).willPick('Beijing');
		await run('changeConnection');
		assert.ok(person.offered.some(({ description }) => description?.startsWith('us-gov-west-1') === true));
		await eventually('the region in the status bar', () =>
			Promise.resolve((connectionItem()?.text ?? '').includes('cn-north-1')),
		);
		await changeSettings({ sourceRegion: 'us-east-1' });
		await refresh();
	});
});
