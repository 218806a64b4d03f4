import * as vscode from 'vscode';
import { type BedrockArn, parseBedrockArn } from '../bedrock/arn';
import type { Judgement } from './engine/engine';
import type { Analysis } from './analysis';
import { rangeAt } from './documentText';

/** A Bedrock ID or ARN under the cursor. */
export interface NamedId {
	/** The ID alone, also where it is the end of an ARN. */
	readonly id: string;
	readonly arn: BedrockArn | undefined;
	readonly range: vscode.Range;
	/** What the engine says of it; `undefined` for resources that it does not judge. */
	readonly judgement: Judgement | undefined;
}

/** How far to both sides of the cursor an ARN is looked for: longer ones do not exist. In UTF-16 units. */
const reach = 300;

const arns =
	/arn:aws[a-z-]*:bedrock:[a-z0-9-]*:[0-9]*:(?:foundation-model|(?:application-)?inference-profile|provisioned-model|custom-model|imported-model|prompt-router|default-prompt-router)\/[A-Za-z0-9](?:[\w.:/-]*[A-Za-z0-9])?/g;

/** @returns `undefined` where no Bedrock ID or ARN stands. */
export function namedIdAt(
	analysis: Analysis,
	document: vscode.TextDocument,
	position: vscode.Position,
): NamedId | undefined {
	const judgement = analysis.judgements.find(({ occurrence }) => {
		const place = rangeAt(analysis.text, occurrence.start, occurrence.end);
		return place?.document === document && place.range.contains(position);
	});
	const arn = arnAt(document, position);
	if (arn) return { id: arn.parsed.resourceId, arn: arn.parsed, range: arn.range, judgement };
	if (!judgement) return undefined;
	const place = rangeAt(analysis.text, judgement.occurrence.start, judgement.occurrence.end);
	return place && { id: judgement.occurrence.id, arn: undefined, range: place.range, judgement };
}

function arnAt(
	document: vscode.TextDocument,
	{ line, character }: vscode.Position,
): { parsed: BedrockArn; range: vscode.Range } | undefined {
	const from = Math.max(0, character - reach);
	const text = document.getText(new vscode.Range(line, from, line, character + reach));
	for (const match of text.matchAll(arns)) {
		const start = from + match.index;
		const end = start + match[0].length;
		if (character < start || character > end) continue;
		const parsed = parseBedrockArn(match[0]);
		if (parsed) return { parsed, range: new vscode.Range(line, start, line, end) };
	}
	return undefined;
}
