import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Theme, Workbench } from './workbench';

interface Look {
	readonly theme: Theme;
	readonly locale: string;
	readonly width: number;
	/** What the hover's buttons are called. */
	readonly buttons: readonly string[];
	readonly fix: RegExp;
	readonly problem: RegExp;
	readonly view: RegExp;
}

const english = {
	locale: 'en',
	buttons: ['Copy ARN', 'Chat with us.', 'Convert to us.'],
	fix: /^Convert to /,
	problem: /end of life on 2026-07-30/,
	view: /Model IDs in workspace/,
} as const;
const japanese = {
	locale: 'ja',
	buttons: ['ARN をコピー', 'とチャット', 'に変換'],
	fix: /に変換/,
	problem: /2026-07-30 に提供終了/,
	view: /ワークスペース.*モデル ID/,
} as const;
const looks: readonly Look[] = [
	{ theme: 'dark', width: 1280, ...english },
	{ theme: 'hcDark', width: 1280, ...english },
	{ theme: 'light', width: 760, ...japanese },
];

describe('conversion on the screen', () => {
	let workbench: Workbench;
	afterEach(() => workbench.close());

	for (const { theme, locale, width, buttons, fix, problem, view } of looks) {
		it(`shows its hover, fixes, problems and view in ${theme}, ${locale}`, async () => {
			workbench = await Workbench.open({ theme, locale, width });
			const { page } = workbench;
			const look = (what: string): Promise<void> => workbench.screenshot(`convert-${what}-${theme}-${locale}`);
			await workbench.openFile('legacy_2024.py');
			await page.locator('.squiggly-warning').first().waitFor();
			await workbench.goToLine(18, 30);

			await page.keyboard.press('ControlOrMeta+K');
			await page.keyboard.press('ControlOrMeta+I');
			const hover = page.locator('.monaco-hover').filter({ hasText: problem }).first();
			await hover.waitFor();
			for (const name of buttons) await hover.getByText(name).first().waitFor();
			await look('hover');
			await page.keyboard.press('Escape');

			const fixes = await workbench.quickFixes();
			await fixes.filter({ hasText: fix }).first().waitFor();
			await look('fixes');
			await page.keyboard.press('Escape');

			await page.keyboard.press('ControlOrMeta+Shift+M');
			const problems = page.locator('.markers-panel .monaco-list-row');
			await problems.filter({ hasText: problem }).first().waitFor();
			await look('problems');
			await page.keyboard.press('ControlOrMeta+J');

			await workbench.openBedrockView(undefined);
			const header = workbench.sidebar.getByRole('button', { name: view });
			await header.waitFor();
			if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
			const tree = workbench.sidebar.getByRole('tree', { name: view });
			const row = tree.getByRole('treeitem').filter({ hasText: 'amazon.nova-lite-v1:0' }).first();
			await row.waitFor();
			await workbench.expand(row);
			await tree.getByRole('treeitem').filter({ hasText: 'summarize.ts' }).first().waitFor();
			await look('view');
			const clipped = await tree.evaluate((element) => element.scrollWidth - element.clientWidth);
			assert.ok(clipped <= 1, `the view is ${String(clipped)} pixels too wide`);
		});
	}

	it('offers fixes in a workspace that is not trusted, and takes no setting from it', async () => {
		const settings = join(Workbench.windows.folder, '.vscode', 'settings.json');
		mkdirSync(dirname(settings), { recursive: true });
		writeFileSync(
			settings,
			JSON.stringify({
				'bedrockProfiles.allowedRegionSets': ['us'],
				'bedrockProfiles.convert.preferredProfiles': ['global.amazon.nova-lite-v1:0'],
			}),
		);
		try {
			workbench = await Workbench.open({ restricted: true });
			await workbench.openFile('summarize.ts');
			await workbench.page.locator('.squiggly-warning, .squiggly-info, .squiggly-hint').first().waitFor();
			await workbench.goToLine(9, 24);
			const fixes = await workbench.quickFixes();
			await fixes
				.filter({ hasText: /^Convert to eu\.amazon\.nova-lite/ })
				.first()
				.waitFor();
		} finally {
			rmSync(dirname(settings), { recursive: true });
		}
	});
});
