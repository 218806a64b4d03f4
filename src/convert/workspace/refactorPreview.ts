import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { changeGroup } from './changeGroups';
import type { EditPlaces } from './fileEdits';
import type { ConversionAction, PlannedChange } from './plannedChanges';

/** One replacement of a change, where an editor has it. */
interface PlacedEdit {
	readonly uri: vscode.Uri;
	readonly range: vscode.Range;
	readonly newText: string;
}

/** The changes that stand under one heading. */
interface Group {
	readonly isSure: boolean;
	readonly reasons: Set<string>;
	readonly edits: PlacedEdit[];
}

/** Set once the first preview was grouped by reason; from then on it is as the user last had it. */
const groupedKey = 'bedrockProfiles.isPreviewGrouped';

/** Gathers changes of many files and shows them in VS Code's refactor preview. */
export class RefactorPreview {
	/** By heading. */
	private readonly groups = new Map<string, Group>();
	private changeCount = 0;

	constructor(
		private readonly action: ConversionAction,
		/** A folder of the workspace. */
		private readonly folder: vscode.Uri,
		private readonly memory: vscode.Memento,
		private readonly reasonOf: (change: PlannedChange) => string,
	) {}

	get count(): number {
		return this.changeCount;
	}

	/** @returns false for a change that has no place in its document. */
	add(change: PlannedChange, places: EditPlaces): boolean {
		const edits: PlacedEdit[] = [];
		for (const edit of change.edits) {
			const place = places.places(edit);
			// An ID over two strings is changed as a whole or not at all.
			if (!place) return false;
			edits.push({ ...place, newText: edit.newText });
		}
		const label = changeGroup(change, this.action);
		let group = this.groups.get(label);
		if (!group) this.groups.set(label, (group = { isSure: change.isSure, reasons: new Set(), edits: [] }));
		group.reasons.add(this.reasonOf(change));
		group.edits.push(...edits);
		this.changeCount++;
		return true;
	}

	/**
	 * Shows the preview. Nothing is written before the user applies it there.
	 * @param onShown called once the user sees it.
	 * @returns what VS Code says of the end.
	 */
	async show(onShown: () => void): Promise<boolean> {
		const edit = new vscode.WorkspaceEdit();
		for (const [label, { isSure, reasons, edits }] of this.groups) {
			const [reason] = reasons;
			const metadata: vscode.WorkspaceEditEntryMetadata = {
				needsConfirmation: !isSure,
				label,
				// VS Code shows that of a group's first change for them all.
				description: reasons.size === 1 ? reason : undefined,
				iconPath: new vscode.ThemeIcon(isSure ? 'arrow-swap' : 'question'),
			};
			for (const { uri, range, newText } of edits) edit.replace(uri, range, newText, metadata);
		}
		this.askForPreview(edit);
		const over = new AbortController();
		const opened = previewOpened(over.signal);
		const ended = Promise.resolve(vscode.workspace.applyEdit(edit, { isRefactoring: true })).finally(() => {
			over.abort();
		});
		await opened;
		onShown();
		await this.groupByReason(over.signal);
		return ended;
	}

	/** VS Code begins with one heading for each file, which says nothing of the reasons; what the user chooses, it keeps. */
	private async groupByReason(over: AbortSignal): Promise<void> {
		if (this.memory.get<boolean>(groupedKey) === true) return;
		// Its list is drawn a little later, and asking again does no harm.
		for (let tries = 0; tries < 20 && !over.aborted; tries++) {
			await setTimeout(50);
			await vscode.commands.executeCommand('refactorPreview.groupByType').then(undefined, () => undefined);
		}
		await this.memory.update(groupedKey, true);
	}

	/**
	 * VS Code shows the preview only if some entry needs a confirmation, and shows such an entry unticked. So that sure
	 * changes alone are previewed too, ticked, there is one entry more: to delete, if it is there, a file that is not. VS
	 * Code passes over it when it fills the preview.
	 */
	private askForPreview(edit: vscode.WorkspaceEdit): void {
		const nowhere = vscode.Uri.joinPath(this.folder, `.${randomUUID()}`);
		edit.deleteFile(nowhere, { ignoreIfNotExists: true }, { needsConfirmation: true, label: vscode.l10n.t('Preview') });
	}
}

/** VS Code makes a text of its own of each file, as it will be, from when the preview is on the screen. */
async function previewOpened(over: AbortSignal): Promise<void> {
	await new Promise<void>((resolve) => {
		const listening = vscode.workspace.onDidOpenTextDocument(({ uri }) => {
			if (uri.scheme === 'vscode-bulkeditpreview-editor') resolve();
		});
		over.addEventListener('abort', () => {
			listening.dispose();
			resolve();
		});
	});
}
