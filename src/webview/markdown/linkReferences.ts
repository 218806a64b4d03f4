import type { Reference } from './grammar';

/** A leaf whose text may read differently once a label is defined. */
export interface ReferenceReader {
	/** Characters to read again. */
	readonly size: number;
	readAgain(): void;
}

/**
 * The link references of one text and the leaves that asked for one that was not there (yet). Definitions may follow
 * their uses at any distance, so those leaves are read again; the work is paid from a credit that grows with the text,
 * which keeps it linear whatever the order of uses and definitions.
 */
export class LinkReferences {
	private readonly defined = new Map<string, Reference>();
	private readonly waiting = new Map<string, Set<ReferenceReader>>();
	private readonly outdated = new Set<ReferenceReader>();
	private credit = 8192;

	/** For one pass over `reader`'s text. */
	lookUpFor(reader: ReferenceReader): (label: string) => Reference | undefined {
		return (label) => {
			const reference = this.defined.get(label);
			if (reference) return reference;
			let readers = this.waiting.get(label);
			if (!readers) this.waiting.set(label, (readers = new Set()));
			readers.add(reader);
			return undefined;
		};
	}

	/** The first definition of a label counts. */
	define(label: string, reference: Reference): void {
		if (this.defined.has(label)) return;
		this.defined.set(label, reference);
		for (const reader of this.waiting.get(label) ?? []) this.outdated.add(reader);
		this.waiting.delete(label);
	}

	/** Reads outdated leaves again, as many as `newCharacters` more of text allow. */
	settle(newCharacters: number): void {
		this.credit = Math.min(this.credit + 2 * newCharacters, 1 << 20);
		for (const reader of this.outdated) {
			if (reader.size > this.credit) return;
			this.credit -= reader.size;
			this.outdated.delete(reader);
			reader.readAgain();
		}
	}

	settleAll(): void {
		for (const reader of this.outdated) {
			this.outdated.delete(reader);
			reader.readAgain();
		}
	}
}
