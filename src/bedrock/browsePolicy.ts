import type { PolicyDocument } from './iamPolicy';

/**
 * What the sidebar asks AWS for: reading only. AWS knows no narrower resource than `*` for lists.
 */
export function browsePolicy(partition: string): PolicyDocument {
	return {
		Version: '2012-10-17',
		Statement: [
			{
				Sid: 'BrowseInferenceProfiles',
				Effect: 'Allow',
				Action: [
					'bedrock:GetFoundationModelAvailability',
					'bedrock:GetInferenceProfile',
					'bedrock:ListFoundationModels',
					'bedrock:ListInferenceProfiles',
				],
				Resource: ['*'],
			},
			{
				Sid: 'ReadTagsOfApplicationProfiles',
				Effect: 'Allow',
				Action: ['bedrock:ListTagsForResource'],
				Resource: [`arn:${partition}:bedrock:*:*:application-inference-profile/*`],
			},
		],
	};
}
