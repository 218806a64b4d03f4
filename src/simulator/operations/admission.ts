import { setTimeout as sleep } from 'node:timers/promises';
import type { Generation } from '../answers/generation';
import { randomFrom } from '../answers/random';
import { ServiceError } from '../serviceError';
import type { OperationInput } from './operation';
import type { Target } from './target';

/**
 * Lets a request in, decides where it runs, and notes both for the records.
 * @returns how long the way to another Region takes, in milliseconds; 0 when it runs where it was sent.
 * @throws ServiceError `ThrottlingException` when the quota of its source Region is used up.
 */
export function admit(input: OperationInput, target: Target, generation: Generation): number {
	const { account, call, engine, region, world } = input;
	const { model, profile } = target;
	const verdict = account.router.admit(
		{
			sourceRegion: region,
			modelId: model.modelId,
			destinations: profile?.isRouted
				? profile.destinations === 'everywhere'
					? world.regions.filter((candidate) => !candidate.startsWith('us-gov-') && !candidate.startsWith('cn-'))
					: profile.destinations
				: undefined,
			tokens: generation.inputTokens + generation.outputTokens * burndown(model.modelId),
		},
		performance.now(),
	);
	if (verdict.kind === 'throttled') {
		throw new ServiceError('ThrottlingException', 429, `Too many ${verdict.by}, please wait before trying again.`);
	}
	call.inferenceRegion = profile?.isRouted ? verdict.inferenceRegion : undefined;
	call.inputTokens = generation.inputTokens;
	call.outputTokens = generation.outputTokens;
	if (verdict.inferenceRegion === region) return 0;
	const random = randomFrom('detour', engine.seed, region, verdict.inferenceRegion, generation.outputTokens);
	return (leastDetour + Math.floor(random() * (mostDetour - leastDetour + 1))) * engine.pace;
}

/** Waits for the way there. Without one it costs nothing. */
export async function travel(milliseconds: number, signal: AbortSignal): Promise<void> {
	if (milliseconds > 0) await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

/** "Double-digit milliseconds", says AWS. */
const leastDetour = 20;
const mostDetour = 90;

/** How often the token quota counts one token of output. @see Amazon Bedrock user guide, "Token burndown" */
function burndown(modelId: string): number {
	return /^anthropic\.claude-(3-7-sonnet|sonnet-4-2|sonnet-4-5|opus-4-2)/.test(modelId) ? 5 : 1;
}
