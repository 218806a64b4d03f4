import { ownText } from './ownText';
import { PerText } from './perText';
import type { Frame } from './sites';
import type { SourceText } from './sourceText';
import { yamlAncestors } from './yamlAncestors';

/** True for what stands among the resources or conditions of an IAM policy. */
export function isInPolicy(source: SourceText, offset: number, frames: readonly Frame[]): boolean {
	if (frames.some((frame, index) => isPolicyFrame(source, frame, frames[index - 1]?.calleeStart ?? offset)))
		return true;
	if (!mayHoldPolicy(source)) return false;
	const before = source.text.slice(Math.max(0, offset - 1_500), offset);
	if (source.syntax.isIndented && source.syntax.family === 'config') {
		return yamlAncestors(source, offset).some(({ key = '' }) => /^(?:Resource|NotResource|Condition)$/.test(key));
	}
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

/** @param inside where begins what its key names, or stands in that. */
function isPolicyFrame(source: SourceText, frame: Frame, inside: number): boolean {
	const { key, callee, close } = frame;
	if (policyKeys.test(key) || policyCalls.test(callee)) return true;
	if (!mayBePolicyKey.test(key)) return false;
	// Programs have resources and conditions of their own.
	return (
		besideResources.test(ownText(source, frame)) ||
		amongResources.test(
			source.text.slice(Math.max(source.lineStart(inside), inside - 200), Math.min(close, inside + 500)),
		)
	);
}

const policyKeys = /^(?:Resource|NotResource|not_resources|Condition|resourceArns?)$/;
const mayBePolicyKey = /^(?:resources|conditions?)$/;
const besideResources = /\b(?:effect|(?:not)?_?actions?|sid|principals?)["']?\s*[:=]/i;
const amongResources = /arn:|Arn(?![a-z])|ARN\b|_arns?\b|foundation-model|String(?:Equals|Like)/;
const policyCalls = /PolicyStatement|PolicyDocument|addToRolePolicy|grantInvoke|add_to_role_policy|iam_policy/;

const policyTexts = new PerText<boolean>();

function mayHoldPolicy(source: SourceText): boolean {
	let known = policyTexts.get(source);
	if (known === undefined)
		policyTexts.set(
			source,
			(known = source.text.holds('esource') && (source.text.holds('Resource') || source.text.holds('resources'))),
		);
	return known;
}
