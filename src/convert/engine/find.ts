import type { Catalogue } from '../../bedrock/catalogue';
import { modelOfConstant } from './constants';
import { type IdShape, IdShapes } from './idShapes';
import type { ReadMarks } from './readText';
import { pauses, toTheEnd } from './steps';
import { TextConstants } from './textConstants';
import type { Occurrence, OccurrenceKind } from './types';

/** An occurrence before it is known where its line is, and what the characters around it are. */
export type FoundId = Omit<Occurrence, 'place' | 'line' | 'col'>;

/**
 * Finds everything that has the shape of a Bedrock model ID or profile ID: known ones, and unknown ones of a known
 * provider. One pass over the text, in linear time whatever it holds.
 */
export function findIds(text: string, catalogue: Catalogue): readonly FoundId[] {
	return toTheEnd(findIdsInSteps(text, catalogue));
}

/** So many shapes are looked at in one step. */
const shapesInStep = 64;

/** {@link findIds} for a thread that has other things to do: between the steps it may. */
export function* findIdsInSteps(
	text: string,
	catalogue: Catalogue,
	looked?: ReadMarks,
	constants = new TextConstants(text),
): Generator<void, readonly FoundId[]> {
	const shapes = IdShapes.of(catalogue);
	const found: FoundId[] = [];
	let position = 0;
	let count = 0;
	for (let shape = shapes.next(text, 0); shape; shape = shapes.next(text, position)) {
		if (++count % shapesInStep === 0 && pauses()) yield;
		position = shape.end;
		// What may be an ID is one or not by the characters around it, which may stand on the next line.
		looked?.add(shape.start - 30, position + lookedBehind(text, position));
		const id =
			shape.constant === undefined
				? plainId(text, shape, catalogue, constants)
				: constantId(shape, shape.constant, catalogue);
		if (!id) continue;
		found.push(id);
		if (id.end > position) position = id.end;
	}
	return found;
}

/** True where something may be an ID, whatever the characters around it then make of it. */
export function mayHoldIds(text: string, catalogue: Catalogue): boolean {
	return IdShapes.of(catalogue).isIn(text);
}

function plainId(text: string, shape: IdShape, catalogue: Catalogue, constants: TextConstants): FoundId | undefined {
	if (isOrdinaryName(text, shape, catalogue)) return undefined;
	const prefix = prefixBefore(text, shape.start, catalogue);
	if (!prefix) return undefined;
	const { start, isBuilt } = prefix;
	const shaped = text.slice(shape.start, shape.end);
	const pieces = withContinuation(text, shape.start, shaped, catalogue, constants);
	// A sentence's full stop, a range's hyphen.
	const written = pieces ? pieces.written : shaped.replace(/[.-]+$/, '');
	const end = pieces ? pieces.end : shape.start + written.length;
	const modelPart = withColons(written);
	const wildcard = /^(?:[.:-]{0,2}\*|\?)/.exec(text.slice(end, end + 3))?.[0];
	const id = text.slice(start, shape.start) + modelPart + (wildcard ?? '');
	if (!isKnown(id, catalogue) && !isLikeId(modelPart)) return undefined;
	if (!wildcard && !pieces?.isNamed && isLongerName(text, end)) return undefined;
	const kind = pieces ? 'concatenated' : kindOf(text, start, written);
	return {
		id,
		start,
		end: end + (wildcard?.length ?? 0),
		kind,
		isBuilt: isBuilt === true || wildcard !== undefined,
	};
}

/** As the ID is called, whatever escape stands for its colon. */
function withColons(written: string): string {
	return written.includes('%') || written.includes('\\') ? written.replaceAll(/%3a|\\:/gi, ':') : written;
}

/** `openai.chat.completions`: most of what begins like an ID has no hyphen, and ends where it ends. */
function isOrdinaryName(text: string, { start, end }: IdShape, catalogue: Catalogue): boolean {
	const name = text.slice(start, end);
	if (name.includes('-') || name.includes('%') || isQuote(text.charCodeAt(end))) return false;
	return !IdShapes.of(catalogue).unhyphenated.has(name.endsWith('.') ? name.replace(/\.+$/, '') : name);
}

function constantId({ end }: IdShape, constant: string, catalogue: Catalogue): FoundId | undefined {
	const id = modelOfConstant(constant, catalogue);
	return id === undefined ? undefined : { id, start: end - constant.length, end, kind: 'sdkConstant' };
}

/**
 * What stands before the provider: nothing, a region set, or something that the program puts there.
 * @returns `undefined` where the provider is the end of a longer name.
 */
function prefixBefore(
	text: string,
	offset: number,
	catalogue: Catalogue,
): { start: number; isBuilt?: boolean } | undefined {
	const before = text.slice(Math.max(0, offset - 24), offset);
	const last = before.slice(-1);
	if (last === '.') {
		const regionSet = /(?:^|[^\w.@-]|\\[ntr]|:-|%[0-9A-Fa-f]{2})([a-z]{2,6}(?:-[a-z]{2,5})?)\.$/.exec(before)?.[1];
		if (regionSet !== undefined) {
			const isKnown = catalogue.regionSets.some((set) => set.regionSet === regionSet) || /^[a-z]{2}$/.test(regionSet);
			return isKnown ? { start: offset - regionSet.length - 1 } : undefined;
		}
		// `${prefix}.anthropic…`, `prefix + ".anthropic…"`, `%s.anthropic…`: a prefix that only the run knows.
		return /(?:[})>"'`]|%s)\.$/.test(before) ? { start: offset, isBuilt: true } : undefined;
	}
	if (!/[\w@-]/.test(last)) return { start: offset };
	// A line end written as an escape, a shell's default value, an escaped slash.
	return /(?:\\[ntr]|:-|\$\{\w+-|%[0-9A-Fa-f]{2})$/.test(before) ? { start: offset } : undefined;
}

/** An ID over several strings or names. */
interface Pieces {
	readonly written: string;
	/** What is behind the first name is no part of the string. */
	readonly end: number;
	/** A name stands for a part of it. */
	readonly isNamed: boolean;
}

/** Follows an ID over `"…" + "…"`, over two strings side by side, and over the names of constants: `"…-" + VERSION`, `…-${VERSION}`. */
function withContinuation(
	text: string,
	start: number,
	first: string,
	catalogue: Catalogue,
	constants: TextConstants,
): Pieces | undefined {
	let written = first;
	let end = start + first.length;
	let named: number | undefined;
	let best: Pieces | undefined;
	for (let count = 0; count < 8; count++) {
		const behind = text.slice(end, end + 200);
		const joint = joints.exec(behind);
		const piece = joint ? { more: joint[1] ?? '', length: joint[0].length } : constantPiece(behind, constants);
		if (!piece || (!joint && isKnown(written, catalogue))) break;
		if (!joint) named ??= end;
		written += piece.more;
		end += piece.length;
		if (!isKnown(written, catalogue)) continue;
		const isNamed = named !== undefined;
		best = isNamed && goesOn(text, end) ? undefined : { written, end: named ?? end, isNamed };
	}
	return best;
}

/** Something that nobody knows is added behind. */
function goesOn(text: string, end: number): boolean {
	return isLongerName(text, end) || /^["'`]?\s{0,40}(?:\+|\.)\s{0,40}[\w$"'`]/.test(text.slice(end, end + 90));
}

function isKnown(written: string, catalogue: Catalogue): boolean {
	const id = withColons(written);
	return catalogue.modelsById.has(id) || catalogue.profilesById.has(id);
}

/** The value of the constant that an ID goes on with, and what stands behind that in the same string. */
function constantPiece(behind: string, constants: TextConstants): { more: string; length: number } | undefined {
	const match = holes.exec(behind) ?? sums.exec(behind);
	const { name, bare, rest = '' } = match?.groups ?? {};
	const value = constants.valueOf(name ?? bare ?? '');
	return match && value !== undefined ? { more: value + rest, length: match[0].length } : undefined;
}

/** `${VERSION}`, `#{VERSION}`, `{VERSION}`, `$VERSION` */
const holes =
	/^(?:[$#]?\{\s*(?:local\.|this\.|self\.|[A-Z]\w*\.)?(?<name>[A-Za-z_]\w*)\s*\}|\$(?<bare>[A-Za-z_]\w*))(?<rest>[a-z0-9.:-]*)/;

/** `" + VERSION`, `' . self::VERSION`, with the string that may follow. */
const sums =
	/^["'`]\s{0,40}(?:\+|\.\.?|~|&|<>|\|\|)\s{0,40}(?:\$|self::|static::|this\.|self\.|[A-Z]\w*\.)?(?<name>[A-Za-z_]\w*)(?![\w(.[])(?:\s{0,40}(?:\+|\.\.?|~|&|<>|\|\|)\s{0,40}["'`](?<rest>[a-z0-9.:-]*))?/;

/** What is looked at behind an ID to see whether it goes on in another string. */
function lookedBehind(text: string, end: number): number {
	if (!isQuote(text.charCodeAt(end))) return /[${#]/.test(text.charAt(end)) ? 200 : 3;
	const start = jointStart.exec(text.slice(end, end + 100))?.[0] ?? '';
	return start.length > 1 && /(?:["'`]|[+~&|>]\s*|\.\s+)$/.test(start) ? 300 : start.length + 3;
}

/** `"`, `'` or `` ` ``. */
function isQuote(code: number): boolean {
	return code === 0x22 || code === 0x27 || code === 0x60;
}

const jointStart = /^["'`]\s{0,40}(?:\+|\.\.?|~|&|<>|\\|\|\|)?\s{0,40}[rRbBuUfF]{0,2}["'`]?/;

/** From the end of one string into the next: `" + "`, `" . '`, `" \⏎ "`, `" "`. */
const joints = /^["'`]\s{0,40}(?:\+|\.\.?|~|&|<>|\\|\|\|)?\s{0,40}[rRbBuUfF]{0,2}["'`]([a-z0-9.:-]+)/;

/** `openai.chat`, `google.cloud` and `amazon.com` are not IDs; `openai.gpt-6-sol` is. */
function isLikeId(id: string): boolean {
	const model = id.slice(id.indexOf('.') + 1);
	if (!/[0-9]/.test(model) && !/^claude|^titan|^nova|^llama|^mistral/.test(model)) return false;
	return (
		model.includes('-') && !/\.(?:com|org|io|net|[cm]?[jt]sx?|py|md|json|html|ya?ml|txt|png|jpe?g|svg|pdf)$/.test(id)
	);
}

/** A template's hole or more letters follow: the ID is only a part of something. */
function isLongerName(text: string, end: number): boolean {
	return (
		/^[-.:]?(?:[A-Za-z_]|\$\{|\{[a-z_]|%[sdv])/.test(text.slice(end, end + 3)) &&
		!/^\.\s/.test(text.slice(end, end + 2))
	);
}

function kindOf(text: string, start: number, raw: string): OccurrenceKind {
	const before = text.slice(Math.max(0, start - 60), start);
	if (
		(before.endsWith('/') || before.includes('%2')) &&
		/:[a-z-]+(?:\/|%2[Ff])(?:[\w.-]+\/)?$/.test(before) &&
		/(?:-model|-profile|-router|job)[a-z-]*(?:\/|%2[Ff])/.test(before)
	) {
		return 'arn';
	}
	return /%3a/i.test(raw) ? 'urlEncoded' : 'id';
}
