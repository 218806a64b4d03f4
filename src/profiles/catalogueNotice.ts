import * as vscode from 'vscode';
import type { CatalogueState, FailedList } from './catalogueSource';
import type { ExplainedError } from '../bedrock/errors';

/** What the view says above its rows when the account's list is not there, and what can be done about it. */
export interface Notice {
	/** A whole sentence or two, shown above the tree. */
	readonly message: string;
	/** The first row: the same in a few words; its children are the actions. `undefined`: the message is enough. */
	readonly row:
		{ readonly label: string; readonly icon: string; readonly actions: readonly NoticeAction[] } | undefined;
}

export interface NoticeAction {
	readonly label: string;
	readonly icon: string;
	readonly command: string;
	readonly arguments?: readonly string[];
}

/** A failure in sentences, with what helps against it, most helpful first. */
export interface FailureWords {
	readonly title: string;
	readonly advice: string;
	/** `retry`, `changeSourceRegion`, …; kinds that mean nothing to a list of profiles are passed over. */
	readonly remedies: readonly { readonly kind: string; readonly setting?: string }[];
}

export interface NoticeFacts {
	readonly isSimulated: boolean;
	readonly sourceRegion: string;
	/** ISO date of the bundled snapshot. */
	readonly asOf: string;
	/** When the list on the screen was made; `undefined`: it is the snapshot. */
	readonly listedAt: Date | undefined;
	describeError(error: ExplainedError, sourceRegion: string): FailureWords;
}

/** @returns `undefined` where there is nothing to say: the rows speak for themselves. */
export function noticeFor(state: CatalogueState, facts: NoticeFacts): Notice | undefined {
	switch (state.kind) {
		case 'idle':
		case 'loading':
			return facts.isSimulated ? simulatorNotice() : undefined;
		case 'live':
			if (state.profileCount === 0) return emptyNotice(facts);
			if (state.failures.length > 0) return partialNotice(state.failures, facts);
			return facts.isSimulated ? simulatorNotice() : undefined;
		case 'failed':
			return failedNotice(state, facts);
	}
}

function simulatorNotice(): Notice {
	return {
		message: vscode.l10n.t(
			'Connected to the simulator on this machine: it needs no AWS account, and no model answers.',
		),
		row: undefined,
	};
}

function emptyNotice(facts: NoticeFacts): Notice {
	return {
		message: vscode.l10n.t(
			'The account lists no inference profile in {0}. Select another source region, or look at what other regions offer below.',
			facts.sourceRegion,
		),
		row: {
			label: vscode.l10n.t('No inference profiles in {0}', facts.sourceRegion),
			icon: 'info',
			actions: [selectRegion(), tryAgain()],
		},
	};
}

function partialNotice(failures: readonly FailedList[], facts: NoticeFacts): Notice {
	const ofProfiles = failures.find(({ operation }) => operation === 'ListInferenceProfiles');
	const error = (ofProfiles ?? failures[0])?.error;
	const description = error && facts.describeError(error, facts.sourceRegion);
	const why = description ? sentence(description) : '';
	return {
		message: ofProfiles
			? vscode.l10n.t('Not all profiles could be listed, so some below are from the bundled catalogue: {0}', why)
			: vscode.l10n.t('The profiles are listed, but the models could not be: {0}', why),
		row: {
			label: ofProfiles ? vscode.l10n.t('The list of profiles is not complete') : vscode.l10n.t('Models not listed'),
			icon: 'warning',
			actions: [...(error && isDenial(error) ? [copyBrowsePolicy()] : []), tryAgain(), showLog()],
		},
	};
}

function failedNotice({ error, operation }: FailedList, facts: NoticeFacts): Notice {
	const description = facts.describeError(error, facts.sourceRegion);
	const shown = facts.listedAt
		? vscode.l10n.t('Below is what the account listed on {0}.', facts.listedAt.toLocaleString(vscode.env.language))
		: vscode.l10n.t('Below is the bundled catalogue of {0}.', facts.asOf);
	const action = error.facts?.action ?? `bedrock:${operation}`;
	const denied = isDenial(error) ? vscode.l10n.t('The identity that you are signed in with needs {0}.', action) : '';
	return {
		message: [sentence({ ...description, advice: adviceFor(error, description.advice) }), denied, shown]
			.filter((text) => text !== '')
			.join(' '),
		row: {
			label: isLocalSetting(error)
				? vscode.l10n.t('Not connected')
				: isDenial(error)
					? vscode.l10n.t('{0} is not allowed', action)
					: description.title.replace(/[.。]$/, ''),
			icon: 'warning',
			actions: actionsFor(error, description.remedies, facts.isSimulated),
		},
	};
}

/** What helps a request (the policy of one profile, sending again) does not help a list. */
function adviceFor(error: ExplainedError, advice: string): string {
	if (isDenial(error)) return '';
	return error.code === 'expired-token' || error.code === 'js-sso-expired'
		? vscode.l10n.t('Sign in again; the list then comes by itself.')
		: advice;
}

function actionsFor(
	error: ExplainedError,
	remedies: FailureWords['remedies'],
	isSimulated: boolean,
): readonly NoticeAction[] {
	if (isLocalSetting(error)) return settingActions(error);
	if (isSimulated) return [...(isDenial(error) ? [copyBrowsePolicy()] : []), tryAgain(), showLog(), useAws()];
	const actions = [
		...remedies.flatMap(({ kind, setting }) => actionFor(kind, setting) ?? []),
		tryAgain(),
		showLog(),
		useSimulator(),
	];
	return actions.filter((action, index) => actions.findIndex(({ label }) => label === action.label) === index);
}

function actionFor(remedy: string, setting: string | undefined): NoticeAction | undefined {
	switch (remedy) {
		case 'changeSourceRegion':
			return selectRegion();
		case 'copyPolicy':
			return copyBrowsePolicy();
		case 'chooseAwsProfile':
			return selectAwsProfile();
		case 'openSettings':
			return openSettings(setting);
		case 'signIn':
			return signIn();
		case 'retry':
		case 'retryLater':
			return tryAgain();
		case 'useSimulator':
			return useSimulator();
		default:
			return undefined;
	}
}

/** IAM or an organization says no; a policy can change that. */
function isDenial({ code }: ExplainedError): boolean {
	return /^(access-denied|iam-|identity-explicit|scp-)/.test(code);
}

function copyBrowsePolicy(): NoticeAction {
	return {
		label: vscode.l10n.t('Copy IAM policy for browsing'),
		icon: 'shield',
		command: 'bedrockProfiles.copyBrowsePolicy',
	};
}

/** A setting that cannot be used: its own message says which. */
function isLocalSetting(error: ExplainedError): boolean {
	return error.name === 'ConnectionError' && !error.retryable;
}

/** A title and what to do, as running text. */
export function sentence({ title, advice }: FailureWords): string {
	const ended = /[.!?。]$/.test(title) ? title : `${title}.`;
	return advice === '' ? ended : `${ended} ${advice}`;
}

function tryAgain(): NoticeAction {
	return { label: vscode.l10n.t('Try again'), icon: 'refresh', command: 'bedrockProfiles.refreshProfiles' };
}

function selectRegion(): NoticeAction {
	return {
		label: vscode.l10n.t('Select source region'),
		icon: 'globe',
		command: 'bedrockProfiles.selectSourceRegion',
	};
}

function selectAwsProfile(): NoticeAction {
	return {
		label: vscode.l10n.t('Select AWS profile or API key'),
		icon: 'account',
		command: 'bedrockProfiles.selectAwsProfile',
	};
}

function signIn(): NoticeAction {
	return {
		label: vscode.l10n.t('Sign in with IAM Identity Center'),
		icon: 'sign-in',
		command: 'bedrockProfiles.signIn',
	};
}

/** The message names the setting by its ID, whatever the language. */
function settingActions({ message }: ExplainedError): readonly NoticeAction[] {
	const setting = /bedrockProfiles\.(\w+)/.exec(message)?.[1];
	return setting === 'sourceRegion' ? [selectRegion(), openSettings(setting)] : [openSettings(setting)];
}

/** @param setting without the extension's prefix; `undefined`: all of them. */
function openSettings(setting: string | undefined): NoticeAction {
	const icon = 'settings-gear';
	if (setting === undefined) {
		return { label: vscode.l10n.t('Open settings'), icon, command: 'bedrockProfiles.openSettings' };
	}
	return {
		label: vscode.l10n.t('Open the setting “{0}”', setting),
		icon,
		command: 'workbench.action.openSettings',
		arguments: [`@id:bedrockProfiles.${setting}`],
	};
}

function showLog(): NoticeAction {
	return { label: vscode.l10n.t('Show log'), icon: 'output', command: 'bedrockProfiles.showOutput' };
}

function useSimulator(): NoticeAction {
	return { label: vscode.l10n.t('Use the simulator'), icon: 'beaker', command: 'bedrockProfiles.useSimulator' };
}

function useAws(): NoticeAction {
	return { label: vscode.l10n.t('Use my AWS account'), icon: 'cloud', command: 'bedrockProfiles.useAws' };
}
