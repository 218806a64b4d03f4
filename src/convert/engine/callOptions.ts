import type { SourceText } from './sourceText';

/** Go: the head of the function that changes a client's options. */
const changesOptions = /\bfunc\(\s*\w+\s+\*bedrock\w*\.Options\s*\)\s*$/;
/** Whoever makes a client changes them for all its calls. */
const makesClient = /\.New\w*$/;

/** Go's `client.Converse(ctx, input, func(o *bedrockruntime.Options) { o.Region = "…" })`: what is said there holds for that call. */
export function isOfOneCall(source: SourceText, offset: number): boolean {
	if (source.language !== 'go') return false;
	const block = source.bracketHolding(offset);
	if (!block || !changesOptions.test(source.code.slice(Math.max(0, block.open - 80), block.open))) return false;
	const call = source.brackets.at(block.parent);
	return call !== undefined && !makesClient.test(source.code.slice(Math.max(0, call.open - 80), call.open).trimEnd());
}
