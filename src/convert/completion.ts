import * as vscode from 'vscode';
import { type Catalogue, destinationsFrom, isGlobal } from '../bedrock/catalogue';
import { plainLine } from '../bedrock/plainText';
import type { DocumentAnalyser } from './analysis';
import { entriesFor, entriesWith, type Entry } from './completionIndex';

/** More than these are narrowed down by typing on. */
const mostItems = 150;

/** The characters of an ID before the cursor, with what shows that an ID belongs there. */
interface Typed {
	readonly text: string;
	/** The ARN's kind of resource, which only IDs of that kind fit. */
	readonly resource: string | undefined;
	/** Only the value's own name can tell, and any part of an ID or of a model's name may have been typed. */
	readonly isPart?: boolean;
}

/**
 * IDs that begin as what stands before the cursor, or have it in them where a model is named: profiles that can be called
 * from there first, then models.
 */
export async function completionsAt(
	analyser: DocumentAnalyser,
	document: vscode.TextDocument,
	position: vscode.Position,
	token: vscode.CancellationToken,
): Promise<vscode.CompletionList | undefined> {
	const typed = typedAt(document, position);
	if (!typed) return undefined;
	const isPart = typed.isPart === true;
	const place = await analyser.placeOf(document, position, (engine, input, offset) => {
		return !isPart || engine.modelAt(input, offset) === offset - typed.text.length;
	});
	if (!place || token.isCancellationRequested) return undefined;
	const { catalogue, regions } = place;
	const entries = isPart
		? entriesWith(catalogue, typed.text)
		: entriesFor(catalogue, typed.text).filter((entry) => fits(entry, typed));
	const ranked = entries
		.map((entry) => ({ entry, rank: rankOf(entry, regions) }))
		.toSorted((a, b) => a.rank - b.rank || (a.entry.id < b.entry.id ? -1 : 1));
	const range = new vscode.Range(position.translate(0, -typed.text.length), position);
	const seen = new Set<string>();
	const items: vscode.CompletionItem[] = [];
	for (const { entry, rank } of ranked) {
		if (seen.has(entry.id)) continue;
		seen.add(entry.id);
		if (items.length === mostItems) break;
		const item = itemOf(entry, rank, items.length, catalogue, regions, range);
		// What has it in its name must pass VS Code's own filter, and in this order.
		if (isPart && typed.text !== '') item.filterText = typed.text;
		items.push(item);
	}
	return new vscode.CompletionList(items, isPart || ranked.length > mostItems);
}

const prefixes =
	/(?:bedrock\/(?:(?:converse|converse_like|invoke|[a-z]{2}(?:-[a-z]+)+-[0-9])\/)*|(?::(foundation-model|inference-profile)\/))([a-z0-9.:-]*)$/;
const beginning = /(?:^|[^\w.:/@-])([a-z][a-z0-9-]{1,15}\.[a-z0-9.:-]*)$/;

/** How much of a line is read. In UTF-16 units. */
const reach = 300;

function typedAt(document: vscode.TextDocument, { line, character }: vscode.Position): Typed | undefined {
	const before = document.getText(new vscode.Range(line, Math.max(0, character - reach), line, character));
	if (!isInValue(before, document.languageId)) return undefined;
	const marked = prefixes.exec(before);
	if (marked) return { text: marked[2] ?? '', resource: marked[1] };
	const text = beginning.exec(before)?.[1];
	if (text !== undefined) return { text, resource: undefined };
	const part = (bareLanguages.has(document.languageId) ? bareValue : quotedValue).exec(before)?.[1];
	return part === undefined ? undefined : { text: part, resource: undefined, isPart: true };
}

const quotedValue = /["'`]([\w .:-]{0,60})$/;
const bareValue = /(?:[:=]\s*|["'\s])([\w.:-]{0,60})$/;

/** Languages in which a value needs no quotes. */
const bareLanguages = new Set([
	'dockercompose',
	'dockerfile',
	'dotenv',
	'github-actions-workflow',
	'ini',
	'markdown',
	'plaintext',
	'powershell',
	'properties',
	'shellscript',
	'yaml',
]);

/** In a string, which in most languages does not span lines; in a bare value where there are such. */
function isInValue(before: string, languageId: string): boolean {
	if (bareLanguages.has(languageId)) return true;
	let open = '';
	for (let at = 0; at < before.length; at++) {
		const character = before.charAt(at);
		if (character === '\\') at++;
		else if (open !== '') open = character === open ? '' : open;
		else if (character === '"' || character === "'" || character === '`') open = character;
	}
	return open !== '';
}

function fits({ profile }: Entry, { resource }: Typed): boolean {
	if (resource === 'foundation-model') return profile === undefined;
	if (resource === 'inference-profile') return profile !== undefined;
	return true;
}

/** 0: a geographic profile that can be called · 1: a global one · 2: a model · 3: a profile of elsewhere · 5 and more: on its way out. */
function rankOf({ profile, model }: Entry, regions: readonly string[]): number {
	const base = profile ? (isCallable(profile.sourceRegions, regions) ? (isGlobal(profile) ? 1 : 0) : 3) : 2;
	return isOnItsWayOut(model) || profile?.status === 'RETIRED' ? base + 5 : base;
}

function isCallable(sourceRegions: readonly string[], regions: readonly string[]): boolean {
	return regions.some((region) => sourceRegions.includes(region));
}

function isOnItsWayOut(model: Entry['model']): boolean {
	return model?.lifecycle.status === 'LEGACY' || model?.lifecycle.status === 'EOL';
}

function itemOf(
	entry: Entry,
	rank: number,
	position: number,
	catalogue: Catalogue,
	regions: readonly string[],
	range: vscode.Range,
): vscode.CompletionItem {
	const item = new vscode.CompletionItem(
		{ label: entry.id, description: entry.profile ? regionSetOf(entry, catalogue) : vscode.l10n.t('model') },
		entry.profile ? vscode.CompletionItemKind.Constant : vscode.CompletionItemKind.Value,
	);
	// A profile that is found by its model's ID must pass VS Code's own filter as that.
	item.filterText = entry.key;
	item.sortText = String(position).padStart(4, '0');
	item.range = range;
	item.insertText = entry.id;
	item.detail = detailOf(entry, catalogue, regions);
	if (rank >= 5) item.tags = [vscode.CompletionItemTag.Deprecated];
	const { model } = entry;
	if (model)
		item.documentation = plainLine([model.name, model.provider, lifecycleOf(entry)].filter(Boolean).join(' · '));
	return item;
}

function regionSetOf({ profile }: Entry, catalogue: Catalogue): string {
	const set = catalogue.regionSets.find(({ regionSet }) => regionSet === profile?.regionSet);
	return plainLine(set?.name.replace(/ \(.*\)$/, '') ?? profile?.regionSet ?? '', 40);
}

/** The region set with where requests may run; for a model whether it can be invoked itself. */
function detailOf({ profile, model }: Entry, catalogue: Catalogue, regions: readonly string[]): string {
	const [region = ''] = regions;
	if (profile) {
		const known = destinationsFrom(profile, region);
		const where = isGlobal(profile)
			? vscode.l10n.t('all commercial regions that Bedrock supports')
			: (known ?? [...new Set(Object.values(profile.destinationsBySource).flat())]).join(', ');
		const elsewhere =
			profile.sourceRegions.length > 0 && !isCallable(profile.sourceRegions, regions)
				? vscode.l10n.t('not callable from {0}', region)
				: undefined;
		return plainLine(
			[regionSetOf({ profile, model, key: '', id: '' }, catalogue), where, elsewhere].filter(Boolean).join(' · '),
		);
	}
	if (model?.profileOnly) return vscode.l10n.t('only through a profile');
	if (!model?.onDemandRegions) return vscode.l10n.t('model');
	return model.onDemandRegions.includes(region)
		? vscode.l10n.t('on demand in {0}', region)
		: vscode.l10n.t('not on demand in {0}', region);
}

function lifecycleOf({ model }: Entry): string | undefined {
	const { status, endOfLifeDate } = model?.lifecycle ?? {};
	if (status === 'EOL')
		return endOfLifeDate === undefined
			? vscode.l10n.t('end of life')
			: vscode.l10n.t('end of life on {0}', endOfLifeDate);
	if (status !== 'LEGACY') return undefined;
	return endOfLifeDate === undefined ? vscode.l10n.t('legacy') : vscode.l10n.t('legacy, ends {0}', endOfLifeDate);
}
