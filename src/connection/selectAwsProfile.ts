import * as vscode from 'vscode';
import { type ApiKeyStore, isApiKey } from './apiKey';
import { type AwsProfile, type CredentialSource, listAwsProfiles } from './awsConfigFile';
import { type Environment, readAwsFiles } from './awsFiles';

/** How the user wants to sign in: as an AWS profile, empty for the SDK's own chain; or with an API key. */
export type SignIn = { readonly awsProfile: string } | 'apiKey' | 'newApiKey';

interface SignInItem extends vscode.QuickPickItem {
	/** `undefined` for a separator. */
	readonly signIn?: SignIn;
}

/** @returns `undefined` when the user turned away. */
export async function selectSignIn(
	environment: Environment,
	apiKeys: ApiKeyStore,
	current: string | undefined,
): Promise<SignIn | undefined> {
	const [{ config, credentials }, hasKey] = await Promise.all([readAwsFiles(environment), apiKeys.isStored()]);
	const isKeyUsed = apiKeys.usedSince !== undefined;
	const mark = (isCurrent: boolean) => (isCurrent ? ` · ${vscode.l10n.t('current')}` : '');
	const profiles = listAwsProfiles(config, credentials);
	const items: SignInItem[] = [
		{ label: vscode.l10n.t('AWS profiles'), kind: vscode.QuickPickItemKind.Separator },
		...profiles.map((profile) => profileItem(profile, mark(!isKeyUsed && profile.name === current))),
		{
			label: `$(list-ordered) ${vscode.l10n.t('Default credential chain')}`,
			description: mark(!isKeyUsed && current === undefined).replace(/^ · /, ''),
			detail: vscode.l10n.t('Environment variables, the default profile, a container or instance role.'),
			signIn: { awsProfile: '' },
		},
		{ label: vscode.l10n.t('Bedrock API key'), kind: vscode.QuickPickItemKind.Separator },
		...(hasKey
			? [
					{
						label: `$(key) ${vscode.l10n.t('Use the stored Bedrock API key')}`,
						description: mark(isKeyUsed).replace(/^ · /, ''),
						signIn: 'apiKey' as const,
					},
				]
			: []),
		{
			label: `$(add) ${vscode.l10n.t('Enter a Bedrock API key')}`,
			detail: vscode.l10n.t('It is kept in the secret storage of VS Code.'),
			signIn: 'newApiKey',
		},
	];
	const chosen = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Sign in to AWS'),
		placeHolder:
			profiles.length === 0
				? vscode.l10n.t('There is no profile in the AWS config and credentials files')
				: vscode.l10n.t('Select an AWS profile or an API key'),
		matchOnDescription: true,
	});
	return chosen?.signIn;
}

/** @returns the key; `undefined` when the user turned away. */
export async function askForApiKey(): Promise<string | undefined> {
	const key = await vscode.window.showInputBox({
		title: vscode.l10n.t('Bedrock API key'),
		prompt: vscode.l10n.t('Paste a key made in the Amazon Bedrock console under API keys.'),
		password: true,
		ignoreFocusOut: true,
		validateInput: (text) =>
			isApiKey(text.trim())
				? undefined
				: vscode.l10n.t('A key has at least 16 characters, without spaces or line breaks.'),
	});
	return key?.trim();
}

function profileItem({ name, region, source }: AwsProfile, mark: string): SignInItem {
	const words = [region, sourceText(source)].filter((word) => word !== undefined && word !== '');
	return {
		label: name.slice(0, 200).replaceAll('$(', '\\$('),
		description: words.join(' · ') + mark,
		signIn: { awsProfile: name },
	};
}

function sourceText(source: CredentialSource): string {
	switch (source) {
		case 'sso':
			return vscode.l10n.t('IAM Identity Center');
		case 'role':
			return vscode.l10n.t('assumes a role');
		case 'process':
			return vscode.l10n.t('runs a program');
		case 'webIdentity':
			return vscode.l10n.t('web identity');
		case 'keys':
			return vscode.l10n.t('access keys');
		case 'unknown':
			return '';
	}
}
