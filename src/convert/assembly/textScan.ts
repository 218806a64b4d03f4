// Tells comments, strings, brackets, words and lines of a text apart in one linear pass; see ../engine/textScan.ts, which
// reads what is found. All offsets are bytes of the text, of which each stands for one UTF-16 unit.
//
// How it is used: prepare(); write the syntax and the text to their addresses; scan(); read the lists.

import { keepHoles } from './holes';
import { copyList, List, listSize, place } from './lists';
import { endOfWord, findOneOf, hashOf, isOfWord, isSame, isSpace } from './units';

// What a syntax says of each character; the table is followed by one byte of flags and the openings.
const openMark: u8 = 1;
const closeMark: u8 = 2;
/** A quote, the beginning of a comment, or a slash that may open a regular expression. */
const spanMark: u8 = 3;
const wordMark: u8 = 4;
const flagsField: usize = 256;
const openingsField: usize = 260;
const isCodeFlag: u8 = 1;
const hasRegExpsFlag: u8 = 2;
const hasCharactersFlag: u8 = 4;

// An opening: what begins a comment or a string. The last one is followed by a zero.
const openingLength: usize = 24;
const kindField: usize = 0;
const blockComment: u8 = 1;
const lineComment: u8 = 2;
const quoteMark: u8 = 3;
const lengthField: usize = 1;
/** Of the quote in its syntax. */
const indexField: usize = 2;
const detailField: usize = 3;
/** Of a quote: the string may span lines. */
const spansLinesDetail: u8 = 1;
/** Of a line comment: no comment behind a colon, or only where a line begins. */
const notBehindColonDetail: u8 = 1;
const atLineStartDetail: u8 = 2;
const closeLengthField: usize = 4;
const openField: usize = 5;
const closeField: usize = 14;

const syntaxSize: usize = 1024;
const mostQuotes: i32 = 8;

const blockLength: i32 = 16;
const lineEnd: u8 = 0x0a;
const backslash: u8 = 0x5c;

// Spans: start, end, index of the quote or -1 for a comment. Brackets: open, close, index of the one around it. Turns: place,
// index of the bracket that is the innermost one from there on. Levels, of brackets that are open: index, then how deep the
// nearest one of each kind stands, it included. Words: start, hash. Lines: start, of all but the first.
const spans = changetype<List>(memory.data(listSize));
const brackets = changetype<List>(memory.data(listSize));
const turns = changetype<List>(memory.data(listSize));
const levels = changetype<List>(memory.data(listSize));
const words = changetype<List>(memory.data(listSize));
const lines = changetype<List>(memory.data(listSize));
/** How many words each row has, from the second number on; then where it ends in the list of all. */
let rows: usize = 0;
let rowBits: u32 = 0;
/** What the host reads. */
let found: usize = 0;

let syntax: usize = 0;
let text: usize = 0;
let code: usize = 0;
let length: i32 = 0;
/** For each quote, up to where it is known that nothing closes it: hostile text is not searched again and again. */
let unclosed: usize = 0;
let isTooLong: bool = false;
let isWhole: bool = true;
let isInComment: bool = false;
/** Brackets that are closed without being opened: how many, -1 where one is closed by another's mark. */
let unopenedCount: i32 = 0;
let unopened: usize = 0;
const mostUnopened: i32 = 100;

/**
 * Lays out the memory for a text; what was found in another one is lost.
 * @param share so many records of each kind there may be: the text's length, halved so often.
 * @returns false where the memory cannot be had.
 */
export function prepare(textLength: i32, share: i32): bool {
	length = textLength;
	const records = (length >> share) + 64;
	syntax = (__heap_base + 15) & ~15;
	unclosed = syntax + syntaxSize;
	unopened = unclosed + mostQuotes * 4;
	let at = unopened + 128;
	at = place(spans, at, records, 3);
	at = place(brackets, at, records, 3);
	at = place(turns, at, 2 * records, 2);
	at = place(levels, at, records, 4);
	at = place(words, at, 2 * records, 2);
	at = place(lines, at, records, 1);
	rowBits = max(leastRowBits, min(mostRowBits, 32 - clz(length >> 5)));
	rows = at;
	at += ((1 << rowBits) + 1) * 4;
	found = at;
	at += (records * (3 + 3 + 4 + 1 + 2) + (1 << rowBits) + 1) * 4 + 2 * records;
	text = (at + 31) & ~15;
	code = (text + length + 2 * blockLength) & ~15;
	const pages = <i32>((code + length + blockLength + 0xffff) >> 16);
	const missing = pages - memory.size();
	return missing <= 0 || memory.grow(missing) !== -1;
}

/** @param from where to begin: what stands before it is only looked back at. @returns false where there are more records than there is room for. */
export function scan(from: i32): bool {
	memory.fill(unclosed, 0, mostQuotes * 4);
	memory.copy(code, text, length);
	memory.fill(text + length, 0, blockLength);
	memory.fill(code + length, 0, blockLength);
	memory.fill(rows, 0, ((1 << rowBits) + 1) * 4);
	isTooLong = false;
	isWhole = true;
	isInComment = false;
	unopenedCount = 0;
	findLines();
	let position = from;
	while (position < length && !isTooLong) {
		const unit = load<u8>(code + position);
		const mark = load<u8>(syntax + unit);
		if (mark === wordMark) position = addWord(position);
		else if (mark === 0) position++;
		else if (mark === openMark) openBracket(unit, position++);
		else if (mark === closeMark) {
			const opening = openingOf(unit);
			if (unopenedCount >= 0) noteUnopened(unit, opening);
			closeBracket(opening, position++);
		} else position = readSpan(unit, position);
	}
	if (isTooLong) return false;
	handOver();
	return true;
}

/** Makes room for one more record. @returns its address; that of the last one where there is no room. */
function add(list: List, fields: i32): usize {
	if (list.count === list.capacity) {
		isTooLong = true;
		list.count--;
	}
	return list.start + list.count++ * fields * 4;
}

function findLines(): void {
	for (let at = 0; at < length && !isTooLong; at += blockLength) {
		let ends = <u32>i8x16.bitmask(i8x16.eq(v128.load(text + at), i8x16.splat(lineEnd)));
		for (; ends !== 0; ends &= ends - 1) store<i32>(add(lines, 1), at + ctz(ends) + 1);
	}
}

// Words.

const mostRowBits: u32 = 12;
const leastRowBits: u32 = 6;

/** @returns where the word ends. */
function addWord(start: i32): i32 {
	const end = endOfWord(code, start + 1, length);
	const hash = hashOf(code + start, end - start);
	const at = add(words, 2);
	store<i32>(at, start);
	store<u32>(at, hash, 4);
	const row = rows + ((hash >> (32 - rowBits)) + 1) * 4;
	store<i32>(row, load<i32>(row) + 1);
	return end;
}

/** Puts what was found side by side, the words row by row and in the order of the text within each. */
function handOver(): void {
	let to = found;
	to = copyList(spans, 3, to);
	to = copyList(brackets, 3, to);
	to = copyList(turns, 2, to);
	to = copyList(lines, 1, to);
	const rowCount = 1 << rowBits;
	for (let row = 1; row <= rowCount; row++) {
		const at = rows + row * 4;
		store<i32>(at, load<i32>(at) + load<i32>(at - 4));
	}
	memory.copy(to, rows, (rowCount + 1) * 4);
	to += (rowCount + 1) * 4;
	const count = words.count;
	const tags = to + count * 4;
	const shift = 32 - rowBits;
	for (let index = 0; index < count; index++) {
		const word = words.start + index * 8;
		const hash = load<u32>(word, 4);
		const row = rows + (hash >> shift) * 4;
		const place = load<i32>(row);
		store<i32>(row, place + 1);
		store<i32>(to + place * 4, load<i32>(word));
		store<u8>(tags + place, <u8>hash);
	}
}

// Brackets.

function openingOf(unit: u8): u8 {
	if (unit === 0x29) return 0x28;
	return unit === 0x5d ? 0x5b : 0x7b;
}

/** Of the field of levels that tells of the kind of bracket. */
function fieldOf(opening: u8): usize {
	if (opening === 0x28) return 4;
	return opening === 0x5b ? 8 : 12;
}

const braceField: usize = 12;

function openBracket(opening: u8, position: i32): void {
	const index = brackets.count;
	const depth = levels.count;
	const around = levels.start + (depth - 1) * 16;
	const bracket = add(brackets, 3);
	const level = add(levels, 4);
	store<i32>(bracket, position);
	store<i32>(bracket, length, 4);
	if (depth > 0) {
		store<i32>(bracket, load<i32>(around), 8);
		store<i64>(level, load<i64>(around, 4), 4);
		store<i32>(level, load<i32>(around, 12), 12);
	} else {
		store<i32>(bracket, -1, 8);
		store<i64>(level, -1, 4);
		store<i32>(level, -1, 12);
	}
	store<i32>(level + fieldOf(opening), depth);
	store<i32>(level, index);
	turn(position, index);
}

/**
 * Inner brackets that were never closed end with theirs; but no block ends with a bracket around it, and one that nothing
 * opened is passed over.
 */
function closeBracket(opening: u8, position: i32): void {
	if (levels.count === 0) return;
	const top = levels.start + (levels.count - 1) * 16;
	const depth = load<i32>(top + fieldOf(opening));
	if (depth < 0 || (opening !== 0x7b && load<i32>(top + braceField) > depth)) return;
	store<i32>(brackets.start + load<i32>(levels.start + depth * 16) * 12, position, 4);
	levels.count = depth;
	turn(position, depth === 0 ? -1 : load<i32>(levels.start + (depth - 1) * 16));
}

function turn(position: i32, innermost: i32): void {
	const at = add(turns, 2);
	store<i32>(at, position);
	store<i32>(at, innermost, 4);
}

function noteUnopened(unit: u8, opening: u8): void {
	if (levels.count > 0) {
		const innermost = load<i32>(levels.start + (levels.count - 1) * 16);
		const open = load<i32>(brackets.start + innermost * 12);
		if (load<u8>(text + open) !== opening) unopenedCount = -1;
	} else if (unopenedCount < mostUnopened) store<u8>(unopened + unopenedCount++, unit);
}

// Comments and strings.

/** Reads what begins at an offset: a comment, a string, a regular expression, or none of them. @returns where to read on. */
function readSpan(unit: u8, position: i32): i32 {
	for (let opening = syntax + openingsField; load<u8>(opening) !== 0; opening += openingLength) {
		if (load<u8>(opening, openField) !== unit || !opensAt(opening, position)) continue;
		const kind = load<u8>(opening, kindField);
		const open = <i32>load<u8>(opening, lengthField);
		let end = -1;
		if (kind === blockComment) end = endOfComment(position + open, opening);
		else if (kind === lineComment) {
			if (!mayBeComment(load<u8>(opening, detailField), position)) continue;
			end = endOfLine(position);
		} else {
			if ((load<u8>(syntax, flagsField) & hasCharactersFlag) !== 0 && unit === 0x27) {
				end = endOfCharacter(position);
				if (end === -1) break;
			} else {
				// An apostrophe within a bare word.
				if (!isCode() && unit === 0x27 && open === 1 && isOfWord(unitBefore(position))) continue;
				end = endOfString(position, opening);
				if (end === -1) continue;
			}
		}
		const isComment = kind !== quoteMark;
		const span = add(spans, 3);
		store<i32>(span, position);
		store<i32>(span, end, 4);
		store<i32>(span, isComment ? -1 : <i32>load<u8>(opening, indexField), 8);
		return blank(position, end, isComment ? 0 : open, !isComment);
	}
	if ((load<u8>(syntax, flagsField) & hasRegExpsFlag) !== 0 && unit === 0x2f) {
		const end = endOfRegularExpression(position);
		if (end !== -1) return blank(position, end, 1, false);
	}
	return isOfWord(unit) ? addWord(position) : position + 1;
}

function isCode(): bool {
	return (load<u8>(syntax, flagsField) & isCodeFlag) !== 0;
}

function opensAt(opening: usize, position: i32): bool {
	return standsAt(opening + openField, <i32>load<u8>(opening, lengthField), position);
}

function standsAt(wanted: usize, count: i32, position: i32): bool {
	return position + count <= length && isSame(wanted, count, text + position);
}

/** A line end before the text. */
function unitBefore(position: i32): u8 {
	return position === 0 ? lineEnd : load<u8>(text + position - 1);
}

function mayBeComment(detail: u8, position: i32): bool {
	const before = unitBefore(position);
	// Among bare values a `#` within a word is no comment, and `://` is a URL.
	if (!isCode() && !isSpace(before)) return false;
	if (detail === notBehindColonDetail) return before !== 0x3a;
	return detail !== atLineStartDetail || startsLine(position);
}

function startsLine(position: i32): bool {
	const first = max(0, position - 100);
	let at = position;
	while (at > first && (load<u8>(text + at - 1) === 0x20 || load<u8>(text + at - 1) === 0x09)) at--;
	return at === first || load<u8>(text + at - 1) === lineEnd;
}

function endOfLine(position: i32): i32 {
	return findOneOf(text, position, length, lineEnd, lineEnd, lineEnd);
}

function endOfComment(from: i32, opening: usize): i32 {
	const count = <i32>load<u8>(opening, closeLengthField);
	const first = load<u8>(opening, closeField);
	for (let at = findOneOf(text, from, length, first, first, first); at < length;) {
		if (standsAt(opening + closeField, count, at)) return at + count;
		at = findOneOf(text, at + 1, length, first, first, first);
	}
	isInComment = true;
	return length;
}

/** @returns -1 for a string that its line, or the text, does not close. */
function endOfString(position: i32, opening: usize): i32 {
	const known = unclosed + <usize>load<u8>(opening, indexField) * 4;
	if (position < load<i32>(known)) return -1;
	const count = <i32>load<u8>(opening, lengthField);
	const spansLines = load<u8>(opening, detailField) === spansLinesDetail;
	const first = load<u8>(opening, openField);
	const last = spansLines ? first : lineEnd;
	let at = findOneOf(text, position + count, length, first, backslash, last);
	while (at < length) {
		const unit = load<u8>(text + at);
		// What a backslash stands before is passed over.
		if (unit === backslash) at++;
		else if (unit === lineEnd) break;
		else if (opensAt(opening, at)) return at + count;
		at = findOneOf(text, at + 1, length, first, backslash, last);
	}
	store<i32>(known, min(at, length));
	if (spansLines) isWhole = false;
	return -1;
}

/** One character in quotes, an escape included. @returns -1 where it is none. */
function endOfCharacter(position: i32): i32 {
	if (position + 1 >= length) return -1;
	const unit = load<u8>(text + position + 1);
	if (unit !== backslash) {
		if (unit === 0x27 || unit === lineEnd || position + 2 >= length) return -1;
		return load<u8>(text + position + 2) === 0x27 ? position + 3 : -1;
	}
	let last = position + 2;
	while (last < length && last < position + 10 && load<u8>(text + last) !== lineEnd) last++;
	// The longest one: eight characters behind the backslash at most, one at least.
	for (let at = last; at > position + 2; at--) if (at < length && load<u8>(text + at) === 0x27) return at + 1;
	return -1;
}

/** A slash opens a regular expression only where a value may begin. */
function endOfRegularExpression(position: i32): i32 {
	const first = max(0, position - 40);
	let before = position;
	while (before > first && isSpace(load<u8>(text + before - 1))) before--;
	if (before > first && !isBeforeValue(first, before)) return -1;
	let isInClass = false;
	for (let end = position + 1; end < length && end < position + 300; end++) {
		const unit = load<u8>(text + end);
		if (unit === lineEnd) return -1;
		if (unit === backslash) end++;
		else if (unit === 0x5b) isInClass = true;
		else if (unit === 0x5d) isInClass = false;
		else if (unit === 0x2f && !isInClass) return end + 1;
	}
	return -1;
}

function isBeforeValue(first: i32, end: i32): bool {
	switch (load<u8>(text + end - 1)) {
		case 0x3d: // =
		case 0x28: // (
		case 0x2c: // ,
		case 0x3a: // :
		case 0x5b: // [
		case 0x21: // !
		case 0x26: // &
		case 0x7c: // |
		case 0x3f: // ?
		case 0x7b: // {
		case 0x7d: // }
		case 0x3b: // ;
		case 0x3e: // >
			return true;
	}
	return endsWith('return', first, end) || endsWith('typeof', first, end) || endsWith('case', first, end);
}

function endsWith(word: string, first: i32, end: i32): bool {
	const start = end - word.length;
	if (start < first) return false;
	for (let index = 0; index < word.length; index++) {
		if (load<u8>(text + start + index) !== <u8>word.charCodeAt(index)) return false;
	}
	return start === first || !isOfWord(load<u8>(text + start - 1));
}

/**
 * Blanks a comment or the inside of a string in the code, line ends excepted. What a string takes from outside (`{name}`,
 * `${name}`) stays without its marks, so that uses of names are found there too.
 * @returns where it ends.
 */
function blank(start: i32, end: i32, margin: i32, mayHaveHoles: bool): i32 {
	const from = start + margin;
	const to = end - margin;
	let hasHoles = false;
	let at = from;
	for (; at + blockLength <= to; at += blockLength) {
		const units = v128.load(text + at);
		const isHole = v128.or(i8x16.eq(units, i8x16.splat(0x7b)), i8x16.eq(units, i8x16.splat(0x24)));
		if (v128.any_true(isHole)) hasHoles = true;
		const isEnd = i8x16.eq(units, i8x16.splat(lineEnd));
		v128.store(code + at, v128.bitselect(units, i8x16.splat(0x20), isEnd));
	}
	for (; at < to; at++) {
		const unit = load<u8>(text + at);
		if (unit === lineEnd) continue;
		if (unit === 0x7b || unit === 0x24) hasHoles = true;
		store<u8>(code + at, 0x20);
	}
	if (hasHoles && mayHaveHoles && keepHoles(text, code, from, to)) {
		for (let at = from; at < to;) at = isOfWord(load<u8>(code + at)) ? addWord(at) : at + 1;
	}
	return end;
}

// What the host reads.

/** The addresses of what it writes: the syntax and the text. */
export function syntaxAt(): usize {
	return syntax;
}
export function textAt(): usize {
	return text;
}

const results = memory.data(48);

/**
 * @returns the address of twelve numbers: where the code is, and what was found in it (records of spans, brackets, turns and
 * lines, then where each row of words begins and the last one ends, then the starts of the words, and a byte of each one's hash); how
 * many spans, brackets, turns, lines and words there are, and of how many bits their rows; whether every string that may span
 * lines is closed, whether a comment goes on to the end; where the brackets stand that nothing opened, and how many.
 */
export function resultsAt(): usize {
	store<usize>(results, code);
	store<usize>(results, found, 4);
	store<i32>(results, spans.count, 8);
	store<i32>(results, brackets.count, 12);
	store<i32>(results, turns.count, 16);
	store<i32>(results, lines.count, 20);
	store<i32>(results, words.count, 24);
	store<i32>(results, rowBits, 28);
	store<i32>(results, isWhole ? 1 : 0, 32);
	store<i32>(results, isInComment ? 1 : 0, 36);
	store<usize>(results, unopened, 40);
	store<i32>(results, unopenedCount, 44);
	return results;
}
