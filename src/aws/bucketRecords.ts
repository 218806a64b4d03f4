import { promisify } from 'node:util';
import { gunzip as gunzipWithCallback } from 'node:zlib';
import { type LogRecord, parseLogRecord } from '../bedrock/invocationLog';
import { namesModel, type PeriodQuery, type PeriodRecords, type RecordQuery } from '../bedrock/tracing';
import type { BucketObject, BucketObjects } from './bucketObjects';

const gunzip = promisify(gunzipWithCallback);

/** Bounds of one look: nobody wants a window that reads a whole bucket. */
const mostObjects = 400;
const mostBytes = 32 * 1024 * 1024;
const mostBytesInObject = 8 * 1024 * 1024;
/** Decompressed. */
const mostTextBytes = 64 * 1024 * 1024;
const mostRecords = 10_000;
/** Objects fetched at a time. */
const batchSize = 8;

const hourMilliseconds = 3_600_000;
/** An object is written some minutes after the requests in it. */
const before = 60_000;
const after = 15 * 60_000;

/** Finds the records of some requests in the objects of the hours around them; looks once. @throws what the SDK throws. */
export async function findInBucket(objects: BucketObjects, query: RecordQuery): Promise<readonly LogRecord[]> {
	const wanted = new Set(query.requestIds);
	const found: LogRecord[] = [];
	const budget = new Budget();
	for (const hour of hoursBetween(query.from - before, query.until + after)) {
		const listed = await objects.inHour(query.sourceRegion, hour);
		const candidates = listed.filter(({ writtenAt }) => writtenAt >= query.from - before);
		await readEach(objects, candidates, budget, (record) => {
			if (wanted.delete(record.requestId)) found.push(record);
			return wanted.size > 0;
		});
		if (wanted.size === 0 || budget.isSpent) break;
	}
	return found;
}

/** Reads the records of a period, newest first, within bounds. @throws what the SDK throws. */
export async function readBucket(objects: BucketObjects, query: PeriodQuery): Promise<PeriodRecords> {
	const { from, modelId, sourceRegion, until } = query;
	const records: LogRecord[] = [];
	const budget = new Budget();
	let isCut = false;
	for (const hour of hoursBetween(from, until + after).toReversed()) {
		const listed = await objects.inHour(sourceRegion, hour);
		await readEach(objects, listed.toReversed(), budget, (record) => {
			const isAsked = modelId === undefined || namesModel(record.modelId, modelId);
			if (!isAsked || record.timestamp < from || record.timestamp > until) return true;
			if (records.length >= mostRecords) {
				isCut = true;
				return false;
			}
			records.push(record);
			return true;
		});
		isCut ||= budget.isSpent;
		if (isCut) break;
	}
	return { records: records.toSorted((a, b) => b.timestamp - a.timestamp), isCut };
}

/** What one look may still read. */
class Budget {
	private objects = mostObjects;
	private bytes = mostBytes;

	get isSpent(): boolean {
		return this.objects <= 0 || this.bytes <= 0;
	}

	take({ size }: BucketObject): boolean {
		if (this.isSpent) return false;
		this.objects -= 1;
		this.bytes -= size;
		return true;
	}
}

/** @param onRecord answers whether to go on. */
async function readEach(
	objects: BucketObjects,
	listed: readonly BucketObject[],
	budget: Budget,
	onRecord: (record: LogRecord) => boolean,
): Promise<void> {
	const small = listed.filter(({ size }) => size <= mostBytesInObject);
	for (let start = 0; start < small.length; start += batchSize) {
		const batch = small.slice(start, start + batchSize).filter((object) => budget.take(object));
		const texts = await Promise.all(batch.map(({ key }) => textOf(objects, key)));
		for (const text of texts) {
			for (const line of text.split('\n')) {
				const record = parseLogRecord(line);
				if (record && !onRecord(record)) return;
			}
		}
		if (budget.isSpent) return;
	}
}

/** @returns '' for an object that is no gzip, is cut off, or grows beyond all bounds: the others still say something. */
async function textOf(objects: BucketObjects, key: string): Promise<string> {
	const bytes = await objects.read(key, mostBytesInObject);
	try {
		return (await gunzip(bytes, { maxOutputLength: mostTextBytes })).toString('utf8');
	} catch {
		return '';
	}
}

function hoursBetween(from: number, until: number): readonly Date[] {
	const first = Math.floor(from / hourMilliseconds);
	const last = Math.min(Math.floor(until / hourMilliseconds), first + mostHours - 1);
	return Array.from(
		{ length: Math.max(0, last - first + 1) },
		(_, index) => new Date((first + index) * hourMilliseconds),
	);
}

/** Two weeks and a bit. */
const mostHours = 340;
