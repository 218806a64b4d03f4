import { describe, expect, test } from 'vitest';
import type { Denial } from '../../../../src/simulator/iam/decide';
import { denialOf, denialText } from '../../../../src/simulator/iam/decide';
import { readPolicy } from '../../../../src/simulator/iam/policy';
import { requestKeys } from '../../../../src/simulator/iam/requestKeys';

const action = 'bedrock:InvokeModel';
const resource = 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0';
const profileArn =
	'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const keys = {
	'aws:RequestedRegion': 'us-east-1',
	'bedrock:InferenceProfileArn': profileArn,
	'aws:username': 'ana',
	'aws:TagKeys': ['team', 'cost'],
	'aws:SourceIp': '10.1.2.3',
	'aws:CurrentTime': '2026-11-22T12:00:00Z',
	'bedrock:Number': '5',
	'aws:SecureTransport': 'false',
};

interface Parts {
	readonly Effect?: string;
	readonly [member: string]: unknown;
}

const policy = (...statements: Parts[]) =>
	readPolicy({
		Version: '2012-10-17',
		Statement: statements.map((parts) => ({
			Effect: 'Allow',
			...('NotAction' in parts ? {} : { Action: '*' }),
			...('NotResource' in parts ? {} : { Resource: '*' }),
			...parts,
		})),
	});

const isAllowed = (parts: Parts, given: Readonly<Record<string, string | string[]>> = keys, on = resource): boolean =>
	denialOf(
		{ policies: [policy(parts)], scps: [] },
		{ action, resource: on === '' ? undefined : on, keys: requestKeys(given) },
	) === undefined;

describe('a statement', () => {
	test.each<[string, boolean, Parts]>([
		['the action', true, { Action: 'bedrock:InvokeModel' }],
		['the action in another case', true, { Action: 'BEDROCK:invokemodel' }],
		['a star in the action', true, { Action: 'bedrock:Invoke*' }],
		['a question mark in the action', true, { Action: 'bedrock:InvokeMode?' }],
		['a question mark for nothing', false, { Action: 'bedrock:InvokeModel?' }],
		['another action', false, { Action: ['bedrock:InvokeModelWithResponseStream', 'bedrock:ListInferenceProfiles'] }],
		['another service', false, { Action: 'bedrock-mantle:*' }],
		['NotAction of another', true, { NotAction: 'iam:*' }],
		['NotAction of this', false, { NotAction: ['iam:*', 'bedrock:Invoke*'] }],
		['the resource', true, { Resource: resource }],
		['the resource in another case', false, { Resource: resource.replace('claude', 'Claude') }],
		['a star for the Region', true, { Resource: 'arn:aws:bedrock:*::foundation-model/anthropic.claude-sonnet-4-5*' }],
		['a star at the end beyond colons', true, { Resource: 'arn:aws:bedrock:*' }],
		['another Region', false, { Resource: resource.replace('us-east-1', 'us-east-2') }],
		['NotResource of another', true, { NotResource: 'arn:aws:bedrock:*::foundation-model/amazon.*' }],
		['NotResource of this', false, { NotResource: ['arn:aws:bedrock:*::foundation-model/anthropic.*'] }],
		['a variable in the resource', false, { Resource: 'arn:aws:bedrock:*::foundation-model/${aws:username}*' }],
		['a denial', false, { Effect: 'Deny' }],
	])('with %s: %s', (_, expected, parts) => expect(isAllowed(parts)).toBe(expected));

	test('needs a star for an action that has no resource', () => {
		expect(isAllowed({ Resource: '*' }, keys, '')).toBe(true);
		expect(isAllowed({ Resource: 'arn:aws:bedrock:*' }, keys, '')).toBe(false);
	});
});

describe('a condition', () => {
	const region = 'aws:RequestedRegion';
	const missing = 'aws:PrincipalOrgID';
	test.each<[boolean, Readonly<Record<string, Readonly<Record<string, unknown>>>>]>([
		[true, { StringEquals: { [region]: ['us-west-2', 'us-east-1'] } }],
		[false, { StringEquals: { [region]: 'us-*' } }],
		[true, { StringEquals: { 'AWS:requestedregion': 'us-east-1' } }],
		[false, { StringEquals: { [region]: 'US-EAST-1' } }],
		[true, { StringEqualsIgnoreCase: { [region]: 'US-EAST-1' } }],
		[false, { StringNotEqualsIgnoreCase: { [region]: 'US-EAST-1' } }],
		[true, { StringLike: { [region]: 'us-????-1' } }],
		[false, { StringNotLike: { [region]: ['eu-*', 'us-*'] } }],
		[true, { StringNotLike: { [region]: 'eu-*' } }],
		[false, { StringNotEquals: { [region]: ['us-east-1', 'us-west-2'] } }],
		[true, { StringNotEquals: { [region]: 'eu-west-1' } }],
		[false, { StringEquals: { [missing]: 'o-1' } }],
		[true, { StringEqualsIfExists: { [missing]: 'o-1' } }],
		[true, { StringNotEquals: { [missing]: 'o-1' } }],
		[true, { StringNotLikeIfExists: { [missing]: '*' } }],
		[false, { StringEqualsIfExists: { [region]: 'eu-west-1' } }],
		[true, { ArnEquals: { 'bedrock:InferenceProfileArn': profileArn } }],
		[true, { ArnLike: { 'bedrock:InferenceProfileArn': 'arn:aws:bedrock:*:*:inference-profile/us.*' } }],
		[false, { ArnLike: { 'bedrock:InferenceProfileArn': 'arn:aws:bedrock:*:inference-profile/us.*' } }],
		[false, { ArnNotLike: { 'bedrock:InferenceProfileArn': 'arn:*:bedrock:*:*:inference-profile/*' } }],
		[true, { ArnNotEquals: { 'bedrock:InferenceProfileArn': 'arn:aws:bedrock:*:*:inference-profile/global.*' } }],
		[true, { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['team', 'owner'] } }],
		[false, { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'owner' } }],
		[false, { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } }],
		[true, { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'cost', 'owner'] } }],
		[true, { 'ForAllValues:StringEquals': { [missing]: 'x' } }],
		[false, { 'ForAnyValue:StringEquals': { [missing]: 'x' } }],
		[false, { 'ForAnyValue:StringNotEquals': { [missing]: 'x' } }],
		[true, { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['team'] } }],
		[true, { 'ForAnyValue:StringEqualsIfExists': { [missing]: 'x' } }],
		[true, { Null: { [missing]: 'true' } }],
		[false, { Null: { [missing]: false } }],
		[true, { Null: { [region]: 'false' } }],
		[false, { Null: { [region]: true } }],
		[true, { Bool: { 'aws:SecureTransport': 'FALSE' } }],
		[false, { Bool: { 'aws:SecureTransport': true } }],
		[true, { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '10.0.0.0/8'] } }],
		[false, { NotIpAddress: { 'aws:SourceIp': '10.1.2.3' } }],
		[true, { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } }],
		[false, { DateGreaterThanEquals: { 'aws:CurrentTime': '1893456000' } }],
		[true, { NumericLessThanEquals: { 'bedrock:Number': 5 } }],
		[false, { NumericGreaterThan: { 'bedrock:Number': '5' } }],
		[true, { StringEquals: { 'aws:username': '${aws:username}' } }],
		[false, { StringEquals: { 'aws:username': '${aws:PrincipalTag/name}' } }],
		[true, { StringEquals: { 'aws:username': "${aws:PrincipalTag/name, 'ana'}" } }],
		[false, { StringLike: { 'aws:username': '${*}' } }],
		[true, { StringEquals: { [region]: 'us-east-1' }, StringLike: { 'aws:username': 'a*' } }],
		[false, { StringEquals: { [region]: 'us-east-1', 'aws:username': 'bo' } }],
	])('is %s for %j', (expected, Condition) => {
		expect(isAllowed({ Condition })).toBe(expected);
		// The same condition refuses exactly where it would allow.
		const denied = denialOf(
			{ policies: [policy({}, { Effect: 'Deny', Condition })], scps: [] },
			{ action, resource, keys: requestKeys(keys) },
		);
		expect(denied !== undefined).toBe(expected);
	});

	test('takes a hostile pattern in its stride', () => {
		const Condition = { StringLike: { 'aws:username': `${'*a'.repeat(3_000)}b` } };
		expect(isAllowed({ Condition }, { 'aws:username': 'a'.repeat(20_000) })).toBe(false);
	});
});

describe('the policies together', () => {
	const allow = policy({});
	const deny = { ...policy({ Effect: 'Deny' }), arn: 'arn:aws:iam::111122223333:policy/NoBedrock' };
	const nothing = policy({ Action: 'iam:*' });
	const question = { action, resource, keys: requestKeys(keys) };
	const text = (denial: Denial | undefined): string | undefined =>
		denial && denialText('arn:aws:iam::111122223333:user/ana', question, denial).replace(/^.*v1:0 /, '');

	test.each([
		[{ scps: [] }, undefined],
		[{ policies: [], scps: [] }, 'because no identity-based policy allows the bedrock:InvokeModel action'],
		[{ policies: [nothing, allow], scps: [] }, undefined],
		[{ policies: [allow, deny], scps: [] }, `with an explicit deny in an identity-based policy: ${deny.arn}`],
		[{ policies: [allow, policy({ Effect: 'Deny' })], scps: [] }, 'with an explicit deny in an identity-based policy'],
		[{ scps: [policy({ Effect: 'Deny' })] }, 'with an explicit deny in a service control policy'],
		[{ scps: [policy({ Effect: 'Deny', Action: 'iam:*' })] }, undefined],
		[{ scps: [nothing] }, 'because no service control policy allows the bedrock:InvokeModel action'],
		[{ policies: [], scps: [nothing] }, 'because no service control policy allows the bedrock:InvokeModel action'],
		[{ policies: [deny], scps: [nothing] }, `with an explicit deny in an identity-based policy: ${deny.arn}`],
		[{ boundary: nothing, scps: [] }, 'because no permissions boundary allows the bedrock:InvokeModel action'],
		[{ boundary: policy({ Effect: 'Deny' }), scps: [] }, 'with an explicit deny in a permissions boundary'],
		[{ policies: [allow], boundary: allow, scps: [allow] }, undefined],
	])('%#: %j', (permissions, expected) => expect(text(denialOf(permissions, question))).toBe(expected));

	test('are told in the whole of AWS’s sentence', () => {
		const denial: Denial = { kind: 'implicit', policyType: 'identity-based policy' };
		expect(denialText('arn:aws:iam::111122223333:user/ana', question, denial)).toBe(
			`User: arn:aws:iam::111122223333:user/ana is not authorized to perform: bedrock:InvokeModel on resource: ${resource} ` +
				'because no identity-based policy allows the bedrock:InvokeModel action',
		);
		const list = { action: 'bedrock:ListInferenceProfiles', keys: requestKeys({}) };
		expect(denialText('arn:aws:iam::111122223333:user/ana', list, denial)).toBe(
			'User: arn:aws:iam::111122223333:user/ana is not authorized to perform: bedrock:ListInferenceProfiles ' +
				'because no identity-based policy allows the bedrock:ListInferenceProfiles action',
		);
	});
});

describe('a policy that IAM would not take is refused with its place', () => {
	const good = { Effect: 'Allow', Action: 'bedrock:*', Resource: '*' };
	test.each<[unknown, string]>([
		[7, 'The policy must be a policy document'],
		['{', 'The policy is no JSON'],
		[{ Version: '2020-01-01', Statement: [] }, 'Version must be 2012-10-17'],
		[{ Version: '2012-10-17' }, 'Statement is missing'],
		[{ Statement: [good, { ...good, Effect: 'allow' }] }, 'Statement.1.Effect must be Allow or Deny'],
		[{ Statement: { ...good, Principal: '*' } }, 'Statement.Principal is for policies of resources'],
		[{ Statement: [{ ...good, NotAction: 'iam:*' }] }, 'Statement.0 must have either Action or NotAction'],
		[{ Statement: [{ ...good, Action: 'InvokeModel' }] }, 'Statement.0.Action has no action'],
		[{ Statement: [{ ...good, Action: [] }] }, 'Statement.0.Action must not be empty'],
		[{ Statement: [{ ...good, Action: [7] }] }, 'Statement.0.Action must be a text'],
		[{ Statement: [{ ...good, Resource: 'us.anthropic' }] }, 'Statement.0.Resource is no ARN: us.anthropic'],
		[{ Statement: [{ ...good, Extra: 1 }] }, 'Statement.0.Extra is not known here'],
		[{ Statement: [{ ...good, Condition: { StringIs: {} } }] }, 'Condition.StringIs is no condition operator'],
		[{ Statement: [{ ...good, Condition: { NullIfExists: { 'a:b': 'true' } } }] }, 'NullIfExists is no condition'],
		[{ Statement: [{ ...good, Condition: { StringEquals: { Region: 'x' } } }] }, 'Region is no condition key'],
		[{ Statement: [{ ...good, Condition: { Bool: { 'a:b': null } } }] }, 'Condition.Bool.a:b must be a text'],
		[{ arn: 7, document: { Statement: [] } }, 'arn must be a text'],
		[{ document: 'x' }, 'document is no JSON'],
	])('%j', (document, complaint) => expect(() => readPolicy(document)).toThrow(complaint));

	test('and its text and its ARN are taken', () => {
		const { arn, statements } = readPolicy({ arn: 'arn:x', document: JSON.stringify({ Statement: good }) });
		expect([arn, statements.length]).toEqual(['arn:x', 1]);
	});
});
