import {
	candidateSearch,
	type CandidateSearch,
	inner,
	last,
	leadsToLast,
	longestModel,
	nameWithLast,
	only,
} from './candidateSearch';
import { constants, type IdNames, idPattern } from './idPattern';

/** The last two letters of a name with models that have no hyphen, among others. */
const nameWithOrWithoutLast = 2;

/**
 * Tells which texts can name a model: all that do, and hardly any other. It runs over every byte of a workspace, so it goes
 * from one full stop to the next, and looks at two letters before it and one after it before it looks at more. The same as
 * a regular expression costs many times as much.
 */
export class IdHint {
	private memory: Buffer = Buffer.alloc(0);
	private readonly exact: RegExp;
	/** The models that have no hyphen. */
	private readonly unhyphenated: readonly Uint8Array[];
	/** By the last two letters of a name, the last one in the upper half. */
	private readonly names = new Uint8Array(0x10000);
	private readonly search: CandidateSearch;

	constructor(names: IdNames) {
		const { providers, unhyphenated } = names;
		for (const name of [...providers, constants]) this.names[lastTwo(name)] = nameWithLast;
		for (const { provider } of unhyphenated) this.names[lastTwo(provider)] = nameWithOrWithoutLast;
		this.unhyphenated = unhyphenated.map(({ model }) => Buffer.from(model, 'latin1'));
		this.exact = new RegExp(idPattern(names));
		this.search = candidateSearch({ after: kinds, before: this.names });
	}

	/** Where bytes are put to be looked at. */
	get bytes(): Buffer {
		return this.memory;
	}

	/** The same, after making room for so many. What was there is lost where it was less. */
	room(capacity: number): Buffer {
		if (this.memory.length < capacity) {
			const { buffer, byteOffset, length } = this.search.room(Math.max(capacity, smallestRoom));
			this.memory = Buffer.from(buffer, byteOffset, length);
		}
		return this.memory;
	}

	/** Looks at the first bytes, a text in an encoding that leaves ASCII as it is. */
	inBytes(length: number): boolean {
		const { memory: bytes, names, search } = this;
		for (let at = search.next(0, length); at < length; at = search.next(at + 1, length)) {
			const name = names[(bytes[at - 2] ?? 0) | ((bytes[at - 1] ?? 0) << 8)];
			if (name === nameWithOrWithoutLast && !this.mayBeUnhyphenated(at) && !leadsToLast(kinds, bytes, at)) continue;
			const near = bytes.toString('latin1', Math.max(0, at - longestName), Math.min(length, at + longestModel));
			if (this.exact.test(near)) return true;
		}
		return false;
	}

	/** @param at of the full stop. */
	private mayBeUnhyphenated(at: number): boolean {
		const bytes = this.memory;
		const kind = kinds[bytes[at + 1] ?? 0];
		return kind === only || this.unhyphenated.some((model) => bytes[at + 1] === model[0] && bytes[at + 2] === model[1]);
	}

	inText(text: string): boolean {
		return this.exact.test(text);
	}
}

/** Hardly a program is longer. In bytes. */
const smallestRoom = 1 << 20;
const longestName = 40;

/** What a byte can be after the full stop. */
const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
	const character = String.fromCharCode(byte);
	if (/[a-z0-9.]/.test(character)) return inner;
	if (/[-"'`]/.test(character)) return last;
	return /[A-Z]/.test(character) ? only : 0;
});

function lastTwo(name: string): number {
	return name.charCodeAt(name.length - 2) | (name.charCodeAt(name.length - 1) << 8);
}
