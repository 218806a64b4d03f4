/** What an error's message names, so that a sentence and a remedy need not read it again. */
export interface ErrorFacts {
	readonly modelId?: string;
	/** IAM action, `bedrock:InvokeModel`. */
	readonly action?: string;
	readonly principalArn?: string;
	readonly resourceArn?: string;
	/** Region of `resourceArn`; empty in the Region-less form that a global profile needs. */
	readonly resourceRegion?: string;
	readonly deniedBy?: DeniedBy;
	readonly policyArn?: string;
	/** How long AWS asks to wait, in milliseconds. */
	readonly retryAfterMilliseconds?: number;
	/** A profile of `~/.aws/config` that the message names. */
	readonly awsProfile?: string;
	/** The AWS config files that were read, with commas between them. */
	readonly files?: string;
	/** The field of the request that was refused, `inferenceConfig.maxTokens`. */
	readonly field?: string;
	/** What the model itself said, inside AWS's sentence. */
	readonly detail?: string;
	/** The host that could not be found or reached. */
	readonly host?: string;
	/** The `Content-Type` of an answer that is not Bedrock's. */
	readonly contentType?: string;
	/** Seconds without a sign of life, when we gave up. */
	readonly waitedSeconds?: number;
	/** Whether another API would stream the answer that this one waited for; absent where the caller does not know. */
	readonly couldStream?: boolean;
	/** What a model's native format cannot carry. */
	readonly unsupported?: UnsupportedContent;
}

/** Which kind of policy refused; `noPolicy`: none allows it. */
export type DeniedBy =
	| 'noPolicy'
	| 'serviceControlPolicy'
	| 'identityPolicy'
	| 'permissionsBoundary'
	| 'resourcePolicy'
	| 'sessionPolicy'
	| 'vpcEndpointPolicy'
	| 'resourceControlPolicy';

export type UnsupportedContent = 'image' | 'document' | 'stopSequences' | 'format';

/** Reads the facts out of a message, with straight apostrophes. What is not there is absent. */
export function factsOf(message: string): ErrorFacts {
	const denied =
		/User: (?<principal>\S+) is not authorized to perform: (?<action>[\w-]+:\w+)(?: on resource: (?<resource>\S+))?/i.exec(
			message,
		)?.groups;
	const resourceArn = denied?.resource?.replace(/[.,;]$/, '');
	const minutes = /try again (?:in|after) (\d{1,4}) minutes?/i.exec(message)?.[1];
	return definedOnly({
		modelId: /Invocation of model ID (\S+) with/i.exec(message)?.[1],
		principalArn: denied?.principal,
		action: denied?.action,
		resourceArn,
		resourceRegion: resourceArn && /^arn:[^:]*:[^:]*:([a-z0-9-]*|\*):/.exec(resourceArn)?.[1],
		deniedBy: denied && deniedByIn(message),
		policyArn: /explicit deny in an? [^:]*: ?(arn:[^\s,]+)/i.exec(message)?.[1],
		retryAfterMilliseconds: minutes === undefined ? undefined : Number(minutes) * 60_000,
		awsProfile: /profile[: ]+\[([^\]]+)\]|aws sso login --profile[= ](\S+)/i.exec(message)?.slice(1).find(Boolean),
		files: /Files read: (.+)$/.exec(message)?.[1],
		field: fieldIn(message),
		detail: /(?:The model returned the following errors|The credential_process failed): (.+)/is
			.exec(message)?.[1]
			?.trim(),
		host: /getaddrinfo \w+ ([\w.-]+)/.exec(message)?.[1] ?? /connect \w+ (\S+)/.exec(message)?.[1],
	});
}

function deniedByIn(message: string): DeniedBy {
	const kind = /explicit deny in an? ([a-z- ]+? (?:policy|boundary))/i.exec(message)?.[1]?.toLowerCase();
	switch (kind) {
		case 'service control policy':
			return 'serviceControlPolicy';
		case 'resource control policy':
			return 'resourceControlPolicy';
		case 'permissions boundary':
			return 'permissionsBoundary';
		case 'resource-based policy':
			return 'resourcePolicy';
		case 'session policy':
			return 'sessionPolicy';
		case 'vpc endpoint policy':
			return 'vpcEndpointPolicy';
		case 'identity-based policy':
			return 'identityPolicy';
		default:
			return /service control policy allows/i.test(message) ? 'serviceControlPolicy' : 'noPolicy';
	}
}

/** The forms in which Bedrock and the models name a refused field. */
function fieldIn(message: string): string | undefined {
	const forms = [
		/extraneous key \[([^\]]+)\]/i,
		/ at '([\w.[\]-]+)' failed to satisfy constraint/i,
		/The value at ([\w.[\]-]+) /,
		/#\/([\w/]+): /,
		/`([\w.]+)` (?:is|and|may|must|cannot)/,
		/\b((?:messages|system|inferenceConfig|toolConfig|thinking|output_config)(?:\.[\w-]+)+)\b/,
		/\b(max_tokens|maxTokens|temperature|top_p|topP|top_k|stop_sequences|stopSequences)\b/,
	];
	for (const form of forms) {
		const field = form.exec(message)?.[1];
		if (field) return field;
	}
	return undefined;
}

function definedOnly(facts: Readonly<Record<string, unknown>> & ErrorFacts): ErrorFacts {
	return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
