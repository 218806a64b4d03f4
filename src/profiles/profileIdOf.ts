/** Commands are given a row of the tree, or a profile ID by whoever calls them. */
export function profileIdOf(target: unknown): string | undefined {
	if (typeof target === 'string') return target;
	if (typeof target !== 'object' || target === null || !('profileId' in target)) return undefined;
	return typeof target.profileId === 'string' ? target.profileId : undefined;
}
