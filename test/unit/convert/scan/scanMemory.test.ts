import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScanMemoryReader, ScanMemoryWriter } from '../../../../src/convert/scan/scanMemory';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'scan-memory-'));
});
afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

const anHourAgo = Date.now() / 1000 - 3600;
/** A scan that begins so late has seen nothing change. */
const later = (): number => Date.now() + 60_000;

function put(name: string, text: string): string {
	const path = join(folder, name);
	writeFileSync(path, text);
	utimesSync(path, anHourAgo, anHourAgo);
	return path;
}

/** What the next scan is told of the file `a`, of which a scan read four bytes. */
function timeAfterGlance(startedAt: number, meanwhile?: () => void): number | undefined {
	put('a', 'text');
	const writer = new ScanMemoryWriter(startedAt);
	writer.addGlance('a', { length: 4, outcome: '' });
	writer.closeFiles(folder);
	meanwhile?.();
	const reader = new ScanMemoryReader([writer.finish()], true);
	return reader.files(folder).file('a')?.modifiedMilliseconds;
}

describe('what is remembered of a file that was only glanced at', () => {
	it('is its size and time', () => {
		expect(timeAfterGlance(later())).toBeCloseTo(anHourAgo * 1000, -1);
	});

	it('is no time of a file that has grown, gone, or become something else since', () => {
		expect(timeAfterGlance(later(), () => put('a', 'longer'))).toBeNaN();
		expect(timeAfterGlance(later(), () => rmSync(join(folder, 'a')))).toBeNaN();
		expect(
			timeAfterGlance(later(), () => {
				rmSync(join(folder, 'a'));
				renameSync(mkdtempSync(join(tmpdir(), 'scan-memory-other-')), join(folder, 'a'));
			}),
		).toBeNaN();
	});

	it('is no time that a file was given while the scan ran', () => {
		// The same length and the same old time: only the system knows when it was written.
		expect(timeAfterGlance(Date.now(), () => put('a', 'TEXT'))).toBeNaN();
	});
});
