import * as vscode from 'vscode';
import type { Catalogue, InferenceProfile } from '../bedrock/catalogue';
import { destinationsFrom } from '../bedrock/catalogue';
import { codeMarkdown, escapeMarkdown } from './plainText';
import { lifecycleWords } from './treeItems';
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
	profile: InferenceProfile,
	catalogue: Catalogue,
	sourceRegion: string,
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
		...priceLines(profile),
		'',
		`*${escapeMarkdown(originText(profile, listedAt))}*`,
	];
	const card = new vscode.MarkdownString(lines.join('  \n'));
	card.isTrusted = false;
	card.supportHtml = false;
	card.supportThemeIcons = false;
	return card;
}

function field(name: string, markdown: string): string {
	return `${escapeMarkdown(name)}: ${markdown}`;
}

function modelLines(modelId: string, catalogue: Catalogue): readonly string[] {
	const model = catalogue.modelsById.get(modelId);
	if (!model) return [field(vscode.l10n.t('Model'), codeMarkdown(modelId))];
	const modalities = [model.inputModalities.join(', '), model.outputModalities.join(', ')]
		.map((text) => text.toLowerCase())
		.join(' → ');
	const tokens =
		model.contextWindow === undefined
			? undefined
			: vscode.l10n.t('{0} tokens of context', model.contextWindow.toLocaleString(vscode.env.language));
	const facts = [model.provider, modalities, tokens].filter((fact) => fact !== undefined).join(' · ');
	const lifecycle = lifecycleWords(catalogue, [modelId]) ?? vscode.l10n.t('active');
	return [
		field(vscode.l10n.t('Model'), `${escapeMarkdown(model.name)} ${codeMarkdown(modelId)}`),
		escapeMarkdown(facts),
		field(vscode.l10n.t('Lifecycle'), escapeMarkdown(model.lifecycle.status ? lifecycle : vscode.l10n.t('not known'))),
	];
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

function priceLines({ price }: InferenceProfile): readonly string[] {
	if (price?.input === undefined || price.output === undefined) return [];
	const text = vscode.l10n.t(
		'about {0} in, {1} out for one million tokens (from third-party catalogues, not a figure of AWS)',
		dollars(price.input),
		dollars(price.output),
	);
	return [field(vscode.l10n.t('Price'), escapeMarkdown(text))];
}

function dollars(amount: number): string {
	return amount.toLocaleString(vscode.env.language, { style: 'currency', currency: 'USD', maximumFractionDigits: 4 });
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
