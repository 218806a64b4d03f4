import { ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { describe, expect, test } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import type { InferenceProfile } from '../../../src/bedrock/catalogue';
import { isGlobal } from '../../../src/bedrock/catalogue';
import type { PolicyStatement } from '../../../src/bedrock/iamPolicy';
import { profilePolicy } from '../../../src/bedrock/iamPolicy';
import { Account } from '../../../src/simulator/account/account';
import { readPrincipal } from '../../../src/simulator/iam/principals';
import { authorize } from '../../../src/simulator/operations/authorize';
import { converse, converseStream } from '../../../src/simulator/operations/converse';
import type { Operation } from '../../../src/simulator/operations/operation';
import { isServiceError } from '../../../src/simulator/serviceError';
import { loadWorld } from '../../../src/simulator/worlds';
import { clientsOf, question, started } from './clients';

const accountId = '111122223333';
const catalogue = await bundledCatalogue();
const world = await loadWorld('current');
const account = new Account(accountId, world, { seed: 1, recordDelay: 0 });
const hello = { messages: question('Hello') };

interface ProfileCall {
	readonly profile: InferenceProfile;
	readonly region: string;
}

/** Every profile of the bundled catalogue from every Region that the simulated Bedrock serves it from. */
const calls = catalogue.profiles.flatMap((profile): ProfileCall[] => {
	const served = world.profiles.get(profile.profileId);
	const isAlive = world.models.get(served?.modelId ?? '')?.lifecycle !== 'EOL';
	return isAlive ? [...(served?.destinationsBySource.keys() ?? [])].map((region) => ({ profile, region })) : [];
});

/** The policy as it is, and without each part that it could lack. */
function mutilated(
	statements: readonly PolicyStatement[],
): { readonly without: string; readonly statements: object[] }[] {
	return statements.flatMap((statement, index) => [
		{ without: statement.Sid, statements: statements.filter((each) => each !== statement) },
		...statement.Resource.map((resource) => ({
			without: `${statement.Sid} on ${resource}`,
			statements: statements.with(index, {
				...statement,
				Resource: statement.Resource.filter((each) => each !== resource),
			}),
		})),
	]);
}

/** What the simulator says before it lets a request through; `undefined` when it does. */
function refusal(
	operation: Operation,
	{ profile, region }: ProfileCall,
	statements: readonly object[],
): string | undefined {
	// IAM takes no empty list: without its last resource a statement is gone.
	const Statement = statements.filter((each) => !('Resource' in each) || (each.Resource as string[]).length > 0);
	const principal = readPrincipal(
		{ accessKeyId: 'K', secretAccessKey: 'S', policies: [{ Version: '2012-10-17', Statement }] },
		accountId,
	);
	try {
		authorize(operation, {
			world,
			region,
			account,
			caller: { accessKeyId: 'K', region, service: 'bedrock', principal },
			call: {},
			request: { method: 'POST', path: '', query: '', headers: new Map(), body: Buffer.alloc(0) },
			parameters: [profile.profileId],
			query: new URLSearchParams(),
			engine: { seed: 1, pace: 0, latency: {}, runSecret: '' },
			signal: new AbortController().signal,
		});
		return undefined;
	} catch (error) {
		if (isServiceError(error) && error.name === 'AccessDeniedException') return error.message;
		throw error;
	}
}

describe('the policy that the extension writes for a profile', () => {
	test('is tried on every profile and source Region of the simulated Bedrock', () => {
		expect(new Set(calls.map(({ profile }) => profile.profileId))).toEqual(
			new Set(
				[...world.profiles.values()]
					.filter(({ modelId }) => world.models.get(modelId)?.lifecycle !== 'EOL')
					.map(({ profileId }) => profileId),
			),
		);
		expect(calls.length).toBeGreaterThan(700);
	});

	test.each([converse, converseStream])(
		'lets $name through, and with any one part removed it does not',
		(operation) => {
			let denials = 0;
			for (const call of calls) {
				const { policy, sourceRegion } = profilePolicy(catalogue, call.profile, call.region);
				const place = `${call.profile.profileId} from ${call.region}`;
				expect(sourceRegion).toBe(call.region);
				expect(refusal(operation, call, policy.Statement), place).toBeUndefined();
				for (const { statements, without } of mutilated(policy.Statement)) {
					expect(refusal(operation, call, statements), `${place} without ${without}`).toMatch(
						/^User: \S+ is not authorized to perform: bedrock:InvokeModel(WithResponseStream)? on resource: arn:\S+ because no identity-based policy allows the bedrock:InvokeModel(WithResponseStream)? action$/,
					);
					denials++;
				}
			}
			expect(denials).toBeGreaterThan(calls.length * 4);
		},
	);

	test('does so over the socket too', async () => {
		const simulator = await started();
		const talking = calls.filter(({ profile }) => {
			const model = world.models.get(world.profiles.get(profile.profileId)?.modelId ?? '');
			return model?.streaming && [model.inputModalities, model.outputModalities].every((all) => all.includes('TEXT'));
		});
		const some = talking.filter(({ profile }, index) => index % (isGlobal(profile) ? 61 : 97) === 0);
		let made = 0;
		const ask = async ({ profile, region }: ProfileCall, statements: readonly object[]) => {
			const keys = { accessKeyId: `KEY${++made}`, secretAccessKey: `secret ${made}` };
			const Statement = statements.filter((each) => !('Resource' in each) || (each.Resource as string[]).length > 0);
			simulator.addPrincipal({ ...keys, policies: [{ Version: '2012-10-17', Statement }] });
			const { runtime } = clientsOf(simulator, { ...keys, region });
			const input = { modelId: profile.profileId, ...hello, inferenceConfig: { maxTokens: 1 } };
			const outcome = await Promise.allSettled([
				runtime.send(new ConverseCommand(input)),
				runtime.send(new ConverseStreamCommand(input)),
			]);
			runtime.destroy();
			return outcome.map((each) => (each.status === 'fulfilled' ? 'answered' : (each.reason as Error).name));
		};
		expect(some.length).toBeGreaterThan(7);
		for (const call of some) {
			const { Statement } = profilePolicy(catalogue, call.profile, call.region).policy;
			const place = `${call.profile.profileId} from ${call.region}`;
			expect(await ask(call, Statement), place).toEqual(['answered', 'answered']);
			for (const { statements, without } of mutilated(Statement)) {
				expect(await ask(call, statements), `${place} without ${without}`).toEqual([
					'AccessDeniedException',
					'AccessDeniedException',
				]);
			}
		}
	});
});
