import { element } from '../../chat/page/element';

export interface Column {
	readonly title: string;
	readonly isNumber?: boolean;
}

/** A small table in a frame that scrolls sideways by keyboard too. */
export function makeTable(
	label: string,
	columns: readonly Column[],
	rows: readonly (readonly (Node | string)[])[],
): HTMLElement {
	const body = element('tbody', '', ...rows.map((cells) => makeRow(columns, cells)));
	return tableFrame(label, element('table', '', makeHead(columns), body));
}

export function makeHead(columns: readonly Column[]): HTMLTableSectionElement {
	const cells = columns.map(({ isNumber, title }) => {
		const cell = element('th', isNumber ? 'number' : '', title);
		cell.scope = 'col';
		return cell;
	});
	return element('thead', '', element('tr', '', ...cells));
}

export function makeRow(columns: readonly Column[], cells: readonly (Node | string)[]): HTMLTableRowElement {
	return element(
		'tr',
		'',
		...cells.map((cell, index) => element('td', columns[index]?.isNumber ? 'number' : '', cell)),
	);
}

export function tableFrame(label: string, table: HTMLTableElement): HTMLElement {
	const frame = element('div', 'table-frame', table);
	frame.tabIndex = 0;
	frame.setAttribute('role', 'region');
	frame.setAttribute('aria-label', label);
	return frame;
}
