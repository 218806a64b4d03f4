import type { Catalogue, FoundationModel, InferenceProfile } from '../bedrock/catalogue';
import { countBefore } from './engine/ascending';

/** Something that can be written where an ID begins. */
export interface Entry {
	/** What has to be typed for it: its own ID; for a profile also the ID of its model. */
	readonly key: string;
	readonly id: string;
	readonly profile: InferenceProfile | undefined;
	readonly model: FoundationModel | undefined;
}

const indexes = new WeakMap<Catalogue, readonly Entry[]>();

/**
 * What begins with the characters typed so far: a search by halves in a sorted list that is made once for a catalogue.
 * @param typed at least a provider or region set and its dot; empty gives everything.
 */
export function entriesFor(catalogue: Catalogue, typed: string): readonly Entry[] {
	const index = indexOf(catalogue);
	const from = firstAtLeast(index, typed);
	const to = firstAtLeast(index, `${typed}\uFFFF`);
	return index.slice(from, to);
}

/** What has all the words in its ID or its model's name, as people write it. */
export function entriesWith(catalogue: Catalogue, typed: string): readonly Entry[] {
	const words = typed.toLowerCase().split(/\s+/);
	return indexOf(catalogue).filter(({ key, id, model }) => {
		const text = `${id} ${model?.name ?? ''}`.toLowerCase();
		return key === id && words.every((word) => text.includes(word));
	});
}

function firstAtLeast(index: readonly Entry[], key: string): number {
	return countBefore(index.length, (at) => (index[at]?.key ?? '') < key);
}

function indexOf(catalogue: Catalogue): readonly Entry[] {
	const known = indexes.get(catalogue);
	if (known) return known;
	const entries: Entry[] = catalogue.models.map((model) => ({
		key: model.modelId,
		id: model.modelId,
		profile: undefined,
		model,
	}));
	for (const profile of catalogue.profiles) {
		// An application profile is named by its ARN; what only third parties name may not exist.
		if (profile.type !== 'SYSTEM_DEFINED') continue;
		if (profile.origin.kind === 'bundled' && profile.origin.confidence === 'third-party') continue;
		const [modelId] = profile.modelIds;
		const model = modelId === undefined ? undefined : catalogue.modelsById.get(modelId);
		const entry = { id: profile.profileId, profile, model };
		entries.push({ ...entry, key: profile.profileId });
		if (modelId !== undefined) entries.push({ ...entry, key: modelId });
	}
	entries.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
	indexes.set(catalogue, entries);
	return entries;
}
