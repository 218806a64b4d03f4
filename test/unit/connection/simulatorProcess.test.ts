import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SimulatorProcess, parseListening } from '../../../src/connection/simulatorProcess';
import { memoryLog } from '../doubles/log';
import { resetVscode, warnings } from '../doubles/vscode';

vi.mock('vscode', () => import('../doubles/vscode'));

let folder: string;
const open: SimulatorProcess[] = [];
beforeEach(() => {
	resetVscode();
	folder = mkdtempSync(join(tmpdir(), 'simulator-'));
});
afterEach(() => {
	for (const simulator of open.splice(0)) simulator.dispose();
	rmSync(folder, { recursive: true });
});

/** A real process that runs this program in the simulator's place. */
function run(program: string) {
	const path = join(folder, 'simulator.cjs');
	writeFileSync(path, program);
	const log = memoryLog();
	const simulator = new SimulatorProcess(path, log);
	open.push(simulator);
	return { simulator, log };
}

const listening = `const endpoint = 'http://127.0.0.1:4' + (process.pid % 1000);
process.send({ type: 'listening', endpoint, accessKeyId: 'A', secretAccessKey: String(process.pid), statusUrl: endpoint + '/simulator/p/#k' });
process.on('disconnect', () => process.exit(0));`;

describe('SimulatorProcess', () => {
	it('starts one process for all who ask', async () => {
		const { simulator } = run(listening);
		const [first, second] = await Promise.all([simulator.address(), simulator.address()]);
		expect(second).toEqual(first);
		expect(() => process.kill(Number(first.secretAccessKey), 0)).not.toThrow();
	});

	it('ends the process with the window', async () => {
		const { simulator } = run(listening);
		const { secretAccessKey } = await simulator.address();
		simulator.dispose();
		await vi.waitFor(() => expect(() => process.kill(Number(secretAccessKey), 0)).toThrow(), 5_000);
		expect(warnings).toEqual([]);
		await expect(simulator.address()).rejects.toThrow('window is closing');
	});

	it('says that it crashed, and starts anew on next use', async () => {
		const { simulator } = run(listening);
		const { secretAccessKey } = await simulator.address();
		process.kill(Number(secretAccessKey), 'SIGKILL');
		await vi.waitFor(() => expect(warnings).toHaveLength(1), 5_000);
		expect(warnings[0]).toContain('ended unexpectedly (SIGKILL)');
		expect((await simulator.address()).secretAccessKey).not.toBe(secretAccessKey);
	});

	it('gives one sentence when it does not start, and tries again', async () => {
		const { simulator, log } = run('console.error("port in use"); process.exit(3);');
		await expect(simulator.address()).rejects.toThrow('The simulator ended with 3 before it was ready.');
		writeFileSync(join(folder, 'simulator.cjs'), listening);
		await expect(simulator.address()).resolves.toMatchObject({ accessKeyId: 'A' });
		expect(warnings).toEqual([]);
		expect(log.lines.join('\n')).toContain('before it was ready');
	});

	it('keeps the AWS variables of the user to itself', async () => {
		vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'of the user');
		const { simulator } = run(
			`process.send({ type: 'listening', endpoint: 'http://127.0.0.1:1', accessKeyId: 'A', secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? 'none', statusUrl: 'http://127.0.0.1:1/simulator/p/#k' }); process.on('disconnect', () => process.exit(0));`,
		);
		expect((await simulator.address()).secretAccessKey).toBe('none');
		vi.unstubAllEnvs();
	});

	it('writes no secret into the log', async () => {
		const { simulator, log } = run(listening.replace('String(process.pid)', "'very-secret'"));
		await simulator.address();
		expect(log.lines.join('\n')).not.toContain('very-secret');
	});
});

describe('parseListening', () => {
	it.each([
		undefined,
		null,
		'listening',
		{},
		{ type: 'listening' },
		{ type: 'listening', endpoint: 'nowhere', accessKeyId: 'A', secretAccessKey: 'B' },
		{ type: 'listening', endpoint: 'http://127.0.0.1:1', accessKeyId: 1, secretAccessKey: 'B' },
		{ type: 'other', endpoint: 'http://127.0.0.1:1', accessKeyId: 'A', secretAccessKey: 'B' },
	])('takes nothing from %j', (message) => expect(parseListening(message)).toBeUndefined());
});
