import * as vscode from 'vscode';
import type { DocumentAnalyser } from './analysis';
import { isCurrent } from './documentEdits';
import { hoverCard } from './hoverCard';
import { namedIdAt } from './namedId';

/** All that is known of the Bedrock ID or ARN at a place, with what can be done with it. */
export async function hoverAt(
	analyser: DocumentAnalyser,
	document: vscode.TextDocument,
	position: vscode.Position,
): Promise<vscode.Hover | undefined> {
	const analysis = await analyser.analyse(document);
	if (!analysis || !isCurrent(analysis)) return undefined;
	const named = namedIdAt(analysis, document, position);
	const card = named && hoverCard(named, analysis, document);
	return card && new vscode.Hover(card, named.range);
}
