import { candidateSearch, type CandidateSearch } from './candidateSearch';
import { constants, type IdNames, idPattern } from './idPattern';
import { largestFile } from './skipReason';

/** What a pair of letters before a full stop can be, in the order of how much must follow. */
const nameWithHyphen = 1;
const nameWithOrWithoutHyphen = 2;

/**
 * Tells which texts can name a model: all that do, and hardly any other. It runs over every byte of a workspace, so it goes
 * from one full stop to the next, and looks at two letters before it and one after it before it looks at more. The same as
 * a regular expression costs many times as much.
 */
export class IdHint {
	/** Where bytes are put to be looked at. */
	readonly bytes: Buffer;
	private readonly exact: RegExp;
	/** By the last two letters of a name, the last one in the upper half. */
	private readonly names = new Uint8Array(0x10000);
	private readonly search: CandidateSearch;

	constructor(names: IdNames) {
		const { providers, unhyphenated } = names;
		for (const name of [...providers, constants]) this.names[lastTwo(name)] = nameWithHyphen;
		for (const { provider } of unhyphenated) this.names[lastTwo(provider)] = nameWithOrWithoutHyphen;
		this.exact = new RegExp(idPattern(names));
		this.search = candidateSearch({ after: kinds, before: this.names }, largestFile + 1);
		const { buffer, byteOffset, length } = this.search.text;
		this.bytes = Buffer.from(buffer, byteOffset, length);
	}

	/** Looks at the first bytes, a text in an encoding that leaves ASCII as it is. */
	inBytes(length: number): boolean {
		const { bytes, names, search } = this;
		for (let at = search.next(0, length); at < length; at = search.next(at + 1, length)) {
			const isConstant = kinds[bytes[at + 1] ?? 0] === capital;
			const name = names[(bytes[at - 2] ?? 0) | ((bytes[at - 1] ?? 0) << 8)];
			if (name === nameWithHyphen && !isConstant) {
				let end = at + 1;
				while (kinds[bytes[end] ?? 0] === inner) end++;
				if (kinds[bytes[end] ?? 0] !== last) continue;
			}
			const near = bytes.toString('latin1', Math.max(0, at - longestName), Math.min(length, at + longestModel));
			if (this.exact.test(near)) return true;
		}
		return false;
	}

	inText(text: string): boolean {
		return this.exact.test(text);
	}
}

const longestName = 40;
const longestModel = 200;

/** What a byte can be after the full stop. */
const other = 0;
const inner = 1;
const last = 2;
const capital = 3;
const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
	const character = String.fromCharCode(byte);
	if (/[a-z0-9.]/.test(character)) return inner;
	if (/[-"'`]/.test(character)) return last;
	return /[A-Z]/.test(character) ? capital : other;
});

function lastTwo(name: string): number {
	return name.charCodeAt(name.length - 2) | (name.charCodeAt(name.length - 1) << 8);
}
