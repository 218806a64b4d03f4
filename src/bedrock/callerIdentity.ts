/** Who AWS takes the user for. */
export interface CallerIdentity {
	/** Twelve digits. */
	readonly account: string;
	/** `arn:aws:sts::123456789012:assumed-role/Developer/jane` */
	readonly arn: string;
}

/** What follows the account in the ARN: `assumed-role/Developer/jane`. */
export function principalOf({ arn }: CallerIdentity): string {
	return arn.split(':').slice(5).join(':') || arn;
}
