import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Simulator } from '../../../src/simulator/simulator';
import { started } from './clients';
import { ServiceModel } from './serviceModel';
import { signedRequest } from './signedRequest';

interface Described {
	readonly operations: Readonly<
		Record<
			string,
			{ readonly http: { readonly method: string; readonly requestUri: string }; readonly errors?: { shape: string }[] }
		>
	>;
}

const keys = { accessKeyId: 'MAYNOTHING', secretAccessKey: 'may do nothing' };
let simulator: Simulator;
beforeAll(async () => {
	simulator = await started();
	simulator.addPrincipal({ ...keys, policies: [] });
});

describe.each(['bedrock', 'bedrock-runtime'] as const)('every operation of %s', (service) => {
	const path = join(import.meta.dirname, '..', '..', 'service-models', `${service}.json`);
	const { operations } = JSON.parse(readFileSync(path, 'utf8')) as Described;
	const model = new ServiceModel(service);

	test.each(Object.keys(operations))(
		'%s is there, and refuses a stranger and whoever has no right to it',
		async (name) => {
			const { errors = [], http } = operations[name]!;
			const request = {
				service: 'bedrock',
				method: http.method,
				path: http.requestUri.replace(/\{\w+\}/, 'x'),
				headers: { 'content-type': 'application/json' },
				body: http.method === 'GET' || http.method === 'DELETE' ? '' : '{}',
			};
			const denied = await signedRequest({ ...simulator, ...keys }, request);
			expect(denied.headers['x-amzn-errortype']).toMatch(/^AccessDeniedException/);
			expect(denied.body.message).toMatch(
				/ is not authorized to perform: bedrock:\w+ .*because no identity-based policy allows/,
			);
			if (errors.some(({ shape }) => shape === 'AccessDeniedException')) {
				expect(model.errorComplaints(name, 'AccessDeniedException', denied.status, denied.body)).toEqual([]);
			}
			const unsigned = await fetch(`${simulator.endpoint}${request.path}`, {
				method: http.method,
				body: request.body === '' ? undefined : request.body,
			});
			expect([unsigned.status, await unsigned.json()]).toEqual([403, { message: 'Missing Authentication Token' }]);
			const stranger = await signedRequest({ ...simulator, secretAccessKey: 'wrong' }, request);
			expect([stranger.status, stranger.headers['x-amzn-errortype']]).toEqual([
				403,
				expect.stringMatching(/^InvalidSignatureException/),
			]);
			expect(simulator.requests.at(-1)!.operation).toBe(name);
		},
	);
});
