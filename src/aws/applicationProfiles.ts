import {
	type BedrockClient,
	CreateInferenceProfileCommand,
	DeleteInferenceProfileCommand,
	ListTagsForResourceCommand,
	TagResourceCommand,
	UntagResourceCommand,
} from '@aws-sdk/client-bedrock';
import type { ApplicationProfileApi, Outcome } from '../bedrock/applicationProfiles';
import { parseBedrockArn } from '../bedrock/arn';
import type { ControlCall } from './controlCall';
import { foreignAnswerGuard, guardPlace } from './foreignAnswer';

interface ApplicationProfileParts {
	/** The client for a Region. Throws where there is no endpoint to speak to. */
	readonly client: (region: string) => BedrockClient;
	readonly call: ControlCall;
}

/** The account's own profiles: made, tagged and deleted in the Region of their ARN. */
export function applicationProfiles(parts: ApplicationProfileParts): ApplicationProfileApi {
	/** One step with the client of a Region, or of an ARN's; every failure becomes a value. */
	const inRegion = <T>(
		place: string,
		step: (client: BedrockClient, abortSignal: AbortSignal) => Promise<T>,
	): Promise<Outcome<T>> =>
		parts.call((abortSignal) => step(parts.client(place.startsWith('arn:') ? regionOf(place) : place), abortSignal));
	return {
		create: (region, { name, copyFrom, tags }) =>
			inRegion(region, async (client, abortSignal) => {
				const command = new CreateInferenceProfileCommand({
					inferenceProfileName: name,
					modelSource: { copyFrom },
					...(tags.length > 0 ? { tags: tags.map(({ key, value }) => ({ key, value })) } : {}),
				});
				command.middlewareStack.add(foreignAnswerGuard('json'), guardPlace);
				return (await client.send(command, { abortSignal })).inferenceProfileArn ?? '';
			}),
		delete: (arn) =>
			inRegion(arn, async (client, abortSignal) => {
				const command = new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: arn });
				command.middlewareStack.add(foreignAnswerGuard('json'), guardPlace);
				await client.send(command, { abortSignal });
			}),
		tagsOf: (arn) =>
			inRegion(arn, async (client, abortSignal) => {
				const command = new ListTagsForResourceCommand({ resourceARN: arn });
				command.middlewareStack.add(foreignAnswerGuard('json'), guardPlace);
				const { tags = [] } = await client.send(command, { abortSignal });
				return tags.flatMap(({ key, value }) => (key === undefined ? [] : [{ key, value: value ?? '' }]));
			}),
		changeTags: (arn, set, removedKeys) =>
			inRegion(arn, async (client, abortSignal) => {
				// Taken away first: with fifty tags there is no room for a new one before.
				if (removedKeys.length > 0) {
					const command = new UntagResourceCommand({ resourceARN: arn, tagKeys: [...removedKeys] });
					command.middlewareStack.add(foreignAnswerGuard('json'), guardPlace);
					await client.send(command, { abortSignal });
				}
				if (set.length > 0) {
					const tags = set.map(({ key, value }) => ({ key, value }));
					const command = new TagResourceCommand({ resourceARN: arn, tags });
					command.middlewareStack.add(foreignAnswerGuard('json'), guardPlace);
					await client.send(command, { abortSignal });
				}
			}),
	};
}

function regionOf(arn: string): string {
	const region = parseBedrockArn(arn)?.region ?? '';
	if (region === '') throw new Error(`This ARN names no region: ${arn}`);
	return region;
}
