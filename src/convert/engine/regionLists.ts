import { PerText } from './perText';
import type { RegionSetting } from './regionSettings';
import { remembered } from './remembered';
import type { SourceText } from './sourceText';
import { yamlAncestors } from './yamlAncestors';

/** The key and what stands behind it: a list in brackets, or entries in lines of their own. */
const list =
	/^([ \t]*(?:- +)*)["']?(?:(?:aws|bedrock|model)_?)?regions["']?:[ \t]*(\[[^\]]{0,300}\]|(?:\r?\n[ \t]*- [^\n]{1,60}){1,10})/gim;

/**
 * YAML: `regions: [eu-west-1, eu-central-1]`, from any of which the models below a key beside it are called. A list right
 * beside an ID says where there is the model.
 */
export function regionLists(source: SourceText, offset: number): readonly RegionSetting[] {
	const { text } = source;
	if (source.syntax.family !== 'config' || !source.syntax.isIndented || !text.holds('egions')) return [];
	const found = remembered(lists, source, '', () =>
		Array.from(text.whole.matchAll(list), ({ 0: all, 1: before = '', 2: value = '', index }) => {
			const [start, valueEnd] = [index + before.length, index + all.length];
			return { start, valueStart: valueEnd - value.length, valueEnd, bracket: source.bracketAround(start) };
		}),
	);
	if (found.length === 0) return found;
	const depth = yamlAncestors(source, offset).length;
	return remembered(listsAbove, source, depth, () =>
		found.filter(({ start }) => yamlAncestors(source, start).length < depth),
	);
}

const lists = new PerText<Map<string, readonly RegionSetting[]>>();
/** By how deep what is below them stands. */
const listsAbove = new PerText<Map<number, readonly RegionSetting[]>>();
