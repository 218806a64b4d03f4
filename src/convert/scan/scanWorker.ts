import { type MessagePort, parentPort } from 'node:worker_threads';
import type { Catalogue } from '../../bedrock/catalogue';
import type * as EngineModule from '../engine/engine';
import { FileJudge, type FileJudgeParts } from './fileJudge';
import { type FileRun, FileScan } from './fileScan';
import { FolderScan } from './folderScan';
import { IdHint } from './idHint';
import { NewsDesk } from './newsDesk';
import { ScanMemoryReader, ScanMemoryWriter, type ThreadMemory } from './scanMemory';
import type { ScanStart } from './scan';
import type { FolderTask, ScanNews, ScanQuestion } from './scanTypes';
import { SharedWork, type SharedWorkParts } from './sharedWork';

/** What a thread is told for each scan. */
export interface ThreadStart extends Omit<ScanStart, 'question'> {
	readonly question: Omit<ScanQuestion, 'catalogue'>;
	/** `undefined`: the thread does not judge, or is to judge by the catalogue of its last scan. */
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

/** What it takes to judge. */
interface Knowledge {
	readonly engine: typeof EngineModule;
	readonly catalogue: Catalogue;
}

function run(port: MessagePort, hint: IdHint, knowledge: Knowledge | undefined, start: ThreadStart): void {
	const { memories, isJudgedAlike, question, startedAt } = start;
	const say = (message: ThreadMessage) => port.postMessage(message);
	const memory = new ScanMemoryReader(memories, isJudgedAlike);
	const record = new ScanMemoryWriter(startedAt);
	const news = new NewsDesk((each) => say({ kind: 'news', news: each }));
	const judge = knowledge && judgeWith(knowledge, { question, room: hint, memory, record });
	const files = new FileScan({ hint, memory, record, news, judge });
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

function judgeWith(
	{ engine, catalogue }: Knowledge,
	{ question, ...parts }: Pick<ThreadStart, 'question'> & Omit<FileJudgeParts, 'engine' | 'question'>,
): FileJudge {
	return new FileJudge({ ...parts, engine, question: { ...question, catalogue } });
}

function scanAll(files: FileRun, work: SharedWork): void {
	while (!work.isCancelled && files.next());
}

/** Scans as often as it is told to, one scan at a time. */
function answer(port: MessagePort): void {
	let last: { readonly names: string; readonly hint: IdHint } | undefined;
	let knowledge: Knowledge | undefined;
	const scan = async (start: ThreadStart) => {
		const names = JSON.stringify(start.names);
		// It holds the memory that files are read into.
		if (last?.names !== names) last = { names, hint: new IdHint(start.names) };
		if (start.judges) {
			const catalogue = start.catalogue ?? knowledge?.catalogue;
			if (!catalogue) throw new Error('A thread of the scan was given no catalogue.');
			knowledge = { engine: await import('../engine/engine'), catalogue };
		}
		run(port, last.hint, knowledge, start);
	};
	port.on('message', (start: ThreadStart) => void scan(start));
}

// What started this thread writes its messages by the types above.
if (parentPort) answer(parentPort);
