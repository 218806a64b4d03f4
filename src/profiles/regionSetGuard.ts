import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import type { Invoke } from '../bedrock/invocation';
import { readAllowedRegionSets } from './allowedRegionSetsSetting';

export interface RegionSetGuardParts {
	readonly catalogue: { current(): Promise<Catalogue> };
	readonly sourceRegion: () => Promise<string>;
}

/**
 * Stands before every request: a profile that may leave the allowed region sets is used only after the user has said so,
 * once for each profile in this window.
 */
export class RegionSetGuard {
	/** Profile and allowed region sets: with other sets, the user is asked again. */
	private readonly overridden = new Set<string>();
	/** Questions that are on the screen. */
	private readonly open = new Map<string, Promise<boolean>>();

	constructor(private readonly parts: RegionSetGuardParts) {}

	/**
	 * Asks the user where a request may leave the allowed region sets.
	 * @param profileId what a request names: a profile's ID or ARN, or a model's ID.
	 */
	async mayUse(profileId: string): Promise<boolean> {
		const allowed = readAllowedRegionSets();
		if (allowed.length === 0) return true;
		const key = JSON.stringify([profileId, allowed]);
		if (this.overridden.has(key)) return true;
		const [{ leavesAllowedSets, askToLeave }, catalogue, sourceRegion] = await Promise.all([
			import('./sidebar'),
			this.parts.catalogue.current(),
			this.parts.sourceRegion(),
		]);
		if (!leavesAllowedSets(catalogue, sourceRegion, profileId, allowed)) return true;
		const asked = this.open.get(key) ?? askToLeave(catalogue, profileId, allowed);
		this.open.set(key, asked);
		const isOverridden = await asked;
		this.open.delete(key);
		if (isOverridden) this.overridden.add(key);
		return isOverridden;
	}

	/** The same for a stream of events: what the user does not allow fails before anything is sent. */
	guarded(invoke: Invoke): Invoke {
		const mayUse = (profileId: string) => this.mayUse(profileId);
		return async function* (target, request, signal) {
			if (await mayUse(target.modelId)) {
				yield* invoke(target, request, signal);
				return;
			}
			const message = vscode.l10n.t('The setting "{0}" does not allow it.', 'bedrockProfiles.allowedRegionSets');
			const error = {
				code: 'outsideAllowedRegionSets',
				name: 'OutsideAllowedRegionSets',
				message,
				retryable: false,
			} as const;
			yield { type: 'failed', error };
		};
	}
}
