// Writes src/bedrock/data/current.json and errors.json from a folder of sourced facts.
//
//   npm run catalogue:refresh -- --facts DIR
//
// DIR holds region-sets.json, inference-profiles.json, models.json and errors.json; the fields are explained in
// CONTRIBUTING.md. Everything that the product does not read is dropped, and `null` ("not sourced") becomes an absent
// field, so that a reader can never mistake it for "no".
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { facts: { type: 'string' } } });
if (!values.facts) {
	console.error('Say where the facts are: npm run catalogue:refresh -- --facts DIR');
	process.exit(2);
}
const read = (name) => JSON.parse(readFileSync(join(values.facts, name), 'utf8'));
const regionSetFacts = read('region-sets.json');
const profileFacts = read('inference-profiles.json');
const modelFacts = read('models.json');
const errorFacts = read('errors.json');

/** Drops absent values and empty objects, so that a row says only what is sourced. */
function compact(row) {
	const kept = Object.entries(row).filter(
		([, value]) =>
			value !== null &&
			value !== undefined &&
			!(typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0),
	);
	return Object.fromEntries(kept);
}

const price = (row) =>
	compact({
		input: row.inputPer1M,
		output: row.outputPer1M,
		cacheRead: row.cacheReadPer1M,
		cacheWrite: row.cacheWritePer1M,
	});

const models = modelFacts.models.map((model) =>
	compact({
		modelId: model.modelId,
		name: model.name,
		provider: model.provider,
		input: model.inputModalities,
		output: model.outputModalities,
		streaming: model.streaming,
		contextWindow: model.contextWindow,
		maxOutputTokens: model.maxOutputTokens,
		inferenceTypes: model.inferenceTypesSupported,
		onDemandRegions: model.runtimeOnDemandRegions,
		onDemandLastSeen: model.runtimeOnDemandEverSeen ?? undefined,
		regions: model.regionsListed,
		profileOnly: model.onlyThroughInferenceProfile,
		runtime: model.runtimeSupported,
		mantleRegions: model.mantleRegions,
		lifecycle: compact({
			status: model.lifecycle?.status,
			legacyDate: model.lifecycle?.legacyDate,
			endOfLifeDate: model.lifecycle?.eolDate,
			source: model.lifecycle?.source,
		}),
		prices: compact(
			Object.fromEntries(Object.entries(model.pricePer1MUSD ?? {}).map(([set, row]) => [set, price(row)])),
		),
		supports: compact({
			toolUse: model.supports?.toolUse,
			reasoning: model.supports?.reasoning,
			imageInput: model.supports?.imageInput,
			documentInput: model.supports?.documentInput,
		}),
	}),
);

const profiles = profileFacts.profiles.map((profile) =>
	compact({
		profileId: profile.profileId,
		name: profile.name,
		modelIds: [profile.baseModelId],
		regionSet: profile.prefix,
		status: profile.status,
		confidence: profile.confidence,
		launchSet2024_08: profile.launchSet2024_08 || undefined,
		sourceRegions: profile.sourceRegions,
		destination: profile.destination.kind,
		destinationsBySource: profile.destination.bySource,
		destinationRegions: profile.destinationRegions,
		quotas: compact(
			Object.fromEntries(Object.entries(profile.quotas ?? {}).map(([kind, quota]) => [kind, compact(quota)])),
		),
		price: profile.price ? price(profile.price) : undefined,
		sources: profile.sources,
	}),
);

const sourceIndex = new Map();
for (const facts of [regionSetFacts, profileFacts, modelFacts, errorFacts]) {
	for (const source of facts.sources) sourceIndex.set(source.id, source);
}
const regionSets = regionSetFacts.regionSets.map((set) =>
	compact({
		regionSet: set.prefix,
		name: set.name,
		partition: set.partition,
		sourceRegions: set.sourceRegions,
		destinationRegions: set.destinationRegions,
	}),
);

/** One row a line: a monthly refresh then reads well as a diff. */
function table(rows) {
	return `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`;
}
function file(parts) {
	return `{\n${Object.entries(parts)
		.map(
			([key, value]) =>
				`${JSON.stringify(key)}: ${Array.isArray(value) && typeof value[0] === 'object' ? table(value) : JSON.stringify(value)}`,
		)
		.join(',\n')}\n}\n`;
}

writeFileSync(
	'src/bedrock/data/current.json',
	file({
		asOf: profileFacts.asOf,
		dataNewest: profileFacts.dataNewest,
		sources: [...sourceIndex.values()],
		regionNames: regionSetFacts.regionNames,
		applicationProfileRegions: regionSetFacts.applicationInferenceProfileRegions,
		regionSets,
		models,
		profiles,
	}),
);
writeFileSync(
	'src/bedrock/data/errors.json',
	file({
		asOf: errorFacts.asOf,
		sources: errorFacts.sources,
		errors: errorFacts.errors.map((error) =>
			compact({
				id: error.id,
				exception: error.exception,
				httpStatus: error.httpStatus,
				retryable: error.retryable,
				message: error.message,
				variants: error.variants,
				match: error.match,
				cause: error.cause,
				fix: error.fix,
				operations: error.operations,
				verified: error.verified,
				note: error.note,
				sources: error.sources,
			}),
		),
	}),
);
