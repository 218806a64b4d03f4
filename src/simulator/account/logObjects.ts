import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** One object of a bucket, as it can be read. */
export interface StoredObject {
	readonly key: string;
	readonly body: Buffer;
	/** MD5 of the body in hexadecimal, without the quotes. */
	readonly etag: string;
	/** Milliseconds since 1970. */
	readonly modifiedAt: number;
}

interface Draft {
	readonly bucket: string;
	readonly key: string;
	/** When it can be read first, in milliseconds since 1970; nothing is added any more then. */
	readonly deliveredAt: number;
	/** One JSON text for each record. */
	readonly lines: string[];
	stored?: StoredObject;
}

/** The gzip objects that invocation logging leaves in S3. They last as long as the simulator, within bounds. */
export class LogObjects {
	private drafts: Draft[] = [];
	private bytes = 0;
	/** Bucket → the Region that it is in: that of the first configuration that names it. */
	private readonly regions = new Map<string, string>();

	regionOf(bucket: string): string | undefined {
		return this.regions.get(bucket);
	}

	open(bucket: string, region: string): void {
		if (!this.regions.has(bucket)) this.regions.set(bucket, region);
	}

	/** Whether it is there or on its way. */
	has(bucket: string, key: string): boolean {
		return this.drafts.some((each) => each.bucket === bucket && each.key === key);
	}

	/** Appends to the object of this key, or begins it. */
	write(bucket: string, key: string, line: string, deliveredAt: number): void {
		const draft = this.drafts.findLast((each) => each.bucket === bucket && each.key === key);
		if (draft) draft.lines.push(line);
		else this.drafts.push({ bucket, key, deliveredAt, lines: [line] });
		this.bytes += line.length;
		while (this.bytes > keptBytes || this.drafts.length > keptObjects) {
			const oldest = this.drafts.shift();
			if (!oldest) return;
			this.bytes -= oldest.lines.reduce((sum, each) => sum + each.length, 0);
		}
	}

	/** Sorted by key, as S3 lists them. */
	list(bucket: string, now: number): readonly StoredObject[] {
		return this.drafts
			.filter((draft) => draft.bucket === bucket && draft.deliveredAt <= now)
			.map(store)
			.toSorted((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
	}

	find(bucket: string, key: string, now: number): StoredObject | undefined {
		const draft = this.drafts.find((each) => each.bucket === bucket && each.key === key && each.deliveredAt <= now);
		return draft && store(draft);
	}
}

const keptObjects = 5_000;
const keptBytes = 32 * 1024 * 1024;

function store(draft: Draft): StoredObject {
	if (draft.stored) return draft.stored;
	const body = gzipSync(`${draft.lines.join('\n')}\n`);
	const etag = createHash('md5').update(body).digest('hex');
	draft.stored = { key: draft.key, body, etag, modifiedAt: draft.deliveredAt };
	return draft.stored;
}
