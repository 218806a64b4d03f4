import type { Frame } from './sites';
import type { SourceText } from './sourceText';

/** True for what stands among the resources or conditions of an IAM policy. */
export function isInPolicy(source: SourceText, offset: number, frames: readonly Frame[]): boolean {
	if (frames.some(({ key, callee }) => policyKeys.test(key) || policyCalls.test(callee))) return true;
	if (!mayHoldPolicy(source)) return false;
	const before = source.text.slice(Math.max(0, offset - 1_500), offset);
	if (source.syntax.isIndented && source.syntax.family === 'config') return isUnderYamlKey(source, offset);
	// A policy in a string: JSON in a heredoc, in Terraform, in a test.
	const statement = before.lastIndexOf('"Effect"');
	const resource = Math.max(
		before.lastIndexOf('"Resource"'),
		before.lastIndexOf('Resource ='),
		before.lastIndexOf('resources ='),
	);
	return (
		resource !== -1 &&
		// Nothing but a list of ARNs since then: the task of a state machine has a "Resource" too, and parameters behind it.
		!/[}]\s*,?\s*\n|"\s*,\s*"\w+"\s*:/.test(before.slice(resource)) &&
		(statement !== -1 || /Effect|effect|actions|Action/.test(before))
	);
}

const policyKeys = /^(?:Resource|NotResource|resources|not_resources|Condition|conditions?|resourceArns?)$/;
const policyCalls = /PolicyStatement|PolicyDocument|addToRolePolicy|grantInvoke|add_to_role_policy|iam_policy/;

/** Walks up the lines that stand further out: `Resource:` above a list of ARNs. */
function isUnderYamlKey(source: SourceText, offset: number): boolean {
	let lineStart = source.lineStart(offset);
	let indent = Number.MAX_SAFE_INTEGER;
	for (let count = 0; count < 200 && lineStart >= 0; count++) {
		const line = source.text.slice(lineStart, Math.min(source.lineEnd(lineStart), lineStart + 300));
		if (line.trim() !== '') {
			const column = line.length - line.trimStart().length;
			const isEntry = /^\s*-\s/.test(line);
			if (column < indent || (column === indent && !isEntry && count === 1)) {
				if (/^\s*(?:-\s+)?["']?(?:Resource|NotResource|Condition)["']?\s*:/.test(line)) return true;
				// Entries of a list may stand in the column of their key.
				indent = isEntry ? column + 1 : column;
			}
		}
		if (lineStart === 0 || indent === 0) return false;
		lineStart = source.lineStart(lineStart - 1);
	}
	return false;
}

const policyTexts = new WeakMap<SourceText, boolean>();

function mayHoldPolicy(source: SourceText): boolean {
	let known = policyTexts.get(source);
	if (known === undefined)
		policyTexts.set(
			source,
			(known = source.text.holds('esource') && (source.text.holds('Resource') || source.text.holds('resources'))),
		);
	return known;
}
