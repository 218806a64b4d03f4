import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { FolderTask } from './scanTypes';

/** Places in the memory that the threads of a scan share. */
const busy = 0;
const wakeUps = 1;
const isCancelled = 2;
const isHungry = 3;

/** What each thread of a scan gets to work together with the other. */
export interface SharedWorkParts {
	readonly memory: SharedArrayBuffer;
	/** To the other thread, where there is one. */
	readonly port: MessagePort | undefined;
}

/** The memory for a new scan. @param threads one or two. */
export function newSharedMemory(threads: number): SharedArrayBuffer {
	const memory = new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT);
	new Int32Array(memory)[busy] = threads;
	return memory;
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
 * none itself. The main thread takes no part: however busy it is, the work goes on. It is over when nothing is busy:
 * neither a thread nor a message on its way.
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

	/** Gives tasks to the other thread, which comes to them before its own. */
	handOver(tasks: readonly FolderTask[]): void {
		Atomics.add(this.state, busy, 1);
		this.parts.port?.postMessage(tasks);
		wake(this.state);
	}

	/** Gives away the older half, which leads to the larger folders, if the other thread waits for it. */
	share(): void {
		const { tasks } = this;
		if (tasks.length < 2 || Atomics.load(this.state, isHungry) !== 1) return;
		// What is to be judged was handed to this thread because it judges.
		const firstToJudge = tasks.findIndex(({ isToJudge }) => isToJudge);
		const count = Math.min(tasks.length >> 1, firstToJudge === -1 ? tasks.length : firstToJudge);
		if (count === 0 || Atomics.compareExchange(this.state, isHungry, 1, 0) !== 1) return;
		this.handOver(tasks.splice(0, count));
	}

	/** The next task; waits for the other thread to share. @returns `undefined` when there is no more work at all. */
	take(): FolderTask | undefined {
		if (this.isCancelled) return undefined;
		while (this.receive()) Atomics.sub(this.state, busy, 1);
		return this.tasks.pop() ?? (this.waitForTasks() ? this.tasks.pop() : undefined);
	}

	private receive(): boolean {
		const { port } = this.parts;
		const received: { message: FolderTask[] } | undefined = port && receiveMessageOnPort(port);
		if (!received) return false;
		// What is to be judged stays at the end, to be the next.
		if (received.message[0]?.isToJudge) this.tasks.push(...received.message);
		else this.tasks.unshift(...received.message);
		return true;
	}

	private waitForTasks(): boolean {
		const { state } = this;
		if (!this.parts.port) return false;
		Atomics.store(state, isHungry, 1);
		if (Atomics.sub(state, busy, 1) === 1) wake(state);
		for (;;) {
			const seen = Atomics.load(state, wakeUps);
			// What the message was counted as, this thread is counted as from now on.
			if (this.receive()) break;
			if (this.isCancelled || Atomics.load(state, busy) === 0) return false;
			Atomics.wait(state, wakeUps, seen);
		}
		Atomics.store(state, isHungry, 0);
		return true;
	}
}
