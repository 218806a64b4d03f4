import type { Names } from './names';
import { PerText } from './perText';
import { remembered } from './remembered';
import type { Site } from './sites';
import type { SourceText } from './sourceText';

/** Operations that take a foundation model and no profile, in any spelling. */
const operations =
	/(?:count_?tokens|(?:get|Get)_?foundation_?model(?:_?availability)?|(?:create_?)?provisioned_?model_?throughput|create_?model_?customization_?job|(?:create|list|delete|get)_?foundation_?model_?agreement(?:_?offers)?|put_?use_?case\w*|fromFoundationModelId|from_foundation_model_id|FoundationModelIdentifier)(?:Command|Input|Request|Async|Builder|WithContext|Operator)?$/i;

/** Every one of them holds one of these. */
const wordOfOperations = /tokens|foundation|provisioned|customization|use_?case/i;

/** The text may hold one of them: most do not. */
export function mayTakeModels(source: SourceText): boolean {
	return remembered(takingTexts, source, '', () => someOperation.test(source.text.whole));
}

const takingTexts = new PerText<Map<string, boolean>>();
const someOperation = /count_?tokens|foundation_?model|provisioned_?model|model_?customization|put_?use_?case/i;

/** Pulumi's and CDKTF's look-ups of a foundation model. */
const foundationData = /(?:bedrock_?foundation\.get_?model(?:_?output)?|DataAwsBedrockFoundationModels?)$/i;

const chained = /[A-Za-z_]\w*(?=\s*(?:\(|\.builder|::builder))/g;

const shellOperations =
	/\b(?:get-foundation-model(?:-availability)?|create-provisioned-model-throughput|create-model-customization-job|(?:create|list|delete|get)-foundation-model-agreement[\w-]*|count-tokens|(?:Get|New)-BDR(?:FoundationModel|ProvisionedModelThroughput|ModelCustomizationJob)\w*)\b/;

/** Fields of such operations. */
const fields = /^(?:base_?model_?(?:identifier|id)|teacher_?model_?id)$/i;

const terraformBlocks =
	/\b(?:data\s+"aws_bedrock_foundation_model"|resource\s+"aws_bedrock_(?:provisioned_model_throughput|custom_model)")\s+"[^"]*"\s*$/;

const cloudFormationTypes = /^AWS::Bedrock::(?:ApplicationInferenceProfile|ProvisionedModelThroughput|CustomModel)/;

/**
 * The operation around a value that takes a model ID and no profile.
 * @returns its name as written; `undefined` if there is none.
 */
export function modelTakers(source: SourceText, offset: number, site: Site): string | undefined {
	for (const { callee, open } of site.frames) {
		const last = callee.split(/\.|->|::/).at(-1) ?? '';
		if (wordOfOperations.test(callee) && (operations.test(last) || foundationData.test(callee))) return last;
		// A builder's chain: `client.count_tokens().model_id("…")`, `GetFoundationModelRequest.builder().modelIdentifier("…")`.
		const { calleeStart } = site.frames[0] ?? { calleeStart: open };
		const chain = source.code.slice(calleeStart, Math.min(open, calleeStart + 400));
		for (const [name] of wordOfOperations.test(chain) ? chain.matchAll(chained) : []) {
			if (operations.test(name)) return name;
		}
		if (source.language === 'terraform') {
			const block = terraformBlocks.exec(source.text.slice(Math.max(0, open - 160), open))?.[0];
			if (block !== undefined) return /aws_\w+/.exec(block)?.[0];
		}
	}
	const builder = source.language === 'kotlin' ? blockTaking(source, offset) : undefined;
	if (builder !== undefined) return builder;
	if (fields.test(site.name)) return site.name;
	const { text } = source;
	const [option] = site.frames;
	// `parser.add_argument("--base-model", default="…")`, of a program that customizes it.
	if (
		option &&
		text.holds('ustomization') &&
		/^\(\s*["']--?base[-_]model/.test(text.slice(option.open, option.open + 60))
	)
		return 'CreateModelCustomizationJob';
	if (source.syntax.family === 'shell' || source.syntax.family === 'config') {
		let start = source.lineStart(offset);
		while (start > 0 && /[\\`^]\r?\n$/.test(text.slice(Math.max(0, start - 3), start)))
			start = source.lineStart(start - 1);
		const operation = shellOperations.exec(text.slice(Math.max(start, offset - 2_000), offset))?.[0];
		if (operation !== undefined) return operation;
	}
	// What is quoted by itself has no path behind it.
	const isInPath = !/^["'`]/.test(text.slice(offset, offset + 1)) && text.holds('/count-tokens');
	if (isInPath && /^[^\s"'`]*\/count-tokens\b/.test(text.slice(offset, offset + 160))) return 'CountTokens';
	if (text.slice(Math.max(0, offset - 24), offset).endsWith('/foundation-models/')) return 'GetFoundationModel';
	return cloudFormationType(source, offset);
}

/** Kotlin: `client.getFoundationModel { modelIdentifier = "…" }` */
function blockTaking(source: SourceText, offset: number): string | undefined {
	const open = source.bracketHolding(offset)?.open;
	if (open === undefined || source.code.charAt(open) !== '{') return undefined;
	const name = /([A-Za-z_]\w*)\s?$/.exec(source.code.slice(Math.max(0, open - 60), open))?.[1];
	return name !== undefined && operations.test(name) ? name : undefined;
}

/** `base_model_id = "…"`: a variable that is called like the field of such an operation, and may be given to another one. */
export function isNamedLikeField({ name, target, frames }: Site): boolean {
	return target !== '' && target === name && frames.length === 0 && fields.test(name);
}

/** `input.ModelId = …` below `input := &CountTokensInput{}`, or in a function that is given one. */
export function takerSetLater(source: SourceText, names: Names, offset: number): string | undefined {
	if (source.syntax.family !== 'code') return undefined;
	const before = source.code.slice(Math.max(source.lineStart(offset), offset - 120), offset);
	const object = /([A-Za-z_$]\w*)\.model_?(?:id|identifier)\s*=(?!=)/i.exec(before)?.[1];
	if (object === undefined) return undefined;
	const made = names.bindingOf(object, offset);
	const own = made ? undefined : names.functionAround(offset);
	const declaration = made
		? source.code.slice(made.start, Math.min(made.end, made.start + 200))
		: own &&
			source.code
				.slice(own.open + 1, own.close)
				.split(',')
				.find((each) => each.includes(object));
	return declaration?.match(/[A-Za-z_]\w*/g)?.find((word) => operations.test(word));
}

/** The type of the CloudFormation resource around a value. */
function cloudFormationType(source: SourceText, offset: number): string | undefined {
	if (source.language !== 'yaml' && source.language !== 'json') return undefined;
	if (!source.text.holds('AWS::Bedrock::')) return undefined;
	const before = source.text.slice(Math.max(0, offset - 3_000), offset);
	const types = [...before.matchAll(/["']?Type["']?\s*:\s*["']?(AWS::[\w:]+)/g)];
	const type = types.at(-1)?.[1];
	return type !== undefined && cloudFormationTypes.test(type) ? type : undefined;
}
