import { list, amount, record, text } from '../bedrock/shapes';
import type { Comparison } from './core/comparison';
import { parseComparison } from './core/savedShape';

/** What a list of kept comparisons needs. */
export interface SavedComparison {
	readonly comparisonId: string;
	/** Milliseconds since 1970. */
	readonly startedAt: number;
	readonly targetNames: readonly string[];
}

/** A folder of the extension's own; all names are flat. */
export interface ComparisonFolder {
	/** @returns `undefined` when there is no such file. */
	read(name: string): Promise<string | undefined>;
	write(name: string, content: string): Promise<void>;
	remove(name: string): Promise<void>;
}

const mostKept = 40;
const indexName = 'index.json';
const indexShape = list(
	record<SavedComparison>({
		comparisonId: text(100),
		startedAt: amount,
		targetNames: list(text(2_048), 100),
	}),
	1_000,
);

/** The comparisons of this user, newest first; the oldest give way. What is on the disk is parsed like anything from outside. */
export class ComparisonStore {
	private index: Promise<readonly SavedComparison[]> | undefined;
	private work: Promise<unknown> = Promise.resolve();

	constructor(private readonly folder: ComparisonFolder) {}

	all(): Promise<readonly SavedComparison[]> {
		this.index ??= this.readIndex();
		return this.index;
	}

	/** @returns `undefined` when it is not there any more, or is no comparison. */
	async read(comparisonId: string): Promise<Comparison | undefined> {
		await this.work;
		if (!isFileName(comparisonId)) return undefined;
		const content = await this.folder.read(`${comparisonId}.json`);
		return content === undefined ? undefined : parseComparison(parsed(content));
	}

	/** Also while it is under way, so that a closed window costs little of it. */
	save(comparison: Comparison): Promise<void> {
		return this.next(async () => {
			const { comparisonId, startedAt, targets } = comparison;
			if (!isFileName(comparisonId)) return;
			await this.folder.write(`${comparisonId}.json`, JSON.stringify(comparison));
			const others = (await this.all()).filter((each) => each.comparisonId !== comparisonId);
			const entry = { comparisonId, startedAt, targetNames: targets.map(({ name }) => name) };
			const kept = [...others, entry].toSorted((a, b) => b.startedAt - a.startedAt);
			for (const old of kept.slice(mostKept)) await this.folder.remove(`${old.comparisonId}.json`);
			await this.writeIndex(kept.slice(0, mostKept));
		});
	}

	remove(comparisonId: string): Promise<void> {
		return this.next(async () => {
			if (!isFileName(comparisonId)) return;
			await this.folder.remove(`${comparisonId}.json`);
			await this.writeIndex((await this.all()).filter((each) => each.comparisonId !== comparisonId));
		});
	}

	/** One write after the other: two at once would leave a mixture. */
	private next(step: () => Promise<void>): Promise<void> {
		const done = this.work.then(step);
		this.work = done.catch(() => undefined);
		return done;
	}

	private async readIndex(): Promise<readonly SavedComparison[]> {
		const content = await this.folder.read(indexName);
		const entries = content === undefined ? undefined : indexShape(parsed(content))?.value;
		return (entries ?? []).filter(({ comparisonId }) => isFileName(comparisonId));
	}

	private async writeIndex(entries: readonly SavedComparison[]): Promise<void> {
		this.index = Promise.resolve(entries);
		await this.folder.write(indexName, JSON.stringify(entries));
	}
}

function isFileName(comparisonId: string): boolean {
	return /^[a-z0-9-]{1,100}$/.test(comparisonId) && comparisonId !== 'index';
}

function parsed(content: string): unknown {
	try {
		return JSON.parse(content);
	} catch {
		return undefined;
	}
}
