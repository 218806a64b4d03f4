import * as l10n from '@vscode/l10n';
import type { DescribeScene, ErrorScene } from './errorScene';
import type { Remedy } from './remedies';

/** What the service says of the target, the load and the request. */
export const serviceTexts = {
	'on-demand-needs-profile': (scene) => needsProfile(scene),
	'model-no-on-demand': (scene) => needsProfile(scene),
	'invalid-model-id': (scene) => ({
		title: l10n.t('{0} cannot be called from {1}.', scene.target, scene.region),
		advice: l10n.t(
			'Either the ID is mistyped, or the model or profile is not offered in this source region. Choose one from the list, or change the source region.',
		),
		remedies: [{ kind: 'chooseTarget' }, { kind: 'changeSourceRegion' }],
	}),
	'wrong-region-profile': (scene) => ({
		title: l10n.t('The inference profile {0} cannot be called from {1}.', scene.target, scene.region),
		advice: l10n.t('Use the profile whose source regions hold {0}, or change the source region.', scene.region),
		remedies: [
			{ kind: 'switchToProfile', modelId: scene.modelId },
			{ kind: 'changeSourceRegion' },
			{ kind: 'chooseTarget' },
		],
	}),
	'legacy-inactive': (scene) => ({
		title: l10n.t(
			'{0} is marked as legacy, and this account has not used it lately, so it is closed to it.',
			scene.target,
		),
		advice: l10n.t('Go to an active model; another profile of the same model does not help.'),
		remedies: [successor(scene), { kind: 'chooseTarget' }],
	}),
	'end-of-life': (scene) => ({
		title: l10n.t('{0} has reached the end of its life.', scene.target),
		advice: l10n.t('Go to the model that replaces it; no profile of this model answers any more.'),
		remedies: [successor(scene), { kind: 'chooseTarget' }],
	}),
	'throttle-requests': (scene) => ({
		title: l10n.t(
			'Too many requests: the requests-per-minute quota for {0} in {1} is used up.',
			scene.target,
			scene.region,
		),
		advice: l10n.t('Wait a moment and send again, use another profile of the model, or ask for a higher quota.'),
		remedies: [later(scene), { kind: 'switchToProfile', modelId: scene.modelId }, quotas(scene)],
	}),
	'throttle-tokens': (scene) => ({
		title: l10n.t(
			'Too many tokens: the tokens-per-minute quota for {0} in {1} is used up.',
			scene.target,
			scene.region,
		),
		advice: l10n.t(
			'The output limit is reserved when the request starts, so a smaller one lets more requests through. This is not about the length of the conversation.',
		),
		remedies: [
			later(scene),
			{ kind: 'lowerMaxTokens' },
			{ kind: 'switchToProfile', modelId: scene.modelId },
			quotas(scene),
		],
	}),
	'throttle-tokens-day': (scene) => ({
		title: l10n.t('The tokens-per-day quota for {0} is used up.', scene.target),
		advice: l10n.t(
			'Waiting a minute does not help. Use another model, or ask for a higher quota; a new account can start with a quota of 0.',
		),
		remedies: [{ kind: 'chooseTarget' }, quotas(scene)],
	}),
	'throttle-account': (scene) => ({
		title: l10n.t('The account’s quotas for Amazon Bedrock in {0} are used up.', scene.region),
		advice: l10n.t('Wait a moment and send again; Service Quotas in the AWS console shows which quota it is.'),
		remedies: [later(scene), quotas(scene)],
	}),
	'too-many-connections': (scene) => ({
		title: l10n.t('Amazon Bedrock has no free connections in {0} at the moment.', scene.region),
		advice: l10n.t(
			'This is about AWS’s capacity, not your quota. Send again in a moment, or use a profile with more regions.',
		),
		remedies: [later(scene), { kind: 'switchToProfile', modelId: scene.modelId }],
	}),
	'service-unavailable': (scene) => ({
		title: l10n.t('Amazon Bedrock is too busy to answer in {0} at the moment.', scene.region),
		advice: l10n.t(
			'This is about AWS’s capacity, not your quota. Send again in a moment, or use a profile with more regions.',
		),
		remedies: [later(scene), { kind: 'switchToProfile', modelId: scene.modelId }, { kind: 'changeSourceRegion' }],
	}),
	internal: (scene) => ({
		title: l10n.t('Amazon Bedrock had an internal error in {0}.', scene.region),
		advice: l10n.t('Send again. If it stays, give AWS Support the request ID.'),
		remedies: [{ kind: 'retry' }, { kind: 'chooseTarget' }],
	}),
	'service-quota': (scene) => ({
		title: l10n.t('A service quota of the account in {0} is exceeded.', scene.region),
		advice: l10n.t('Look it up under Service Quotas in the AWS console and ask for an increase, or try later.'),
		remedies: [quotas(scene), later(scene)],
	}),
	'model-timeout': (scene) => ({
		title: l10n.t('{0} took longer than Amazon Bedrock allows.', scene.target),
		advice:
			scene.facts.couldStream === true
				? l10n.t('Send again with less input or a smaller output limit, and choose an API that streams.')
				: l10n.t('Send again with less input or a smaller output limit.'),
		remedies: [{ kind: 'retry' }, { kind: 'lowerMaxTokens' }, { kind: 'shortenInput' }],
	}),
	'model-error': (scene) => ({
		title: l10n.t('{0} failed on this input.', scene.target),
		advice: l10n.t('Send again once; if it stays, change the input or use another model.'),
		remedies: [{ kind: 'retry' }, { kind: 'chooseTarget' }],
	}),
	'model-stream-error': (scene) => ({
		title: l10n.t('{0} failed in the middle of the answer.', scene.target),
		advice: l10n.t('What arrived is kept, but it is not whole. Send again.'),
		remedies: [{ kind: 'retry' }, { kind: 'chooseTarget' }],
	}),
	'model-not-ready': (scene) => ({
		title: l10n.t('{0} is not loaded yet.', scene.target),
		advice: l10n.t('Send again in a minute; custom and imported models are loaded on first use.'),
		remedies: [{ kind: 'retryLater', afterMilliseconds: scene.facts.retryAfterMilliseconds ?? 60_000 }],
	}),
	'extraneous-key': (scene) => ({
		title: scene.facts.field
			? l10n.t('{0} does not take the field “{1}”.', scene.target, scene.facts.field)
			: l10n.t('{0} does not take one of the fields in the request.', scene.target),
		advice: l10n.t('Leave the field out, or use the Converse API, which has one form for all models.'),
		remedies: [{ kind: 'useConverse' }, { kind: 'editRequest', field: scene.facts.field }],
	}),
	'model-returned-errors': (scene) => ({
		title: scene.facts.detail
			? l10n.t('{0} refused the request: {1}', scene.target, scene.facts.detail)
			: l10n.t('{0} refused a setting of the request.', scene.target),
		advice: l10n.t('Change or leave out the setting that it names, then send again.'),
		remedies: [{ kind: 'editRequest', field: scene.facts.field }, { kind: 'chooseTarget' }],
	}),
	'guardrail-invalid': (scene) => ({
		title: l10n.t('The guardrail that the request names does not exist in {0}.', scene.region),
		advice: l10n.t('Check the guardrail’s ID and version, or leave it out.'),
		remedies: [{ kind: 'editRequest', field: 'guardrailConfig' }, { kind: 'changeSourceRegion' }],
	}),
	'responses-app-profile': (scene) => ({
		title: l10n.t('This API does not take the application inference profile {0}.', scene.target),
		advice: l10n.t('Use the system-defined profile that it was made from, or the Converse API.'),
		remedies: [{ kind: 'switchToProfile', modelId: scene.modelId }, { kind: 'useConverse' }],
	}),
	'control-conflict': () => ({
		title: l10n.t('AWS could not make the change: it conflicts with something that exists already.'),
		advice: l10n.t('Read AWS’s message below, change the name or value that it mentions, and try again.'),
		remedies: [{ kind: 'retry' }],
	}),
	'too-many-tags': () => ({
		title: l10n.t('A resource in AWS can have at most 50 tags.'),
		advice: l10n.t('Take some tags away and try again.'),
		remedies: [{ kind: 'editRequest', field: 'tags' }],
	}),
} satisfies Record<string, DescribeScene>;

function needsProfile(scene: ErrorScene): ReturnType<DescribeScene> {
	return {
		title: l10n.t(
			'{0} cannot be called by its model ID from {1}: it needs an inference profile.',
			scene.target,
			scene.region,
		),
		advice: l10n.t(
			'Send the same through a profile that holds the model and has {0} as a source region.',
			scene.region,
		),
		remedies: [
			{ kind: 'switchToProfile', modelId: scene.facts.modelId ?? scene.modelId },
			{ kind: 'changeSourceRegion' },
		],
	};
}

function successor({ modelId, facts }: ErrorScene): Remedy {
	return { kind: 'useSuccessor', modelId: modelId ?? facts.modelId };
}

function quotas({ sourceRegion }: ErrorScene): Remedy {
	return { kind: 'openQuotas', sourceRegion };
}

function later({ facts }: ErrorScene): Remedy {
	return { kind: 'retryLater', afterMilliseconds: facts.retryAfterMilliseconds };
}
