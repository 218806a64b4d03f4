import { PerText } from './perText';
import { remembered } from './remembered';
import { commandAround } from './shellCommand';
import { siteOf, valueSpanOf } from './sites';
import type { SourceText } from './sourceText';
import type { Occurrence } from './types';

/**
 * True where an ID is the whole value of the field that names the model in a request to bedrock-runtime, as AWS's own tools
 * and SDKs call it. Everything else may have names of its own for models: wrappers, libraries, tables, settings.
 */
export function isModelOfRuntimeCall(source: SourceText, { start, end, kind, place }: Occurrence): boolean {
	const value = valueSpanOf(source, start, end);
	if (kind !== 'id' || place !== 'string' || value.contentStart !== start || value.contentEnd !== end) return false;
	if (source.syntax.family === 'shell') return isOptionOfCommand(source, value.start);
	if (source.syntax.family !== 'code') return false;
	// Something may be added to it: `"…" + VERSION`.
	if (!/^\s*(?:[,)}\];]|$)|^[ \t]*\r?\n\s*[A-Za-z_]/.test(source.code.slice(value.end, value.end + 80))) return false;
	const { name, frames } = siteOf(source, value.start, value.end);
	const [inner] = frames;
	if (!inner) return false;
	// Python's SDK knows `modelId` only: `model_id` is somebody's own.
	const field = source.language === 'python' ? /^modelId$/ : /^(?:modelId|model_id|ModelId)$/;
	const setter = /(?:\.|->|::)(?:modelId|model_id|withModelId)$/;
	if (!field.test(name) && !setter.test(inner.callee)) return false;
	const chain = source.code.slice(inner.calleeStart, Math.min(inner.open, inner.calleeStart + 300));
	const isRequest =
		frames.slice(0, 3).some(({ callee }) => operation.test(callee)) ||
		(setter.test(inner.callee) && operationInChain.test(chain));
	return isRequest && speaksToRuntime(source);
}

/** Of a text with thousands of such calls it is asked once. */
function speaksToRuntime(source: SourceText): boolean {
	return remembered(
		speaking,
		source,
		'',
		() => runtime.test(source.text.whole) && !ownFunctions.test(source.code.whole),
	);
}

const speaking = new PerText<Map<string, boolean>>();
const runtime = /bedrock[-_]?runtime/i;

/** `converse`, `invoke_model_with_response_stream`, `ConverseStreamCommand`, `InvokeModelRequest` */
const names = '(?:[Cc]onverse|[Ii]nvoke_?[Mm]odel)(?:_?[Ww]ith_?[Rr]esponse)?(?:_?[Ss]tream)?';
const operation = new RegExp(
	String.raw`(?<!^(?:\$?this|self|cls|super))(?:\.|\?\.|->)${names}(?:Async|_async)?$|(?:^|\.|::)${names}(?:Command|(?:Command)?Input|Request)$`,
);
const operationInChain = new RegExp(
	String.raw`(?:^|[.>])${names}(?:Async)?\s*\(\s*\)|(?:^|\W)${names}Request\s*(?:\.|::)\s*builder\s*\(`,
);
/** Who declares such a function may give its models names of their own. */
const ownFunctions = new RegExp(String.raw`\b(?:def|function|func|fun|fn)\s[^\n(]{0,60}?\b${names}\s*[(<]`);

/** `aws bedrock-runtime converse --model-id …`, `Invoke-BDRRConverse -ModelId …` */
function isOptionOfCommand(source: SourceText, start: number): boolean {
	const command = commandAround(source, start);
	const before = source.text.slice(Math.max(command.start, start - 2_000), start);
	return (
		/\baws\b[^|;&]*\bbedrock-runtime\s[^|;&]*\s--model-id(?:\s+|=)$/.test(before) ||
		/\bInvoke-BDRR\w+\b[^|;&]*\s-ModelId[ \t]+$/i.test(before)
	);
}
