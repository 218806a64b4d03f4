import { PerText } from './perText';
import type { Frame } from './sites';
import type { SourceText } from './sourceText';
import { yamlAncestors } from './yamlAncestors';

/** True for what stands among the resources or conditions of an IAM policy. */
export function isInPolicy(source: SourceText, offset: number, frames: readonly Frame[]): boolean {
	const isPolicyKey = ({ key, callee }: Frame): boolean =>
		policyKeys.test(key) && !(callee === 'validation' && key === 'condition');
	if (frames.some((frame) => isPolicyKey(frame) || policyCalls.test(frame.callee))) return true;
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

const policyKeys = /^(?:Resource|NotResource|resources|not_resources|Condition|conditions?|resourceArns?)$/;
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
