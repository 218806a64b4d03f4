import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { FolderTask } from './scanTypes';

/** Places in the memory that the threads of a scan share. */
const idleThreads = 0;
const wakeUps = 1;
const isCancelled = 2;

/** What each thread of a scan gets to work together with the other. */
export interface SharedWorkParts {
	readonly memory: SharedArrayBuffer;
	/** How many threads there are: one or two. */
	readonly threads: number;
	/** To the other thread, where there is one. */
	readonly port: MessagePort | undefined;
}

/** The memory for a new scan. */
export function newSharedMemory(): SharedArrayBuffer {
	return new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT);
}

/** Ends a scan: its threads stop at their next file. */
export function cancelWork(memory: SharedArrayBuffer): void {
	const state = new Int32Array(memory);
	Atomics.store(state, isCancelled, 1);
	wake(state);
}

function wake(state: Int32Array): void {
	Atomics.add(state, wakeUps, 1);
	Atomics.notify(state, wakeUps);
}

/**
 * The tasks of one thread. It gives half of them away when the other thread has none left, and waits for more when it has
 * none itself. The main thread takes no part: however busy it is, the work goes on.
 */
export class SharedWork {
	private readonly state: Int32Array;

	constructor(
		private readonly parts: SharedWorkParts,
		private readonly tasks: FolderTask[],
	) {
		this.state = new Int32Array(parts.memory);
	}

	get isCancelled(): boolean {
		return Atomics.load(this.state, isCancelled) !== 0;
	}

	add(tasks: readonly FolderTask[]): void {
		this.tasks.push(...tasks);
	}

	/** Gives away the older half, which leads to the larger folders, if the other thread waits for it. */
	share(): void {
		const { port } = this.parts;
		if (!port || this.tasks.length < 2 || Atomics.load(this.state, idleThreads) === 0) return;
		// Awake before the tasks are on their way: at no moment are there tasks and all threads idle.
		Atomics.sub(this.state, idleThreads, 1);
		port.postMessage(this.tasks.splice(0, this.tasks.length >> 1));
		wake(this.state);
	}

	/** The next task; waits for the other thread to share. @returns `undefined` when there is no more work at all. */
	take(): FolderTask | undefined {
		if (this.isCancelled) return undefined;
		return this.tasks.pop() ?? (this.waitForTasks() ? this.tasks.pop() : undefined);
	}

	private waitForTasks(): boolean {
		const { port, threads } = this.parts;
		if (!port) return false;
		const { state } = this;
		Atomics.add(state, idleThreads, 1);
		wake(state);
		for (;;) {
			const seen = Atomics.load(state, wakeUps);
			const received: { message: FolderTask[] } | undefined = receiveMessageOnPort(port);
			if (received) {
				this.tasks.push(...received.message);
				return true;
			}
			if (this.isCancelled || Atomics.load(state, idleThreads) === threads) return false;
			Atomics.wait(state, wakeUps, seen);
		}
	}
}
