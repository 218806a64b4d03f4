/** What a user can do about an error: a value that a feature turns into a button. Most helpful first in any list. */
export type Remedy =
	/** Send the same through an inference profile that holds the model. */
	| { readonly kind: 'switchToProfile'; readonly modelId?: string }
	/** Pick another model or profile from the list. */
	| { readonly kind: 'chooseTarget' }
	/** Go to the model that replaces this one. */
	| { readonly kind: 'useSuccessor'; readonly modelId?: string }
	| { readonly kind: 'changeSourceRegion' }
	/** The model catalog in the AWS console, where access is asked for. */
	| { readonly kind: 'openModelAccess'; readonly sourceRegion?: string; readonly modelId?: string }
	/** An IAM policy that allows what was refused. */
	| { readonly kind: 'copyPolicy'; readonly action?: string; readonly resourceArn?: string }
	| { readonly kind: 'openBilling' }
	| { readonly kind: 'openQuotas'; readonly sourceRegion?: string }
	/** `aws sso login` in a terminal, for a named profile when it is known. */
	| { readonly kind: 'signIn'; readonly awsProfile?: string }
	| { readonly kind: 'chooseAwsProfile' }
	| { readonly kind: 'useSimulator' }
	| { readonly kind: 'retry' }
	/** Wait, then send again; how long is AWS's wish in milliseconds, if it has one. */
	| { readonly kind: 'retryLater'; readonly afterMilliseconds?: number }
	/** Output tokens are reserved up front: a smaller limit leaves more of the quota. */
	| { readonly kind: 'lowerMaxTokens' }
	| { readonly kind: 'shortenInput' }
	/** Open the request's settings at the field that was refused. */
	| { readonly kind: 'editRequest'; readonly field?: string }
	| { readonly kind: 'useConverse' }
	| { readonly kind: 'openSettings'; readonly setting: SettingToOpen };

/** Names of settings, without the extension's prefix. */
export type SettingToOpen =
	| 'allowedRegionSets'
	| 'awsProfile'
	| 'endpoint'
	| 'firstEventTimeoutSeconds'
	| 'idleTimeoutSeconds'
	| 'sourceRegion'
	| 'transport';
