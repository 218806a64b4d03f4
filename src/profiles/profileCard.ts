import * as vscode from 'vscode';
import type { Catalogue, FoundationModel, InferenceProfile } from '../bedrock/catalogue';
import { destinationsFrom, isGlobal } from '../bedrock/catalogue';
import { priceLines, quotaLines } from './cardNumbers';
import { codeMarkdown, escapeMarkdown } from '../bedrock/plainText';
import type { RowFacts } from './accountFacts';
import { allowedRegionSetsSetting } from './allowedRegionSetsSetting';
import type { ProfileRow, TreeScope } from './profileRows';
import { accessSentence, lifecycleWords } from './rowWords';
import { standingOf } from './profileStanding';
import { regionName } from './regionNames';

/** Regions on one line of a card; the rest is counted. */
const mostRegions = 12;

/**
 * All that is known of a profile, as the tooltip of its row. Names come from the account: every one is escaped, and the
 * card is not trusted, so nothing in it can be a link or a command.
 * @param listedAt when the account listed it; `undefined` for a bundled row.
 */
export function profileCard(
	{ profile, sourceRegion, mayLeaveAllowedSets }: ProfileRow,
	{ catalogue, facts }: Pick<TreeScope, 'catalogue' | 'facts'>,
	listedAt: Date | undefined,
): vscode.MarkdownString {
	const lines = [
		`**${escapeMarkdown(profile.name)}**`,
		codeMarkdown(profile.profileId),
		'',
		...(profile.description ? [escapeMarkdown(profile.description, 500), ''] : []),
		...profile.modelIds.slice(0, 5).flatMap((modelId) => modelLines(modelId, catalogue)),
		'',
		field(vscode.l10n.t('Callable from'), regions(profile.sourceRegions, catalogue)),
		field(vscode.l10n.t('May run in, from {0}', sourceRegion), destinations(profile, catalogue, sourceRegion)),
		...(profile.arn ? [field('ARN', codeMarkdown(profile.arn))] : []),
		...accountLines(profile, sourceRegion, facts),
		...(mayLeaveAllowedSets
			? [
					`**${escapeMarkdown(vscode.l10n.t('A request may leave the region sets that the setting "{0}" allows.', allowedRegionSetsSetting))}**`,
				]
			: []),
		'',
		...priceLines(profile, catalogue, sourceRegion),
		'',
		...quotaLines(profile, isGlobal(profile)),
		'',
		`*${escapeMarkdown(originText(profile, listedAt))}*`,
	];
	const card = new vscode.MarkdownString(lines.join('  \n'));
	card.isTrusted = false;
	card.supportHtml = false;
	card.supportThemeIcons = false;
	return card;
}

/** What the account says beside its lists. */
function accountLines(profile: InferenceProfile, sourceRegion: string, facts: RowFacts): readonly string[] {
	if (profile.origin.kind !== 'live') return [];
	const access = profile.modelIds.map((modelId) => accessSentence(facts.access(modelId, sourceRegion)));
	const tags = profile.arn === undefined || profile.type !== 'APPLICATION' ? undefined : facts.tags(profile.arn);
	return [
		field(vscode.l10n.t('Access'), escapeMarkdown([...new Set(access)].join(', '))),
		...(tags === undefined || tags.length === 0
			? []
			: [
					field(
						vscode.l10n.t('Tags'),
						escapeMarkdown(tags.map(({ key, value }) => `${key}=${value}`).join(', '), 1_000),
					),
				]),
	];
}

function field(name: string, markdown: string): string {
	return `${escapeMarkdown(name)}: ${markdown}`;
}

function modelLines(modelId: string, catalogue: Catalogue): readonly string[] {
	const model = catalogue.modelsById.get(modelId);
	if (!model) return [field(vscode.l10n.t('Model'), codeMarkdown(modelId))];
	const modalities = [model.inputModalities, model.outputModalities]
		.map((list) => list.join(', ').toLowerCase())
		.filter((text) => text !== '')
		.join(' → ');
	const count = (tokens: number | undefined) => tokens?.toLocaleString(vscode.env.language);
	const [context, output] = [count(model.contextWindow), count(model.maxOutputTokens)];
	const facts = [
		model.provider,
		modalities,
		context && vscode.l10n.t('{0} tokens of context', context),
		output && vscode.l10n.t('at most {0} tokens of output', output),
		model.streaming === false ? vscode.l10n.t('does not stream') : undefined,
	].filter((fact) => fact !== undefined && fact !== '');
	const lifecycle = lifecycleWords(catalogue, [modelId]) ?? vscode.l10n.t('active');
	return [
		field(vscode.l10n.t('Model'), `${escapeMarkdown(model.name)} ${codeMarkdown(modelId)}`),
		escapeMarkdown(facts.join(' · '), 300),
		field(vscode.l10n.t('Lifecycle'), escapeMarkdown(model.lifecycle.status ? lifecycle : vscode.l10n.t('not known'))),
		...onDemandLines(model),
	];
}

/** Whether the model ID itself would do; nothing where no source says. */
function onDemandLines({ onDemandRegions, profileOnly }: FoundationModel): readonly string[] {
	if (profileOnly) return [field(vscode.l10n.t('On demand'), escapeMarkdown(vscode.l10n.t('no, a profile is needed')))];
	if (!onDemandRegions || onDemandRegions.length === 0) return [];
	const shown = onDemandRegions.slice(0, mostRegions).join(', ');
	const more = onDemandRegions.length - mostRegions;
	const text = more > 0 ? vscode.l10n.t('{0} and {1} more', shown, more) : shown;
	return [field(vscode.l10n.t('On demand'), escapeMarkdown(text, 500))];
}

function regions(ids: readonly string[], catalogue: Catalogue): string {
	if (ids.length === 0) return escapeMarkdown(vscode.l10n.t('not known'));
	const named = ids.slice(0, mostRegions).map((region) => `${regionName(catalogue, region)} (${region})`);
	const text = named.join(', ');
	const more = ids.length - named.length;
	return escapeMarkdown(more > 0 ? vscode.l10n.t('{0} and {1} more', text, more) : text, 2_000);
}

function destinations(profile: InferenceProfile, catalogue: Catalogue, sourceRegion: string): string {
	const known = destinationsFrom(profile, sourceRegion);
	if (known && known.length > 0) return regions(known, catalogue);
	const standing = standingOf(profile, sourceRegion, catalogue);
	if (standing === 'elsewhere') return escapeMarkdown(vscode.l10n.t('not callable from there'));
	return escapeMarkdown(
		profile.destination === 'all-commercial-regions'
			? vscode.l10n.t('all commercial regions that Bedrock supports')
			: vscode.l10n.t('not known'),
	);
}

function originText(profile: InferenceProfile, listedAt: Date | undefined): string {
	const { origin } = profile;
	if (origin.kind === 'live') {
		return listedAt
			? vscode.l10n.t(
					'Listed by the account in {0}, {1}.',
					origin.sourceRegion,
					listedAt.toLocaleString(vscode.env.language),
				)
			: vscode.l10n.t('Listed by the account in {0}.', origin.sourceRegion);
	}
	switch (origin.confidence) {
		case 'api':
			return vscode.l10n.t('From the bundled catalogue of {0}, read from the API.', origin.asOf);
		case 'aws-docs':
			return vscode.l10n.t('From the bundled catalogue of {0}, read from the AWS documentation.', origin.asOf);
		case 'third-party':
			return vscode.l10n.t(
				'From the bundled catalogue of {0}; only third parties name it, so it may not exist.',
				origin.asOf,
			);
	}
}
