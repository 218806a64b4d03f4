import { countBelow } from './ascending';
import { PerText } from './perText';
import type { SourceText } from './sourceText';
import { yamlAncestors } from './yamlAncestors';

/** What these hold stands side by side: what one says of the Region, the others do not hear. */
const groups = /^(?:functions|services|jobs|containers|environments|stages|deployments|model_list)$/;

/** CloudFormation's keys with the text of a program. */
const programs = /^(?:ZipFile|InlineCode)$/;

/** True where two places of a YAML text stand in different documents. */
export function isInOtherDocument(source: SourceText, place: number, id: number): boolean {
	let starts = documents.get(source);
	if (!starts)
		documents.set(source, (starts = [...source.text.whole.matchAll(/^---\s*$/gm)].map(({ index }) => index)));
	return countBelow(starts, place) !== countBelow(starts, id);
}

/** Where the marks between the documents of a text stand. */
const documents = new PerText<readonly number[]>();

/** True where a place stands in another function, service or job of a YAML text than an ID does. */
export function isInSibling(source: SourceText, place: number, id: number): boolean {
	const own = yamlAncestors(source, id);
	const other = yamlAncestors(source, place);
	// The text of a program has clients of its own.
	const program = other.find(({ key = '' }) => programs.test(key));
	if (program && !own.some(({ start }) => start === program.start)) return true;
	for (const [index, { start }] of own.entries()) {
		if (other[index]?.start === start) continue;
		const group = own[index - 1]?.key ?? '';
		// What a step is given is its own; what it sets up, `with: { aws-region: … }`, holds for those behind it.
		const isOfStep = group === 'steps' && other.slice(index).some(({ key }) => key === 'env');
		return other[index] !== undefined && (isOfStep || groups.test(group));
	}
	return false;
}

/** LiteLLM's list of models: each of them has a Region of its own. */
export function isInModelList(source: SourceText, place: number, id: number): boolean {
	const list = yamlAncestors(source, place).find(({ key }) => key === 'model_list');
	return list !== undefined && !yamlAncestors(source, id).some(({ start }) => start === list.start);
}

/** A setting of one function of a Serverless Framework service, which the others and their defaults do not hear. */
export function isOfOneFunction(source: SourceText, place: number): boolean {
	const ancestors = yamlAncestors(source, place);
	return ancestors.length > 2 && ancestors[0]?.key === 'functions';
}
