import * as vscode from 'vscode';
import { formatBedrockArn, partitionOf } from '../bedrock/arn';
import type { Catalogue, FoundationModel, InferenceProfile } from '../bedrock/catalogue';
import { codeMarkdown, escapeMarkdown } from '../bedrock/plainText';
import type { Analysis } from './analysis';
import { callableLines, lifecycleLine, onDemandLine, originLine, priceLines, profileLines } from './idFacts';
import type { NamedId } from './namedId';

/** What a card's buttons may run, and nothing else. */
const buttonCommands = [
	'bedrockProfiles.chatWithProfile',
	'bedrockProfiles.convertId',
	'bedrockProfiles.copyArn',
	'bedrockProfiles.copyProfileArn',
] as const;

/**
 * The card on an ID. Only our own buttons are trusted: whatever comes from the file, the account or the catalogue is
 * escaped, so that it can be neither a link nor an icon.
 * @returns `undefined` for an ID of which nothing is known.
 */
export function hoverCard(
	named: NamedId,
	analysis: Analysis,
	document: vscode.TextDocument,
): vscode.MarkdownString | undefined {
	const { catalogue } = analysis;
	const profile = profileOf(named, catalogue);
	const model = catalogue.modelsById.get(profile?.modelIds[0] ?? named.id);
	const region = sourceRegionOf(named, analysis);
	const facts = profile
		? profileFacts(profile, model, catalogue, region)
		: model
			? modelFacts(model, catalogue, region)
			: foreignFacts(named);
	if (!facts) return undefined;
	const buttons = [
		...copyButtons(named, profile, model, region),
		...chatButtons(named, profile, model, region),
		...convertButtons(named, analysis, document),
	];
	const card = new vscode.MarkdownString(
		[...facts, ...(buttons.length > 0 ? ['', buttons.join(' · ')] : [])].join('  \n'),
	);
	card.isTrusted = { enabledCommands: [...buttonCommands] };
	card.supportThemeIcons = true;
	card.supportHtml = false;
	return card;
}

/** An application profile is known by its ARN; its ID alone says nothing. */
function profileOf({ id, arn }: NamedId, catalogue: Catalogue): InferenceProfile | undefined {
	if (arn?.resourceType === 'foundation-model') return undefined;
	if (arn?.resourceType !== 'application-inference-profile') return catalogue.profilesById.get(id);
	const written = formatBedrockArn(arn);
	return catalogue.profiles.find((each) => each.arn === written) ?? catalogue.profilesById.get(id);
}

/** The Region of the ARN, else the one that the evidence names, else the sidebar's. */
function sourceRegionOf({ arn, judgement }: NamedId, { sourceRegion }: Analysis): string {
	if (arn && arn.region !== '' && arn.region !== '*') return arn.region;
	const regions = judgement?.regionEvidence?.regions ?? [];
	return regions.length === 1 ? (regions[0] ?? sourceRegion) : sourceRegion;
}

function profileFacts(
	profile: InferenceProfile,
	model: FoundationModel | undefined,
	catalogue: Catalogue,
	region: string,
): readonly string[] {
	return [
		`**${escapeMarkdown(profile.name)}**`,
		codeMarkdown(profile.profileId),
		'',
		...(profile.type === 'APPLICATION'
			? [escapeMarkdown(vscode.l10n.t('An application profile of the account.'))]
			: []),
		...modelLine(profile, model),
		...profileLines(profile, catalogue, region),
		...(model ? [lifecycleLine(model), ...onDemandLine(model, region)] : []),
		'',
		...(model ? priceLines(model, profile, catalogue, region) : []),
		'',
		originLine(profile.origin),
	];
}

function modelLine(profile: InferenceProfile, model: FoundationModel | undefined): readonly string[] {
	if (!model)
		return profile.modelIds.map((modelId) => `${escapeMarkdown(vscode.l10n.t('Model'))}: ${codeMarkdown(modelId)}`);
	const name = `${escapeMarkdown(model.name)} ${codeMarkdown(model.modelId)}`;
	return [
		`${escapeMarkdown(vscode.l10n.t('Model'))}: ${name}`,
		`${escapeMarkdown(vscode.l10n.t('Provider'))}: ${escapeMarkdown(model.provider)}`,
	];
}

function modelFacts(model: FoundationModel, catalogue: Catalogue, region: string): readonly string[] {
	return [
		`**${escapeMarkdown(model.name)}**`,
		codeMarkdown(model.modelId),
		'',
		`${escapeMarkdown(vscode.l10n.t('Provider'))}: ${escapeMarkdown(model.provider)}`,
		lifecycleLine(model),
		...onDemandLine(model, region),
		...callableLines(model, catalogue, region),
		'',
		...priceLines(model, undefined, catalogue, region),
		'',
		originLine(model.origin),
	];
}

/** Resources of an account of which the catalogue knows nothing: what the ARN itself says. */
function foreignFacts({ arn }: NamedId): readonly string[] | undefined {
	if (!arn || arn.resourceType === 'foundation-model' || arn.resourceType === 'inference-profile') return undefined;
	return [
		`**${escapeMarkdown(
			arn.resourceType === 'application-inference-profile'
				? vscode.l10n.t('An application profile of the account.')
				: vscode.l10n.t('A Bedrock resource ({0}); inference profiles do not take its place.', arn.resourceType),
		)}**`,
		codeMarkdown(formatBedrockArn(arn)),
		'',
		escapeMarkdown(vscode.l10n.t('Called from {0}, account {1}.', arn.region, arn.account)),
		...(arn.resourceType === 'application-inference-profile'
			? [
					escapeMarkdown(
						vscode.l10n.t('Refresh the profiles in its region to see the model and the regions behind it.'),
					),
				]
			: []),
	];
}

function button(icon: string, title: string, command: (typeof buttonCommands)[number], ...args: unknown[]): string {
	return `[$(${icon}) ${escapeMarkdown(title)}](command:${command}?${encodeURIComponent(JSON.stringify(args))})`;
}

/** A system-defined profile's ARN is known once the account has listed it; a model's is always known. */
function copyButtons(
	{ arn }: NamedId,
	profile: InferenceProfile | undefined,
	model: FoundationModel | undefined,
	region: string,
): readonly string[] {
	const title = vscode.l10n.t('Copy ARN');
	if (arn && arn.region !== '*' && arn.account !== '*') {
		return [button('copy', title, 'bedrockProfiles.copyArn', formatBedrockArn(arn))];
	}
	if (profile) return [button('copy', title, 'bedrockProfiles.copyProfileArn', profile.profileId)];
	if (!model) return [];
	const own = `arn:${partitionOf(region)}:bedrock:${region}::foundation-model/${model.modelId}`;
	return [button('copy', title, 'bedrockProfiles.copyArn', own)];
}

/** A model that cannot be called by its own ID is talked to through the profile that its ID would be converted to. */
function chatButtons(
	{ judgement }: NamedId,
	profile: InferenceProfile | undefined,
	model: FoundationModel | undefined,
	region: string,
): readonly string[] {
	const isCallable = profile !== undefined || model?.onDemandRegions?.includes(region) === true;
	const id = profile?.profileId ?? model?.modelId;
	if (isCallable && id !== undefined)
		return [button('comment-discussion', vscode.l10n.t('Chat'), 'bedrockProfiles.chatWithProfile', id)];
	const [best] = judgement?.candidates ?? [];
	if (!best) return [];
	const title = vscode.l10n.t('Chat with {0}', best.profileId);
	return [button('comment-discussion', title, 'bedrockProfiles.chatWithProfile', best.profileId)];
}

/** For the version of the document that was judged, and no other. */
function convertButtons(
	{ judgement }: NamedId,
	{ engine }: Analysis,
	document: vscode.TextDocument,
): readonly string[] {
	if (!judgement) return [];
	const [best] = judgement.candidates;
	if (judgement.decision !== 'convert' || !best) {
		return judgement.reason.code === 'alreadyProfile'
			? []
			: [`*${escapeMarkdown(engine.reasonText(judgement.reason), 400)}*`];
	}
	const title = vscode.l10n.t('Convert to {0}', best.profileId);
	return [
		button(
			'replace',
			title,
			'bedrockProfiles.convertId',
			document.uri.toString(),
			document.version,
			judgement.occurrence.start,
			best.profileId,
		),
	];
}
