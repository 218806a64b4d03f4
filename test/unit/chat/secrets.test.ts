import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Connection } from '../../../src/bedrock/connection';
import { startFaultServer, type FaultServer } from '../aws/faultServer';
import { frame, messageStart, textDelta } from '../aws/frames';
import { planted } from '../aws/plantedSecrets';
import { RoomOnSimulator } from './roomOnSimulator';

vi.mock('vscode', async () => {
	const [plain, { outside }] = await Promise.all([import('../doubles/vscode'), import('../doubles/outsideWorld')]);
	return { ...plain, ...outside, window: { ...plain.window, ...outside.window } };
});

/** What the extension is given to work with; AWS itself sends some of it back in its messages. */
const own = {
	accessKeyId: 'AKIAOWNKEYEXAMPLE123',
	secretAccessKey: 'oWnS3cretAccessK3yEXAMPLEKEY1234567890ab',
	apiKey: `ABSKQmVkcm9ja0FQSUtleS${'oWnK3y'.repeat(12)}=`,
};

/** How the service says it. */
const ways = [
	'before the answer',
	'in the middle of the answer',
	'as a page of a proxy',
	'with a name of its own',
] as const;

let server: FaultServer;
let say: { readonly text: string; readonly way: (typeof ways)[number] } = { text: '', way: ways[0] };
beforeAll(async () => {
	server = await startFaultServer('http1', async (exchange) => {
		const { authorization = '' } = exchange.headers;
		// As AWS does after a wrong signature: what was sent comes back.
		const message = `${say.text} The request was signed with ${own.secretAccessKey}; it said authorization: ${String(authorization)}`;
		const json = Buffer.from(JSON.stringify({ message, Message: message }));
		const type = { 'content-type': 'application/json' };
		if (say.way === 'in the middle of the answer') {
			exchange.head(200, { 'content-type': 'application/vnd.amazon.eventstream' });
			const failure = frame('validationException', { message }, 'exception');
			await exchange.write(Buffer.concat([messageStart, textDelta('Hel'), failure]));
		} else if (say.way === 'as a page of a proxy') {
			exchange.head(403, { 'content-type': 'text/html' });
			await exchange.write(Buffer.from(`<h1>${message}</h1>`));
		} else {
			const name = say.way === 'before the answer' ? 'ValidationException' : 'BrandNewException';
			exchange.head(400, { ...type, 'x-amzn-errortype': name });
			await exchange.write(json);
		}
		exchange.end();
	});
});
afterAll(() => server.close());

/** Everything that a failed answer leaves behind, as text: the log, what is kept and exported, and what the page is told. */
async function leftBehind(connection: Connection): Promise<string> {
	const room = new RoomOnSimulator({ endpoint: server.endpoint, ...own }, { connection });
	const answer = await room.ask('Hello');
	expect(answer.outcome).toBe('failed');
	await room.say({ type: 'export' });
	await room.until(() => room.files.length === 1);
	room.dispose();
	const { toPage, described, files, log, memory } = room;
	expect(log.lines.join('\n')).toContain('Answer failed');
	expect([memory.size, files.length, described.length]).toEqual([1, 1, 1]);
	return JSON.stringify({ toPage, described, files, memory: [...memory], log: log.lines });
}

describe.each(ways)('no secret is left behind when it is said %s', (way) => {
	test.each([...planted, ['the extension’s own', 'denied', own.secretAccessKey] as const])(
		'%s',
		async (_name, text, secret) => {
			say = { text, way };
			for (const connection of [
				{ kind: 'simulator', sourceRegion: 'us-east-1', endpoint: server.endpoint, ...own } as const,
				{ kind: 'aws', sourceRegion: 'us-east-1', endpoint: server.endpoint, apiKey: own.apiKey } as const,
			]) {
				const left = await leftBehind(connection);
				for (const hidden of [secret, ...Object.values(own)]) {
					expect(left.includes(hidden), `${hidden.slice(0, 4)}… in ${left.slice(0, 2_000)}`).toBe(false);
				}
				expect(left).toContain(way === 'as a page of a proxy' ? 'proxyAnswered' : '[redacted]');
			}
		},
	);
});
