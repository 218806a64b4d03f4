import assert from 'node:assert/strict';
import { Chat } from './chat';
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
		await workbench.sidebar.getByText(/^Filter: Cohere\. Connected to the simulator/).waitFor();
		await workbench.screenshot('sidebar-filtered');
		await workbench.runCommand('Bedrock Profiles: Clear Filter');
		await workbench.treeRow(/^Favorites/).waitFor();
		await workbench.sidebar.getByText(/Filter: /).waitFor({ state: 'detached' });

		// Another grouping.
		await workbench.runCommand('Bedrock Profiles: Group Inference Profiles By…');
		await workbench.quickPickRows
			.filter({ hasText: /^Model/ })
			.first()
			.click();
		await workbench.treeRow(/United States/).waitFor({ state: 'detached' });
		await workbench.treeRow(/^Claude Haiku 4.5/).waitFor();
		await workbench.screenshot('sidebar-by-model');
	});

	it('keeps its rows in place while a chat begins; what was used stands first when it is opened again', async () => {
		workbench = await Workbench.open();
		await workbench.openBedrockView();
		const row = workbench.treeRow('Claude Haiku 4.5');
		const recents = workbench.treeRow(/^Recently used/);
		assert.equal(await recents.count(), 0);
		await workbench.pressRowAction(row, 'Chat with This Profile');
		const chat = await Chat.shown(workbench);
		const before = await row.boundingBox();
		await chat.ask('Hello');
		await workbench.page.waitForTimeout(1_000);
		assert.deepEqual(await row.boundingBox(), before);
		assert.equal(await recents.count(), 0);
		await workbench.page
			.locator('.activitybar')
			.getByRole('tab', { name: /Explorer/ })
			.click();
		await workbench.openBedrockView(undefined);
		await recents.waitFor();
	});

	it('opens its chat with room for an answer, without a sash moved', async () => {
		workbench = await Workbench.open();
		const chat = await Chat.openView(workbench);
		const answer = await chat.ask('Explain an inference profile in one sentence.');
		await workbench.page.waitForTimeout(500);
		await workbench.screenshot('chat-view-low');
		const area = (await chat.frame.getByRole('region', { name: 'Conversation' }).boundingBox())!;
		const line = (await answer.locator('p').last().boundingBox())!;
		assert.ok(area.height >= 56, `the conversation has ${area.height} pixels`);
		const bottom = line.y + line.height;
		assert.ok(bottom <= area.y + area.height + 1, 'the answer ends below');
		assert.ok(bottom - area.y >= 18, 'the answer stands above');
	});
});
