import type { JsonObject } from '../json';
import { anthropicMessages, anthropicText } from './anthropicMessages';
import { chatCompletions } from './chatCompletions';
import { cohereChat } from './cohereChat';
import { cohereText, jurassic, llama, mistralText, textChoices, titanText } from './completions';
import type { NativeFormat } from './nativeFormat';
import { nova } from './nova';

/**
 * The body format of a model. Some models take two: then the body decides.
 * @returns `undefined` for models that answer in no words (`directFormats.ts` has some) and for those that the simulator cannot play
 */
export function nativeFormatOf(modelId: string, body: JsonObject): NativeFormat | undefined {
	const takesPrompt = typeof body.prompt === 'string';
	for (const [pattern, withMessages, withPrompt] of formats) {
		if (pattern.test(modelId)) return takesPrompt && withPrompt ? withPrompt : withMessages;
	}
	return undefined;
}

/** Model ID → the format, and the one for a body with `prompt` where that differs. The first that fits counts. */
const formats: readonly (readonly [RegExp, NativeFormat, NativeFormat?])[] = [
	[/^anthropic\.claude-(v2|instant)/, anthropicMessages, anthropicText],
	[/^anthropic\./, anthropicMessages],
	[/^amazon\.nova-(?!.*(sonic|reel|canvas|embed))/, nova],
	[/^amazon\.titan-(text|tg1)/, titanText],
	[/^meta\.llama/, llama],
	[/^mistral\.(mistral-7b|mixtral|mistral-large-2402|mistral-small-2402)/, mistralText],
	[/^mistral\./, chatCompletions, mistralText],
	[/^deepseek\.r1/, chatCompletions, textChoices],
	[/^cohere\.command-r/, cohereChat],
	[/^cohere\.command/, cohereText],
	[/^ai21\.j2/, jurassic],
	[/^(ai21|deepseek|google|minimax|moonshot|moonshotai|nvidia|openai|qwen|writer|xai|zai)\./, chatCompletions],
];
