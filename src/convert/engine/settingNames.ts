import { sectionAt } from './configScope';
import { flagSetting, isDataLanguage } from './dataUsers';
import { declaredName } from './declaredNames';
import { optionGiven } from './ownOptions';
import { PerText } from './perText';
import { remembered } from './remembered';
import { valueSpanOf } from './sites';
import type { SourceText } from './sourceText';
import type { Consumer } from './trace';
import { yamlAncestors } from './yamlAncestors';

/** So many of the places that an ID reaches are looked at. */
const mostPlaces = 10;
/** In UTF-16 units, before a value: the name may stand on the line above. */
const farthest = 200;

/** `MODEL_ID=`, `"MODEL_ID": "`, `${MODEL_ID:-`, `addEnvironment("MODEL_ID", "`; `name: MODEL_ID`, `value: `, as containers are given it. */
const given = String.raw`(?:\b[nN]ame["']?\s*[=:]\s*["']?([A-Z]\w+)["']?,?\s+["']?[vV]alue|(?<![\w.])([A-Z][A-Z0-9_]+))["']?\]?\s*(?:[=:]>?-?|,)[^,;=\n]{0,60}?`;
/** Others of a list may stand before the ID: `MODELS=…,…`. */
const givenLast = new RegExp(String.raw`.*${given}(?:[\w.:-]{8,80}, ?){0,20}$`, 's');
/** What each of them has: most values are given to names in small letters, and the pattern looks from every character on. */
const mayBeGiven = /[A-Z][A-Z0-9_]|[nN]ame/;

/**
 * The settings that programs may be given the value by: variables of the environment, and in a text of data the path to it,
 * `bedrock.model.id`.
 */
export function settingsGiven(source: SourceText, consumers: readonly Consumer[]): readonly string[] {
	const { language, syntax, text } = source;
	const isProgram = syntax.family === 'code' && !/^(?:json|terraform)/.test(language);
	const found = new Set<string>();
	for (const each of consumers.slice(0, mostPlaces)) {
		if (isProgram && !isOfDeployment(each)) continue;
		const { start } = valueSpanOf(source, each.at, each.end);
		const before = text.slice(Math.max(0, start - farthest), each.at);
		const [, named, key] = (mayBeGiven.test(before) ? givenLast.exec(before) : undefined) ?? [];
		found.add(each.site.name).add(named ?? key ?? '');
	}
	const [direct] = consumers;
	const option = direct && !isProgram ? optionGiven(source, direct.at) : undefined;
	if (option !== undefined) return [option];
	if (!direct || !isDataLanguage(language)) return [...found];
	const path = pathTo(source, direct);
	const declared = declaredName(source, direct.site, direct.at)?.name ?? path;
	const byReference = remembered(references, source, '', () => referencesIn(text.whole));
	const [, flag] = ofFlag.exec(path) ?? [];
	return [...found, path, ...(flag === undefined ? [] : [flagSetting(flag)]), ...(byReference.get(declared) ?? [])];
}

/** flagd and others: `{ "flags": { "chat-model": { "variants": { "next": "…" } } } }` */
const ofFlag = /^(?:flags\.)?([\w.-]+)\.variants\.[\w-]+$/;

/**
 * The names and paths that a text sets variables of the environment to, with those variables: `MODEL_ID = var.model`,
 * `"MODEL_ID": { "Ref": "Model" }`, `MODEL_ID: ${self:custom.model}`.
 */
export function referencesIn(text: string): ReadonlyMap<string, readonly string[]> {
	const found = new Map<string, string[]>();
	for (const [, named, key, to = ''] of text.matchAll(reference))
		found.set(to, [...(found.get(to) ?? []), named ?? key ?? ''].slice(0, mostPlaces));
	return found;
}

const reference = new RegExp(String.raw`${given}(?:\{\s*"Ref":\s*"|\$\{self:|\b(?:var|local)\.)([\w.-]+)`, 'g');
const references = new PerText<Map<string, ReadonlyMap<string, readonly string[]>>>();

const environment = /^(?:container_?)?env(?:_?vars)?$|environment(?:_?variables)?$/i;

/** The AWS CDK, Pulumi and SST: `environment: { MODEL_ID: "…" }`, `.addEnvironment("MODEL_ID", "…")`. */
function isOfDeployment({ site: { frames, target, owner } }: Consumer): boolean {
	return [target, owner, ...frames.flatMap(({ key, callee }) => [key, callee])].some((name) => environment.test(name));
}

/** The keys down to a value of data, with full stops between. */
export function pathTo(source: SourceText, { site, at }: Consumer): string {
	const { language } = source;
	const keys =
		language === 'yaml'
			? yamlAncestors(source, at).map(({ key = '' }) => key)
			: language.startsWith('json')
				? [site.name, ...site.frames.slice(1).map(({ key }) => key)].toReversed()
				: [
						...sectionsAround(source, at),
						/^\s*([\w.-]+)\s*[=:]/.exec(source.text.slice(source.lineStart(at), at))?.[1] ?? '',
					];
	const path = keys.join('.');
	return path.includes('.') ? path : '';
}

/** `[llm]` of TOML, `llm {` of HOCON. */
function sectionsAround(source: SourceText, at: number): readonly string[] {
	if (source.language !== 'toml') return [];
	const name = sectionAt(source, at)?.name;
	return name === undefined || !/^[\w.-]+$/.test(name) ? [] : [name];
}
