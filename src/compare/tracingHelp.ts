import * as vscode from 'vscode';
import { partitionOf } from '../bedrock/arn';
import { formatPolicy } from '../bedrock/iamPolicy';
import { readingPolicy } from './core/readingPolicy';

/**
 * The document that says how to see where requests run: the policy for reading, what turns logging on, and what it costs.
 * Markdown, in the user's language.
 */
export function tracingHelp(sourceRegion: string): string {
	const partition = partitionOf(sourceRegion);
	return [
		`# ${vscode.l10n.t('Where did it run?')}`,
		'',
		vscode.l10n.t(
			'Bedrock does not say in its answer which region served a request. The model invocation log does (field inferenceRegion), and so does CloudTrail (additionalEventData.inferenceRegion), in the source region, {0}. CloudTrail keeps 90 days of such events without being turned on, but delivers them after minutes.',
			sourceRegion,
		),
		'',
		`## ${vscode.l10n.t('Policy for reading')}`,
		'',
		vscode.l10n.t('It covers logs, CloudTrail and quotas. Without a part of it the rest still works.'),
		'',
		fenced('json', formatPolicy(readingPolicy(sourceRegion))),
		'',
		`## ${vscode.l10n.t('Turning model invocation logging on')}`,
		'',
		vscode.l10n.t(
			'This needs bedrock:PutModelInvocationLoggingConfiguration, logs:CreateLogGroup, iam:CreateRole, iam:PutRolePolicy and iam:PassRole. Replace 111122223333 by your account number. One configuration holds for all models of the account in this region.',
		),
		'',
		fenced('sh', turnOnCommands(sourceRegion, partition)),
		'',
		`## ${vscode.l10n.t('What it costs')}`,
		'',
		vscode.l10n.t(
			'Bedrock charges nothing for logging. CloudWatch Logs charges for each gigabyte that is written and kept, and for what queries read; Amazon S3 charges for storage and requests. With textDataDeliveryEnabled set to false, as above, prompts and answers stay out of the log and each request adds about one kilobyte. CloudTrail event history is free.',
		),
		'',
	].join('\n');
}

function turnOnCommands(region: string, partition: string): string {
	const trust = JSON.stringify({
		Version: '2012-10-17',
		Statement: [
			{
				Effect: 'Allow',
				Principal: { Service: 'bedrock.amazonaws.com' },
				Action: 'sts:AssumeRole',
				Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
			},
		],
	});
	const writing = JSON.stringify({
		Version: '2012-10-17',
		Statement: [
			{
				Effect: 'Allow',
				Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
				Resource: `arn:${partition}:logs:${region}:111122223333:log-group:/aws/bedrock/modelinvocations:log-stream:aws/bedrock/modelinvocations`,
			},
		],
	});
	const config = JSON.stringify({
		cloudWatchConfig: {
			logGroupName: '/aws/bedrock/modelinvocations',
			roleArn: `arn:${partition}:iam::111122223333:role/BedrockInvocationLogging`,
		},
		textDataDeliveryEnabled: false,
		imageDataDeliveryEnabled: false,
		embeddingDataDeliveryEnabled: false,
	});
	return [
		`aws logs create-log-group --region ${region} --log-group-name /aws/bedrock/modelinvocations`,
		`aws iam create-role --role-name BedrockInvocationLogging --assume-role-policy-document '${trust}'`,
		`aws iam put-role-policy --role-name BedrockInvocationLogging --policy-name WriteLogs --policy-document '${writing}'`,
		`aws bedrock put-model-invocation-logging-configuration --region ${region} --logging-config '${config}'`,
	].join('\n');
}

function fenced(language: string, content: string): string {
	return `\`\`\`${language}\n${content.trimEnd()}\n\`\`\``;
}
