import * as vscode from 'vscode';
import {
	callableProfiles,
	type Catalogue,
	destinationsFrom,
	type FoundationModel,
	type InferenceProfile,
	isGlobal,
	type Origin,
	type Price,
} from '../bedrock/catalogue';
import { codeMarkdown, escapeMarkdown } from '../bedrock/plainText';

/** Regions in one line; the rest is counted. */
const mostRegions = 12;

function field(name: string, markdown: string): string {
	return `${escapeMarkdown(name)}: ${markdown}`;
}

/** Region set, source and destination Regions, as lines of Markdown. */
export function profileLines(profile: InferenceProfile, catalogue: Catalogue, region: string): readonly string[] {
	const set = catalogue.regionSets.find(({ regionSet }) => regionSet === profile.regionSet);
	return [
		...(profile.regionSet === undefined
			? []
			: [field(vscode.l10n.t('Region set'), `${codeMarkdown(profile.regionSet)} ${escapeMarkdown(set?.name ?? '')}`)]),
		field(vscode.l10n.t('Callable from'), regionList(profile.sourceRegions)),
		field(vscode.l10n.t('May run in, from {0}', region), destinations(profile, region)),
	];
}

function destinations(profile: InferenceProfile, region: string): string {
	const known = destinationsFrom(profile, region);
	if (known && known.length > 0) return regionList(known);
	if (profile.sourceRegions.length > 0 && !profile.sourceRegions.includes(region)) {
		return escapeMarkdown(vscode.l10n.t('not callable from there'));
	}
	return escapeMarkdown(
		isGlobal(profile) ? vscode.l10n.t('all commercial regions that Bedrock supports') : vscode.l10n.t('not known'),
	);
}

function regionList(regions: readonly string[]): string {
	if (regions.length === 0) return escapeMarkdown(vscode.l10n.t('not known'));
	const text = regions.slice(0, mostRegions).join(', ');
	const more = regions.length - mostRegions;
	return escapeMarkdown(more > 0 ? vscode.l10n.t('{0} and {1} more', text, more) : text, 600);
}

/** The model's state with its dates. */
export function lifecycleLine({ lifecycle }: FoundationModel): string {
	const words = [stateOf(lifecycle)];
	const { status, legacyDate, endOfLifeDate } = lifecycle;
	if (legacyDate !== undefined && status !== 'LEGACY') words.push(vscode.l10n.t('legacy since {0}', legacyDate));
	if (endOfLifeDate !== undefined && status !== 'EOL') words.push(vscode.l10n.t('end of life on {0}', endOfLifeDate));
	return field(vscode.l10n.t('Lifecycle'), escapeMarkdown(words.join(' · ')));
}

/** With the date since when it is so. */
function stateOf({ status, legacyDate, endOfLifeDate }: FoundationModel['lifecycle']): string {
	if (status === 'ACTIVE') return vscode.l10n.t('active');
	if (status === 'EOL')
		return endOfLifeDate === undefined
			? vscode.l10n.t('end of life')
			: vscode.l10n.t('end of life since {0}', endOfLifeDate);
	if (status !== 'LEGACY') return vscode.l10n.t('not known');
	return legacyDate === undefined ? vscode.l10n.t('legacy') : vscode.l10n.t('legacy since {0}', legacyDate);
}

/** Whether the model ID itself can be invoked; nothing where no source says. */
export function onDemandLine({ onDemandRegions, profileOnly }: FoundationModel, region: string): readonly string[] {
	const name = vscode.l10n.t('On demand');
	if (profileOnly) return [field(name, escapeMarkdown(vscode.l10n.t('no, a profile is needed')))];
	if (!onDemandRegions || onDemandRegions.length === 0) return [];
	return onDemandRegions.includes(region)
		? [field(name, regionList(onDemandRegions))]
		: [
				field(
					name,
					`${escapeMarkdown(vscode.l10n.t('not in {0}, where a profile is needed', region))} (${regionList(onDemandRegions)})`,
				),
			];
}

/** The profiles that can stand in for a model from a Region. */
export function callableLines({ modelId }: FoundationModel, catalogue: Catalogue, region: string): readonly string[] {
	const callable = callableProfiles(catalogue, modelId, region).slice(0, 6);
	const name = vscode.l10n.t('Profiles from {0}', region);
	if (callable.length === 0) return [field(name, escapeMarkdown(vscode.l10n.t('none known')))];
	return [
		`${escapeMarkdown(name)}:`,
		...callable.map((profile) => `${codeMarkdown(profile.profileId)} → ${destinations(profile, region)}`),
	];
}

/** What the model costs bare, through a geographic and through a global profile. A third party's figures, and marked so. */
export function priceLines(
	model: FoundationModel,
	own: InferenceProfile | undefined,
	catalogue: Catalogue,
	region: string,
): readonly string[] {
	const callable = callableProfiles(catalogue, model.modelId, region);
	const geographic = own && !isGlobal(own) ? own : callable.find((each) => !isGlobal(each));
	const global = own && isGlobal(own) ? own : callable.find(isGlobal);
	const rows = [
		[vscode.l10n.t('On demand'), model.onDemandRegions?.includes(region) ? model.prices.base : undefined],
		[geographic?.profileId ?? '', geographic?.price],
		[global?.profileId ?? '', global?.price],
	] as const;
	const lines = rows.flatMap(([name, price]) => {
		const text = priceText(price);
		return text === undefined ? [] : [`${escapeMarkdown(name)}: ${escapeMarkdown(text, 300)}`];
	});
	if (lines.length === 0) return [];
	const caveat = vscode.l10n.t(
		'Prices are from third-party catalogues, not a figure of AWS; the source region decides.',
	);
	const date = vscode.l10n.t('As of {0}.', catalogue.asOf);
	return [
		`${escapeMarkdown(vscode.l10n.t('Price for one million tokens'))}:`,
		...lines,
		`*${escapeMarkdown(`${caveat} ${date}`, 400)}*`,
	];
}

function priceText(price: Price | undefined): string | undefined {
	if (price?.input === undefined || price.output === undefined) return undefined;
	return vscode.l10n.t('about {0} in, {1} out', dollars(price.input), dollars(price.output));
}

function dollars(amount: number): string {
	return amount.toLocaleString(vscode.env.language, { style: 'currency', currency: 'USD', maximumFractionDigits: 4 });
}

/** Where the card's facts come from. */
export function originLine(origin: Origin): string {
	return `*${escapeMarkdown(originText(origin), 300)}*`;
}

function originText(origin: Origin): string {
	if (origin.kind === 'live') return vscode.l10n.t('Listed by the account in {0}.', origin.sourceRegion);
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
