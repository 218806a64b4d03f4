import type { ScannedFile, ScanNews } from './scanTypes';
import type { Skipped, SkipReason } from './skipReason';

/** How many judgements, or skipped paths, go into one message at most before it is sent. */
const largestMessage = 100;

/** How long news waits for more, while files are read. */
const longestWaitMilliseconds = 50;

/** Gathers what a scan finds into messages that are worth their passage. The first find goes out at once. */
export class NewsDesk {
	private files: ScannedFile[] = [];
	private unchanged: string[] = [];
	private skipped: Skipped[] = [];
	private fileCount = 0;
	private weight = 0;
	private sentAt = 0;

	constructor(private readonly send: (news: ScanNews) => void) {}

	tell(file: ScannedFile): void {
		this.files.push(file);
		this.weigh(file.judgements.length);
	}

	tellUnchanged(path: string): void {
		this.fileCount++;
		this.unchanged.push(path);
		this.weigh(1);
	}

	skip(path: string, reason: SkipReason): void {
		this.skipped.push({ path, reason });
		this.weigh(1);
	}

	countFile(): void {
		this.fileCount++;
	}

	flush(): void {
		const { files, unchanged, skipped, fileCount } = this;
		if (files.length + unchanged.length + skipped.length + fileCount === 0) return;
		[this.files, this.unchanged, this.skipped, this.fileCount, this.weight] = [[], [], [], 0, 0];
		this.sentAt = performance.now();
		this.send({ files, unchanged, skipped, fileCount });
	}

	private weigh(more: number): void {
		this.weight += more;
		if (this.weight >= largestMessage || performance.now() - this.sentAt > longestWaitMilliseconds) this.flush();
	}
}
