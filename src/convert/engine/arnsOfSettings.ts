import { PerText } from './perText';
import { remembered } from './remembered';
import { pathTo } from './settingNames';
import type { SourceText } from './sourceText';
import type { Consumer } from './trace';

/** What is in place of a part of a path that is known only when it is deployed: `custom.models.${sls:stage}.chat`. */
const anyPart = '*';

/** Serverless Framework: where `foundation-model/${self:custom.model}` makes an ARN of the setting that an ID is. */
export function arnOfSetting(source: SourceText, own: Consumer): { name: string; at: number } | undefined {
	if (!source.text.holds('foundation-model/${')) return undefined;
	const places = remembered(placesByPath, source, '', () => readPlaces(source.text.whole));
	if (places.size === 0) return undefined;
	const parts = pathTo(source, own).split('.');
	const paths = [parts, ...parts.map((_, index) => parts.with(index, anyPart))].map((each) => each.join('.'));
	const at = paths.map((path) => places.get(path)).find((place) => place !== undefined);
	return at === undefined ? undefined : { name: parts.at(-1) ?? '', at };
}

const placesByPath = new PerText<Map<string, ReadonlyMap<string, number>>>();

const referred = /foundation-model\/\$\{(self:|param:)((?:[\w.-]|\$\{[^{}\n]*\})+)/g;

/** The paths of which the text makes ARNs, with where it does. A stage's `params` are called without it. */
function readPlaces(text: string): ReadonlyMap<string, number> {
	const places = new Map<string, number>();
	for (const { 1: scope, 2: path = '', index } of text.matchAll(referred)) {
		const whole = path.replaceAll(/\$\{[^{}]*\}/g, anyPart);
		places.set(scope === 'param:' ? `params.${anyPart}.${whole}` : whole, index);
	}
	return places;
}
