import * as vscode from 'vscode';
import { profileIdOf } from './profileIdOf';
import type { TreeRow } from './sidebar';

/** Rows can be dragged into an editor, where what a request names is dropped as text; nothing can be dropped on them. */
export const dragProfiles: vscode.TreeDragAndDropController<TreeRow> = {
	dragMimeTypes: ['text/plain'],
	dropMimeTypes: [],
	handleDrag(rows, data) {
		const ids = rows.flatMap((row) => profileIdOf(row) ?? []);
		if (ids.length > 0) data.set('text/plain', new vscode.DataTransferItem(ids.join('\n')));
	},
};
