import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { CallerIdentity } from '../bedrock/callerIdentity';

/** Asks AWS who the credentials belong to. Needs no right: not even a Deny keeps it from answering. */
export async function readCallerIdentity(client: STSClient, abortSignal: AbortSignal): Promise<CallerIdentity> {
	const { Account = '', Arn = '' } = await client.send(new GetCallerIdentityCommand({}), { abortSignal });
	return { account: Account, arn: Arn };
}
