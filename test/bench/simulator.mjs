// How fast the simulator is: the built program in a process of its own, the load from another one.
import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aboveBaseline, atMost, median } from './figure.mjs';

const nodeArguments = join(import.meta.dirname, '../../src/connection/simulatorNode.json');
const load = join(import.meta.dirname, 'simulatorLoad.mjs');
const plainServer = join(import.meta.dirname, 'plainServer.mjs');
const rounds = 5;
const streams = { count: 200, intervalMilliseconds: 20, tokens: 100 };

export async function simulator({ dist }) {
	const program = join(dist, 'simulator.js');
	const folder = mkdtempSync(join(tmpdir(), 'simulator-bench-'));
	const config = join(folder, 'even.json');
	const latency = { timeToFirstToken: 400, tokensPerSecond: 50, jitter: 0, tokensPerEvent: 1 };
	writeFileSync(config, JSON.stringify({ quotas: false, latency }));
	try {
		return [
			await start(program),
			...(await throughput(program)),
			await streamDelay(program, config),
			...(await memory(program)),
		];
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** From the parent's fork to the word that it listens: the process, its code and its world. */
async function start(program) {
	const times = [];
	for (let round = 0; round < rounds; round++) {
		const startedAt = performance.now();
		const server = await serve(program);
		times.push(performance.now() - startedAt);
		await server.end();
	}
	return atMost('simulator: start to listening', median(times), 'ms', 300);
}

/** Processor time says the same on a busy machine, where the wall clock also counts the others. */
async function throughput(program) {
	const server = await serve(program, ['--pace', '0', '--no-quotas']);
	const count = 4_000;
	const cost = [];
	const wall = [];
	try {
		await server.load({ job: 'requests', connections: 32, count: 4_000 });
		for (let round = 0; round < rounds; round++) {
			const before = server.processorMilliseconds();
			const { seconds } = await server.load({ job: 'requests', connections: 32, count });
			cost.push((server.processorMilliseconds() - before) / count);
			wall.push((seconds * 1_000) / count);
		}
	} finally {
		await server.end();
	}
	return [
		...(existsSync('/proc/self/stat')
			? [atMost('simulator: processor time of a short Converse (0.5: 2,000 a second)', median(cost), 'ms', 0.5)]
			: []),
		atMost('simulator: wall time of a short Converse, 32 connections', median(wall), 'ms', 0.5),
	];
}

/** 200 streams at 50 tokens a second, p99, against a bare HTTP server that writes as many bytes at the same times. */
async function streamDelay(program, config) {
	const [server, plain] = await Promise.all([serve(program, ['--config', config]), serve(plainServer)]);
	const ours = [];
	const bare = [];
	try {
		await server.load({ job: 'streams', ...streams, tokens: 20 });
		for (let round = 0; round < rounds; round++) {
			bare.push(percentile99((await plain.load({ job: 'streams', ...streams })).delays));
			ours.push(percentile99((await server.load({ job: 'streams', ...streams })).delays));
		}
	} finally {
		await Promise.all([server.end(), plain.end()]);
	}
	return aboveBaseline('simulator: delay of a token among 200 streams, p99', ours, bare, 'ms', 5);
}

/** A minute's worth of requests at 2,000 a second, as fast as they go, after a warm-up that fills what is kept. */
async function memory(program) {
	if (!existsSync('/proc/self/status')) return [];
	const server = await serve(program, ['--pace', '0', '--no-quotas']);
	try {
		await server.load({ job: 'requests', connections: 32, count: 20_000 });
		const before = server.residentMegabytes();
		const after = [];
		for (let round = 0; round < rounds; round++) {
			await server.load({ job: 'requests', connections: 32, count: 24_000 });
			after.push(server.residentMegabytes());
		}
		const warm = after.map(() => before);
		return [aboveBaseline('simulator: memory over 120,000 requests, after 20,000', after, warm, 'MB', 32)];
	} finally {
		await server.end();
	}
}

async function serve(program, args = []) {
	// As the extension starts it.
	const execArgv = JSON.parse(readFileSync(nodeArguments, 'utf8'));
	const child = fork(program, args, { execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
	const ended = new Promise((resolve) => child.once('exit', resolve));
	const access = await Promise.race([
		new Promise((resolve) => child.once('message', resolve)),
		ended.then((code) => Promise.reject(new Error(`${program} ended with exit code ${code}.`))),
	]);
	if (access.type === 'failed') throw new Error(access.message);
	return {
		load: (job) => runLoad({ ...access, region: 'us-east-1', modelId, ...job }),
		processorMilliseconds() {
			// Fields 14 and 15: user and kernel time, in hundredths of a second.
			const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
			return (Number(fields[11]) + Number(fields[12])) * 10;
		},
		residentMegabytes: () =>
			Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1_024,
		end() {
			child.disconnect();
			return ended;
		},
	};
}

const modelId = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

function runLoad(job) {
	return new Promise((resolve, reject) => {
		const child = fork(load, { stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
		let errors = '';
		child.stderr.on('data', (chunk) => (errors += chunk));
		child.once('message', resolve);
		child.once('exit', (code) => code !== 0 && reject(new Error(errors)));
		child.send(job);
	});
}

function percentile99(values) {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
}
