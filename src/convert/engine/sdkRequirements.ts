import type { TextEdit } from './types';

/** A requirement of an AWS SDK that is older than its first release with inference profiles. */
export interface OutdatedRequirement {
	readonly packageName: string;
	/** As written. */
	readonly version: string;
	/** The first release that knows inference profiles. */
	readonly minimum: string;
	/** UTF-16 offsets of the version, end exclusive. */
	readonly start: number;
	readonly end: number;
	/** What makes the requirement one of `minimum` or newer. */
	readonly edit: TextEdit;
}

/**
 * The first releases that know inference profiles.
 * @see botocore, `.changes/1.35.7.json`; @aws-sdk/client-bedrock 3.637.0 and 3.640.0, `dist-types`
 */
const minimums: Readonly<Record<string, string>> = {
	boto3: '1.35.7',
	botocore: '1.35.7',
	'@aws-sdk/client-bedrock': '3.640.0',
};

const pythonFiles =
	/(?:^|\/)(?:requirements[\w.-]*\.(?:txt|in)|constraints[\w.-]*\.txt|requirements\/[\w.-]+\.txt|pyproject\.toml|Pipfile|setup\.(?:cfg|py))$/;

/** `boto3==1.34.0`, `boto3[crt]~=1.34`, `boto3 = "^1.34"`, `boto3 = { version = ">=1.34" }`. */
const pythonRequirement =
	/(?<![\w.-])(boto3|botocore)(?:\[[\w, -]*\])?["']?[ \t]*(?:=[ \t]*(?:\{[^}\n]*?version[ \t]*=[ \t]*)?["'][ \t]*)?(==|===|>=|~=|<=|<|\^|~|>|(?<=["']))[ \t]*([0-9]+(?:\.[0-9]+){0,3})/g;

const nodeRequirement = /"(@aws-sdk\/client-bedrock)"[ \t]*:[ \t]*"([\^~]|>=|<=?|=)?[ \t]*([0-9]+(?:\.[0-9]+){0,2})/g;

/** Reads the requirements of one file: Python's in all their spellings, `package.json`. */
export function outdatedRequirements(path: string, text: string): readonly OutdatedRequirement[] {
	const isPython = pythonFiles.test(path);
	if (!isPython && !/(?:^|\/)package\.json$/.test(path)) return [];
	const found: OutdatedRequirement[] = [];
	for (const match of text.matchAll(isPython ? pythonRequirement : nodeRequirement)) {
		const [whole, packageName = '', operator = '', version = ''] = match;
		const lineStart = text.lastIndexOf('\n', match.index) + 1;
		if (isPython && /^\s*#/.test(text.slice(lineStart, match.index))) continue;
		const minimum = minimums[packageName];
		if (minimum === undefined || !admitsOlder(operator, version, minimum)) continue;
		const end = match.index + whole.length;
		const start = end - version.length;
		found.push({ packageName, version, minimum, start, end, edit: raised(text, start, end, operator, minimum) });
	}
	return found;
}

/** A version gives way to the minimum; a bound from above that would shut the minimum out goes. */
function raised(text: string, start: number, end: number, operator: string, minimum: string): TextEdit {
	const rest = /^(?:[ \t]*,?[ \t]*(?:[=~!<>^]=?=?)[ \t]*[0-9][\w.*]*)+/.exec(text.slice(end, end + 200))?.[0] ?? '';
	const bounds = [...rest.matchAll(/(<=?|==|~=)[ \t]*([0-9][\w.]*)/g)];
	const isShutOut = bounds.some(([, sign = '', bound = '']) => admitsOlder(sign, bound, minimum));
	if (!isShutOut && !operator.startsWith('<')) return { start, end, newText: minimum };
	const from = text.slice(0, start).trimEnd().length - operator.length;
	return { start: from, end: isShutOut ? end + rest.length : end, newText: `>=${minimum}` };
}

/** True where what is asked for may be, or must be, a release before `minimum`. */
function admitsOlder(operator: string, version: string, minimum: string): boolean {
	const order = compareVersions(version, minimum);
	return operator === '<' ? order <= 0 : order < 0;
}

function compareVersions(a: string, b: string): number {
	const [left, right] = [a, b].map((version) => version.split('.').map(Number));
	for (let index = 0; index < 4; index++) {
		const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}
