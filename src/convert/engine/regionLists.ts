import { PerText } from './perText';
import type { RegionSetting } from './regionValues';
import { remembered } from './remembered';
import type { SourceText } from './sourceText';
import { yamlAncestors } from './yamlAncestors';

/** So many lists of one text are looked at. */
const mostLists = 200;

/** The key and what stands behind it: a list in brackets, or entries in lines of their own. */
const list =
	/^([ \t]*(?:- +)*)["']?((?:aws|bedrock|model)?_?regions)["']?:[ \t]*(\[[^\]]{0,300}\]|(?:\r?\n[ \t]*- [^\n]{1,60}){1,10})/gim;

/**
 * YAML: `regions: [eu-west-1, eu-central-1]`, from any of which the models below a key beside it are called. A list right
 * beside an ID says where there is the model.
 */
export function regionLists(source: SourceText, offset: number): readonly RegionSetting[] {
	if (!source.syntax.isIndented || source.syntax.family !== 'config' || !source.text.holds('egions')) return [];
	const depth = yamlAncestors(source, offset).length;
	return listsOf(source).filter(({ start }) => yamlAncestors(source, start).length < depth);
}

function listsOf(source: SourceText): readonly RegionSetting[] {
	return remembered(lists, source, '', () => {
		const found: RegionSetting[] = [];
		for (const { 0: all, 1: before = '', 3: value = '', index } of source.text.whole.matchAll(list)) {
			const [start, valueEnd] = [index + before.length, index + all.length];
			found.push({ start, valueStart: valueEnd - value.length, valueEnd, bracket: source.bracketAround(start) });
			if (found.length >= mostLists) break;
		}
		return found;
	});
}

const lists = new PerText<Map<string, readonly RegionSetting[]>>();
