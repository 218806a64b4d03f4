import { isDataLanguage } from './dataUsers';
import { type Names, siteOfUse } from './names';
import { ownText } from './ownText';
import type { TextWithFunctions } from './calledFunctions';
import { PerText } from './perText';
import { remembered } from './remembered';
import { isRequest } from './sentTables';
import type { Site } from './sites';
import type { SourceText } from './sourceText';
import { yamlAncestors, yamlBeside } from './yamlAncestors';

/**
 * The default of a choice, which must be one of the values allowed: `z.enum(["…", "…"]).default("…")`,
 * `enum` and `default` in a schema. Whether it is sent is for those to say who read the setting: {@link isSentChoice}.
 * @param start of the ID.
 */
export function isDefaultOfChoice(source: SourceText, { frames, name }: Site, start: number, id: string): boolean {
	const [inner] = frames;
	const { text } = source;
	if (inner && /(?:^|\.)default$/.test(inner.callee)) {
		const chain = text.slice(Math.max(inner.calleeStart, inner.open - longest), inner.open);
		return /\b(?:enum|Enum|picklist|oneOf)\s*\(/.test(chain) && chain.includes(id);
	}
	if (name !== 'default') return false;
	if (inner) return /["']?\benum["']?\s*:/.test(ownText(source, inner));
	return (
		source.syntax.isIndented === true &&
		source.syntax.family === 'config' &&
		yamlBeside(source, start).some((line) => /^[\s-]*enum:/.test(line))
	);
}

/** In UTF-16 units. */
const longest = 2_000;

type Text = Pick<TextWithFunctions, 'source' | 'names'>;

/** So many uses of a key are looked at in one text. */
const mostUses = 20;

/**
 * The setting that such a default is of is what a program gives to a request: `modelId: config.modelId`. Of data this is asked
 * only where it says what a configuration may hold: other schemas may have a key of the same name.
 * @param path of the text.
 */
export function isSentChoice(
	{ source, names, outside }: TextWithFunctions,
	path: string,
	site: Site,
	start: number,
): boolean {
	const isData = isDataLanguage(source.language);
	if (isData && !ofConfiguration.test(path) && !/\bregion["']?\s*:/.test(source.text.whole)) return false;
	const isYaml = source.syntax.isIndented === true && source.syntax.family === 'config';
	const holder = isYaml ? yamlAncestors(source, start).at(-2)?.key : site.frames[1]?.key;
	const key = /\w+$/.exec(holder ?? '')?.[0] ?? '';
	if (key.length < 4) return false;
	// A schema may have thousands of settings of one name.
	return remembered(sentChoices, source, `${key} ${site.target}`, () => {
		const texts = [...(isData ? [] : [{ source, names }]), ...(outside?.using([key]) ?? [])];
		return texts.some((text) =>
			placesReading(text, key).some(
				(place) =>
					isRequest(siteOfUse(text.source, place, key), key) && (isData || isOfChoice(text, place, names, site.target)),
			),
		);
	});
}

const sentChoices = new PerText<Map<string, boolean>>();

/** What the setting is read of is held by the text of the schema, or made of the schema: `config = Config.parse(…)`. */
function isOfChoice({ source: { text } }: Text, place: number, names: Names, schema: string): boolean {
	const holder = /(\w+)[\])!?]*(?:\.|->|\[\s*["']|\.[gG]et\w*(?:<\w+>)?\(\s*["'])$/.exec(
		text.slice(Math.max(0, place - 60), place),
	)?.[1];
	if (holder === undefined) return false;
	if (names.allBindingsOf(holder).length > 0) return true;
	return schema !== '' && new RegExp(`\\b${holder}\\b\\s*[:=][^\\n]{0,60}\\b${schema}\\b`).test(text.whole);
}

const ofConfiguration = /(?:^|[/._-])(?:config\w*|settings|values)\b/i;

/** `config.model`, `config["model"]`, `config.get("model")` */
function placesReading({ source, names }: Text, key: string): readonly number[] {
	const { text } = source;
	const members = names.usesOf(key).slice(0, mostUses);
	const asked = Array.from(text.whole.matchAll(new RegExp(`(?<=["'])${key}["']`, 'g')), ({ index }) => index);
	return [
		...members.filter((at) => memberBefore.test(text.slice(Math.max(0, at - 40), at))),
		...asked.slice(0, mostUses).filter((at) => keyBefore.test(text.slice(Math.max(0, at - 40), at))),
	];
}

const memberBefore = /\w[\])!?]*(?:\.|->)$/;
const keyBefore = /(?:[\w\])]\[|\.[gG]et\w*(?:<\w+>)?\()\s*["']$/;
