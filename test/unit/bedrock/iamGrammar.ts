/**
 * A judge of policies, written from IAM's own rules and from nothing of this product: the grammar of the policy language
 * (IAM User Guide, "Grammar of the IAM JSON policy language") and how a request is decided. Only what identity policies
 * hold; anything else is a fault.
 */

/**
 * The faults of a policy's text; none when IAM would take it.
 * @param services whose resources it may name; with several, `*` too, for actions that know no resource.
 */
export function policyFaults(text: string, services: readonly string[] = ['bedrock']): string[] {
	const faults: string[] = [];
	const policy: unknown = JSON.parse(text);
	if (!isRecord(policy)) return ['not an object'];
	for (const key of Object.keys(policy)) if (!['Version', 'Id', 'Statement'].includes(key)) faults.push(`key ${key}`);
	if (policy.Version !== '2012-10-17') faults.push('version');
	// A managed policy holds at most 6,144 characters, white space not counted.
	if (text.replace(/\s/g, '').length > 6_144) faults.push('longer than a managed policy may be');
	const statements = Array.isArray(policy.Statement) ? policy.Statement : [];
	if (statements.length === 0) faults.push('no statement');
	const sids = statements.map((each: unknown) => (isRecord(each) ? each.Sid : undefined));
	if (new Set(sids).size !== sids.length) faults.push('Sid twice');
	for (const statement of statements) faults.push(...statementFaults(statement, services));
	return faults;
}

function statementFaults(statement: unknown, services: readonly string[]): string[] {
	if (!isRecord(statement)) return ['statement is no object'];
	const faults: string[] = [];
	for (const key of Object.keys(statement)) {
		if (!['Sid', 'Effect', 'Action', 'Resource', 'Condition'].includes(key)) faults.push(`key ${key}`);
	}
	if (typeof statement.Sid !== 'string' || !/^[A-Za-z0-9]*$/.test(statement.Sid)) faults.push('Sid');
	if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') faults.push('Effect');
	for (const action of strings(statement.Action, faults)) {
		if (!/^[a-z0-9-]+:[A-Za-z*?]+$/.test(action)) faults.push(`action ${action}`);
	}
	for (const arn of strings(statement.Resource, faults)) {
		if (arn === '*' && services.length > 1) continue;
		const [, service = ''] = /^arn:aws(?:-[a-z-]+)?:([a-z0-9]+):(?:[a-z0-9-]*|\*):(?:\d{12}|\*)?:[^:]/.exec(arn) ?? [];
		if (!services.includes(service)) {
			faults.push(`resource ${arn}`);
		}
	}
	if (statement.Condition !== undefined) faults.push(...conditionFaults(statement.Condition));
	return faults;
}

function conditionFaults(condition: unknown): string[] {
	if (!isRecord(condition) || Object.keys(condition).length === 0) return ['condition'];
	return Object.entries(condition).flatMap(([operator, keys]) => {
		if (!['StringEquals', 'StringLike', 'ArnLike', 'ArnEquals'].includes(operator)) return [`operator ${operator}`];
		if (!isRecord(keys) || Object.keys(keys).length === 0) return [`${operator} is empty`];
		return Object.entries(keys).flatMap(([key, value]) => [
			...(['aws:RequestedRegion', 'bedrock:InferenceProfileArn'].includes(key) ? [] : [`condition key ${key}`]),
			...(typeof value === 'string' && (operator !== 'StringEquals' || !/[*?]/.test(value)) ? [] : [`value of ${key}`]),
		]);
	});
}

function strings(value: unknown, faults: string[]): string[] {
	const list: unknown[] = Array.isArray(value) ? value : [value];
	const found = list.filter((each) => typeof each === 'string');
	if (found.length !== list.length || found.length === 0) faults.push('a list of texts');
	if (new Set(found).size !== found.length) faults.push('something twice');
	return found;
}

/** One question that the service asks of IAM. */
export interface AccessRequest {
	readonly action: string;
	readonly resource: string;
	/** Condition keys of the request. */
	readonly keys: Readonly<Record<string, string>>;
}

interface Statement {
	readonly Action: readonly string[];
	readonly Resource: readonly string[];
	readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Allowed by at least one statement; there are no denials in what we write. */
export function isAllowed(statements: readonly Statement[], request: AccessRequest): boolean {
	return statements.some(
		(statement) =>
			statement.Action.some((action) => matches(action, request.action)) &&
			statement.Resource.some((resource) => matches(resource, request.resource)) &&
			Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
				Object.entries(keys).every(([key, value]) => {
					const actual = request.keys[key];
					if (actual === undefined) return false;
					return operator.endsWith('Equals') ? actual === value : matches(value, actual);
				}),
			),
	);
}

function matches(pattern: string, text: string): boolean {
	const expression = pattern.replace(/[.*+?^${}()|[\]\\]/g, (mark) =>
		mark === '*' ? '.*' : mark === '?' ? '.' : `\\${mark}`,
	);
	return new RegExp(`^${expression}$`).test(text);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
