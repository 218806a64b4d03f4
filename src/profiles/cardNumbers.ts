import * as vscode from 'vscode';
import { callableProfiles, type Catalogue, type InferenceProfile, isGlobal, type Price } from '../bedrock/catalogue';
import { tokenBurndown } from '../bedrock/tokenBurndown';
import { codeMarkdown, escapeMarkdown } from '../bedrock/plainText';

/** Lines of Markdown on what a profile costs, beside what the same model costs the other way from here. */
export function priceLines(profile: InferenceProfile, catalogue: Catalogue, sourceRegion: string): readonly string[] {
	const own = priceText(profile.price);
	if (own === undefined) return [];
	const [modelId = ''] = profile.modelIds;
	const other = callableProfiles(catalogue, modelId, sourceRegion).find((each) => isGlobal(each) !== isGlobal(profile));
	const otherPrice = priceText(other?.price);
	return [
		`${escapeMarkdown(vscode.l10n.t('Price for one million tokens'))}: ${escapeMarkdown(own, 400)}`,
		...(other && otherPrice !== undefined
			? [`${escapeMarkdown(vscode.l10n.t('Instead through {0}', other.profileId))}: ${escapeMarkdown(otherPrice, 400)}`]
			: []),
		`*${escapeMarkdown(vscode.l10n.t('Prices are from third-party catalogues, not a figure of AWS; the source region decides.'), 400)}*`,
	];
}

/** Lines of Markdown on the quotas that a request through the profile counts against, with their codes. */
export function quotaLines({ quotas, modelIds }: InferenceProfile, isEverywhere: boolean): readonly string[] {
	const rows = [
		[vscode.l10n.t('requests per minute'), quotas.rpm] as const,
		[vscode.l10n.t('tokens per minute'), quotas.tpm] as const,
		[vscode.l10n.t('tokens per day'), quotas.tpd] as const,
	].flatMap(([name, quota]) =>
		quota?.code === undefined ? [] : [`${escapeMarkdown(name)} ${codeMarkdown(quota.code)}`],
	);
	if (rows.length === 0) return [];
	const factor = tokenBurndown(modelIds[0] ?? '');
	const facts = [
		isEverywhere
			? vscode.l10n.t('Global profiles have quotas of their own, separate from geographic and on-demand ones.')
			: vscode.l10n.t(
					'All geographic profiles of the model share these quotas; global and on-demand ones are separate.',
				),
		vscode.l10n.t('When it starts, a request reserves its input plus maxTokens from the tokens per minute.'),
		...(factor > 1 ? [vscode.l10n.t('Each token of output counts as {0} tokens.', factor)] : []),
	];
	return [
		`${escapeMarkdown(vscode.l10n.t('Service quotas'))}: ${rows.join(', ')}`,
		`*${escapeMarkdown(facts.join(' '), 600)}*`,
	];
}

/** @returns `undefined` when no source has both prices. */
function priceText(price: Price | undefined): string | undefined {
	if (price?.input === undefined || price.output === undefined) return undefined;
	return price.cacheRead === undefined
		? vscode.l10n.t('about {0} in, {1} out', dollars(price.input), dollars(price.output))
		: vscode.l10n.t(
				'about {0} in, {1} out, {2} from the cache',
				dollars(price.input),
				dollars(price.output),
				dollars(price.cacheRead),
			);
}

function dollars(amount: number): string {
	return amount.toLocaleString(vscode.env.language, { style: 'currency', currency: 'USD', maximumFractionDigits: 4 });
}
