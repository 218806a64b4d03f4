import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Theme, Workbench } from './workbench';

const themes: readonly Theme[] = ['dark', 'light', 'hcDark', 'hcLight'];

/**
 * A row of VS Code's tree has its label and its description as neighbours without a space between them:
 * `Claude Sonnet 4.5us.anthropic…` is what axe takes for the words on the screen, and VS Code's own name for such a row
 * (label, space, description) fails this rule as ours does. A screen reader needs the space. Rows alone are let off; what
 * else there is in the view, buttons of the rows too, keeps the rule.
 */
function isNameOfRow(id: string, html: string): boolean {
	return id === 'label-content-name-mismatch' && /^<div class="monaco-list-row\b/.test(html);
}

/** What axe finds wrong in one part of the page. */
async function violations({ page }: Workbench, selector: string): Promise<string[]> {
	const axe = createRequire(__filename).resolve('axe-core/axe.min.js');
	await page.evaluate(readFileSync(axe, 'utf8'));
	const found = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
		// The rule is experimental, so that axe leaves it out by itself.
		`axe.run(${JSON.stringify(selector)}, { rules: { 'label-content-name-mismatch': { enabled: true } } })
			.then(({ violations }) => violations)`,
	);
	return found.flatMap(({ id, nodes }) =>
		nodes.filter(({ html }) => !isNameOfRow(id, html)).map(({ html }) => `${id}: ${html.slice(0, 200)}`),
	);
}

describe('application profiles in the sidebar', () => {
	let workbench: Workbench;
	afterEach(() => workbench.close());

	it('are created, tagged, found and deleted', async () => {
		workbench = await Workbench.open();
		await workbench.openBedrockView();
		const { page } = workbench;
		await workbench.sidebar.getByText(/Connected to the simulator/).waitFor();
		const input = page.locator('.quick-input-widget input').first();

		// Create: from the row of the profile that is copied.
		await workbench.chooseFromMenu(workbench.treeRow('Claude Haiku 4.5'), 'Create Application Profile');
		await page
			.locator('.quick-input-title')
			.getByText(/Create an application profile/)
			.waitFor();
		await input.fill('Search team');
		await input.press('Enter');
		await page
			.locator('.quick-input-title')
			.getByText(/Tags of Search team/)
			.waitFor();
		await input.fill('team=search');
		await input.press('Enter');
		await workbench.notification(/Search team was created/).waitFor();

		// It is shown and selected where it stands, below what the view had on the screen.
		await workbench
			.treeRow(/^Search team/)
			.and(page.locator('[aria-selected="true"]'))
			.waitFor();

		// Find: by a part of its name; the tree opens where it stands.
		await workbench.runCommand('Bedrock Profiles: Find Inference Profile…');
		await input.fill('search te');
		await workbench.quickPickRows.filter({ hasText: 'Search team' }).first().click();
		const row = workbench.treeRow(/^Search team/);
		await row.waitFor();
		await workbench.treeRow(/^Copied from/).waitFor();
		await row.getByText('team=search').waitFor();
		await workbench.screenshot('application-profile');

		// Tag: from the row of its tags.
		await workbench.pressRowAction(workbench.treeRow(/^Tags/), 'Edit Tags');
		await page
			.locator('.quick-input-title')
			.getByText(/Tags of Search team/)
			.waitFor();
		await input.fill('team=search, stage=test');
		await input.press('Enter');
		await workbench.treeRow(/^Tags.*stage=test/).waitFor();

		// Delete: by its name.
		await workbench.chooseFromMenu(row, 'Delete Application Profile');
		await page
			.locator('.quick-input-title')
			.getByText(/Delete the application profile/)
			.waitFor();
		await input.fill('Search tea');
		await page.getByText('Type the name as it is written').waitFor();
		await input.fill('Search team');
		await input.press('Enter');
		await workbench.notification(/Search team was deleted/).waitFor();
		await row.waitFor({ state: 'detached' });
	});

	for (const theme of themes) {
		it(`axe finds nothing in the sidebar, in ${theme}`, async () => {
			workbench = await Workbench.open({ theme });
			await workbench.openBedrockView();
			await workbench.sidebar.getByText(/Connected to the simulator/).waitFor();
			await workbench.expand(workbench.treeRow('Claude Sonnet 4.5'));
			await workbench.treeRow('us-west-2').waitFor();
			await workbench.screenshot(`sidebar-${theme}`);
			assert.deepEqual(await violations(workbench, '.sidebar .pane-body'), []);
		});
	}
});
