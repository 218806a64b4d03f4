import { accountField, type SnippetFacts } from './snippetFacts';

/** The policy of a role that calls the profile. Nothing in it needs HCL's escapes: IDs hold no `$` and no quote. */
export function terraform({ policy, modelId, sourceRegion }: SnippetFacts): string {
	const needsAccount = JSON.stringify(policy).includes(':*:inference-profile/');
	const statements = policy.Statement.map(
		(statement) => `  statement {
    sid     = "${statement.Sid}"
    actions = [${statement.Action.map((action) => `"${action}"`).join(', ')}]
    resources = [
${statement.Resource.map((arn) => `      ${withAccount(arn)},`).join('\n')}
    ]
${conditions(statement.Condition)}  }`,
	);
	return `${needsAccount ? 'data "aws_caller_identity" "current" {}\n\n' : ''}locals {
  # What a request to ${sourceRegion} names as its model.
  bedrock_model_id = ${withAccount(modelId)}
}

data "aws_iam_policy_document" "invoke_profile" {
${statements.join('\n\n')}
}
`;
}

function withAccount(arn: string): string {
	const isOpen = arn.includes(':*:inference-profile/');
	return `"${isOpen ? arn.replace(accountField, '${data.aws_caller_identity.current.account_id}') : arn}"`;
}

function conditions(condition: SnippetFacts['policy']['Statement'][number]['Condition']): string {
	const rows = Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
		Object.entries(keys).map(([key, value]) => ({ operator, key, value })),
	);
	return rows
		.map(
			({ operator, key, value }) => `
    condition {
      test     = "${operator}"
      variable = "${key}"
      values   = [${withAccount(value)}]
    }
`,
		)
		.join('');
}
