import type { AccessQuestion, Permissions } from '../iam/decide';
import { denialOf, denialText } from '../iam/decide';
import { requestKeys } from '../iam/requestKeys';
import { accessDenied } from '../serviceError';
import { header } from '../wire/request';
import type { Need, Operation, OperationInput } from './operation';

/**
 * Asks the caller's policies for all that an operation needs; a caller without policies may do everything.
 * @throws ServiceError `AccessDeniedException` in AWS's words, for the first thing that is refused
 */
export function authorize(operation: Operation, input: OperationInput): void {
	const { permissions } = input.caller.principal;
	if (!permissions) return;
	if (input.caller.apiKeyType !== undefined) {
		const keys = { 'bedrock:bearerTokenType': input.caller.apiKeyType };
		ask(permissions, { action: 'bedrock:CallWithBearerToken', resource: '*', keys }, input);
	}
	const needs = operation.needs?.(input) ?? [{ action: `${operation.service ?? 'bedrock'}:${operation.name}` }];
	for (const need of needs) ask(permissions, need, input);
}

/** Whether the caller has a right beside those that the operation needs. */
export function isPermitted(input: OperationInput, need: Need): boolean {
	const { permissions } = input.caller.principal;
	return !permissions || denialOf(permissions, questionOf(need, input)) === undefined;
}

function ask(permissions: Permissions, need: Need, input: OperationInput): void {
	const question = questionOf(need, input);
	const denial = denialOf(permissions, question);
	if (denial) throw accessDenied(denialText(input.caller.principal.arn, question, denial));
}

function questionOf(need: Need, input: OperationInput): AccessQuestion {
	return { ...need, keys: requestKeys({ ...keysOf(input, need.resource), ...need.keys }) };
}

/** The keys that every request has. @see AWS IAM user guide, "AWS global condition context keys" */
function keysOf({ account, caller, region, request }: OperationInput, resource = ''): NonNullable<Need['keys']> {
	const { arn, tags, userId } = caller.principal;
	const now = new Date();
	const [, role] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
	const [, owner] = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource) ?? [];
	return {
		'aws:RequestedRegion': region,
		'aws:PrincipalAccount': account.id,
		'aws:PrincipalArn': role === undefined ? arn : arn.replace(/:sts::(\d+):.*$/, `:iam::$1:role/${role}`),
		'aws:PrincipalType': role === undefined ? 'User' : 'AssumedRole',
		'aws:PrincipalIsAWSService': 'false',
		'aws:ViaAWSService': 'false',
		'aws:userid': userId,
		'aws:username': role === undefined ? arn.slice(arn.lastIndexOf('/') + 1) : undefined,
		'aws:ResourceAccount': owner,
		'aws:CurrentTime': now.toISOString(),
		'aws:EpochTime': String(Math.floor(now.getTime() / 1_000)),
		'aws:SecureTransport': String(request.isSecure ?? false),
		'aws:SourceIp': '127.0.0.1',
		'aws:UserAgent': header(request, 'user-agent'),
		...Object.fromEntries(Object.entries(tags ?? {}).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
	};
}
