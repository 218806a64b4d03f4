import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';
import type { Outcome } from '../bedrock/applicationProfiles';
import type { ExplainedError } from '../bedrock/errors';
import type { DeviceCode, SsoSession, SsoTokenFile } from '../bedrock/signIn';
import { type Environment, readAwsFiles } from './awsFiles';
import { ssoSessionOf } from './ssoSessions';
import { ssoTokenPath, writeSsoToken } from './ssoTokenFile';

export interface SignInParts {
	readonly environment: Environment;
	/** The AWS profile that requests are signed with; `undefined`: the SDK's own choice. */
	readonly awsProfile: string | undefined;
	readonly signInWithDevice: (
		session: SsoSession,
		show: (code: DeviceCode) => Promise<void>,
		signal: AbortSignal,
	) => Promise<Outcome<SsoTokenFile>>;
	readonly describeError: (error: ExplainedError) => { readonly title: string; readonly advice: string };
	/** Tokens are watched for from now on; a folder that did not exist is found. */
	readonly watchFiles: () => void;
}

/**
 * Signs in to IAM Identity Center: with the AWS CLI in a terminal where there is one, else by a code in the browser. The
 * view hears of the token by the file that both write.
 * @returns whether the user has signed in.
 */
export async function signInToAws(parts: SignInParts): Promise<boolean> {
	const profile = parts.awsProfile ?? parts.environment.AWS_PROFILE ?? 'default';
	const { config } = await readAwsFiles(parts.environment);
	const session = ssoSessionOf(config, profile);
	if (!session) {
		const choose = vscode.l10n.t('Select AWS Profile');
		const chosen = await vscode.window.showWarningMessage(
			vscode.l10n.t(
				'The AWS profile {0} does not sign in over IAM Identity Center. Choose another one, or renew its credentials with the tool that made them.',
				profile,
			),
			choose,
		);
		if (chosen === choose) await vscode.commands.executeCommand('bedrockProfiles.selectAwsProfile');
		return false;
	}
	parts.watchFiles();
	return (await hasAwsCli(parts.environment)) ? runAwsCli(profile) : useDeviceCode(parts, session);
}

/** @returns whether a program of that name stands in one of the folders of PATH. */
async function hasAwsCli(environment: Environment): Promise<boolean> {
	const names = process.platform === 'win32' ? ['aws.exe', 'aws.cmd'] : ['aws'];
	const folders = (environment.PATH ?? environment.Path ?? '').split(delimiter).filter((folder) => folder !== '');
	const found = await Promise.all(
		folders.flatMap((folder) =>
			names.map((name) =>
				access(join(folder, name), constants.X_OK).then(
					() => true,
					() => false,
				),
			),
		),
	);
	return found.includes(true);
}

/** The program is started without a shell: a profile's name may hold anything. */
async function runAwsCli(profile: string): Promise<boolean> {
	const terminal = vscode.window.createTerminal({
		name: vscode.l10n.t('AWS sign-in'),
		shellPath: process.platform === 'win32' ? 'aws.exe' : 'aws',
		shellArgs: ['sso', 'login', '--profile', profile],
		iconPath: new vscode.ThemeIcon('account'),
		isTransient: true,
	});
	terminal.show();
	return new Promise((resolve) => {
		const subscription = vscode.window.onDidCloseTerminal((closed) => {
			if (closed !== terminal) return;
			subscription.dispose();
			resolve(closed.exitStatus?.code === 0);
		});
	});
}

async function useDeviceCode(parts: SignInParts, session: SsoSession): Promise<boolean> {
	const outcome = await vscode.window.withProgress(
		{
			location: vscode.ProgressLocation.Notification,
			title: vscode.l10n.t('Signing in to AWS'),
			cancellable: true,
		},
		async (progress, token) => {
			const controller = new AbortController();
			token.onCancellationRequested(() => controller.abort());
			const show = async ({ userCode, verificationUrl }: DeviceCode) => {
				const open = vscode.l10n.t('Open Browser');
				const chosen = await vscode.window.showInformationMessage(
					vscode.l10n.t('Confirm the code {0} in the browser to sign in to AWS.', userCode),
					{ modal: true, detail: vscode.l10n.t('The page must show the same code: {0}', verificationUrl) },
					open,
				);
				if (chosen !== open) {
					controller.abort();
					return;
				}
				await vscode.env.openExternal(vscode.Uri.parse(verificationUrl, true));
				progress.report({ message: vscode.l10n.t('Waiting for the code {0} to be confirmed', userCode) });
			};
			return parts.signInWithDevice(session, show, controller.signal);
		},
	);
	if (outcome.ok) {
		await writeSsoToken(ssoTokenPath(session), outcome.value);
		parts.watchFiles();
		return true;
	}
	if (outcome.error.code === 'signInCancelled') return false;
	const { title, advice } = parts.describeError(outcome.error);
	await vscode.window.showErrorMessage([title, advice].filter((text) => text !== '').join(' '));
	return false;
}
