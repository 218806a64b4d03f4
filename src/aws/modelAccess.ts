import { type BedrockClient, GetFoundationModelAvailabilityCommand } from '@aws-sdk/client-bedrock';
import { accessOf, type ModelAccess } from '../bedrock/modelAccess';
import { foreignAnswerGuard, guardPlace } from './foreignAnswer';

/** @returns whether the account may use the model; `undefined` when the service does not say. */
export async function readModelAccess(
	client: BedrockClient,
	modelId: string,
	abortSignal: AbortSignal,
): Promise<ModelAccess | undefined> {
	const command = new GetFoundationModelAvailabilityCommand({ modelId });
	command.middlewareStack.add(foreignAnswerGuard('json'), guardPlace);
	const answer = await client.send(command, { abortSignal });
	return accessOf({
		agreement: answer.agreementAvailability?.status,
		authorization: answer.authorizationStatus,
		entitlement: answer.entitlementAvailability,
	});
}
