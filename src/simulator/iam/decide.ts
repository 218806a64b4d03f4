import { isMet } from './condition';
import { matches, readPattern } from './pattern';
import type { Choice, Policy, Statement } from './policy';
import type { RequestKeys } from './requestKeys';

/** What a principal may do. */
export interface Permissions {
	/** Left out: whatever the layers around it let through, like an administrator. */
	readonly policies?: readonly Policy[];
	readonly boundary?: Policy;
	/**
	 * Service control policies of the account's organization. As in AWS they grant nothing; where none of them allows anything,
	 * `FullAWSAccess` stands beside them, as AWS attaches it.
	 */
	readonly scps: readonly Policy[];
}

/** One thing that a request needs to be allowed. */
export interface AccessQuestion {
	/** `bedrock:InvokeModel` */
	readonly action: string;
	/** Left out for an action that IAM does not narrow to resources: policies must name `*` for it. */
	readonly resource?: string;
	readonly keys: RequestKeys;
}

export type Denial =
	| { readonly kind: 'explicit'; readonly policyType: PolicyType; readonly policyArn?: string }
	| { readonly kind: 'implicit'; readonly policyType: PolicyType };

export type PolicyType = 'service control policy' | 'permissions boundary' | 'identity-based policy';

/**
 * An explicit denial anywhere counts first; then each layer must allow.
 * @returns `undefined` when the request is allowed
 * @see AWS IAM user guide, "Policy evaluation logic"
 */
export function denialOf(permissions: Permissions, question: AccessQuestion): Denial | undefined {
	const layers = layersOf(permissions);
	for (const { policies, policyType } of layers) {
		const denying = policies.find(({ statements }) =>
			statements.some((each) => each.effect === 'Deny' && applies(each, question)),
		);
		if (denying) return { kind: 'explicit', policyType, policyArn: denying.arn };
	}
	for (const { policies, policyType } of layers) {
		const isAllowed = policies.some(({ statements }) =>
			statements.some((each) => each.effect === 'Allow' && applies(each, question)),
		);
		if (!isAllowed) return { kind: 'implicit', policyType };
	}
	return undefined;
}

interface Layer {
	readonly policyType: PolicyType;
	readonly policies: readonly Policy[];
}

/** AWS's sentence for a denial; S3 puts the resource into quotes. @see AWS IAM user guide, "Troubleshoot access denied error messages" */
export function denialText(principalArn: string, { action, resource }: AccessQuestion, denial: Denial): string {
	const where = resource === undefined ? '' : ` on resource: ${action.startsWith('s3:') ? `"${resource}"` : resource}`;
	const article = denial.policyType === 'identity-based policy' ? 'an' : 'a';
	const why =
		denial.kind === 'implicit'
			? `because no ${denial.policyType} allows the ${action} action`
			: `with an explicit deny in ${article} ${denial.policyType}${denial.policyArn === undefined ? '' : `: ${denial.policyArn}`}`;
	return `User: ${principalArn} is not authorized to perform: ${action}${where} ${why}`;
}

/** In the order in which AWS names the one that refuses. */
function layersOf({ boundary, policies, scps }: Permissions): Layer[] {
	const grants = scps.some(({ statements }) => statements.some(({ effect }) => effect === 'Allow'));
	return [
		{ policyType: 'service control policy', policies: grants ? scps : [...scps, everything] },
		{ policyType: 'identity-based policy', policies: policies ?? [everything] },
		...(boundary ? [{ policyType: 'permissions boundary' as const, policies: [boundary] }] : []),
	];
}

const everything: Policy = {
	statements: [
		{
			effect: 'Allow',
			actions: { isNegated: false, patterns: [readPattern('*', false)] },
			resources: { isNegated: false, patterns: [readPattern('*', false)] },
			conditions: [],
		},
	],
};

function applies(
	{ actions, conditions, resources }: Statement,
	{ action, keys, resource = '*' }: AccessQuestion,
): boolean {
	return (
		includes(actions, action.toLowerCase(), keys) &&
		includes(resources, resource, keys) &&
		conditions.every((condition) => isMet(condition, keys))
	);
}

function includes({ isNegated, patterns }: Choice, text: string, keys: RequestKeys): boolean {
	return patterns.some((pattern) => matches(pattern, text, keys)) !== isNegated;
}
