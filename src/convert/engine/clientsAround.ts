import { makersOfClient } from './clientTakers';
import { clientsMade, makesClient, sharesClients } from './madeClients';
import { nameOf } from './modulePaths';
import type { Module, User } from './otherTexts';
import type { SourceText } from './sourceText';
import type { RegionEvidence } from './types';

/** Programs that make clients, of one project. */
export const mostMakers = 8;
/** So many things that one program makes are looked at. */
const mostMade = 10;

/**
 * What the clients of a project say to a text that uses none: in some languages they are shared without being imported.
 * @param users the texts around.
 * @param required what the text takes in whole.
 * @param importers the texts of other packages that may use this one.
 */
export function clientsAround(
	source: SourceText,
	users: readonly User[],
	required: () => readonly Module[],
	importers: () => readonly User[],
): RegionEvidence | undefined {
	const { language, text } = source;
	if (!sharesClients(source) || makesClient(text.whole, language)) return undefined;
	const around = users.filter((user) => makesClient(user.text.text, language));
	if (around.length > mostMakers) return undefined;
	const makers =
		around.length > 0
			? around.map((user) => user.module)
			: required().filter((each) => makesClient(each.source.text.whole, language));
	const regions = new Set<string>();
	for (const maker of makers) {
		const own = maker.regions.told.ofMadeClients();
		const told = own.length > 0 ? own : ofGivers(maker, users, importers);
		if (told?.length === 0 && makesOwnClasses(maker, users)) continue;
		// Nobody knows which of the clients is meant.
		if (!told || told.length === 0) return undefined;
		for (const region of told) regions.add(region);
	}
	const [first] = makers;
	return first && regions.size > 0
		? { source: 'project', regions: [...regions], fileName: nameOf(first.path) }
		: undefined;
}

/**
 * `class Gateway { Gateway(Region region) { … } }`: what those give who make it.
 * @returns `undefined` where one of them gives what nobody knows; empty where nobody gives anything.
 */
function ofGivers(
	{ source, names, path }: Module,
	users: readonly User[],
	importers: () => readonly User[],
): readonly string[] | undefined {
	const takers = makersOfClient(source, names).filter((name) => name.length > 2);
	if (takers.length === 0) return [];
	const near = givenBy(takers, path, users);
	return near?.length === 0 ? givenBy(takers, path, importers()) : near;
}

function givenBy(takers: readonly string[], path: string, users: readonly User[]): readonly string[] | undefined {
	const regions = new Set<string>();
	for (const user of users) {
		const used = user.text.path === path ? [] : takers.filter((name) => user.text.text.includes(name));
		const told = used.length === 0 ? [] : user.module.regions.told.givenTo(used);
		if (!told) return undefined;
		for (const region of told) regions.add(region);
	}
	return [...regions];
}

/** `new BedrockGateway()`: a class of the project's own, which says itself where its client is. */
function makesOwnClasses({ source }: Module, users: readonly User[]): boolean {
	let count = 0;
	for (const behind of clientsMade(source.text.whole, source.language)) {
		const name = /(\w+)\s*\($/.exec(source.text.slice(Math.max(0, behind - 80), behind))?.[1];
		if (name === undefined || !users.some(({ text }) => text.text.includes(`class ${name}`))) return false;
		if (++count >= mostMade) return false;
	}
	return true;
}
