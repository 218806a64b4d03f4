/**
 * True where VS Code's notebook editor would write this JSON as it is but for what was changed in a cell: keys in order,
 * nothing missing that it adds. Else saving one cell would write all of the file in another form.
 */
export function isAsEditorWrites(json: string): boolean {
	const indent = /^\{\n([ \t]+)"/.exec(json)?.[1];
	if (indent === undefined) return false;
	try {
		const notebook: unknown = JSON.parse(json);
		return areWhole(notebook) && `${JSON.stringify(inOrder(notebook), undefined, indent)}\n` === json;
	} catch {
		return false;
	}
}

function areWhole(notebook: unknown): boolean {
	if (!isRecord(notebook) || !Array.isArray(notebook.cells)) return false;
	const hasIds = Number(notebook.nbformat) > 4 || (notebook.nbformat === 4 && Number(notebook.nbformat_minor) >= 5);
	const isWhole = (cell: unknown): boolean =>
		isRecord(cell) &&
		Array.isArray(cell.source) &&
		isRecord(cell.metadata) &&
		(!hasIds || typeof cell.id === 'string') &&
		(cell.cell_type !== 'code' || ('execution_count' in cell && Array.isArray(cell.outputs)));
	return notebook.cells.every(isWhole);
}

function inOrder(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(inOrder);
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.keys(value)
			.toSorted()
			.map((key) => [key, inOrder(value[key])]),
	);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
