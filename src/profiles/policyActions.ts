import * as vscode from 'vscode';
import { partitionOf } from '../bedrock/arn';
import { browsePolicy } from '../bedrock/browsePolicy';
import { formatPolicy, profilePolicy } from '../bedrock/iamPolicy';
import { policyNoteText } from '../bedrock/policyNotes';
import { type ProfileInHand, profileInHand, type ProfileSource } from './commandTarget';
import { escapeMarkdown, plainLine } from '../bedrock/plainText';

/** Puts the least-privilege policy of a profile on the clipboard. */
export async function copyIamPolicy(source: ProfileSource, target: unknown): Promise<void> {
	const inHand = await profileInHand(source, target);
	if (!inHand) return;
	const { policy } = policyOf(inHand);
	await vscode.env.clipboard.writeText(formatPolicy(policy));
	await offerNotes(
		inHand,
		vscode.l10n.t('The IAM policy for {0} is on the clipboard.', plainLine(inHand.profile.name)),
	);
}

/** Opens the same as a JSON document that IAM's editor takes as it is: notes are beside it, not in it. */
export async function openIamPolicy(source: ProfileSource, target: unknown): Promise<void> {
	const inHand = await profileInHand(source, target);
	if (!inHand) return;
	await showText('json', formatPolicy(policyOf(inHand).policy));
	await offerNotes(
		inHand,
		vscode.l10n.t('This IAM policy allows nothing but calls through {0}.', plainLine(inHand.profile.name)),
	);
}

/** Puts the policy on the clipboard that an administrator can allow for the sidebar to list what there is. */
export async function copyBrowsePolicy(source: ProfileSource): Promise<void> {
	const partition = partitionOf(await source.connection.sourceRegion());
	await vscode.env.clipboard.writeText(formatPolicy(browsePolicy(partition)));
	void vscode.window.showInformationMessage(
		vscode.l10n.t(
			'The IAM policy for browsing is on the clipboard. Ask an administrator to attach it to your identity.',
		),
	);
}

function policyOf({ catalogue, profile, sourceRegion }: ProfileInHand) {
	return profilePolicy(catalogue, profile, sourceRegion);
}

async function offerNotes(inHand: ProfileInHand, message: string): Promise<void> {
	const { notes } = policyOf(inHand);
	// What changes the meaning of the policy itself must not wait behind a button.
	const urgent = notes.filter(({ code }) => urgentCodes.has(code)).map(policyNoteText);
	const showNotes = vscode.l10n.t('Show Notes');
	const chosen = await vscode.window.showInformationMessage([message, ...urgent].join(' '), showNotes);
	if (chosen === showNotes) await showText('markdown', notesMarkdown(inHand));
}

const urgentCodes: ReadonlySet<string> = new Set(['accountUnknown', 'destinationsUnknown', 'otherSourceRegion']);

function notesMarkdown(inHand: ProfileInHand): string {
	const { policy, notes } = policyOf(inHand);
	return [
		`# ${vscode.l10n.t('IAM policy for {0}', escapeMarkdown(inHand.profile.name))}`,
		'',
		...notes.map((note) => `- ${policyNoteText(note)}`),
		'',
		'```json',
		formatPolicy(policy).trimEnd(),
		'```',
		'',
	].join('\n');
}

async function showText(language: string, content: string): Promise<void> {
	await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }));
}
