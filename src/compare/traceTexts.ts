import * as vscode from 'vscode';
import type { TraceProblem, TraceStep } from './tracer';

/** What stood in the way of finding a request, in one sentence. */
export function traceProblemText(problem: TraceProblem): string {
	if (problem.code === 'loggingOff') {
		return vscode.l10n.t(
			'Model invocation logging is off in {0}, and CloudTrail has no record either so far.',
			problem.sourceRegion,
		);
	}
	const action = problem.error.facts?.action ?? actions[problem.step];
	return problem.code === 'denied'
		? vscode.l10n.t('Your credentials may not call {0} in {1}.', action, problem.sourceRegion)
		: vscode.l10n.t('{0} in {1} failed: {2}', action, problem.sourceRegion, problem.error.message);
}

/** The action that each step needs first. */
const actions: Readonly<Record<TraceStep, string>> = {
	logging: 'bedrock:GetModelInvocationLoggingConfiguration',
	logGroup: 'logs:FilterLogEvents',
	bucket: 's3:ListBucket',
	trail: 'cloudtrail:LookupEvents',
};
