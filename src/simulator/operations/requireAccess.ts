import { accessDenied, notFound } from '../serviceError';
import { isPermitted } from './authorize';
import type { OperationInput } from './operation';

/**
 * Whether the account may use the model, whoever asks for it.
 * @throws ServiceError in AWS's words: no access, agreement under way, no right to make one, form not sent in
 * @see Amazon Bedrock user guide, "Access Amazon Bedrock foundation models"
 */
export function requireAccess(input: OperationInput, modelId: string): void {
	const { modelAccess } = input.account;
	const state = modelAccess.stateOf(modelId);
	switch (state) {
		case 'granted':
			return;
		case 'notGranted':
			throw accessDenied("You don't have access to the model with the specified model ID.");
		case 'pending':
			throw accessDenied(
				'Model access is denied because your AWS Marketplace subscription for this model is still being processed. Try again after 15 minutes.',
			);
		case 'unsubscribed': {
			const actions = ['aws-marketplace:ViewSubscriptions', 'aws-marketplace:Subscribe'];
			if (!actions.every((action) => isPermitted(input, { action }))) {
				throw accessDenied(
					'Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions ' +
						`(${actions.join(', ')}) to enable access to this model. Refer to the Amazon Bedrock documentation for further details. ` +
						'Your AWS Marketplace subscription for this model cannot be completed at this time. ' +
						'If you recently fixed this issue, try again after 15 minutes.',
				);
			}
			modelAccess.grant(modelId);
			requireAccess(input, modelId);
			return;
		}
		case 'useCaseMissing':
			throw notFound(
				'Model use case details have not been submitted for this account. Fill out the Anthropic use case details form ' +
					'before using the model. If you have already filled out the form, try again in 15 minutes.',
			);
	}
}
