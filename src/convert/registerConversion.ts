import * as vscode from 'vscode';
import { afterActivation } from '../afterActivation';
import { type ConversionParts, DocumentAnalyser } from './analysis';
import { registerDiagnostics } from './diagnostics';
import { registerIdCommands } from './idCommands';
import { registerLongFileStatus } from './longFileStatus';
import { registerEditing } from './registerEditing';
import { registerWorkspaceIds } from './registerWorkspaceIds';

/** Hints and quick fixes on model IDs in open files, and the commands that convert them. */
export function registerConversion(parts: ConversionParts): vscode.Disposable {
	const analyser = new DocumentAnalyser(parts);
	return vscode.Disposable.from(
		analyser,
		afterActivation(() =>
			vscode.Disposable.from(
				registerDiagnostics(analyser, parts),
				registerEditing(analyser, parts),
				registerLongFileStatus(),
			),
		),
		registerIdCommands(analyser, parts),
		registerWorkspaceIds(analyser, parts),
	);
}
