import { setImmediate } from 'node:timers/promises';
import { FileJudge } from './fileJudge';
import { FileScan } from './fileScan';
import { firstTasks, FolderScan } from './folderScan';
import { IdHint } from './idHint';
import { NewsDesk } from './newsDesk';
import type { ScanRunner } from './scan';
import { ScanMemoryReader, ScanMemoryWriter } from './scanMemory';

/** Long enough to get on, short enough for whoever waits for this thread. */
const sliceMilliseconds = 8;

/** Runs a scan in slices between the events of this thread: for small programs, and where there are no other threads. */
export const inThisThread: ScanRunner = async (start, { signal, onNews }) => {
	const engine = await import('../engine/engine');
	const { question } = start;
	const memory = new ScanMemoryReader(start.memories, start.isJudgedAlike);
	const record = new ScanMemoryWriter(start.startedAt);
	const news = new NewsDesk(onNews);
	const hint = new IdHint(start.names);
	const judge = new FileJudge({ question, engine, room: hint, memory, record });
	const fileScan = new FileScan({ hint, memory, record, news, judge });
	const folders = new FolderScan(question, memory, record, news, fileScan);
	const tasks = firstTasks(question);
	let sliceEnd = performance.now() + sliceMilliseconds;
	for (let task = tasks.pop(); task; task = tasks.pop()) {
		const { files, next } = folders.open(task);
		while (files.next()) {
			if (performance.now() > sliceEnd) {
				await setImmediate();
				signal.throwIfAborted();
				sliceEnd = performance.now() + sliceMilliseconds;
			}
		}
		tasks.push(...next);
	}
	news.flush();
	return [record.finish()];
};
