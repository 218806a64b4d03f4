import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { changeGroup } from './changeGroups';
import type { EditPlaces } from './fileEdits';
import type { ConversionAction, PlannedChange } from './plannedChanges';

/** Gathers changes of many files and shows them in VS Code's refactor preview. */
export class RefactorPreview {
	private readonly edit = new vscode.WorkspaceEdit();
	private readonly uris = new Set<string>();
	private changeCount = 0;

	constructor(
		private readonly action: ConversionAction,
		/** A folder of the workspace. */
		private readonly folder: vscode.Uri,
		private readonly reasonOf: (change: PlannedChange) => string,
	) {}

	get count(): number {
		return this.changeCount;
	}

	get fileCount(): number {
		return this.uris.size;
	}

	/** @returns false for a change that has no place in its document. */
	add(change: PlannedChange, places: EditPlaces): boolean {
		const metadata: vscode.WorkspaceEditEntryMetadata = {
			needsConfirmation: !change.isSure,
			label: changeGroup(change, this.action),
			description: this.reasonOf(change),
			iconPath: new vscode.ThemeIcon(change.isSure ? 'arrow-swap' : 'question'),
		};
		const found = change.edits.map((edit) => ({ place: places.places(edit), newText: edit.newText }));
		// An ID over two strings is changed as a whole or not at all.
		if (found.some(({ place }) => !place)) return false;
		for (const { place, newText } of found) {
			if (!place) continue;
			this.edit.replace(place.uri, place.range, newText, metadata);
			this.uris.add(place.uri.toString());
		}
		this.changeCount++;
		return true;
	}

	/** Shows the preview. Nothing is written before the user applies it there. @returns what VS Code says of the end. */
	async show(): Promise<boolean> {
		this.askForPreview();
		return vscode.workspace.applyEdit(this.edit, { isRefactoring: true });
	}

	/**
	 * VS Code shows the preview only if some entry needs a confirmation, and shows such an entry unticked. So that sure
	 * changes alone are previewed too, ticked, there is one entry more: to delete, if it is there, a file that is not. VS
	 * Code passes over it when it fills the preview.
	 */
	private askForPreview(): void {
		const nowhere = vscode.Uri.joinPath(this.folder, `.${randomUUID()}`);
		this.edit.deleteFile(
			nowhere,
			{ ignoreIfNotExists: true },
			{ needsConfirmation: true, label: vscode.l10n.t('Preview') },
		);
	}
}
