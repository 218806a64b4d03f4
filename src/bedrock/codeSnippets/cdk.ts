import { accountField, type SnippetFacts } from './snippetFacts';

/** What a role of a stack is granted, and how the stack's code learns what to name in a request. */
export function cdk({ policy, modelId }: SnippetFacts): string {
	const statements = policy.Statement.map(
		(statement) => `  new PolicyStatement({
    sid: '${statement.Sid}',
    actions: [${statement.Action.map((action) => `'${action}'`).join(', ')}],
    resources: [
${statement.Resource.map((arn) => `      ${withAccount(arn)},`).join('\n')}
    ],
${conditions(statement.Condition)}  }),`,
	);
	return `import { Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** What a request names as its model. */
export const modelId = ${withAccount(modelId)};

/** Lets a role of the stack call the inference profile, and nothing else. */
export function grantInvokeProfile(stack: Stack, grantee: IGrantable): void {
  for (const statement of statements(stack)) grantee.grantPrincipal.addToPrincipalPolicy(statement);
}

const statements = (stack: Stack) => [
${statements.join('\n')}
];
`;
}

/** A quoted ARN; where it holds an account, that of the stack. */
function withAccount(arn: string): string {
	return arn.includes(':foundation-model/') || !arn.startsWith('arn:') || !arn.includes('*')
		? `'${arn}'`
		: `\`${arn.replace(accountField, '${stack.account}')}\``;
}

function conditions(condition: SnippetFacts['policy']['Statement'][number]['Condition']): string {
	if (!condition) return '';
	const operators = Object.entries(condition).map(([operator, keys]) => {
		const values = Object.entries(keys).map(([key, value]) => `'${key}': ${withAccount(value)}`);
		return `${operator}: { ${values.join(', ')} }`;
	});
	return `    conditions: { ${operators.join(', ')} },\n`;
}
