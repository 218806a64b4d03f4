import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runWithMocha } from '../hosting/mochaRun';
import { Workbench, type Windows } from './workbench';

/** Called by the launcher, in a process of its own, with a running VS Code. */
export async function runMocha(windows: Windows, load: () => void): Promise<void> {
	Workbench.windows = windows;
	mkdirSync(Workbench.screenshots, { recursive: true });
	await runWithMocha(
		load,
		(line) => console.log(line),
		async (title) => {
			const name = `FAILED-${title.replaceAll(/[^\w-]+/g, '-').slice(0, 80)}.png`;
			await Workbench.latest?.page.screenshot({ path: join(Workbench.screenshots, name) });
		},
	);
}
