import type { Catalogue } from '../../bedrock/catalogue';

/** What CDK calls the list of its model constants. */
export const constants = 'FoundationModelIdentifier';

/** The source of a pattern that every text with a model ID matches. */
export function idPattern({ providers, unhyphenated }: IdNames): string {
	return [
		// An ID has a hyphen, or stops at a quote and goes on in the next string.
		`(?:${providers.join('|')})\\.(?:[a-z0-9][a-z0-9.]*[-"'\`]|["'\`])`,
		`${constants}\\.[A-Z]`,
		...unhyphenated.map(({ provider, model }) => `${provider}\\.${model.replaceAll('.', '\\.')}`),
	].join('|');
}

/** All that is to be known of a catalogue to find IDs. */
export interface IdNames {
	/** The names before the full stop. */
	readonly providers: readonly string[];
	/** The IDs that have no hyphen, in their two parts. */
	readonly unhyphenated: readonly { readonly provider: string; readonly model: string }[];
}

export function idNames(catalogue: Catalogue): IdNames {
	const ids = catalogue.models
		.map(({ modelId }) => /^([a-z0-9-]{2,})\.(.+)$/.exec(modelId))
		.flatMap((match) =>
			match?.[1] !== undefined && match[2] !== undefined ? [{ provider: match[1], model: match[2] }] : [],
		);
	return {
		providers: [...new Set(ids.map(({ provider }) => provider))].toSorted(),
		unhyphenated: ids.filter(({ model }) => /^[a-z0-9.]+$/.test(model)),
	};
}
