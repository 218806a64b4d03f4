import { type MessagePort, parentPort } from 'node:worker_threads';
import type { Catalogue } from '../../bedrock/catalogue';
import type * as EngineModule from '../engine/engine';
import { type FileRun, FileScan } from './fileScan';
import { FolderScan } from './folderScan';
import { IdHint } from './idHint';
import { idPattern } from './idPattern';
import { NewsDesk } from './newsDesk';
import { ScanMemoryReader, ScanMemoryWriter, type ThreadMemory } from './scanMemory';
import type { ScanStart } from './scan';
import type { FolderTask, ScanNews, ScanQuestion } from './scanTypes';
import { SharedWork, type SharedWorkParts } from './sharedWork';

/** What a thread is told for each scan. */
export interface ThreadStart extends Omit<ScanStart, 'question'> {
	readonly question: Omit<ScanQuestion, 'catalogue'>;
	/** `undefined`: the one of its last scan. */
	readonly catalogue: Catalogue | undefined;
	readonly tasks: FolderTask[];
	readonly work: SharedWorkParts;
	/** One thread of a scan does: to make the engine fast costs time, which would be spent twice. */
	readonly judges: boolean;
}

/** What a thread says: news while it works; then what it remembers, nothing where it was stopped. */
export type ThreadMessage =
	| { readonly kind: 'news'; readonly news: ScanNews }
	| { readonly kind: 'done'; readonly memory: ThreadMemory | undefined };

/** What a thread keeps from one scan to the next. */
interface Known {
	readonly catalogue: Catalogue;
	readonly hint: IdHint;
}

function run(port: MessagePort, engine: typeof EngineModule, known: Known, start: ThreadStart): void {
	const { memories, isJudgedAlike, judges, startedAt } = start;
	const { catalogue, hint } = known;
	const question = { ...start.question, catalogue };
	const say = (message: ThreadMessage) => port.postMessage(message);
	const memory = new ScanMemoryReader(memories, isJudgedAlike);
	const record = new ScanMemoryWriter(startedAt);
	const news = new NewsDesk((each) => say({ kind: 'news', news: each }));
	const files = new FileScan({ question, engine, hint, memory, record, news, judges });
	const scan = new FolderScan(question, memory, record, news, files);
	const work = new SharedWork(start.work, start.tasks);
	for (let task = work.take(); task; task = work.take()) {
		const { files, next } = scan.open(task);
		work.add(next);
		scanAll(files, work);
		if (files.toJudge.length > 0) work.handOver([{ ...files.task, names: files.toJudge, isToJudge: true }]);
		work.share();
	}
	start.work.port?.close();
	if (!work.isCancelled) news.flush();
	say({ kind: 'done', memory: work.isCancelled ? undefined : record.finish() });
}

function scanAll(files: FileRun, work: SharedWork): void {
	while (!work.isCancelled && files.next());
}

/** Scans as often as it is told to. */
async function answer(port: MessagePort): Promise<void> {
	const engine = await import('../engine/engine');
	let known: Known | undefined;
	port.on('message', (start: ThreadStart) => {
		const { catalogue } = start;
		if (catalogue) known = { catalogue, hint: hintFor(catalogue, known) };
		if (!known) throw new Error('A thread of the scan was given no catalogue.');
		run(port, engine, known, start);
	});
}

/** The one that is there, as long as it serves: it holds the memory that files are read into. */
function hintFor(catalogue: Catalogue, known: Known | undefined): IdHint {
	return known && idPattern(known.catalogue) === idPattern(catalogue) ? known.hint : new IdHint(catalogue);
}

// What started this thread writes its messages by the types above.
if (parentPort) void answer(parentPort);
