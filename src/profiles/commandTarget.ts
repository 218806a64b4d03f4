import type { Catalogue, InferenceProfile } from '../bedrock/catalogue';
import { profileIdOf } from './profileIdOf';
import { pickProfile } from './profilePicker';
import { findProfile } from './profileStanding';

/** What commands on a profile need to know. */
export interface ProfileSource {
	readonly catalogue: { current(): Promise<Catalogue> };
	readonly connection: { sourceRegion(): Promise<string> };
}

/** A profile that a command is about, with the moment's catalogue. */
export interface ProfileInHand {
	readonly catalogue: Catalogue;
	readonly profile: InferenceProfile;
	readonly sourceRegion: string;
}

/**
 * The profile that a command was called on; without one (from the Command Palette, by keyboard) the user picks one.
 * @returns `undefined` when the user turned away, or the profile is gone.
 */
export async function profileInHand(source: ProfileSource, target: unknown): Promise<ProfileInHand | undefined> {
	const [catalogue, sourceRegion] = await Promise.all([source.catalogue.current(), source.connection.sourceRegion()]);
	const profileId = profileIdOf(target) ?? (await pickProfile(catalogue, sourceRegion));
	const profile = profileId === undefined ? undefined : findProfile(catalogue, profileId);
	return profile && { catalogue, profile, sourceRegion };
}
