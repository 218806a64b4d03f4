import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const extensionId = 'bedrock-profiles.bedrock-inference-profiles';

interface Manifest {
	contributes: { commands: { command: string }[]; configuration: { properties: Record<string, unknown> } };
}

describe('the packaged extension', () => {
	it('activates and registers exactly the commands that it contributes', async () => {
		const extension = vscode.extensions.getExtension(extensionId);
		assert.ok(extension, `${extensionId} is not installed`);
		await extension.activate();
		const contributed = (extension.packageJSON as Manifest).contributes.commands.map(({ command }) => command);
		const registered = await vscode.commands.getCommands(true);
		assert.deepEqual(
			contributed.filter((command) => !registered.includes(command)),
			[],
		);
		// VS Code makes a few for each view: `bedrockProfiles.profiles.focus`.
		const own = registered.filter((command) => /^bedrockProfiles\.\w+$/.test(command));
		assert.deepEqual(
			own.filter((command) => !contributed.includes(command)),
			[],
		);
	});

	it('loads neither the AWS SDK nor the simulator by activation', () => {
		const loaded = Object.keys(require.cache).filter((path) => /[\\/]dist[\\/](aws|simulator)\.js$/.test(path));
		assert.deepEqual(loaded, []);
	});
});
