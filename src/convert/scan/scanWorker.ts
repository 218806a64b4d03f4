import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { FileScan } from './fileScan';
import { FolderScan } from './folderScan';
import { NewsDesk } from './newsDesk';
import { ScanMemoryReader, ScanMemoryWriter, type ThreadMemory } from './scanMemory';
import type { ScanStart } from './scan';
import type { FolderTask, ScanNews } from './scanTypes';
import { SharedWork, type SharedWorkParts } from './sharedWork';

/** What a thread is started with. */
export interface ThreadStart extends ScanStart {
	readonly tasks: FolderTask[];
	readonly work: SharedWorkParts;
}

/** What a thread says: news while it works, then once what it remembers. */
export type ThreadMessage =
	{ readonly kind: 'news'; readonly news: ScanNews } | { readonly kind: 'done'; readonly memory: ThreadMemory };

async function run(port: MessagePort, start: ThreadStart): Promise<void> {
	const { question, memories, isJudgedAlike, startedAt } = start;
	const say = (message: ThreadMessage) => port.postMessage(message);
	const engine = await import('../engine/engine');
	const memory = new ScanMemoryReader(memories, isJudgedAlike);
	const record = new ScanMemoryWriter(startedAt);
	const news = new NewsDesk((each) => say({ kind: 'news', news: each }));
	const files = new FileScan({ question, engine, memory, record, news });
	const scan = new FolderScan(question, memory, record, news, files);
	const work = new SharedWork(start.work, start.tasks);
	for (let task = work.take(); task; task = work.take()) {
		const steps = scan.run(task);
		let step = steps.next();
		while (!step.done) {
			if (work.isCancelled) return;
			step = steps.next();
		}
		work.add(step.value);
		work.share();
	}
	start.work.port?.close();
	news.flush();
	if (!work.isCancelled) say({ kind: 'done', memory: record.finish() });
}

// What started this thread wrote its data by the type above.
if (parentPort) void run(parentPort, workerData as ThreadStart);
