import * as vscode from 'vscode';
import {
	type ApplicationProfileApi,
	copySource,
	formatTags,
	isApplicationProfileName,
	mostTags,
	parseTags,
	suggestedName,
	type Tag,
	tagChanges,
	type TagProblem,
} from '../bedrock/applicationProfiles';
import type { Catalogue, InferenceProfile } from '../bedrock/catalogue';
import type { ExplainedError } from '../bedrock/errors';
import type { FailureWords } from './catalogueNotice';
import { profileInHand } from './commandTarget';
import { escapeIcons, plainLine } from '../bedrock/plainText';
import { profileIdOf } from './profileIdOf';
import { findProfile } from './profileStanding';

export interface ApplicationActionParts {
	readonly catalogue: { current(): Promise<Catalogue>; refresh(): Promise<void> };
	readonly connection: { sourceRegion(): Promise<string> };
	readonly applicationProfiles: ApplicationProfileApi;
	readonly describeError: (error: ExplainedError, sourceRegion: string) => FailureWords;
	readonly onTagsChanged: (arn: string) => void;
	/** The catalogue lists it by now. */
	readonly onCreated: (arn: string) => void;
}

/** Copies a system-defined profile, or a model that is called on demand, as a profile of the account's own. */
export async function createApplicationProfile(parts: ApplicationActionParts, target: unknown): Promise<void> {
	const source = await sourceOf(parts, target);
	if (!source) return;
	const { copyFrom, sourceRegion } = source;
	if (copyFrom === undefined) {
		await vscode.window.showWarningMessage(
			vscode.l10n.t(
				'An application profile is copied from an ARN, which is known once the account has listed the profile in {0}. Refresh the profiles, then try again.',
				sourceRegion,
			),
		);
		return;
	}
	const name = await vscode.window.showInputBox({
		title: vscode.l10n.t('Create an application profile in {0} from {1}', sourceRegion, source.name),
		prompt: vscode.l10n.t('Name of the application profile'),
		value: suggestedName(source.name),
		validateInput: (text) => (isApplicationProfileName(text.trim()) ? undefined : nameRule()),
	});
	if (name === undefined) return;
	const tags = await askForTags(vscode.l10n.t('Tags of {0}, for your cost reports', name.trim()), []);
	if (!tags) return;
	const outcome = await withProgress(vscode.l10n.t('Creating the application profile {0}', name.trim()), () =>
		parts.applicationProfiles.create(sourceRegion, { name: name.trim(), copyFrom, tags }),
	);
	if (!outcome.ok) return showFailure(parts, outcome.error, sourceRegion);
	await parts.catalogue.refresh();
	parts.onCreated(outcome.value);
	const copyArn = vscode.l10n.t('Copy ARN');
	const chosen = await vscode.window.showInformationMessage(
		vscode.l10n.t('The application profile {0} was created. Requests name it by its ARN.', name.trim()),
		copyArn,
	);
	if (chosen === copyArn) await vscode.env.clipboard.writeText(outcome.value);
}

/** Shows an application profile's tags in one line, and stores what the user makes of it. */
export async function editProfileTags(parts: ApplicationActionParts, target: unknown): Promise<void> {
	const profile = await applicationProfileInHand(parts, target);
	if (!profile) return;
	const sourceRegion = await parts.connection.sourceRegion();
	const name = plainLine(profile.name);
	const api = parts.applicationProfiles;
	const before = await withProgress(vscode.l10n.t('Reading the tags of {0}', name), () => api.tagsOf(profile.arn));
	if (!before.ok) return showFailure(parts, before.error, sourceRegion);
	const wanted = await askForTags(vscode.l10n.t('Tags of {0}, for your cost reports', name), before.value);
	if (!wanted) return;
	const { set, removedKeys } = tagChanges(before.value, wanted);
	if (set.length === 0 && removedKeys.length === 0) return;
	const outcome = await withProgress(vscode.l10n.t('Changing the tags of {0}', name), () =>
		api.changeTags(profile.arn, set, removedKeys),
	);
	// Also after a failure: the first of the two calls may have been done.
	parts.onTagsChanged(profile.arn);
	if (!outcome.ok) return showFailure(parts, outcome.error, sourceRegion);
	vscode.window.setStatusBarMessage(vscode.l10n.t('The tags of {0} were changed', escapeIcons(name)), 3_000);
}

/** Deletes an application profile once the user has typed its name. */
export async function deleteApplicationProfile(parts: ApplicationActionParts, target: unknown): Promise<void> {
	const profile = await applicationProfileInHand(parts, target);
	if (!profile) return;
	const name = plainLine(profile.name);
	const typed = await vscode.window.showInputBox({
		title: vscode.l10n.t('Delete the application profile {0}?', name),
		prompt: vscode.l10n.t('Requests that name its ARN will fail. Type its name to delete it: {0}', name),
		placeHolder: name,
		validateInput: (text) => (text === name ? undefined : vscode.l10n.t('Type the name as it is written: {0}', name)),
	});
	if (typed !== name) return;
	const outcome = await withProgress(vscode.l10n.t('Deleting the application profile {0}', name), () =>
		parts.applicationProfiles.delete(profile.arn),
	);
	if (!outcome.ok) return showFailure(parts, outcome.error, await parts.connection.sourceRegion());
	await parts.catalogue.refresh();
	await vscode.window.showInformationMessage(vscode.l10n.t('The application profile {0} was deleted.', name));
}

interface CopySource {
	readonly name: string;
	readonly copyFrom: string | undefined;
	readonly sourceRegion: string;
}

async function sourceOf(parts: ApplicationActionParts, target: unknown): Promise<CopySource | undefined> {
	const [catalogue, sourceRegion] = await Promise.all([parts.catalogue.current(), parts.connection.sourceRegion()]);
	const model = catalogue.modelsById.get(profileIdOf(target) ?? '');
	if (model) {
		return { name: plainLine(model.name), copyFrom: copySource(catalogue, model.modelId, sourceRegion), sourceRegion };
	}
	const inHand = await profileInHand(parts, target);
	if (!inHand) return undefined;
	const { profile } = inHand;
	if (profile.type === 'APPLICATION') {
		await vscode.window.showWarningMessage(
			vscode.l10n.t('AWS does not copy an application profile. Choose the profile or model that it was made from.'),
		);
		return undefined;
	}
	return { name: plainLine(profile.name), copyFrom: copySource(catalogue, profile, sourceRegion), sourceRegion };
}

type ApplicationProfile = InferenceProfile & { readonly arn: string };

async function applicationProfileInHand(
	parts: ApplicationActionParts,
	target: unknown,
): Promise<ApplicationProfile | undefined> {
	const catalogue = await parts.catalogue.current();
	const profileId = profileIdOf(target);
	const named = profileId === undefined ? undefined : findProfile(catalogue, profileId);
	if (named) return isApplicationProfile(named) ? named : undefined;
	const items = catalogue.profiles
		.filter(isApplicationProfile)
		.map((profile) => ({ label: escapeIcons(profile.name), description: escapeIcons(profile.arn), profile }));
	if (items.length === 0) {
		await vscode.window.showInformationMessage(
			vscode.l10n.t('The account has listed no application profile. Create one from a profile in the sidebar first.'),
		);
		return undefined;
	}
	const title = vscode.l10n.t('Application profiles');
	return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.profile;
}

function isApplicationProfile(profile: InferenceProfile): profile is ApplicationProfile {
	return profile.type === 'APPLICATION' && profile.arn !== undefined;
}

async function askForTags(title: string, before: readonly Tag[]): Promise<readonly Tag[] | undefined> {
	const line = await vscode.window.showInputBox({
		title,
		prompt: vscode.l10n.t('Key and value, separated by commas, such as team=search, cost-center=42. Empty: no tags.'),
		value: formatTags(before),
		validateInput: (text) => {
			const read = parseTags(text);
			return 'problem' in read ? tagProblemText(read.problem) : undefined;
		},
	});
	if (line === undefined) return undefined;
	const read = parseTags(line);
	return 'tags' in read ? read.tags : undefined;
}

function tagProblemText(problem: TagProblem): string {
	switch (problem.code) {
		case 'noValue':
			return vscode.l10n.t('"{0}" needs a key, then "=", then a value.', problem.part);
		case 'badTag':
			return vscode.l10n.t(
				'"{0}": keys of up to 128 and values of up to 256 letters, digits, spaces and . _ : / + @ - only.',
				problem.part,
			);
		case 'reserved':
			return vscode.l10n.t('"{0}": keys that begin with aws: are reserved.', problem.part);
		case 'twice':
			return vscode.l10n.t('"{0}" is there twice.', problem.part);
		case 'tooMany':
			return vscode.l10n.t('A profile can have at most {0} tags.', mostTags);
	}
}

function nameRule(): string {
	return vscode.l10n.t('Up to 64 letters and digits, with single spaces, hyphens or underscores between them.');
}

/** In the status bar: it takes a moment, and a notice of its own could push out the one that says how it ended. */
function withProgress<T>(title: string, work: () => Promise<T>): Thenable<T> {
	return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: escapeIcons(title) }, work);
}

async function showFailure(parts: ApplicationActionParts, error: ExplainedError, sourceRegion: string): Promise<void> {
	const { title, advice } = parts.describeError(error, sourceRegion);
	await vscode.window.showErrorMessage([title, advice].filter((text) => text !== '').join(' '));
}
