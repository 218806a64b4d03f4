import { answerText } from '../answers/answerText';
import type { CacheUse, Limits, Script } from '../answers/generation';
import { generateScript } from '../answers/generation';
import type { Play } from '../answers/play';
import { scripted } from '../answers/play';
import type { Prompt } from '../answers/prompt';
import { inputTokens, promptTokens } from '../answers/prompt';
import type { ToolRequest } from '../answers/tools';
import { toolUseOf } from '../answers/tools';
import { countTokens } from '../answers/tokens';
import { backendPlay } from '../backend/backendPlay';
import { admit } from './admission';
import type { OperationInput } from './operation';
import type { Target } from './target';

/** What an answer depends on, whatever the API. */
export interface Question {
	readonly prompt: Prompt;
	readonly limits: Limits;
	readonly tools?: ToolRequest;
	/** Whether the request, or the model, has it reason before it answers. */
	readonly thinks?: boolean;
	/** What a cache held or took of the prompt. */
	readonly cache?: CacheUse;
}

export interface Answering {
	readonly play: Play;
	/** Milliseconds on the way to another Region. */
	readonly detour: number;
}

/** Lets a request in and prepares its answer. @throws ServiceError when there is no room. */
export function answering(question: Question, input: OperationInput, target: Target, idPrefix: string): Answering {
	const { backend } = input.engine;
	const play = backend
		? backendPlay(question, target.model.modelId, backend)
		: scripted(
				generateScript(scriptOf(question, input, target, idPrefix), question.limits, inputOf(question)),
				target.model.modelId,
				input.engine,
			);
	return { play, detour: admit(input, target, play.generation) };
}

/** Tells the records what became of an invocation. */
export function note(input: OperationInput, { generation }: Play, output: unknown): void {
	const { call } = input;
	call.output = output;
	call.inputTokens = generation.inputTokens;
	call.outputTokens = generation.outputTokens;
	call.cache = generation.cache;
}

/** What is left of the prompt beside the cache. */
function inputOf({ cache, prompt, tools }: Question): { inputTokens: number; cache?: CacheUse } {
	const described = (tools?.tools ?? []).reduce(
		(sum, { description, name, schema }) => sum + countTokens(name + description + JSON.stringify(schema ?? {})),
		0,
	);
	const cached = cache ? cache.readTokens + cache.writtenTokens : 0;
	return { inputTokens: Math.max(1, inputTokens(prompt) + described - cached), ...(cache ? { cache } : {}) };
}

function scriptOf(question: Question, input: OperationInput, target: Target, idPrefix: string): Script {
	const { prompt, thinks, tools } = question;
	const { seed } = input.engine;
	const last = prompt.turns.findLast((turn) => turn.role === 'user');
	const asked = prompt.turns.findLast((turn) => turn.role === 'user' && turn.text !== '')?.text ?? '';
	const hasResults = (last?.toolResults ?? []).length > 0;
	const toolUse = tools && toolUseOf(tools, asked, hasResults, idPrefix, seed);
	const text = toolUse
		? `The simulator calls the tool ${toolUse.name}; its input satisfies the tool’s schema, and no model chose it.`
		: answerText(
				prompt,
				{ requestedId: target.requestedId, modelName: target.model.name, sourceRegion: input.region },
				seed,
			);
	return { text, toolUse, ...(thinks === true ? { reasoning: reasoningOf(prompt, toolUse?.name) } : {}) };
}

function reasoningOf(prompt: Prompt, tool: string | undefined): string {
	const { attachments, conversation, system } = promptTokens(prompt);
	const plan = tool === undefined ? 'say what arrived' : `call ${tool} with an input that its schema allows`;
	return (
		`The simulator does not reason; this shows how reasoning arrives. The conversation has ${conversation} tokens, ` +
		`the system prompt ${system} and the attachments ${attachments}. The plan: ${plan}.`
	);
}

/** The name of an error as a stream's event has it: `ModelTimeoutException` is no member of it. */
export function streamException(name: string): string {
	const event = name.charAt(0).toLowerCase() + name.slice(1);
	return streamExceptions.includes(event) ? event : 'modelStreamErrorException';
}

const streamExceptions = ['throttlingException', 'serviceUnavailableException', 'internalServerException'];
