import { availableParallelism } from 'node:os';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { Catalogue } from '../../bedrock/catalogue';
import { firstTasks } from './folderScan';
import type { ScanOptions, ScanStart } from './scan';
import type { ThreadMemory } from './scanMemory';
import type { ThreadMessage, ThreadStart } from './scanWorker';
import { cancelWork, newSharedMemory } from './sharedWork';

/** The threads that do one scan after another together. They keep no program alive that has nothing else to do. */
export class ThreadTeam {
	private readonly threads: readonly ScanThread[];
	private catalogue: Catalogue | undefined;

	/** @param threadFile the threads' program. */
	constructor(threadFile: string) {
		this.threads = Array.from({ length: Math.min(2, availableParallelism()) }, () => new ScanThread(threadFile));
	}

	/** False where a thread has ended: there will be no more scans. */
	get isWhole(): boolean {
		return this.threads.every(({ hasEnded }) => !hasEnded);
	}

	/** One scan at a time. @throws the signal's reason; an error when a thread fails. */
	async scan(start: ScanStart, { onNews, signal }: ScanOptions): Promise<readonly ThreadMemory[]> {
		const shared = newSharedMemory(this.threads.length);
		const cancel = () => cancelWork(shared);
		signal.addEventListener('abort', cancel, { once: true });
		const { port1, port2 } = new MessageChannel();
		const ports = this.threads.length === 1 ? [undefined] : [port1, port2];
		const tasks = firstTasks(start.question);
		const { catalogue, ...question } = start.question;
		const isNew = catalogue !== this.catalogue;
		this.catalogue = catalogue;
		try {
			const done = await Promise.all(
				this.threads.map((thread, index) => {
					const work = { memory: shared, port: ports[index] };
					const own: ThreadStart = {
						...start,
						question,
						catalogue: isNew && index === 0 ? catalogue : undefined,
						// The thread that judges has the engine to load first.
						tasks: index === this.threads.length - 1 ? tasks : [],
						work,
						judges: index === 0,
					};
					return thread.scan(own, (news) => {
						if (!signal.aborted) onNews(news);
					});
				}),
			);
			signal.throwIfAborted();
			return done.flatMap((memory) => memory ?? []);
		} catch (error) {
			// The other thread may be waiting for work that never comes.
			cancel();
			signal.throwIfAborted();
			throw error;
		} finally {
			signal.removeEventListener('abort', cancel);
			port1.close();
			port2.close();
		}
	}

	end(): void {
		for (const thread of this.threads) thread.end();
	}
}

class ScanThread {
	private readonly worker: Worker;
	hasEnded = false;

	constructor(threadFile: string) {
		// What a scan opens it closes itself: Node need not keep a list of it.
		this.worker = new Worker(threadFile, { name: 'bedrock-scan', trackUnmanagedFds: false });
		this.worker.on('exit', () => (this.hasEnded = true));
		// Without a listener an error would end the program; who waits for a scan hears of it below.
		this.worker.on('error', () => (this.hasEnded = true));
	}

	/** @returns what the thread remembers; nothing where it was stopped. */
	async scan(start: ThreadStart, onNews: ScanOptions['onNews']): Promise<ThreadMemory | undefined> {
		const { worker } = this;
		const listeners = new AbortController();
		worker.ref();
		try {
			return await new Promise((resolve, reject) => {
				const on = (event: 'message' | 'error' | 'exit', listener: (value: unknown) => void): void => {
					worker.on(event, listener);
					listeners.signal.addEventListener('abort', () => worker.off(event, listener));
				};
				on('message', (value) => {
					const message = value as ThreadMessage;
					if (message.kind === 'done') resolve(message.memory);
					else onNews(message.news);
				});
				on('error', reject);
				on('exit', () => reject(new Error('A thread of the scan ended before its work was done.')));
				worker.postMessage(start, start.work.port ? [start.work.port] : []);
			});
		} finally {
			listeners.abort();
			worker.unref();
		}
	}

	end(): void {
		void this.worker.terminate();
	}
}
