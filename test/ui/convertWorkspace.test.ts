import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { Workbench } from './workbench';

const files = ['.env', 'converse.py', 'legacy_2024.py', 'main.tf', 'reviews.ipynb', 'summarize.ts'];
const sonnet = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const nova = 'amazon.nova-lite-v1:0';
const micro = 'amazon.nova-micro-v1:0';

describe('model IDs of the workspace', () => {
	let workbench: Workbench;
	const before = new Map<string, string>();
	const path = (name: string): string => join(workbench.workspaceFolder, name);
	const read = (name: string): string => readFileSync(path(name), 'utf8');

	beforeEach(async () => {
		workbench = await Workbench.open({ settings: { 'files.autoSave': 'afterDelay', 'files.autoSaveDelay': 200 } });
		for (const name of files) before.set(name, read(name));
	});
	afterEach(async () => {
		await workbench.close();
		for (const [name, text] of before) writeFileSync(path(name), text);
	});

	/** The view below the profiles, opened. */
	async function openView(): Promise<Locator> {
		await workbench.openBedrockView(undefined);
		const header = workbench.sidebar.getByRole('button', { name: /Model IDs in workspace/ });
		await header.waitFor();
		if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
		return workbench.sidebar.getByRole('tree', { name: /Model IDs in workspace/ });
	}

	async function untilFile(name: string, holds: (text: string) => boolean): Promise<void> {
		for (const deadline = Date.now() + 20_000; !holds(read(name));) {
			assert.ok(Date.now() < deadline, `${name} never became as expected:\n${read(name)}`);
			await workbench.page.waitForTimeout(200);
		}
	}

	it('lists them, opens them, converts from the row, and follows', async () => {
		const view = await openView();
		const row = (text: string | RegExp): Locator => view.getByRole('treeitem').filter({ hasText: text }).first();
		await workbench.expand(row(nova));
		await workbench.expand(row('summarize.ts'));
		const id = row(/Line \d+\s*→/);
		await id.waitFor();
		await workbench.screenshot('model-ids-view');
		await id.click();
		await workbench.page.getByRole('tab', { name: 'summarize.ts' }).first().waitFor();

		await workbench.pressRowAction(id, 'Convert This Model ID');
		await workbench.untilEditor((text) => text.includes(`'eu.${nova}'`));
		await row(`eu.${nova}`).waitFor();
		await row(/Line \d+\s*→/).waitFor({ state: 'detached' });
		await workbench.screenshot('model-ids-view-converted');
		await workbench.page.locator('.editor-instance .view-line').first().click();
		await workbench.page.keyboard.press('ControlOrMeta+Z');
		await workbench.untilEditor((text) => !text.includes(`'eu.${nova}'`));
		await row(/Line \d+\s*→/).waitFor();

		// A file that changes outside the editor.
		writeFileSync(path('converse.py'), '# nothing here any more\n');
		await workbench.expand(row(sonnet));
		await row('converse.py').waitFor({ state: 'detached' });

		// A folder that comes with all that is in it.
		const outside = mkdtempSync(join(tmpdir(), 'bedrock-profiles-'));
		mkdirSync(join(outside, 'comes'));
		writeFileSync(join(outside, 'comes', 'along.py'), `MODEL = "${micro}"\n`);
		try {
			cpSync(join(outside, 'comes'), path('comes'), { recursive: true });
			await workbench.expand(row(micro));
			await row('along.py').waitFor();

			// A program beside it begins to use what stands in it: from where, that one says.
			writeFileSync(path('comes/client.py'), 'import along\n');
			await workbench.expand(row('along.py'));
			await row(`→ apac.${micro}`).waitFor();
			const client = 'boto3.client("bedrock-runtime", region_name="eu-west-1")';
			writeFileSync(
				path('comes/client.py'),
				`import boto3\nfrom along import MODEL\n${client}.converse(modelId=MODEL)\n`,
			);
			await row(`→ eu.${micro}`).waitFor();
		} finally {
			rmSync(path('comes'), { recursive: true, force: true });
			rmSync(outside, { recursive: true, force: true });
		}
		await row('along.py').waitFor({ state: 'detached' });
	});

	it('previews a conversion of everything, writes only what is ticked, and takes it back', async () => {
		const { page } = workbench;
		await workbench.openFile('converse.py');
		await workbench.runCommand('Bedrock Profiles: Convert Model IDs in Workspace…');
		const preview = page.locator('.bulk-edit-panel');
		const rows = preview.locator('.monaco-list-row');
		await rows.filter({ hasText: 'legacy_2024.py' }).first().waitFor();
		await workbench.screenshot('convert-workspace-preview');
		for (const [name, text] of before)
			assert.equal(read(name), text, `${name} was written before the preview was accepted`);

		await rows
			.filter({ hasText: 'legacy_2024.py' })
			.first()
			.locator('input[type=checkbox], .monaco-checkbox')
			.first()
			.click();
		await workbench.screenshot('convert-workspace-unticked');
		await preview.getByRole('button', { name: 'Apply' }).click();
		await untilFile('converse.py', (text) => text.includes(`"us.${sonnet}"`));
		await untilFile('main.tf', (text) => text !== before.get('main.tf'));
		assert.equal(read('legacy_2024.py'), before.get('legacy_2024.py'));
		await workbench.screenshot('convert-workspace-applied');

		// One step back for all files.
		await workbench.openFile('converse.py');
		await page.locator('.editor-instance .view-line').first().click();
		await page.keyboard.press('ControlOrMeta+Z');
		await workbench.untilEditor((text) => !text.includes(`us.${sonnet}`));
		await untilFile('main.tf', (text) => text === before.get('main.tf'));
	});
});
