import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { InvocationEvent, InvocationRequest } from '../../../src/bedrock/invocation';
import { ConnectionError } from '../../../src/connection/connectionError';
import type { ConnectionStore } from '../../../src/connection/connectionStore';
import { LazyGateway } from '../../../src/connection/lazyGateway';
import { memoryLog } from '../doubles/log';

/** Which gateways were made and disposed of; each one's answer goes on until the test ends it. */
const { made, withResolvers } = vi.hoisted(() => ({
	made: [] as { sourceRegion: string; isDisposed: boolean; end: () => void }[],
	/** `Promise.withResolvers`, which Node 20 lacks. */
	withResolvers: () => {
		let resolve: () => void = () => undefined;
		const promise = new Promise<void>((done) => (resolve = done));
		return { promise, resolve };
	},
}));
vi.mock('../../../src/aws/gateway', () => ({
	makeGateway: ({ connection }: { connection: { sourceRegion: string } }) => {
		const { promise: ended, resolve: end } = withResolvers();
		const gateway = { sourceRegion: connection.sourceRegion, isDisposed: false, end };
		made.push(gateway);
		return {
			listRegion: (sourceRegion: string) => Promise.resolve({ sourceRegion, profiles: [], errors: [] }),
			invoke: async function* (): AsyncGenerator<InvocationEvent> {
				yield { type: 'started' };
				await ended;
				yield { type: 'ended', end: 'complete' };
			},
			dispose: () => (gateway.isDisposed = true),
		};
	},
}));

const request: InvocationRequest = { api: 'ConverseStream', messages: [] };
const target = { modelId: 'us.vendor.model', sourceRegion: 'us-east-1' };
const signal = new AbortController().signal;

function makeGateway() {
	const connection = {
		sourceRegion: 'us-east-1',
		error: undefined as Error | undefined,
		settings: { firstEventTimeoutSeconds: 60, idleTimeoutSeconds: 120, transport: 'auto' },
		current: () =>
			connection.error
				? Promise.reject(connection.error)
				: Promise.resolve({ kind: 'aws', sourceRegion: connection.sourceRegion }),
	};
	const log = memoryLog();
	return {
		connection,
		log,
		gateway: new LazyGateway(
			connection as unknown as ConnectionStore,
			() => '/nowhere/\0',
			log,
			() => Promise.reject(new Error('Nobody is here.')),
		),
	};
}

async function collect(events: AsyncIterable<InvocationEvent>): Promise<string[]> {
	const types: string[] = [];
	for await (const event of events) types.push(event.type);
	return types;
}

beforeEach(() => (made.length = 0));

describe('LazyGateway', () => {
	it('makes nothing before the first call, and one gateway for all calls over a connection', async () => {
		const { gateway } = makeGateway();
		expect(made).toEqual([]);
		await Promise.all([gateway.listRegion('us-east-1', signal), gateway.listRegion('eu-west-1', signal)]);
		expect(made).toHaveLength(1);
	});

	it('lets an answer under way end on the connection that it began on', async () => {
		const { gateway, connection } = makeGateway();
		const answer = gateway.invoke(target, request, signal)[Symbol.asyncIterator]();
		await answer.next();
		connection.sourceRegion = 'eu-west-1';
		await gateway.listRegion('eu-west-1', signal);
		expect(made.map(({ sourceRegion, isDisposed }) => [sourceRegion, isDisposed])).toEqual([
			['us-east-1', false],
			['eu-west-1', false],
		]);
		made[0]!.end();
		expect((await answer.next()).value).toMatchObject({ type: 'ended' });
		await answer.next();
		expect(made.map(({ isDisposed }) => isDisposed)).toEqual([true, false]);
	});

	it('gives back the connection of an answer that is left in the middle', async () => {
		const { gateway, connection } = makeGateway();
		const answer = gateway.invoke(target, request, signal)[Symbol.asyncIterator]();
		await answer.next();
		connection.sourceRegion = 'eu-west-1';
		await gateway.listRegion('eu-west-1', signal);
		made[0]!.end();
		await answer.return?.();
		expect(made[0]!.isDisposed).toBe(true);
	});

	it('ends with a failure, not an exception, when there is no connection', async () => {
		const { gateway, connection } = makeGateway();
		connection.error = new ConnectionError('The simulator did not start.', 'simulator');
		const events: InvocationEvent[] = [];
		for await (const event of gateway.invoke(target, request, signal)) events.push(event);
		expect(events).toMatchObject([
			{ type: 'failed', error: { message: 'The simulator did not start.', retryable: true } },
		]);
		await expect(gateway.listRegion('us-east-1', signal)).rejects.toThrow(ConnectionError);
		connection.error = undefined;
		await expect(gateway.listRegion('us-east-1', signal)).resolves.toMatchObject({ profiles: [] });
	});

	it('sends nothing for an answer that was stopped before it began', async () => {
		const { gateway } = makeGateway();
		expect(await collect(gateway.invoke(target, request, AbortSignal.abort()))).toEqual(['ended']);
	});

	it('lets a connection’s own failure say itself', () => {
		const { gateway } = makeGateway();
		const error = { code: 'unknown' as const, name: 'ConnectionError', message: 'Correct it.', retryable: false };
		expect(gateway.describeError(error)).toEqual({ title: 'Correct it.', advice: '', remedies: [] });
	});

	it('closes everything with the window', async () => {
		const { gateway } = makeGateway();
		await gateway.listRegion('us-east-1', signal);
		gateway.dispose();
		expect(made[0]!.isDisposed).toBe(true);
		await expect(gateway.listRegion('us-east-1', signal)).rejects.toThrow('closing');
	});
});
