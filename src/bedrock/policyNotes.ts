import * as l10n from '@vscode/l10n';
import type { PolicyNote } from './iamPolicy';

/** A note as whole sentences in the user's language. */
export function policyNoteText(note: PolicyNote): string {
	switch (note.code) {
		case 'accountUnknown':
			return l10n.t(
				'The account number is not known yet, so the policy has "*" in its place. Put the number of your account there, or list your profiles and copy the policy again.',
			);
		case 'destinationsUnknown':
			return l10n.t(
				'No source names the destination regions of this profile. The policy allows the model in every region, but only through this profile. List your profiles and copy the policy again to narrow it.',
			);
		case 'otherSourceRegion':
			return l10n.t(
				'The profile is not known to be callable from {0}; the policy is for the source region {1}.',
				note.asked,
				note.used,
			);
		case 'scpRegions':
			return l10n.t(
				'Service control policies must allow Bedrock in all of these regions: {0}. If they deny one of them, every request through the profile fails.',
				note.regions.join(', '),
			);
		case 'scpUnspecified':
			return l10n.t(
				'A service control policy that allows only some regions must also allow the value "unspecified" of aws:RequestedRegion; to forbid global profiles, deny that value.',
			);
		case 'projectNeeded':
			return l10n.t(
				'Callers of the OpenAI-compatible APIs on bedrock-runtime also need bedrock:InvokeModel on {0}.',
				note.arn,
			);
		case 'controlTower':
			return l10n.t(
				'If AWS Control Tower manages your organization, change its region controls there and do not edit its service control policies by hand.',
			);
	}
}
