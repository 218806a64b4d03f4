import * as vscode from 'vscode';
import type { ApplicationProfileApi } from '../bedrock/applicationProfiles';
import type { ExplainedError } from '../bedrock/errors';
import { type AccountFactsParts, noFacts, type RowFacts } from './accountFacts';
import { readAllowedRegionSets } from './allowedRegionSetsSetting';
import { filterWords } from './arrangeActions';
import type { BrowsedRegion } from './browsedRegions';
import { type FailureWords, noticeFor, sentence } from './catalogueNotice';
import type { CatalogueStore } from './catalogueStore';
import { isFiltering } from './profileFilter';
import type { ShownRegion } from './profileRows';
import type { TreeContent } from './profilesTree';
import type { SidebarMemory } from './sidebarMemory';
import { warnOfUnknownRegionSets } from './unknownRegionSets';

export interface ProfilesViewParts {
	readonly catalogue: CatalogueStore;
	readonly connection: {
		readonly identity: string;
		readonly label: string;
		readonly settings: { readonly kind: 'aws' | 'simulator' };
		sourceRegion(): Promise<string>;
	};
	readonly memory: SidebarMemory;
	readonly applicationProfiles: ApplicationProfileApi;
	readonly modelAccess: AccountFactsParts['modelAccess'];
	readonly describeError: (error: ExplainedError, sourceRegion: string) => FailureWords;
	readonly log: vscode.LogOutputChannel;
}

/** What the view shows now, but for what rows ask for by themselves; `undefined` when the bundled catalogue cannot be read: its welcome text stands in then. */
export async function readContent(
	parts: ProfilesViewParts,
	facts: RowFacts = noFacts,
): Promise<TreeContent | undefined> {
	const { catalogue, connection, describeError, memory, log } = parts;
	try {
		const [known, sourceRegion] = await Promise.all([catalogue.current(), connection.sourceRegion()]);
		const notice = noticeFor(catalogue.state, {
			isSimulated: connection.settings.kind === 'simulator',
			sourceRegion,
			asOf: known.asOf,
			listedAt: catalogue.listedAt(sourceRegion),
			describeError,
		});
		const allowedRegionSets = readAllowedRegionSets();
		warnOfUnknownRegionSets(known, allowedRegionSets);
		return {
			catalogue: known,
			sourceRegion,
			notice: notice && { ...notice, caption: breakable(notice.message) },
			arrangement: memory.arrangement,
			allowedRegionSets,
			facts,
			browsedRegions: catalogue.browsed.all.map((state) => shownRegion(state, describeError)),
			listedAt: (region) => catalogue.listedAt(region),
		};
	} catch (error) {
		log.error(`The bundled catalogue could not be read: ${String(error)}`);
		return undefined;
	}
}

/** What stands above the rows: the filter, because what it hides is not missing; then what there is to say of the list. */
export async function readCaption(parts: ProfilesViewParts): Promise<string | undefined> {
	const { filter } = parts.memory.arrangement;
	const [content, region] = await Promise.all([readContent(parts), parts.connection.sourceRegion()]);
	const filtered = isFiltering(filter)
		? vscode.l10n.t('Filter: {0}.', filterWords(filter, region).join(' · '))
		: undefined;
	const told = [filtered && breakable(filtered), content?.notice?.caption].filter((text) => text !== undefined);
	return told.length > 0 ? told.join(' ') : undefined;
}

/** VS Code cuts a word that is wider than the view, such as `bedrock:ListInferenceProfiles`: it may break inside now. */
function breakable(message: string): string {
	return message.replace(/[\w:/.*-]{20,}/g, (word) => word.replace(/[:/.-](?=.)|[a-z](?=[A-Z])/g, '$&\u200b'));
}

function shownRegion(state: BrowsedRegion, describeError: ProfilesViewParts['describeError']): ShownRegion {
	const { region, kind } = state;
	const error = kind === 'failed' ? state.error : kind === 'live' ? state.failures[0]?.error : undefined;
	return { region, kind, problem: error && sentence(describeError(error, region)) };
}
