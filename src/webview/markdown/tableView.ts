import type { Row, Table } from './blockTree';
import { InlineLeaf } from './inlineLeaf';
import type { BlockView } from './leafViews';
import type { RenderContext } from './renderContext';

/** A table that scrolls sideways where it is wider than the page. */
export class TableView implements BlockView<Table> {
	/** Rows that are no longer in the source, and the cells that the grammar has added to them. */
	private storedRows = 0;
	addedCells = 0;
	private readonly frame: HTMLElement;
	private readonly table: HTMLElement;
	private readonly head: RowView;
	private body: HTMLElement | undefined;
	private rows: RowView[] = [];

	constructor(
		private readonly parent: HTMLElement,
		private readonly context: RenderContext,
		block: Table,
	) {
		const { document } = context;
		this.frame = document.createElement('div');
		this.frame.setAttribute('class', 'markdown-table');
		this.frame.setAttribute('tabindex', '0');
		this.table = this.frame.appendChild(document.createElement('table'));
		this.head = new RowView(this.table.appendChild(document.createElement('thead')), context, block.head, 'th');
		parent.appendChild(this.frame);
	}

	accepts(block: { type: string }): boolean {
		return block.type === 'table';
	}

	update(block: Table): void {
		this.head.update(block.head);
		block.rows.forEach((row, index) => {
			const present = this.rows[index];
			if (present) present.update(row);
			else {
				this.body ??= this.table.appendChild(this.context.document.createElement('tbody'));
				this.rows.push(new RowView(this.body, this.context, row, 'td'));
			}
		});
		for (const surplus of this.rows.splice(block.rows.length)) surplus.remove();
		if (this.body && this.rows.length === 0 && this.storedRows === 0) {
			this.table.removeChild(this.body);
			this.body = undefined;
		}
	}

	/** All rows go from the source and stay in the page. */
	store(rows: readonly Row[]): void {
		for (const row of this.rows.splice(0)) row.close();
		this.storedRows += rows.length;
		for (const { addedCells } of rows) this.addedCells += addedCells;
	}

	close(): void {
		this.head.close();
		for (const row of this.rows) row.close();
	}

	remove(): void {
		this.parent.removeChild(this.frame);
	}
}

class RowView {
	private readonly element: HTMLElement;
	private readonly cells: InlineLeaf[] = [];

	constructor(
		private readonly parent: HTMLElement,
		context: RenderContext,
		row: Row,
		tag: 'th' | 'td',
	) {
		const { document } = context;
		this.element = document.createElement('tr');
		for (const { align } of row.cells) {
			const cell = this.element.appendChild(document.createElement(tag));
			// A style attribute would need a hole in the page's security policy.
			if (align !== '') cell.setAttribute('class', `markdown-${align}`);
			if (tag === 'th') cell.setAttribute('scope', 'col');
			this.cells.push(new InlineLeaf(cell, context));
		}
		this.update(row);
		parent.appendChild(this.element);
	}

	update(row: Row): void {
		row.cells.forEach((cell, index) => this.cells[index]?.setOpen(cell.content));
	}

	close(): void {
		for (const cell of this.cells) cell.close();
	}

	remove(): void {
		this.parent.removeChild(this.element);
	}
}
