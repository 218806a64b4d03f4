import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScannedFile } from '../../../../src/convert/scan/scanTypes';
import { FirstFiles } from '../../../../src/convert/workspace/firstFiles';

function file(path: string, ids: number): ScannedFile {
	const judgements = Array.from({ length: ids }, () => ({})) as unknown as ScannedFile['judgements'];
	const stamp = { size: 1, modifiedMilliseconds: 1 };
	return { path, relativePath: path, root: 0, stamp, encoding: 'utf8', judgements };
}

function keep(mostIds: number, files: readonly ScannedFile[]): { paths: string[]; leftOut: number } {
	const first = new FirstFiles(mostIds);
	for (const each of files) first.add(each);
	first.finish();
	return { paths: [...first.files.keys()], leftOut: first.leftOut.length };
}

describe('the files that there is room for', () => {
	it('are whole files in the order of a walk through the folders', () => {
		const files = [file('/r/b.py', 3), file('/r/a/z.py', 2), file('/r/a.py', 4), file('/r/c.py', 1)];
		expect(keep(9, files)).toEqual({ paths: ['/r/a/z.py', '/r/a.py', '/r/b.py'], leftOut: 1 });
		expect(keep(8, files)).toEqual({ paths: ['/r/a/z.py', '/r/a.py'], leftOut: 2 });
		expect(keep(100, files).leftOut).toBe(0);
	});

	it('do not end at a file that is too large for itself', () => {
		expect(keep(5, [file('/a', 6), file('/b', 5)])).toEqual({ paths: ['/b'], leftOut: 1 });
	});

	it('are the same in whatever order the files come, and never more than twice too many at a time', () => {
		const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 60 });
		fc.assert(
			fc.property(sizes, fc.infiniteStream(fc.nat()), (counts, random) => {
				const files = counts.map((count, index) => file(`/d${String(index % 5)}/f${String(index)}`, count));
				const keys = new Map(files.map((each) => [each, random.next().value as number]));
				const shuffled = files.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
				expect(keep(20, shuffled)).toEqual(keep(20, files));
				const first = new FirstFiles(20);
				for (const each of shuffled) {
					first.add(each);
					const held = [...first.files.values()].reduce((sum, { judgements }) => sum + judgements.length, 0);
					expect(held).toBeLessThanOrEqual(40);
				}
				expect(keep(20, files).paths.length + keep(20, files).leftOut).toBe(files.length);
			}),
		);
	});
});
