import * as vscode from 'vscode';
import type { RemedyOffer } from '../webview/chat/protocol';
import type { RemedyResult, RemedyTarget } from './chatActions';
import { consoleLink } from './consoleLinks';

/** Tells whether requests go out in another way than before. */
export interface ConnectionFacts {
	sourceRegion(): Promise<string>;
	connectionLabel(): string;
}

/**
 * Does what a remedy does outside the chat: commands, settings, the AWS console. The cause is gone when the
 * user has signed in or requests now go out in another way; for what happens in a browser there is no telling.
 */
export async function useRemedyOutside(
	offer: RemedyOffer,
	target: RemedyTarget,
	facts: ConnectionFacts,
): Promise<RemedyResult> {
	switch (offer.kind) {
		case 'changeSourceRegion':
			return runCommand('bedrockProfiles.selectSourceRegion', facts);
		case 'chooseAwsProfile':
			return runCommand('bedrockProfiles.selectAwsProfile', facts);
		case 'useSimulator':
			return runCommand('bedrockProfiles.useSimulator', facts);
		case 'openSettings':
			await vscode.commands.executeCommand('workbench.action.openSettings', settingsQuery(offer.field ?? ''));
			return { isCauseGone: false };
		case 'openModelAccess':
			return browse(consoleLink('modelCatalog', offer.sourceRegion));
		case 'openQuotas':
			return browse(consoleLink('quotas', offer.sourceRegion));
		case 'openBilling':
			return browse(consoleLink('billing', offer.sourceRegion));
		case 'copyPolicy':
			await copyPolicy(offer, target);
			return { isCauseGone: false };
		case 'signIn':
			// The connection's own way: over the AWS CLI where there is one, else by a code in the browser.
			return { isCauseGone: (await vscode.commands.executeCommand('bedrockProfiles.signIn')) === true };
		default:
			return { isCauseGone: false };
	}
}
/** Which of the endpoints a request went to is not to be seen in its error. */
function settingsQuery(field: string): string {
	const settings = field === 'endpoint' ? ['endpoint', 'runtimeEndpoint'] : [field.replace(/\W/g, '')];
	return `@id:${settings.map((setting) => `bedrockProfiles.${setting}`).join()}`;
}

/** Each asks the user, who may turn away: then all is as it was. */
async function runCommand(command: string, facts: ConnectionFacts): Promise<RemedyResult> {
	const situation = async () => `${facts.connectionLabel()}\n${await facts.sourceRegion()}`;
	const before = await situation();
	await vscode.commands.executeCommand(command);
	return { isCauseGone: (await situation()) !== before };
}

async function browse(link: string): Promise<RemedyResult> {
	if (await vscode.env.openExternal(vscode.Uri.parse(link, true))) return { isCauseGone: false };
	return { isCauseGone: false, problem: vscode.l10n.t('The page was not opened. Its address is {0}', link) };
}

/** The profile's own policy where the sidebar can make it; what AWS Marketplace or a bare model lacks is named by AWS. */
async function copyPolicy({ action, resourceArn }: RemedyOffer, target: RemedyTarget): Promise<void> {
	const { profileId, isModel } = target;
	const isMarketplace = action?.startsWith('aws-marketplace:') === true;
	if (!isMarketplace && !isModel) {
		await vscode.commands.executeCommand('bedrockProfiles.copyIamPolicy', profileId);
		return;
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
}
