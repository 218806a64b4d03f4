import * as l10n from '@vscode/l10n';
import type { UnsupportedContent } from './errorFacts';
import type { DescribeScene, ErrorScene } from './errorScene';
import type { Remedy, SettingToOpen } from './remedies';

const retry: Remedy = { kind: 'retry' };
const open = (setting: SettingToOpen): Remedy => ({ kind: 'openSettings', setting });

/** What has no row in AWS's list, and what happens on this machine or on the way. */
export const localTexts = {
	certificateRefused: (scene) => ({
		title: l10n.t('The certificate of {0} was refused.', host(scene)),
		advice: l10n.t(
			'It is expired, made for another name, or signed by an authority that this machine does not trust (often a company proxy: set NODE_EXTRA_CA_CERTS to its certificate).',
		),
		remedies: [open('endpoint'), retry],
	}),
	endpointInvalid: (scene) => ({
		title:
			scene.endpoint === undefined
				? l10n.t('The endpoint that is set is not a web address.')
				: l10n.t('The endpoint “{0}” is not a web address.', scene.endpoint),
		advice: l10n.t('Set it to an address that starts with https:// or http://, or clear it to use AWS’s own.'),
		remedies: [open('endpoint')],
	}),
	endpointNotFound: (scene) => ({
		title: l10n.t('The address of {0} was not found.', host(scene)),
		advice: l10n.t(
			'Check the network (VPN, proxy), and that Amazon Bedrock exists in the source region {0}.',
			scene.region,
		),
		// An address that somebody has set is the first to be looked at, and no other Region gives a better one.
		remedies:
			scene.endpoint === undefined
				? [retry, { kind: 'changeSourceRegion' }, open('endpoint')]
				: [open('endpoint'), retry],
	}),
	endpointUnreachable: (scene) => ({
		title: l10n.t('{0} could not be reached.', host(scene)),
		advice: l10n.t(
			'Check the network (VPN, proxy, firewall) and the endpoint setting; behind a proxy that breaks HTTP/2, set the transport to HTTP/1.1.',
		),
		remedies: [retry, open('transport'), open('endpoint')],
	}),
	inputTooLong: (scene) => ({
		title: l10n.t('The conversation is too long for {0}.', scene.target),
		advice: l10n.t(
			'Take away attachments or earlier messages, lower the output limit, or use a model with a larger context.',
		),
		remedies: [{ kind: 'shortenInput' }, { kind: 'lowerMaxTokens' }, { kind: 'chooseTarget' }],
	}),
	malformedAnswer: (scene) => ({
		title: l10n.t('The answer of {0} could not be read.', scene.target),
		advice: l10n.t('What could be read is kept. Send again; if it stays, use another API or model.'),
		remedies: [retry, { kind: 'chooseTarget' }],
	}),
	nativeFormatLacks: (scene) => ({
		title: lacking(scene.facts.unsupported, scene.target),
		advice: l10n.t('Use Converse or ConverseStream, which have one form for all models.'),
		remedies: [{ kind: 'useConverse' }],
	}),
	notFound: (scene) => ({
		title: l10n.t('AWS found no {0} in {1}.', scene.target, scene.region),
		advice: l10n.t('It may have been deleted, or it belongs to another account or region. Choose one from the list.'),
		remedies: [{ kind: 'chooseTarget' }, { kind: 'changeSourceRegion' }],
	}),
	outsideAllowedRegionSets: (scene) => ({
		title: l10n.t('{0} may run outside the allowed region sets, so nothing was sent.', scene.target),
		advice: l10n.t('Choose a profile inside them, change the setting, or send again and allow it for this window.'),
		remedies: [{ kind: 'chooseTarget' }, open('allowedRegionSets'), retry],
	}),
	proxyAnswered: (scene) => (scene.endpoint === undefined ? answeredInPlace(scene) : notBedrock(scene.endpoint, scene)),
	stalled: (scene) => ({
		title:
			scene.facts.waitedSeconds === undefined
				? l10n.t('{0} fell silent, so the request was closed.', scene.target)
				: l10n.t('{0} was silent for {1} seconds, so the request was closed.', scene.target, scene.facts.waitedSeconds),
		advice: l10n.t(
			'What arrived is kept, but it is not whole. Send again; for a model that thinks long, raise the time limits in the settings.',
		),
		remedies: [retry, open('idleTimeoutSeconds'), open('firstEventTimeoutSeconds')],
	}),
	streamBroken: (scene) => ({
		title: l10n.t('The connection broke off before {0} had finished.', scene.target),
		advice: l10n.t('What arrived is kept, but it is not whole. Send again.'),
		remedies: [retry, open('transport')],
	}),
	unknown: (scene) => ({
		title: l10n.t('The request to {0} in {1} failed.', scene.target, scene.region),
		advice: l10n.t('Read the message below; sending again may help.'),
		remedies: [retry, { kind: 'chooseTarget' }],
	}),
	unknownRegion: (scene) => ({
		title: l10n.t('“{0}” is not the name of an AWS region.', scene.region),
		advice: l10n.t('Choose a source region from the list, for example us-east-1.'),
		remedies: [{ kind: 'changeSourceRegion' }],
	}),
	validation: (scene) => ({
		title: scene.facts.field
			? l10n.t('AWS refused the field “{0}” of the request.', scene.facts.field)
			: l10n.t('AWS refused the request as not valid for {0}.', scene.target),
		advice: l10n.t('Read AWS’s message below, change what it names, and send again.'),
		remedies: [{ kind: 'editRequest', field: scene.facts.field }, { kind: 'chooseTarget' }],
	}),
} satisfies Record<string, DescribeScene>;

/** The address that was asked for, or words for it. */
function host({ endpoint, facts, sourceRegion }: ErrorScene): string {
	if (endpoint !== undefined) return endpoint;
	if (facts.host !== undefined) return facts.host;
	return sourceRegion === undefined ? l10n.t('Amazon Bedrock') : l10n.t('Amazon Bedrock in {0}', sourceRegion);
}

function lacking(unsupported: UnsupportedContent | undefined, target: string): string {
	switch (unsupported) {
		case 'image':
			return l10n.t('The native format of {0} cannot carry images.', target);
		case 'document':
			return l10n.t('The native format of {0} cannot carry documents.', target);
		case 'stopSequences':
			return l10n.t('The native format of {0} has no stop sequences.', target);
		case 'format':
		case undefined:
			return l10n.t('There is no native chat format for {0}.', target);
	}
}

function answeredInPlace(scene: ErrorScene): ReturnType<DescribeScene> {
	return {
		title: scene.facts.contentType
			? l10n.t(
					'Something between this machine and Amazon Bedrock answered in its place (HTTP {0}, {1}).',
					scene.httpStatus ?? '?',
					scene.facts.contentType,
				)
			: l10n.t(
					'Something between this machine and Amazon Bedrock answered in its place (HTTP {0}).',
					scene.httpStatus ?? '?',
				),
		advice: l10n.t(
			'Often it is the sign-in page of a network or a company proxy. Check the network and the endpoint setting.',
		),
		remedies: [retry, open('endpoint'), open('transport')],
	};
}

/** At an address that somebody has set. */
function notBedrock(endpoint: string, { httpStatus }: ErrorScene): ReturnType<DescribeScene> {
	return {
		title: l10n.t('What answers at {0} is not Amazon Bedrock (HTTP {1}).', endpoint, httpStatus ?? '?'),
		advice: l10n.t(
			'Another service runs there, or a proxy answers in its place. Correct the endpoint setting, or clear it to use AWS’s own.',
		),
		remedies: [open('endpoint'), retry],
	};
}
