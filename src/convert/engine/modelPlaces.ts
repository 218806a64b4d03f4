import { siteOf, valueSpanOf } from './sites';
import type { SourceText } from './sourceText';

/** A model's ID as calls, settings, variables and options name it: `modelId`, `BEDROCK_MODEL`, `--model-id`. */
const modelName =
	/(?:^|[._-]|(?<=[a-z\d])(?=[A-Z]))(?:model|MODEL|Model)(?:[_-]?(?:id|ID|Id|identifier|IDENTIFIER|Identifier))?$/;
const setter = /(?:\.|->|::)(?:with)?_?model_?id$/i;
/** The first thing that these are given is a name. */
const lookUp = /(?:env|get|config|lookup|fetch|Value|Variable)\w*$/i;

/**
 * Where a value stands that names a model, maybe an empty one, in a text that speaks of Bedrock.
 * @returns the offset where the value begins; `undefined` for any other place.
 */
export function modelValueAt(source: SourceText, offset: number): number | undefined {
	if (!/bedrock/i.test(source.text.whole)) return undefined;
	if (source.spanAt(offset)?.isComment === true) return undefined;
	const value = valueSpanOf(source, offset, offset);
	if (!value.isQuoted && source.syntax.family === 'code') return undefined;
	if (offset < value.contentStart || offset > Math.max(value.contentEnd, value.contentStart)) return undefined;
	const { name, frames, isKey, isCompared } = siteOf(source, value.start, value.end);
	if (isKey || isCompared) return undefined;
	const [inner] = frames;
	if (inner && lookUp.test(inner.callee) && !source.code.slice(inner.open, value.start).includes(',')) return undefined;
	return modelName.test(name) || (inner && setter.test(inner.callee)) ? value.contentStart : undefined;
}
