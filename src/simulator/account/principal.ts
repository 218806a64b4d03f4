import type { Permissions } from '../iam/decide';

/** Who sends a request. */
export interface Principal {
	readonly arn: string;
	readonly userId: string;
	/** Left out: everything is allowed. */
	readonly permissions?: Permissions;
	/** For the condition keys `aws:PrincipalTag/…`. */
	readonly tags?: Readonly<Record<string, string>>;
}
