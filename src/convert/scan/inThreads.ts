import { availableParallelism } from 'node:os';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { firstTasks } from './folderScan';
import type { ScanOptions, ScanRunner, ScanStart } from './scan';
import type { ThreadMemory } from './scanMemory';
import type { ThreadMessage, ThreadStart } from './scanWorker';
import { cancelWork, newSharedMemory } from './sharedWork';

/** Runs a scan in two threads of its own; in one where there is one processor. @param threadFile their program. */
export function inThreads(threadFile: string): ScanRunner {
	return (start, options) => scanInThreads(threadFile, start, options);
}

async function scanInThreads(
	threadFile: string,
	start: ScanStart,
	options: ScanOptions,
): Promise<readonly ThreadMemory[]> {
	const threads = Math.min(2, availableParallelism());
	const shared = newSharedMemory();
	const cancel = () => cancelWork(shared);
	options.signal.addEventListener('abort', cancel, { once: true });
	const { port1, port2 } = new MessageChannel();
	const ports = threads === 1 ? [undefined] : [port1, port2];
	const tasks = firstTasks(start.question);
	try {
		const memories = await Promise.all(
			ports.map((port, index) => {
				const share = index === 0 ? tasks : [];
				const own: ThreadStart = { ...start, tasks: share, work: { memory: shared, threads, port } };
				return runThread(threadFile, own, port, options);
			}),
		);
		return memories;
	} catch (error) {
		// The other thread may be waiting for work that never comes.
		cancel();
		options.signal.throwIfAborted();
		throw error;
	} finally {
		options.signal.removeEventListener('abort', cancel);
		port1.close();
		port2.close();
	}
}

function runThread(
	threadFile: string,
	workerData: ThreadStart,
	port: MessagePort | undefined,
	{ onNews, signal }: ScanOptions,
): Promise<ThreadMemory> {
	const worker = new Worker(threadFile, { workerData, transferList: port ? [port] : [], name: 'bedrock-scan' });
	return new Promise((resolve, reject) => {
		let memory: ThreadMemory | undefined;
		worker.on('message', (message: ThreadMessage) => {
			if (message.kind === 'done') memory = message.memory;
			else if (!signal.aborted) onNews(message.news);
		});
		worker.on('error', reject);
		worker.on('exit', () => {
			if (memory) resolve(memory);
			else reject(new Error('A thread of the scan ended before its work was done.'));
		});
	});
}
