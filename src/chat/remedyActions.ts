import * as vscode from 'vscode';
import type { RemedyOffer } from '../webview/chat/protocol';
import { consoleLink } from './consoleLinks';

/** What the chat goes through. */
interface RemedyTarget {
	readonly profileId: string;
	/** A model that is called by its own ID. */
	readonly isModel: boolean;
}

/**
 * Does what a remedy does outside the chat: commands, settings, the AWS console, a terminal. Nothing is sent again; the
 * user does that when the cause is gone.
 * @returns a sentence when it could not be done.
 */
export async function useRemedyOutside(offer: RemedyOffer, target: RemedyTarget): Promise<string | undefined> {
	switch (offer.kind) {
		case 'changeSourceRegion':
			await vscode.commands.executeCommand('bedrockProfiles.selectSourceRegion');
			return undefined;
		case 'chooseAwsProfile':
			await vscode.commands.executeCommand('bedrockProfiles.selectAwsProfile');
			return undefined;
		case 'useSimulator':
			await vscode.commands.executeCommand('bedrockProfiles.useSimulator');
			return undefined;
		case 'openSettings':
			await vscode.commands.executeCommand(
				'workbench.action.openSettings',
				`@id:bedrockProfiles.${(offer.field ?? '').replace(/\W/g, '')}`,
			);
			return undefined;
		case 'openModelAccess':
			return browse(consoleLink('modelCatalog', offer.sourceRegion));
		case 'openQuotas':
			return browse(consoleLink('quotas', offer.sourceRegion));
		case 'openBilling':
			return browse(consoleLink('billing', offer.sourceRegion));
		case 'copyPolicy':
			return copyPolicy(offer, target);
		case 'signIn':
			signIn(offer.awsProfile);
			return undefined;
		default:
			return undefined;
	}
}

async function browse(link: string): Promise<string | undefined> {
	const isOpen = await vscode.env.openExternal(vscode.Uri.parse(link, true));
	return isOpen ? undefined : vscode.l10n.t('The page was not opened. Its address is {0}', link);
}

/** The profile's own policy where the sidebar can make it; what AWS Marketplace or a bare model lacks is named by AWS. */
async function copyPolicy({ action, resourceArn }: RemedyOffer, target: RemedyTarget): Promise<string | undefined> {
	const { profileId, isModel } = target;
	const isMarketplace = action?.startsWith('aws-marketplace:') === true;
	if (!isMarketplace && !isModel) {
		await vscode.commands.executeCommand('bedrockProfiles.copyIamPolicy', profileId);
		return undefined;
	}
	const statement = isMarketplace
		? {
				Effect: 'Allow',
				Action: ['aws-marketplace:Subscribe', 'aws-marketplace:ViewSubscriptions'],
				Resource: '*',
			}
		: {
				Effect: 'Allow',
				Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
				Resource: resourceArn ?? `arn:*:bedrock:*::foundation-model/${profileId}`,
			};
	await vscode.env.clipboard.writeText(
		`${JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, undefined, 2)}\n`,
	);
	void vscode.window.showInformationMessage(vscode.l10n.t('The IAM policy for {0} is on the clipboard.', profileId));
	return undefined;
}

/** A program of its own, not a line for a shell: the profile's name comes from a message. */
function signIn(awsProfile: string | undefined): void {
	const terminal = vscode.window.createTerminal({
		name: 'aws sso login',
		shellPath: process.platform === 'win32' ? 'aws.exe' : 'aws',
		shellArgs: ['sso', 'login', ...(awsProfile === undefined ? [] : [`--profile=${awsProfile}`])],
	});
	terminal.show();
}
