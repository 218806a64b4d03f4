import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { Catalogue } from '../../bedrock/catalogue';
import { FileScan } from './fileScan';
import { FolderScan } from './folderScan';
import { idPattern } from './idHint';
import { NewsDesk } from './newsDesk';
import { ScanMemoryReader, ScanMemoryWriter, type ThreadMemory } from './scanMemory';
import type { FolderTask, ScanNews, ScanQuestion } from './scanTypes';
import type { ThreadMessage, ThreadStart } from './scanWorker';
import { cancelWork, newSharedMemory } from './sharedWork';

export interface ScanOptions {
	readonly signal: AbortSignal;
	/** What {@link scan} gave last time: files that are as they were are not read again. */
	readonly memory?: ScanMemory | undefined;
	/** The program of the scan's threads; without it the scan runs in slices between the events of this thread. */
	readonly threadFile: string | undefined;
	/** Called as the scan goes on, in no order of paths. */
	readonly onNews: (news: ScanNews) => void;
}

/** What a scan remembers. Good only together with the files that it told of. */
export interface ScanMemory {
	readonly threads: readonly ThreadMemory[];
	/** What was looked for, and where. */
	readonly search: string;
	/** What the judgements rest on, beside the files. */
	readonly catalogue: Catalogue;
	readonly settings: string;
}

/**
 * Finds the files of folders that name models, and judges them.
 * @returns what the next scan may build on; after a scan of some files only, the memory that was given.
 * @throws the signal's reason when it is aborted; an error when a thread of the scan fails.
 */
export async function scan(question: ScanQuestion, options: ScanOptions): Promise<ScanMemory | undefined> {
	options.signal.throwIfAborted();
	const next = { search: searchOf(question), settings: settingsOf(question), catalogue: question.catalogue };
	const { memory } = options;
	const isUsable = memory?.search === next.search;
	const start = {
		question,
		memories: isUsable ? memory.threads : [],
		isJudgedAlike: isUsable && memory.settings === next.settings && memory.catalogue === next.catalogue,
		startedAt: Date.now(),
	};
	const threads =
		options.threadFile === undefined ? await scanHere(start, options) : await scanInThreads(start, options);
	return question.only ? memory : { ...next, threads };
}

type Start = Omit<ThreadStart, 'tasks' | 'work'>;

function searchOf({ roots, usesGitignore, catalogue }: ScanQuestion): string {
	return JSON.stringify([usesGitignore, roots.map(({ path }) => path), idPattern(catalogue)]);
}

function settingsOf({ roots, regionEvidence, today }: ScanQuestion): string {
	return JSON.stringify([today, regionEvidence, roots.map(({ allowedRegionSets }) => allowedRegionSets)]);
}

/** Long enough to get on, short enough for whoever waits for this thread. */
const sliceMilliseconds = 8;

async function scanHere(start: Start, { signal, onNews }: ScanOptions): Promise<readonly ThreadMemory[]> {
	const engine = await import('../engine/engine');
	const { question } = start;
	const memory = new ScanMemoryReader(start.memories, start.isJudgedAlike);
	const record = new ScanMemoryWriter(start.startedAt);
	const news = new NewsDesk(onNews);
	const files = new FileScan({ question, engine, memory, record, news });
	const folders = new FolderScan(question, memory, record, news, files);
	const tasks = FolderScan.firstTasks(question);
	let sliceEnd = performance.now() + sliceMilliseconds;
	for (let task = tasks.pop(); task; task = tasks.pop()) {
		const steps = folders.run(task);
		let step = steps.next();
		while (!step.done) {
			if (performance.now() > sliceEnd) {
				await setImmediate();
				signal.throwIfAborted();
				sliceEnd = performance.now() + sliceMilliseconds;
			}
			step = steps.next();
		}
		tasks.push(...step.value);
	}
	news.flush();
	return [record.finish()];
}

async function scanInThreads(start: Start, options: ScanOptions): Promise<readonly ThreadMemory[]> {
	const threads = Math.min(2, availableParallelism());
	const shared = newSharedMemory();
	const cancel = () => cancelWork(shared);
	options.signal.addEventListener('abort', cancel, { once: true });
	const { port1, port2 } = new MessageChannel();
	const ports = threads === 1 ? [undefined] : [port1, port2];
	const tasks = FolderScan.firstTasks(start.question);
	try {
		const memories = await Promise.all(
			ports.map((port, index) => {
				const share = index === 0 ? tasks : [];
				const own: ThreadStart = { ...start, tasks: share, work: { memory: shared, threads, port } };
				return runThread(own, port, options);
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
	workerData: ThreadStart,
	port: MessagePort | undefined,
	{ threadFile, onNews, signal }: ScanOptions,
): Promise<ThreadMemory> {
	if (threadFile === undefined) throw new Error('A thread needs its program.');
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
