import { createHash } from 'node:crypto';
import type { Principal } from '../account/principal';
import { isObject } from '../json';
import { readPolicy } from './policy';
import { PolicyError } from './policyError';
import type { Permissions } from './decide';

/** One who may call the simulator, as its starter writes it. */
export interface PrincipalOptions {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	/** With it the keys are temporary. */
	readonly sessionToken?: string;
	/** When temporary keys end: a date, or ISO 8601. */
	readonly expires?: Date | string;
	/** A long-term Bedrock API key of this principal. */
	readonly apiKey?: string;
	/** Left out: a user named after the access key. */
	readonly arn?: string;
	/** For `aws:PrincipalTag/…`. */
	readonly tags?: Readonly<Record<string, string>>;
	/** Identity-based policies: documents, their JSON, or `{ arn, document }`. Left out: everything is allowed; empty: nothing. */
	readonly policies?: readonly unknown[];
	/** A permissions boundary, in the same forms. */
	readonly boundary?: unknown;
	/** Service control policies, in the same forms. */
	readonly scps?: readonly unknown[];
}

/** @throws PolicyError with the place of the first mistake, from `path` on */
export function readPrincipal(options: PrincipalOptions, accountId: string, path: PolicyError['path'] = []): Principal {
	const {
		accessKeyId,
		arn = `arn:aws:iam::${accountId}:user/${accessKeyId}`,
		boundary,
		expires,
		policies,
		scps,
		tags,
	} = options;
	if (!/^arn:aws[a-z0-9-]*:(iam|sts)::\d{12}:(user|role|assumed-role|federated-user)\/[\w+=,.@/-]+$/.test(arn)) {
		throw new PolicyError([...path, 'arn'], `must be the ARN of a user or of an assumed role, not ${arn}`);
	}
	if (expires !== undefined && Number.isNaN(new Date(expires).getTime())) {
		throw new PolicyError([...path, 'expires'], 'must be a date such as 2026-11-22T21:00:00Z');
	}
	const permissions: Permissions = {
		...(policies ? { policies: readAll(policies, [...path, 'policies']) } : {}),
		...(boundary === undefined ? {} : { boundary: readPolicy(boundary, [...path, 'boundary']) }),
		scps: readAll(scps ?? [], [...path, 'scps']),
	};
	const userId = arn.includes(':assumed-role/')
		? `AROA${letters(arn)}:${arn.slice(arn.lastIndexOf('/') + 1)}`
		: `AIDA${letters(arn)}`;
	return { arn, userId, permissions, ...(isObject(tags) ? { tags } : {}) };
}

function readAll(policies: readonly unknown[], path: PolicyError['path']) {
	return policies.map((policy, index) => readPolicy(policy, [...path, index]));
}

/** Sixteen capitals and digits, in the form of IAM's unique IDs; the same for the same text. */
function letters(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 16).toUpperCase();
}
