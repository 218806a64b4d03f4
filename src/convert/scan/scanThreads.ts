import type { ScanOptions, ScanRunner, ScanStart } from './scan';
import type { ThreadMemory } from './scanMemory';
import { ThreadTeam } from './threadTeam';

/** How long threads wait for another scan: starting them takes longer than a scan of what has not changed. */
const idleMilliseconds = 60_000;

/** Runs scans in two threads of their own; in one where there is one processor. */
export class ScanThreads {
	private waiting: ThreadTeam | undefined;
	private timer: NodeJS.Timeout | undefined;
	private isEnded = false;

	/** @param threadFile the threads' program. */
	constructor(private readonly threadFile: string) {}

	readonly run: ScanRunner = (start, options) => this.scan(start, options);

	/** Ends the threads that wait for work, and those at work when they are done with it. */
	end(): void {
		this.isEnded = true;
		this.dismiss();
	}

	private async scan(start: ScanStart, options: ScanOptions): Promise<readonly ThreadMemory[]> {
		const team = this.waiting?.isWhole ? this.waiting : new ThreadTeam(this.threadFile);
		this.waiting = undefined;
		clearTimeout(this.timer);
		try {
			return await team.scan(start, options);
		} finally {
			this.keep(team);
		}
	}

	private keep(team: ThreadTeam): void {
		if (this.isEnded || this.waiting || !team.isWhole) {
			team.end();
			return;
		}
		this.waiting = team;
		this.timer = setTimeout(() => this.dismiss(), idleMilliseconds).unref();
	}

	private dismiss(): void {
		clearTimeout(this.timer);
		this.waiting?.end();
		this.waiting = undefined;
	}
}
