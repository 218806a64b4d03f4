import type { JsonObject } from '../json';
import { isObject } from '../json';
import { exampleOf } from './schemaExample';
import { randomFrom } from './random';

/** What a model may call. */
export interface Tool {
	readonly name: string;
	readonly description: string;
	/** JSON Schema of its input. */
	readonly schema: unknown;
}

export interface ToolRequest {
	readonly tools: readonly Tool[];
	/** `auto`: unless the last message brings results; `any`: in any case; else the tool of that name. */
	readonly choice: 'auto' | 'any' | 'none' | { readonly name: string };
}

export interface ToolUse {
	readonly id: string;
	readonly name: string;
	readonly input: JsonObject;
}

/**
 * The call that an answer makes: the tool that the question speaks of, with an input that its schema allows.
 * @param hasResults the last message brings the results of calls
 * @param idPrefix as the API writes its IDs
 * @returns `undefined` where the answer is text alone
 */
export function toolUseOf(
	{ choice, tools }: ToolRequest,
	question: string,
	hasResults: boolean,
	idPrefix: string,
	seed: number,
): ToolUse | undefined {
	if (choice === 'none' || (choice === 'auto' && hasResults)) return undefined;
	const tool =
		typeof choice === 'object' ? tools.find(({ name }) => name === choice.name) : mostFitting(tools, question);
	if (!tool) return undefined;
	const input = exampleOf(tool.schema, question);
	return { id: toolUseId(idPrefix, seed, question, tool.name), name: tool.name, input: isObject(input) ? input : {} };
}

function mostFitting(tools: readonly Tool[], question: string): Tool | undefined {
	const asked = new Set(wordsOf(question));
	const scored = tools.map((tool) => {
		const words = new Set(wordsOf(`${tool.name} ${tool.description}`));
		return { tool, score: [...words].filter((word) => asked.has(word)).length };
	});
	return scored.toSorted((a, b) => b.score - a.score)[0]?.tool;
}

function wordsOf(text: string): string[] {
	return text
		.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word.length > 2);
}

function toolUseId(prefix: string, ...parts: readonly (string | number)[]): string {
	const random = randomFrom('tool use', ...parts);
	const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
	return prefix + Array.from({ length: 22 }, () => letters.charAt(Math.floor(random() * letters.length))).join('');
}
