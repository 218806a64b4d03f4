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
 * The beginnings that a request marks: in its tools, its system prompt and its messages, in this order.
 * @see Amazon Bedrock user guide, "Prompt caching for faster model inference"
 */
export function cacheablePrefixes(body: JsonObject): Prefix[] {
	const tools = isObject(body.toolConfig) ? asArray(body.toolConfig.tools) : [];
	const messages = asArray(body.messages).flatMap((message) => (isObject(message) ? asArray(message.content) : []));
	const blocks = [...tools, ...asArray(body.system), ...messages];
	if (!blocks.some((block) => isObject(block) && block.cachePoint !== undefined)) return [];
	const hash = createHash('sha256');
	let tokens = 0;
	const prefixes: Prefix[] = [];
	for (const block of blocks) {
		if (isObject(block) && isObject(block.cachePoint)) {
			const lifetime = block.cachePoint.ttl === '1h' ? hour : fiveMinutes;
			prefixes.push({ hash: hash.copy().digest('hex'), tokens, lifetime });
			continue;
		}
		const text = isObject(block) && typeof block.text === 'string' ? block.text : JSON.stringify(block ?? null);
		hash.update(`${text.length} ${text}`);
		tokens += countTokens(text);
	}
	if (prefixes.length > mostPoints) {
		throw validationError(`The request has ${prefixes.length} cachePoint blocks; at most ${mostPoints} are allowed.`);
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
