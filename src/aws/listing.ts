import {
	ListFoundationModelsCommand,
	ListInferenceProfilesCommand,
	type BedrockClient,
	type FoundationModelSummary,
	type InferenceProfileSummary,
	type InferenceProfileType,
} from '@aws-sdk/client-bedrock';
import { localError, type ExplainedError } from '../bedrock/errors';
import type { ListedModel, ListedProfile, RegionListing } from '../bedrock/liveOverlay';
import { explainFailure } from './explainFailure';
import { ForeignAnswerError, foreignAnswerGuard, guardPlace } from './foreignAnswer';
import { present } from './present';
import { WatchedWork } from './watchedWork';

/** One call that failed; what the others gave stands. */
export interface ListingError {
	readonly operation: 'ListInferenceProfiles' | 'ListFoundationModels';
	/** The kind of profiles that is missing, for `ListInferenceProfiles`. */
	readonly profileType?: 'SYSTEM_DEFINED' | 'APPLICATION';
	readonly error: ExplainedError;
}

/**
 * What a Region listed. A list that failed is named among the errors; of one of profiles that failed after its first page,
 * the pages that came are there, marked as partial.
 */
export type ListingWithErrors = RegionListing & { readonly errors: readonly ListingError[] };

/** The most that the service takes. */
const pageSize = 1_000;
/** A service that goes on forever is not believed. */
const mostPages = 1_000;

/**
 * Reads what the account has in one Region. AWS lists system-defined profiles only unless application profiles are asked
 * for, so that is a call of its own.
 * @param pageTimeoutMilliseconds for each page, credentials and retries included.
 * @param prompt while it is open, the user is asked something and no page is late.
 */
export async function listRegion(
	client: BedrockClient,
	sourceRegion: string,
	signal: AbortSignal,
	pageTimeoutMilliseconds: number,
	prompt?: { readonly isOpen: boolean },
): Promise<ListingWithErrors> {
	const list = <Row>(readPage: ReadPage<Row>) => listed(signal, pageTimeoutMilliseconds, readPage, prompt);
	const [systemDefined, application, models] = await Promise.all([
		list(profilePages(client, 'SYSTEM_DEFINED')),
		list(profilePages(client, 'APPLICATION')),
		list(modelPage(client)),
	]);
	const operation = 'ListInferenceProfiles';
	const errors: ListingError[] = [
		...(systemDefined.error ? [{ operation, profileType: 'SYSTEM_DEFINED', error: systemDefined.error } as const] : []),
		...(application.error ? [{ operation, profileType: 'APPLICATION', error: application.error } as const] : []),
		...(models.error ? [{ operation: 'ListFoundationModels', error: models.error } as const] : []),
	];
	const profiles = unique([...systemDefined.rows, ...application.rows]);
	// Application profiles alone would look like an account without the others.
	const isListed = !systemDefined.error || systemDefined.rows.length > 0;
	return {
		sourceRegion,
		...(isListed ? { profiles } : {}),
		...(isListed && (systemDefined.error ?? application.error) ? { isPartial: true } : {}),
		...(models.error ? {} : { models: models.rows }),
		errors,
	};
}

/** The pages that came, and why there are no more where that was not the end. */
interface Listed<Row> {
	readonly rows: readonly Row[];
	readonly error?: ExplainedError;
}

/** One page of a list. `nextToken` is absent on the last one. */
interface Page<Row> {
	readonly rows: readonly Row[];
	readonly nextToken?: string;
}

type ReadPage<Row> = (nextToken: string | undefined, signal: AbortSignal) => Promise<Page<Row>>;

async function listed<Row>(
	outer: AbortSignal,
	timeoutMilliseconds: number,
	readPage: ReadPage<Row>,
	prompt: { readonly isOpen: boolean } | undefined,
): Promise<Listed<Row>> {
	const work = new WatchedWork(outer, prompt);
	const rows: Row[] = [];
	const seen = new Set<string>();
	try {
		let nextToken: string | undefined;
		for (let page = 0; page < mostPages; page += 1) {
			const token = nextToken;
			const waited = await work.wait(() => readPage(token, work.signal), timeoutMilliseconds);
			if (waited.kind === 'thrown') return { rows, error: explainFailure(waited.error) };
			if (waited.kind === 'stopped') return { rows, error: localError('unknown', 'The list was not needed any more.') };
			if (waited.kind === 'stalled') {
				const waitedSeconds = Math.max(1, Math.round(timeoutMilliseconds / 1_000));
				return {
					rows,
					error: localError('stalled', `No answer for ${waitedSeconds} s.`, { facts: { waitedSeconds } }),
				};
			}
			rows.push(...waited.value.rows);
			nextToken = waited.value.nextToken;
			if (nextToken === undefined || nextToken === '') return { rows };
			if (seen.has(nextToken)) {
				return { rows, error: localError('malformedAnswer', 'The list points back to a page that was read already.') };
			}
			seen.add(nextToken);
		}
		return { rows, error: localError('malformedAnswer', `The list has more than ${mostPages} pages.`) };
	} finally {
		work.dispose();
	}
}

function profilePages(client: BedrockClient, typeEquals: InferenceProfileType): ReadPage<ListedProfile> {
	return async (nextToken, abortSignal) => {
		const command = new ListInferenceProfilesCommand({ typeEquals, maxResults: pageSize, nextToken });
		command.middlewareStack.add(foreignAnswerGuard('json'), guardPlace);
		const output = await client.send(command, { abortSignal });
		const { inferenceProfileSummaries: summaries } = output;
		// Of AWS's own profiles there is always a list, if an empty one; of copies a service may say nothing.
		const isFirst = typeEquals === 'SYSTEM_DEFINED' && nextToken === undefined;
		return { rows: (isFirst ? listIn(summaries) : present(summaries)).flatMap(profileOf), nextToken: output.nextToken };
	};
}

function modelPage(client: BedrockClient): ReadPage<ListedModel> {
	return async (_nextToken, abortSignal) => {
		const command = new ListFoundationModelsCommand({});
		command.middlewareStack.add(foreignAnswerGuard('json'), guardPlace);
		const output = await client.send(command, { abortSignal });
		return { rows: listIn(output.modelSummaries).flatMap(modelOf) };
	};
}

/** An answer without its list, which Bedrock sends even when it is empty, is some other service's. */
function listIn<Row>(rows: readonly Row[] | undefined): readonly Row[] {
	if (rows === undefined) throw new ForeignAnswerError(200, 'application/json');
	return present(rows);
}

/** @returns nothing for a row without what names it. */
function profileOf(summary: InferenceProfileSummary): readonly ListedProfile[] {
	const { inferenceProfileId, inferenceProfileArn, type } = summary;
	if (!inferenceProfileId || !inferenceProfileArn) return [];
	return [
		{
			profileId: inferenceProfileId,
			arn: inferenceProfileArn,
			name: summary.inferenceProfileName ?? inferenceProfileId,
			...(summary.description ? { description: summary.description } : {}),
			type: type === 'APPLICATION' ? 'APPLICATION' : 'SYSTEM_DEFINED',
			status: summary.status ?? 'ACTIVE',
			modelArns: present(summary.models).flatMap(({ modelArn }) => (modelArn ? [modelArn] : [])),
		},
	];
}

function modelOf(summary: FoundationModelSummary): readonly ListedModel[] {
	if (!summary.modelId) return [];
	const { modelLifecycle: lifecycle } = summary;
	return [
		{
			modelId: summary.modelId,
			name: summary.modelName ?? summary.modelId,
			provider: summary.providerName ?? '',
			inputModalities: present(summary.inputModalities),
			outputModalities: present(summary.outputModalities),
			...(summary.responseStreamingSupported === undefined ? {} : { streaming: summary.responseStreamingSupported }),
			inferenceTypes: present(summary.inferenceTypesSupported),
			...(lifecycle?.status ? { lifecycleStatus: lifecycle.status } : {}),
			...dated('legacyDate', lifecycle?.legacyTime),
			...dated('endOfLifeDate', lifecycle?.endOfLifeTime),
		},
	];
}

/** ISO date, `2026-07-30`. */
function dated<Key extends string>(key: Key, time: Date | undefined): Partial<Record<Key, string>> {
	if (time === undefined || Number.isNaN(time.getTime())) return {};
	return { [key]: time.toISOString().slice(0, 10) } as Partial<Record<Key, string>>;
}

/** A service that does not know the filter gives each profile twice. */
function unique(profiles: readonly ListedProfile[]): readonly ListedProfile[] {
	return [...new Map(profiles.map((profile) => [profile.arn, profile])).values()];
}
