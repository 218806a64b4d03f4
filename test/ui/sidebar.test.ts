import assert from 'node:assert/strict';
import { Workbench } from './workbench';

describe('the sidebar', () => {
	let workbench: Workbench;
	afterEach(() => workbench.close());

	it('groups, filters, keeps favorites first, and shows a card', async () => {
		workbench = await Workbench.open();
		await workbench.openBedrockView();
		const { page } = workbench;
		await workbench.sidebar.getByText(/Connected to the simulator/).waitFor();

		// A favorite stands above the region sets.
		const profile = workbench.treeRow('Claude Sonnet 4.5');
		await workbench.pressRowAction(profile, 'Add to Favorites');
		await workbench.treeRow(/^Favorites/).waitFor();
		await workbench.screenshot('sidebar-favorite');

		// The card, over the row.
		await workbench.treeRow('Claude Sonnet 4.5').locator('.monaco-icon-label').hover();
		await page.locator('.workbench-hover-container').getByText('Service quotas').waitFor();
		await workbench.screenshot('sidebar-card');

		// A filter by provider; what does not pass is gone, and one command brings it back.
		await workbench.runCommand('Bedrock Profiles: Filter Inference Profiles…');
		await workbench.quickPickRows
			.filter({ hasText: 'Cohere' })
			.first()
			.locator('input, .monaco-checkbox')
			.first()
			.click();
		await workbench.screenshot('sidebar-filter');
		await page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
		await workbench.treeRow(/^Favorites/).waitFor({ state: 'detached' });
		await workbench.screenshot('sidebar-filtered');
		await workbench.runCommand('Bedrock Profiles: Clear Filter');
		await workbench.treeRow(/^Favorites/).waitFor();

		// Another grouping.
		await workbench.runCommand('Bedrock Profiles: Group Inference Profiles By…');
		await workbench.quickPickRows
			.filter({ hasText: /^Model/ })
			.first()
			.click();
		await workbench.treeRow(/^Claude Haiku 4.5/).waitFor();
		await workbench.screenshot('sidebar-by-model');
		assert.equal(await workbench.treeRow(/United States/).count(), 0);
	});
});
