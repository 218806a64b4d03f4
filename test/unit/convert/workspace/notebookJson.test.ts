import { describe, expect, it } from 'vitest';
import { isAsEditorWrites } from '../../../../src/convert/workspace/notebookJson';

const cell = { cell_type: 'code', execution_count: null, id: 'a1', metadata: {}, outputs: [], source: ['x = 1'] };
const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
const written = (value: unknown, indent: number | string = 1): string =>
	`${JSON.stringify(value, undefined, indent)}\n`;

describe('a notebook that its editor would save as it is', () => {
	it('has its keys in order, whatever the indent', () => {
		expect(isAsEditorWrites(written(notebook))).toBe(true);
		expect(isAsEditorWrites(written(notebook, 4))).toBe(true);
		expect(isAsEditorWrites(written({ metadata: {}, cells: [cell], nbformat: 4, nbformat_minor: 5 }))).toBe(false);
	});

	it('ends with a line end, and is no single line', () => {
		expect(isAsEditorWrites(written(notebook).trimEnd())).toBe(false);
		expect(isAsEditorWrites(written(notebook, 0))).toBe(false);
		expect(isAsEditorWrites('no JSON')).toBe(false);
	});

	it('lacks nothing that the editor adds', () => {
		const { id: _id, ...withoutId } = cell;
		expect(isAsEditorWrites(written({ ...notebook, cells: [withoutId] }))).toBe(false);
		expect(isAsEditorWrites(written({ ...notebook, cells: [withoutId], nbformat_minor: 4 }))).toBe(true);
		expect(isAsEditorWrites(written({ ...notebook, cells: [{ ...cell, source: 'x = 1' }] }))).toBe(false);
	});
});
