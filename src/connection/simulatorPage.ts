import * as vscode from 'vscode';
import type { ConnectionStore } from './connectionStore';

/** Shows in a browser what the simulator does: regions, load, requests, faults. */
export async function openSimulatorPage(store: ConnectionStore, useSimulator: () => Promise<void>): Promise<void> {
	if (store.settings.kind !== 'simulator') {
		const use = vscode.l10n.t('Use the simulator');
		const choice = await vscode.window.showInformationMessage(
			vscode.l10n.t('The simulator is not in use: requests go to AWS.'),
			use,
		);
		if (choice !== use) return;
		await useSimulator();
	}
	try {
		await vscode.env.openExternal(vscode.Uri.parse(await store.simulatorPage(), true));
	} catch (error) {
		void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
	}
}
