import * as vscode from 'vscode';
import type { CompareParts } from './compareParts';
import type { ComparePanels } from './comparePanels';

/**
 * Registers comparing and tracing; what they do is loaded on first use.
 * - `bedrockProfiles.compareLatency`: takes a model ID, a profile ID or a tree row with a `profileId`, or nothing.
 * - `bedrockProfiles.routingOverTime`, `bedrockProfiles.showQuotas`: the same.
 * - `bedrockProfiles.whereDidItRun`: takes a request ID, or `{requestId, sourceRegion, time}`, or nothing, which asks.
 *   Gives `{region, evidence, isImplied}`, or `undefined`.
 */
export function registerComparison(parts: CompareParts): vscode.Disposable {
	let loading: Promise<ComparePanels> | undefined;
	let panels: ComparePanels | undefined;
	const load = async (): Promise<ComparePanels> => {
		const module = await import('./comparePanels');
		return (panels ??= new module.ComparePanels(parts));
	};
	const use = () => (loading ??= load());
	return vscode.Disposable.from(
		{ dispose: () => panels?.dispose() },
		vscode.commands.registerCommand('bedrockProfiles.compareLatency', async (argument: unknown) =>
			(await use()).open('compare', argument),
		),
		vscode.commands.registerCommand('bedrockProfiles.routingOverTime', async (argument: unknown) =>
			(await use()).open('routing', argument),
		),
		vscode.commands.registerCommand('bedrockProfiles.showQuotas', async (argument: unknown) =>
			(await use()).open('quotas', argument),
		),
		vscode.commands.registerCommand('bedrockProfiles.whereDidItRun', async (argument: unknown) =>
			(await use()).whereDidItRun(argument),
		),
		vscode.window.registerWebviewPanelSerializer('bedrockProfiles.compare', {
			deserializeWebviewPanel: async (webviewPanel, state: unknown) => (await use()).restore(webviewPanel, state),
		}),
	);
}
