/** Who sends a request. */
export interface Principal {
	readonly arn: string;
	readonly userId: string;
}
