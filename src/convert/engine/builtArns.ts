import { makesArnsOfEach } from './arnsOfEach';
import type { Names } from './names';
import { ownText } from './ownText';
import { PerText } from './perText';
import type { TextWithFunctions } from './calledFunctions';
import { makesArnOfArgument } from './prefixingFunctions';
import { remembered } from './remembered';
import type { Site } from './sites';
import type { SourceText } from './sourceText';
import type { Consumer } from './trace';

/** The name that holds an ID is made a foundation model's ARN of where it is used. */
export function isMadeArnOf(text: TextWithFunctions, { site, at, end }: Consumer): boolean {
	const { source } = text;
	if (source.text.holds('foundation-model/') && behindArn.test(source.text.slice(Math.max(0, at - 60), at)))
		return true;
	return isMadeArn(text, site, at) || makesArnsOfEach(source.text, at, end);
}

/** `foundation-model/${name`, `foundation-model/" + name` */
const behindArn = /foundation-model\/(?:(?:\$\{|\{|#\{|\$|%\{|\\\()[\w.]*|["'`]\s*[+.]\s*(?:[\w$]+[.])?)$/;

/** A call or template around a value, or a function of the text that it is given to, makes a foundation model's ARN of it. */
export function isMadeArn(text: TextWithFunctions, site: Site, at: number): boolean {
	return buildsArn(text.source, site) || isGivenToMaker(text, site, at);
}

function isGivenToMaker({ source, names }: TextWithFunctions, site: Site, at: number): boolean {
	if (!source.text.holds('foundation-model/')) return false;
	const makers = remembered(arnMakers, source, '', () => functionsAround(source, names, 'foundation-model/'));
	const isOfMaker = site.frames.slice(0, 2).some(({ callee }) => makers.has(/[\w$]+$/.exec(callee)?.[0] ?? ''));
	return isOfMaker && makesArnOfArgument({ source, names }, site, at);
}

const arnMakers = new PerText<Map<string, ReadonlySet<string>>>();

/** The names of the functions in whose bodies a word stands. */
function functionsAround({ text }: SourceText, names: Names, word: string): ReadonlySet<string> {
	const found = new Set<string>();
	let count = 0;
	for (let at = text.whole.indexOf(word); at !== -1 && count < 200; at = text.whole.indexOf(word, at + 1), count++) {
		const name = names.functionAround(at)?.name ?? '';
		if (name !== '') found.add(name);
	}
	return found;
}

/** A call or template around the value makes an ARN of it: `Sprintf("…foundation-model/%s", …)`. */
function buildsArn(source: SourceText, site: Site): boolean {
	const [inner] = site.frames;
	if (inner && /^resource_?name$/i.test(site.name) && /["']foundation-model["']/.test(ownText(source, inner)))
		return true;
	if (!inner || !source.text.holds('foundation-model/')) return false;
	const call = source.text.slice(inner.calleeStart, Math.min(inner.close, inner.calleeStart + 600));
	if (/foundation-model\/(?:%s|%v|\{\}|\{[0-9]\}|\$\{\d\})/.test(call)) return true;
	const near = source.text.slice(Math.max(0, inner.calleeStart - 200), inner.calleeStart);
	if (/foundation-model\/(?:%s|\{\}|\{\w*\})[^"'\n]{0,40}["']\s*%?\s*$/.test(near)) return true;
	return (
		inner.callee.endsWith('.format') &&
		source.text.slice(Math.max(0, inner.open - 250), inner.open).includes('foundation-model/')
	);
}
