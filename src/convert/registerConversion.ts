import * as vscode from 'vscode';
import { type ConversionParts, DocumentAnalyser } from './analysis';
import { registerCodeActions } from './codeActions';
import { registerConvertFile } from './convertFile';
import { registerDiagnostics } from './diagnostics';

/** Hints and quick fixes on model IDs in open files, and the commands that convert them. */
export function registerConversion(parts: ConversionParts): vscode.Disposable {
	const analyser = new DocumentAnalyser(parts);
	return vscode.Disposable.from(
		analyser,
		registerDiagnostics(analyser, parts),
		registerCodeActions(analyser),
		registerConvertFile(analyser, parts),
	);
}
