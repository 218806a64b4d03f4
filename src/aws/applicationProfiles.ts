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
import { type ExplainedError, localError } from '../bedrock/errors';
import { explainFailure } from './explainFailure';
import { foreignAnswerGuard, guardPlace } from './foreignAnswer';
import { WatchedWork } from './watchedWork';

interface ApplicationProfileParts {
	/** The client for a Region. */
	readonly client: (region: string) => BedrockClient;
	/** Ends what is under way when the gateway is disposed of. */
	readonly signal: AbortSignal;
	/** For each call, credentials and retries included. */
	readonly timeoutMilliseconds: number;
	readonly onFailure: (error: ExplainedError) => void;
}

/** The account's own profiles: made, tagged and deleted in the Region of their ARN. */
export function applicationProfiles(parts: ApplicationProfileParts): ApplicationProfileApi {
	/** One step with the client of a Region, or of an ARN's; every failure becomes a value. */
	const inRegion = async <T>(
		place: string,
		step: (client: BedrockClient, abortSignal: AbortSignal) => Promise<T>,
	): Promise<Outcome<T>> => {
		const work = new WatchedWork(parts.signal);
		try {
			const client = parts.client(place.startsWith('arn:') ? regionOf(place) : place);
			const waited = await work.wait(() => step(client, work.signal), parts.timeoutMilliseconds);
			if (waited.kind === 'value') return { ok: true, value: waited.value };
			if (waited.kind === 'thrown') return failed(explainFailure(waited.error));
			if (waited.kind === 'stopped') return failed(localError('unknown', 'The connection was closed.'));
			const waitedSeconds = Math.max(1, Math.round(parts.timeoutMilliseconds / 1_000));
			return failed(localError('stalled', `No answer for ${waitedSeconds} s.`, { facts: { waitedSeconds } }));
		} catch (error) {
			return failed(explainFailure(error));
		} finally {
			work.dispose();
		}
	};
	const failed = (error: ExplainedError): { readonly ok: false; readonly error: ExplainedError } => {
		parts.onFailure(error);
		return { ok: false, error };
	};
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
