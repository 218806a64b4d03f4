import * as l10n from '@vscode/l10n';
import type { DeniedBy } from './errorFacts';
import type { DescribeScene, ErrorScene } from './errorScene';
import type { Remedy } from './remedies';

/** Rights, access to models, credentials. */
export const accessTexts = {
	'no-model-access': (scene) => ({
		title: l10n.t('This account has no access to {0} in {1}.', scene.target, scene.region),
		advice: l10n.t(
			'Open the model once in the model catalog of the Amazon Bedrock console as someone with AWS Marketplace rights, then send again.',
		),
		remedies: [modelAccess(scene), { kind: 'chooseTarget' }],
	}),
	'iam-implicit-deny-profile': (scene) => ({
		title: l10n.t(
			'{0} is not allowed on the inference profile {1}: {2}',
			action(scene),
			resource(scene),
			refusal(scene.facts.deniedBy),
		),
		advice: l10n.t(
			'Allow the action on the profile in its source region and on the foundation model in every destination region; the policy can be copied here.',
		),
		remedies: [policy(scene), { kind: 'chooseTarget' }],
	}),
	'iam-implicit-deny-model': (scene) => ({
		title:
			scene.facts.resourceRegion === ''
				? l10n.t(
						'{0} is not allowed on the ARN {1}, which has no region: {2}',
						action(scene),
						resource(scene),
						refusal(scene.facts.deniedBy),
					)
				: l10n.t(
						'{0} is not allowed on the foundation model {1} in {2}: {3}',
						action(scene),
						resource(scene),
						scene.facts.resourceRegion ?? scene.region,
						refusal(scene.facts.deniedBy),
					),
		advice:
			scene.facts.resourceRegion === ''
				? l10n.t(
						'A global profile needs a third statement, on the foundation model’s ARN without a region; add it, or use a geographic profile.',
					)
				: l10n.t(
						'The profile itself is allowed. Allow the foundation model in the source region and in every destination region too.',
					),
		remedies: [policy(scene), { kind: 'chooseTarget' }],
	}),
	'scp-explicit-deny': (scene) => ({
		title: l10n.t('A service control policy of the organization forbids {0} on {1}.', action(scene), resource(scene)),
		advice: l10n.t(
			'One forbidden destination region is enough to refuse the whole request. Ask the organization’s administrator to allow every destination region (for a global profile: the requested region “unspecified”), or use a profile that stays inside the allowed regions.',
		),
		remedies: [{ kind: 'chooseTarget' }, { kind: 'changeSourceRegion' }, policy(scene)],
	}),
	'identity-explicit-deny': (scene) => ({
		title: l10n.t('{0} on {1} is denied: {2}', action(scene), resource(scene), refusal(scene.facts.deniedBy)),
		advice: scene.facts.policyArn
			? l10n.t(
					'Remove or narrow the Deny statement in {0}; an Allow elsewhere cannot outweigh it.',
					scene.facts.policyArn,
				)
			: l10n.t('Remove or narrow the Deny statement; an Allow elsewhere cannot outweigh it.'),
		remedies: [policy(scene), { kind: 'chooseAwsProfile' }],
	}),
	'access-denied-generic': (scene) => ({
		title: scene.facts.action
			? l10n.t('{0} is not allowed on {1}: {2}', action(scene), resource(scene), refusal(scene.facts.deniedBy))
			: l10n.t('AWS denied the request to {0} in {1}.', scene.target, scene.region),
		advice: l10n.t(
			'Check the policies of the identity that you are signed in with, and that its credentials are still valid.',
		),
		remedies: [policy(scene), signIn(scene), { kind: 'chooseAwsProfile' }],
	}),
	'use-case-form': (scene) => ({
		title: l10n.t('Anthropic’s use case form has not been submitted for this account.'),
		advice: l10n.t(
			'Open {0} in the model catalog of the Amazon Bedrock console, fill in the form once, and send again after 15 minutes.',
			scene.target,
		),
		remedies: [
			modelAccess(scene),
			{ kind: 'retryLater', afterMilliseconds: scene.facts.retryAfterMilliseconds ?? 900_000 },
		],
	}),
	'marketplace-permissions': (scene) => ({
		title: l10n.t('The first use of {0} needs AWS Marketplace rights that this identity does not have.', scene.target),
		advice: l10n.t(
			'Let an administrator call the model once, or allow aws-marketplace:Subscribe and aws-marketplace:ViewSubscriptions, then wait the minutes that AWS names and send again.',
		),
		remedies: [{ kind: 'copyPolicy', action: 'aws-marketplace:Subscribe' }, modelAccess(scene), later(scene)],
	}),
	'marketplace-payment': (scene) => ({
		title: l10n.t(
			'The AWS account has no valid payment method, so AWS Marketplace cannot subscribe to {0}.',
			scene.target,
		),
		advice: l10n.t(
			'Add a payment method under Billing in the AWS console, or use an Amazon model, which needs no subscription.',
		),
		remedies: [{ kind: 'openBilling' }, { kind: 'chooseTarget' }],
	}),
	'marketplace-pending': (scene) => ({
		title: l10n.t('The AWS Marketplace subscription to {0} is still being made.', scene.target),
		advice: l10n.t('Send again in about 15 minutes.'),
		remedies: [{ kind: 'retryLater', afterMilliseconds: scene.facts.retryAfterMilliseconds ?? 900_000 }],
	}),
	'anthropic-not-allowed': (scene) => ({
		title: l10n.t('This account may not use Anthropic’s models.'),
		advice: l10n.t(
			'Submit the use case form in the Amazon Bedrock console or ask AWS Support; meanwhile use another provider’s model.',
		),
		remedies: [{ kind: 'chooseTarget' }, modelAccess(scene)],
	}),
	'expired-token': (scene) => ({
		title: scene.awsProfile
			? l10n.t('The temporary credentials of the AWS profile {0} have expired.', scene.awsProfile)
			: l10n.t('The temporary AWS credentials have expired.'),
		advice: l10n.t('Sign in again (for example with “aws sso login”), then send again. Your text is kept.'),
		remedies: [signIn(scene), { kind: 'chooseAwsProfile' }, { kind: 'retry' }],
	}),
	'unrecognized-client': (scene) => ({
		title: l10n.t('AWS does not know the access key that signed the request to {0}.', scene.region),
		advice: l10n.t(
			'Check that the key exists and is active, and that it belongs to the partition of the region (GovCloud and China have keys of their own).',
		),
		remedies: [{ kind: 'chooseAwsProfile' }, signIn(scene), { kind: 'changeSourceRegion' }],
	}),
	'incomplete-signature': () => ({
		title: l10n.t('AWS could not read the signature of the request.'),
		advice: l10n.t(
			'Something between here and AWS may have changed the request’s headers; check the proxy and the endpoint setting.',
		),
		remedies: [{ kind: 'openSettings', setting: 'endpoint' }, { kind: 'chooseAwsProfile' }],
	}),
	'request-expired': () => ({
		title: l10n.t('The clock of this machine is too far from AWS’s time, so the signature was refused.'),
		advice: l10n.t('Set the system clock (on a remote or a virtual machine: there), then send again.'),
		remedies: [{ kind: 'retry' }],
	}),
	'js-no-credentials': (scene) => noCredentials(scene),
	'js-sso-expired': (scene) => {
		const awsProfile = scene.facts.awsProfile ?? scene.awsProfile;
		return {
			title: awsProfile
				? l10n.t('The IAM Identity Center session of the AWS profile {0} has expired.', awsProfile)
				: l10n.t('The IAM Identity Center session has expired.'),
			advice: l10n.t('Run “aws sso login” for the profile, then send again. Your text is kept.'),
			remedies: [signIn(scene), { kind: 'chooseAwsProfile' }],
		};
	},
	noCredentials: (scene) => noCredentials(scene),
	apiKeyRefused: () => ({
		title: l10n.t('AWS did not take the Bedrock API key: it is wrong, has expired or was deleted.'),
		advice: l10n.t(
			'Enter a new key, correct the variable AWS_BEARER_TOKEN_BEDROCK if the key comes from there, or choose an AWS profile.',
		),
		remedies: [{ kind: 'chooseAwsProfile' }],
	}),
	awsProfileMissing: (scene) => ({
		title: unusableProfile(scene),
		advice:
			scene.facts.files === undefined
				? l10n.t('Choose another profile, or set this one up with “aws configure sso” or “aws configure”.')
				: l10n.t(
						'Choose another profile, or set this one up with “aws configure sso” or “aws configure”. These files were read: {0}.',
						scene.facts.files,
					),
		remedies: [{ kind: 'chooseAwsProfile' }, { kind: 'useSimulator' }],
	}),
	credentialProcessFailed: ({ awsProfile, facts: { detail } }) => ({
		title: awsProfile
			? l10n.t('The credential_process of the AWS profile {0} gave no credentials.', awsProfile)
			: l10n.t('The credential_process of the AWS profile gave no credentials.'),
		advice: detail
			? l10n.t('It said: “{0}”. Run its command in a terminal and mend it, or choose another profile.', detail)
			: l10n.t('Run its command in a terminal and mend it, or choose another profile.'),
		remedies: [{ kind: 'chooseAwsProfile' }, { kind: 'retry' }, { kind: 'useSimulator' }],
	}),
	signInCancelled: (scene) => ({
		title: l10n.t('The sign-in to AWS was not finished.'),
		advice: l10n.t('Sign in again, or choose another AWS profile.'),
		remedies: [signIn(scene), { kind: 'chooseAwsProfile' }, { kind: 'retry' }],
	}),
	signatureMismatch: (scene) => ({
		title: l10n.t(
			'AWS refused the signature of the request to {0}: the secret access key is probably wrong.',
			scene.region,
		),
		advice: l10n.t(
			'Check the secret access key of the AWS profile in use; a proxy that changes headers can be the cause too.',
		),
		remedies: [{ kind: 'chooseAwsProfile' }, signIn(scene), { kind: 'openSettings', setting: 'endpoint' }],
	}),
} satisfies Record<string, DescribeScene>;

/** The profile that is missing may be the one that the chosen profile takes its credentials from. */
function unusableProfile({ awsProfile, facts }: ErrorScene): string {
	const missing = facts.awsProfile ?? awsProfile;
	if (missing === undefined) {
		return l10n.t(
			'The chosen AWS profile cannot be used: it is missing from the AWS config files or incomplete there.',
		);
	}
	return awsProfile === undefined || missing === awsProfile
		? l10n.t(
				'The AWS profile {0} cannot be used: it is missing from the AWS config files or incomplete there.',
				missing,
			)
		: l10n.t(
				'The AWS profile {0} cannot be used: its source_profile {1} is missing from the AWS config files or incomplete there.',
				awsProfile,
				missing,
			);
}

function noCredentials(scene: ErrorScene): ReturnType<DescribeScene> {
	return {
		title: scene.awsProfile
			? l10n.t('No AWS credentials were found for the profile {0}.', scene.awsProfile)
			: l10n.t('No AWS credentials were found on this machine.'),
		advice: l10n.t(
			'Choose an AWS profile, run “aws sso login”, set AWS_BEARER_TOKEN_BEDROCK to a Bedrock API key, or try the simulator, which needs no account.',
		),
		remedies: [{ kind: 'chooseAwsProfile' }, signIn(scene), { kind: 'useSimulator' }],
	};
}

function action(scene: ErrorScene): string {
	return scene.facts.action ?? l10n.t('The action');
}

function resource(scene: ErrorScene): string {
	return scene.facts.resourceArn ?? scene.target;
}

/** A whole clause with its full stop; it follows a colon. */
function refusal(deniedBy: DeniedBy | undefined): string {
	switch (deniedBy) {
		case 'serviceControlPolicy':
			return l10n.t('a service control policy of the organization stands against it.');
		case 'resourceControlPolicy':
			return l10n.t('a resource control policy of the organization stands against it.');
		case 'identityPolicy':
			return l10n.t('a policy of your own identity denies it.');
		case 'permissionsBoundary':
			return l10n.t('the permissions boundary of your identity denies it.');
		case 'resourcePolicy':
			return l10n.t('a policy on the resource denies it.');
		case 'sessionPolicy':
			return l10n.t('the session policy of your role session denies it.');
		case 'vpcEndpointPolicy':
			return l10n.t('the policy of the VPC endpoint denies it.');
		case 'noPolicy':
		case undefined:
			return l10n.t('no policy allows it.');
	}
}

function policy({ facts }: ErrorScene): Remedy {
	return { kind: 'copyPolicy', action: facts.action, resourceArn: facts.resourceArn };
}

function modelAccess({ sourceRegion, modelId, facts }: ErrorScene): Remedy {
	return { kind: 'openModelAccess', sourceRegion, modelId: modelId ?? facts.modelId };
}

function signIn({ awsProfile, facts }: ErrorScene): Remedy {
	return { kind: 'signIn', awsProfile: facts.awsProfile ?? awsProfile };
}

function later({ facts }: ErrorScene): Remedy {
	return { kind: 'retryLater', afterMilliseconds: facts.retryAfterMilliseconds };
}
