import * as vscode from 'vscode';
import type { ExplainedError } from '../bedrock/errors';
import { noticeFor } from './catalogueNotice';
import type { CatalogueStore } from './catalogueStore';
import { plainLine } from './plainText';
import { registerCopyCommands } from './copyCommands';
import { ProfilesTree, type TreeContent } from './profilesTree';
import { registerDimming } from './treeItems';

export interface ProfilesViewParts {
	readonly catalogue: CatalogueStore;
	readonly connection: {
		readonly label: string;
		readonly settings: { readonly kind: 'aws' | 'simulator' };
		sourceRegion(): Promise<string>;
	};
	readonly describeError: (
		error: ExplainedError,
		sourceRegion: string,
	) => { readonly title: string; readonly advice: string };
	readonly log: vscode.LogOutputChannel;
}

/** The sidebar: paints what is known at once, and lists the account behind it while it is on the screen. */
export function registerProfilesView(parts: ProfilesViewParts): vscode.Disposable {
	const { catalogue, connection, log } = parts;
	const tree = new ProfilesTree(() => content(parts));
	const view = vscode.window.createTreeView('bedrockProfiles.profiles', {
		treeDataProvider: tree,
		showCollapseAll: true,
	});

	const dress = async () => {
		const shown = await content(parts);
		view.message = shown?.notice?.message;
		const region = await connection.sourceRegion();
		view.description = `${plainLine(connection.label, 40)} · ${region}`;
	};
	const list = async (how: 'ensureListed' | 'refresh') => {
		await vscode.window.withProgress({ location: { viewId: 'bedrockProfiles.profiles' } }, () => catalogue[how]());
	};
	const report = (error: unknown) => log.error(error instanceof Error ? error : String(error));
	const update = () => {
		tree.redraw();
		dress().catch(report);
		if (view.visible && catalogue.state.kind === 'idle') list('ensureListed').catch(report);
	};
	return vscode.Disposable.from(
		tree,
		view,
		catalogue.onDidChange(update),
		view.onDidChangeVisibility(({ visible }) => {
			if (!visible) return;
			dress().catch(report);
			list('ensureListed').catch(report);
		}),
		vscode.commands.registerCommand('bedrockProfiles.refreshProfiles', () => list('refresh')),
		registerCopyCommands(catalogue),
		registerDimming(),
	);
}

async function content({
	catalogue,
	connection,
	describeError,
	log,
}: ProfilesViewParts): Promise<TreeContent | undefined> {
	try {
		const [known, sourceRegion] = await Promise.all([catalogue.current(), connection.sourceRegion()]);
		const notice = noticeFor(catalogue.state, {
			isSimulated: connection.settings.kind === 'simulator',
			sourceRegion,
			asOf: known.asOf,
			listedAt: catalogue.listedAt(sourceRegion),
			describeError,
		});
		return { catalogue: known, sourceRegion, notice, listedAt: (region) => catalogue.listedAt(region) };
	} catch (error) {
		// The view's welcome text stands in for the rows.
		log.error(`The bundled catalogue could not be read: ${String(error)}`);
		return undefined;
	}
}
