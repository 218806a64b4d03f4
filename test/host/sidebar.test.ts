import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, until } from './samples';

const sonnet = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

/** Waits for what a command puts on the clipboard; the message that it shows stays until somebody closes it. */
async function copied(command: string, profileId: string): Promise<string> {
	await vscode.env.clipboard.writeText('');
	void vscode.commands.executeCommand(`bedrockProfiles.${command}`, profileId);
	for (const deadline = Date.now() + 20_000; Date.now() < deadline;) {
		const text = await vscode.env.clipboard.readText();
		if (text !== '') return text;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error(`${command} copied nothing.`);
}

describe('a profile of the sidebar', () => {
	afterEach(closeAll);

	it('gives its ID and its model’s ID', async () => {
		assert.equal(await copied('copyProfileId', sonnet), sonnet);
		assert.equal(await copied('copyModelId', sonnet), sonnet.slice(3));
	});

	it('gives its IAM policy: the profile, and the model in each destination region', async () => {
		const policy = JSON.parse(await copied('copyIamPolicy', sonnet)) as { Statement: { Resource: string[] }[] };
		assert.match(
			String(policy.Statement[0]?.Resource),
			/^arn:aws:bedrock:us-east-1:(\d{12}|\*):inference-profile\/us\./,
		);
		const regions = policy.Statement[1]?.Resource.map((arn) => arn.split(':')[3]);
		assert.deepEqual(regions, ['us-east-1', 'us-east-2', 'us-west-2']);
	});

	it('opens its IAM policy as JSON', async () => {
		void vscode.commands.executeCommand('bedrockProfiles.openIamPolicy', sonnet);
		const document = await until('the policy', () => {
			const open = vscode.window.activeTextEditor?.document;
			return open?.isUntitled && open.languageId === 'json' && open;
		});
		assert.equal((JSON.parse(document.getText()) as { Version: string }).Version, '2012-10-17');
	});

	it('puts what a request names in place of each selection', async () => {
		const document = await vscode.workspace.openTextDocument({ content: 'a = "";\nb = "old";\n' });
		const editor = await vscode.window.showTextDocument(document);
		editor.selections = [new vscode.Selection(0, 5, 0, 5), new vscode.Selection(1, 5, 1, 8)];
		await vscode.commands.executeCommand('bedrockProfiles.insertProfileId', sonnet);
		assert.equal(document.getText(), `a = "${sonnet}";\nb = "${sonnet}";\n`);
	});
});
