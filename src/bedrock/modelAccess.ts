/** Whether the account may use a model: `pending` while a subscription is being made. */
export type ModelAccess = 'granted' | 'pending' | 'notGranted';

/** What `GetFoundationModelAvailability` says. Each an open set of words; absent where the service left it out. */
export interface ModelAvailability {
	/** `AVAILABLE`, `PENDING`, `NOT_AVAILABLE`, `ERROR` */
	readonly agreement?: string;
	/** `AUTHORIZED`, `NOT_AUTHORIZED` */
	readonly authorization?: string;
	/** `AVAILABLE`, `NOT_AVAILABLE` */
	readonly entitlement?: string;
}

/**
 * Reduces the three answers to one. Whether the model is in the Region itself does not count: a profile reaches it
 * elsewhere.
 * @returns `undefined` when the answer says too little.
 */
export function accessOf({ agreement, authorization, entitlement }: ModelAvailability): ModelAccess | undefined {
	if (authorization === 'NOT_AUTHORIZED') return 'notGranted';
	// While the agreement is being made, the account has no entitlement yet.
	if (agreement === 'PENDING') return 'pending';
	if (entitlement === 'NOT_AVAILABLE') return 'notGranted';
	if (agreement === 'NOT_AVAILABLE' || agreement === 'ERROR') return 'notGranted';
	return agreement === 'AVAILABLE' && authorization === 'AUTHORIZED' && entitlement === 'AVAILABLE'
		? 'granted'
		: undefined;
}
