import * as vscode from 'vscode';
import { isRegion } from './sourceRegion';

/** A Region to choose from. */
export interface RegionChoice {
	readonly region: string;
	/** `N. Virginia` */
	readonly name: string;
	/** `aws`, `aws-us-gov` */
	readonly partition: string;
	/** How many known profiles can be called from it. */
	readonly callableProfiles: number;
}

interface RegionItem extends vscode.QuickPickItem {
	/** Empty: whatever the AWS profile says. `undefined` for a separator. */
	readonly region?: string;
}

/** @returns the Region; empty for "as the AWS profile says"; `undefined` when the user turned away. */
export async function selectSourceRegion(
	choices: Promise<readonly RegionChoice[]>,
	current: Promise<string>,
): Promise<string | undefined> {
	const picker = vscode.window.createQuickPick<RegionItem>();
	try {
		picker.title = vscode.l10n.t('Source region: where requests are sent from');
		picker.placeholder = vscode.l10n.t('Type a name, such as Tokyo, or a region, such as ap-northeast-1');
		picker.matchOnDescription = true;
		picker.busy = true;
		picker.show();
		const chosen = new Promise<string | undefined>((resolve) => {
			picker.onDidAccept(() => resolve(picker.selectedItems[0]?.region));
			picker.onDidHide(() => resolve(undefined));
		});
		const [known, currentRegion] = await Promise.all([choices, current]);
		const items = regionItems(known, currentRegion);
		picker.items = items;
		picker.activeItems = items.filter((item) => item.region === currentRegion);
		picker.busy = false;
		// AWS opens Regions faster than catalogues are written: a well-formed name is accepted unseen.
		picker.onDidChangeValue((value) => {
			const typed = value.trim().toLowerCase();
			const isNew = isRegion(typed) && !known.some(({ region }) => region === typed);
			picker.items = isNew
				? [...items, { label: typed, description: vscode.l10n.t('Not in the catalogue'), region: typed }]
				: items;
		});
		return await chosen;
	} finally {
		picker.dispose();
	}
}

function regionItems(choices: readonly RegionChoice[], current: string): readonly RegionItem[] {
	const partitions = [...new Set(choices.map(({ partition }) => partition))];
	return [
		...partitions.flatMap((partition) => [
			{ label: partitionName(partition), kind: vscode.QuickPickItemKind.Separator },
			...choices.filter((choice) => choice.partition === partition).map((choice) => regionItem(choice, current)),
		]),
		{ label: '', kind: vscode.QuickPickItemKind.Separator },
		{ label: vscode.l10n.t('Use the region of the AWS profile'), region: '' },
	];
}

function regionItem({ region, name, callableProfiles }: RegionChoice, current: string): RegionItem {
	const counted = callableProfiles === 1 ? vscode.l10n.t('1 profile') : vscode.l10n.t('{0} profiles', callableProfiles);
	return {
		label: name,
		description: region === current ? `${region} · ${counted} · ${vscode.l10n.t('current')}` : `${region} · ${counted}`,
		region,
	};
}

function partitionName(partition: string): string {
	if (partition === 'aws') return vscode.l10n.t('AWS regions');
	if (partition === 'aws-us-gov') return vscode.l10n.t('AWS GovCloud (US)');
	if (partition === 'aws-cn') return vscode.l10n.t('AWS China');
	return partition;
}
