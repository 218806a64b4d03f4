import assert from 'node:assert/strict';
import { Workbench } from './workbench';

describe('the page of the simulator', () => {
	let workbench: Workbench;
	afterEach(() => workbench.close());

	it('opens through the port that VS Code forwards, under its name and path', async function () {
		// A desktop VS Code opens it in the person's own browser, which no test can look into.
		if (process.env.BEDROCK_PROFILES_DESKTOP !== undefined) return;
		workbench = await Workbench.open();
		await workbench.openBedrockView();
		const opened = workbench.page.context().waitForEvent('page');
		await workbench.runCommand('Bedrock Profiles: Open Simulator Page');
		const page = await opened;
		const load = page.getByRole('slider', { name: 'Load of others in us-west-2' });
		await load.waitFor({ timeout: 20_000 });
		assert.match(new URL(page.url()).pathname, /^\/proxy\/\d+\/simulator\//);
		await load.focus();
		await load.press('End');
		await page.waitForTimeout(500);
		// What is there after a reload, the simulator itself said.
		await page.reload();
		await load.waitFor();
		assert.equal(await load.inputValue(), '100');
		await workbench.screenshot('simulator-page-command');
		await page.close();
	}).timeout(90_000);
});
