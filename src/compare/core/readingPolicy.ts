import { partitionOf } from '../../bedrock/arn';
import type { PolicyDocument } from '../../bedrock/iamPolicy';

/**
 * What a principal needs to learn where requests ran and how near to its quotas it is. The log group's name is the usual
 * one; the bucket's is the reader's to fill in.
 */
export function readingPolicy(sourceRegion: string): PolicyDocument {
	const partition = partitionOf(sourceRegion);
	return {
		Version: '2012-10-17',
		Statement: [
			{
				Sid: 'FindTheLog',
				Effect: 'Allow',
				Action: [
					'bedrock:GetModelInvocationLoggingConfiguration',
					'cloudtrail:LookupEvents',
					'logs:GetQueryResults',
					'logs:StopQuery',
					'servicequotas:ListServiceQuotas',
				],
				Resource: ['*'],
			},
			{
				Sid: 'ReadTheLogGroup',
				Effect: 'Allow',
				Action: ['logs:FilterLogEvents', 'logs:StartQuery'],
				Resource: [`arn:${partition}:logs:${sourceRegion}:*:log-group:/aws/bedrock/modelinvocations:*`],
			},
			{
				Sid: 'ReadTheBucket',
				Effect: 'Allow',
				Action: ['s3:GetObject', 's3:ListBucket'],
				Resource: [
					`arn:${partition}:s3:::YOUR-LOG-BUCKET`,
					`arn:${partition}:s3:::YOUR-LOG-BUCKET/*/BedrockModelInvocationLogs/*`,
				],
			},
		],
	};
}
