import { isDataLanguage } from './dataUsers';
import { siteOfUse } from './names';
import type { OutsideTexts } from './outsideTexts';
import { ownText } from './ownText';
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

/** So many uses of a key are looked at in one text. */
const mostUses = 20;

/**
 * The setting that such a default is of is what a program gives to a request: `modelId: config.modelId`. Of data this is asked
 * only where it says what a configuration may hold: other schemas may have a key of the same name.
 * @param path of the text.
 */
export function isSentChoice(
	source: SourceText,
	path: string,
	site: Site,
	start: number,
	outside: OutsideTexts | undefined,
): boolean {
	const isData = isDataLanguage(source.language);
	if (isData && !ofConfiguration.test(path) && !/\bregion["']?\s*:/.test(source.text.whole)) return false;
	const isYaml = source.syntax.isIndented === true && source.syntax.family === 'config';
	const holder = isYaml ? yamlAncestors(source, start).at(-2)?.key : site.frames[1]?.key;
	const key = /\w+$/.exec(holder ?? '')?.[0] ?? '';
	if (key.length < 4) return false;
	const texts = [...(isData ? [] : [source]), ...(outside?.using([key]) ?? []).map((text) => text.source)];
	return texts.some((text) =>
		text
			.placesOfName(key)
			.slice(0, mostUses)
			.some((place) => isRead(text, place) && isRequest(siteOfUse(text, place, key), key)),
	);
}

const ofConfiguration = /(?:^|[/._-])(?:config\w*|settings|values)\b/i;

/** `config.model`, `config["model"]`, `config.get("model")` */
function isRead({ text }: SourceText, place: number): boolean {
	return /(?:\w[\])!?]*(?:\?\.|\.|->)|[\w\])]\[\s*["']|\.[gG]et\w*(?:<\w+>)?\(\s*["'])$/.test(
		text.slice(Math.max(0, place - 40), place),
	);
}
