import { createHash } from 'node:crypto';
import { asArray, isObject } from '../json';

/** Whether a request has its model reason: Anthropic's `thinking`, Nova's `reasoningConfig`. */
export function asksForThinking(fields: unknown): boolean {
	if (!isObject(fields)) return false;
	return [fields.thinking, fields.reasoning_config, fields.reasoningConfig].some(
		(each) => isObject(each) && (each.type === 'enabled' || each.type === 'adaptive'),
	);
}

/** These reason in every answer. */
export function alwaysThinks(modelId: string): boolean {
	return /^deepseek\.r1|^openai\.gpt-oss/.test(modelId);
}

/** What proves that reasoning came from the model; the same for the same text. */
export function signatureOf(reasoning: readonly string[]): string {
	return createHash('sha512').update(asArray(reasoning).join('')).digest('base64');
}
