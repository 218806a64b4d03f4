import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, findings, until } from './samples';

const sonnet = 'anthropic.claude-sonnet-4-5-20250929-v1:0';

async function open(language: string, content: string): Promise<vscode.TextDocument> {
	const document = await vscode.workspace.openTextDocument({ language, content });
	await vscode.window.showTextDocument(document);
	return document;
}

async function hoverAt(document: vscode.TextDocument, text: string): Promise<vscode.MarkdownString> {
	const position = document.positionAt(document.getText().indexOf(text) + 3);
	const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
		'vscode.executeHoverProvider',
		document.uri,
		position,
	);
	const [card] = hovers
		.flatMap(({ contents }) => contents)
		.filter(
			(each): each is vscode.MarkdownString => each instanceof vscode.MarkdownString && each.value.includes('$('),
		);
	assert.ok(card, `a card on ${text}`);
	return card;
}

/** The command that a button of a card runs, with its arguments. */
function button(card: vscode.MarkdownString, command: string): unknown[] {
	const link = new RegExp(`\\(command:${command.replace('.', '\\.')}\\?([^)]*)\\)`).exec(card.value)?.[1];
	assert.ok(link !== undefined, `${command} in ${card.value}`);
	return JSON.parse(decodeURIComponent(link)) as unknown[];
}

/** Punctuation stands as entities in the cards. */
function plain({ value }: vscode.MarkdownString): string {
	return value.replaceAll(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code)));
}

async function completions(document: vscode.TextDocument, offset: number): Promise<vscode.CompletionItem[]> {
	const list = await vscode.commands.executeCommand<vscode.CompletionList>(
		'vscode.executeCompletionItemProvider',
		document.uri,
		document.positionAt(offset),
	);
	return list.items.filter(({ detail, filterText }) => detail !== undefined && (filterText ?? '').includes('.'));
}

async function actionsAt(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
	return vscode.commands.executeCommand<vscode.CodeAction[]>(
		'vscode.executeCodeActionProvider',
		document.uri,
		range,
		vscode.CodeActionKind.QuickFix.value,
	);
}

describe('the hover on an ID', () => {
	afterEach(closeAll);

	it('on a model: provider, lifecycle, profiles of its region, prices marked as a third party’s', async () => {
		const document = await open('python', `region_name = "eu-west-1"\nmodel = "${sonnet}"\n`);
		const card = await hoverAt(document, sonnet);
		const text = plain(card);
		for (const part of ['Anthropic', 'Lifecycle: ', `eu.${sonnet}`, 'eu-west-1', 'third-party catalogues']) {
			assert.ok(text.includes(part), `${part} in ${text}`);
		}
		assert.deepEqual(card.isTrusted && typeof card.isTrusted === 'object' && card.isTrusted.enabledCommands, [
			'bedrockProfiles.chatWithProfile',
			'bedrockProfiles.convertId',
			'bedrockProfiles.copyArn',
			'bedrockProfiles.copyProfileArn',
		]);
	});

	it('its button converts the ID in one undo step, and does nothing once the file has changed', async () => {
		const content = `region_name = "eu-west-1"\nmodel = "${sonnet}"\n`;
		const document = await open('python', content);
		const convert = button(await hoverAt(document, sonnet), 'bedrockProfiles.convertId');
		await vscode.commands.executeCommand('bedrockProfiles.convertId', ...convert);
		assert.equal(document.getText(), content.replace(sonnet, `eu.${sonnet}`));
		await vscode.commands.executeCommand('undo');
		assert.equal(document.getText(), content);
		void vscode.commands.executeCommand('bedrockProfiles.convertId', ...convert);
		await new Promise((resolve) => setTimeout(resolve, 300));
		assert.equal(document.getText(), content, 'the version is another one');
		await vscode.commands.executeCommand('notifications.clearAll');
	});

	it('copies the ARN of a foundation model, in the region that the evidence names', async () => {
		const document = await open('python', `region_name = "eu-west-1"\nmodel = "${sonnet}"\n`);
		const copy = button(await hoverAt(document, sonnet), 'bedrockProfiles.copyArn');
		await vscode.commands.executeCommand('bedrockProfiles.copyArn', ...copy);
		assert.equal(await vscode.env.clipboard.readText(), `arn:aws:bedrock:eu-west-1::foundation-model/${sonnet}`);
	});

	it('on a profile: region set, source and destination regions', async () => {
		const document = await open('yaml', `region: us-east-1\nmodel: us.${sonnet}\n`);
		const text = plain(await hoverAt(document, `us.${sonnet}`));
		for (const part of ['Region set: `us`', 'Callable from: ', 'May run in, from us-east-1: ', 'us-west-2']) {
			assert.ok(text.includes(part), `${part} in ${text}`);
		}
	});

	it('on the ARN of an application profile that the account has not listed: what the ARN says', async () => {
		const arn = 'arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/abcdefghijkl';
		const document = await open('python', `model = "${arn}"\n`);
		const card = await hoverAt(document, arn);
		assert.match(plain(card), /application profile.*us-west-2, account 123456789012/s);
		assert.deepEqual(button(card, 'bedrockProfiles.copyArn'), [arn]);
	});
});

describe('completion of an ID', () => {
	afterEach(closeAll);

	it('profiles that the client’s region may call come first, and exactly what was typed is replaced', async () => {
		const content =
			'client = boto3.client("bedrock-runtime", region_name="eu-west-1")\nmodel = "anthropic.claude-sonnet-4"\n';
		const document = await open('python', content);
		const offset = content.indexOf('sonnet-4') + 'sonnet-4'.length;
		const [first, ...others] = await completions(document, offset);
		assert.ok(first);
		const label = typeof first.label === 'string' ? first.label : first.label.label;
		assert.match(label, /^eu\.anthropic\.claude-sonnet-4/);
		assert.match(first.detail ?? '', /eu-west-1/);
		const range = first.range instanceof vscode.Range ? first.range : first.range?.inserting;
		assert.equal(range && document.getText(range), 'anthropic.claude-sonnet-4');
		assert.ok(
			others.some(({ tags }) => tags?.includes(vscode.CompletionItemTag.Deprecated)),
			'legacy models are marked',
		);
	});

	it('behind LiteLLM’s prefix, and bare in YAML', async () => {
		const yaml = 'model: bedrock/us.amazon.nova-l';
		const document = await open('yaml', yaml);
		const items = await completions(document, yaml.length);
		assert.ok(items.some(({ insertText }) => insertText === 'us.amazon.nova-lite-v1:0'));
		for (const { range } of items) {
			assert.equal(range instanceof vscode.Range && document.getText(range), 'us.amazon.nova-l');
		}
	});

	it('where a model is named, also when nothing is typed yet: by any part of an ID or a model’s name', async () => {
		const content = 'client = boto3.client("bedrock-runtime", region_name="eu-west-1")\nclient.converse(modelId="")\n';
		const at = content.indexOf('""') + 1;
		const document = await open('python', content);
		const idsAt = async (offset: number): Promise<string[]> => {
			const list = await vscode.commands.executeCommand<vscode.CompletionList>(
				'vscode.executeCompletionItemProvider',
				document.uri,
				document.positionAt(offset),
			);
			return list.items.flatMap(({ insertText, detail }) =>
				detail !== undefined && typeof insertText === 'string' && insertText.includes('.') ? [insertText] : [],
			);
		};
		const all = await idsAt(at);
		assert.match(all[0] ?? '', /^eu\./);
		assert.ok(all.includes('amazon.nova-lite-v1:0'));
		for (const typed of ['haiku', 'Claude Haiku 4.5']) {
			const edit = new vscode.WorkspaceEdit();
			edit.replace(
				document.uri,
				new vscode.Range(document.positionAt(at), document.lineAt(1).range.end.translate(0, -2)),
				typed,
			);
			assert.ok(await vscode.workspace.applyEdit(edit));
			const some = await idsAt(at + typed.length);
			assert.match(some[0] ?? '', /^eu\.anthropic\.claude-.*haiku/);
			assert.ok(some.every((id) => id.includes('haiku')));
		}
		// Any other string.
		assert.deepEqual(await idsAt(content.indexOf('eu-west-1')), []);
	});

	it('is silent in code outside strings', async () => {
		const code = 'x = anthropic.c';
		assert.deepEqual(await completions(await open('python', code), code.length), []);
	});
});

describe('quick fixes on files', () => {
	afterEach(closeAll);

	it('all IDs of the file from any one of them, in one undo step', async () => {
		const content = `region_name = "us-east-1"\na = "${sonnet}"\nb = "amazon.nova-lite-v1:0"\n`;
		const document = await open('python', content);
		const [finding] = await findings(document.uri);
		assert.ok(finding);
		const all = (await actionsAt(document, finding.range)).find(
			({ title }) => title === 'Convert all 2 model IDs in this file',
		);
		assert.ok(all?.edit && (await vscode.workspace.applyEdit(all.edit)));
		assert.equal(document.getText(), content.replace(sonnet, `us.${sonnet}`).replace('amazon.nova', 'us.amazon.nova'));
		await vscode.commands.executeCommand('undo');
		assert.equal(document.getText(), content);
	});

	it('a policy that lacks the destination regions is mended, and then says nothing', async () => {
		const policy = {
			Statement: [
				{
					Effect: 'Allow',
					Action: 'bedrock:InvokeModel',
					Resource: [`arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.${sonnet}`],
				},
			],
		};
		const document = await open('json', JSON.stringify(policy, undefined, 2));
		const [finding] = await findings(document.uri);
		assert.ok(finding);
		const fix = (await actionsAt(document, finding.range)).find(({ title }) => title.startsWith('Allow the profile'));
		assert.ok(fix?.edit && (await vscode.workspace.applyEdit(fix.edit)));
		const { Statement } = JSON.parse(document.getText()) as typeof policy;
		assert.ok(Statement[0]?.Resource.includes(`arn:aws:bedrock:us-west-2::foundation-model/${sonnet}`));
		await until('no finding', () => vscode.languages.getDiagnostics(document.uri).length === 0);
	});

	it('the region comes from the project’s configuration, which is named, and follows it', async () => {
		const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
		assert.ok(folder);
		const own = vscode.Uri.joinPath(folder, 'billing');
		const program = vscode.Uri.joinPath(own, 'ask.py');
		const configuration = vscode.Uri.joinPath(own, 'serverless.yml');
		try {
			await vscode.workspace.fs.writeFile(program, Buffer.from(`model = "${sonnet}"\n`));
			await vscode.workspace.fs.writeFile(configuration, Buffer.from('provider:\n  region: ap-northeast-1\n'));
			const document = await vscode.workspace.openTextDocument(program);
			await vscode.window.showTextDocument(document);
			const says = (part: string) =>
				until(`a finding that names ${part}`, () =>
					vscode.languages.getDiagnostics(program).some(({ message }) => message.includes(part)),
				);
			await says('ap-northeast-1 (from serverless.yml)');
			await vscode.workspace.fs.writeFile(configuration, Buffer.from('provider:\n  region: eu-west-1\n'));
			await says('eu-west-1 (from serverless.yml)');
		} finally {
			await closeAll();
			await vscode.workspace.fs.delete(own, { recursive: true });
		}
	});
});
