import { createHash } from 'node:crypto';
import type { CacheUse } from '../answers/generation';
import { countTokens } from '../answers/tokens';
import type { JsonObject } from '../json';
import { asArray, isObject } from '../json';
import { validationError } from '../serviceError';
import type { OperationInput } from './operation';

/** The beginning of a prompt, up to a mark. */
export interface Prefix {
	/** Names the content, whatever the model. */
	readonly hash: string;
	readonly tokens: number;
	/** Milliseconds. */
	readonly lifetime: number;
}

/**
 * The beginnings that a request marks: in its tools, its system prompt and its messages, in this order. Converse marks them
 * by a block of its own behind them, Anthropic's body by `cache_control` on their last block.
 * @see Amazon Bedrock user guide, "Prompt caching for faster model inference"
 */
export function cacheablePrefixes(body: JsonObject): Prefix[] {
	const tools = isObject(body.toolConfig) ? asArray(body.toolConfig.tools) : asArray(body.tools);
	const messages = asArray(body.messages).flatMap((message) => (isObject(message) ? asArray(message.content) : []));
	const blocks = [...tools, ...asArray(body.system), ...messages];
	if (!blocks.some((block) => isObject(block) && (isObject(block.cachePoint) || isObject(block.cache_control))))
		return [];
	const hash = createHash('sha256');
	let tokens = 0;
	const prefixes: Prefix[] = [];
	for (const block of blocks) {
		const point = isObject(block) && isObject(block.cachePoint) ? block.cachePoint : undefined;
		const mark = point ?? (isObject(block) && isObject(block.cache_control) ? block.cache_control : undefined);
		const end = (): void => {
			const lifetime = mark?.ttl === '1h' ? hour : fiveMinutes;
			if (mark) prefixes.push({ hash: hash.copy().digest('hex'), tokens, lifetime });
		};
		if (point) {
			end();
			continue;
		}
		// The mark moves on with the conversation; what it marks stays the same.
		const plain: unknown = isObject(block) ? { ...block, cache_control: undefined } : block;
		const text = isObject(block) && typeof block.text === 'string' ? block.text : JSON.stringify(plain ?? null);
		hash.update(`${text.length} ${text}`);
		tokens += countTokens(text);
		end();
	}
	if (prefixes.length > mostPoints) {
		throw validationError(`The request has ${prefixes.length} cache points; at most ${mostPoints} are allowed.`);
	}
	return prefixes;
}

/** Reads the longest beginning that is kept, and keeps those behind it. @returns `undefined` where nothing is marked. */
export function useCache(prefixes: readonly Prefix[], modelId: string, input: OperationInput): CacheUse | undefined {
	if (prefixes.length === 0) return undefined;
	const { promptCache } = input.account;
	const now = performance.now();
	const large = prefixes.filter(({ tokens }) => tokens >= leastTokens);
	const keyOf = ({ hash }: Prefix): string => `${input.region} ${modelId} ${hash}`;
	const held = large.findLast((prefix) => promptCache.read(keyOf(prefix), prefix.lifetime, now));
	const readTokens = held?.tokens ?? 0;
	for (const prefix of large) if (prefix.tokens > readTokens) promptCache.write(keyOf(prefix), prefix.lifetime, now);
	return { readTokens, writtenTokens: (large.at(-1)?.tokens ?? 0) - readTokens };
}

const fiveMinutes = 300_000;
const hour = 3_600_000;
/** What is shorter is not kept. */
const leastTokens = 1_024;
const mostPoints = 4;
