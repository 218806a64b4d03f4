import * as vscode from 'vscode';

/** Asks for the code of an MFA device. @throws when the user turns away. */
export async function askForMfaCode(mfaSerial: string): Promise<string> {
	const code = await vscode.window.showInputBox({
		title: vscode.l10n.t('Sign in to AWS'),
		prompt: vscode.l10n.t('Code of the MFA device {0}', mfaSerial.slice(0, 200)),
		password: true,
		ignoreFocusOut: true,
		validateInput: (text) => (/^\d{6}$/.test(text.trim()) ? undefined : vscode.l10n.t('The code has six digits.')),
	});
	if (code === undefined) throw new Error('No MFA code was given.');
	return code.trim();
}
