import type { Catalogue } from '../../bedrock/catalogue';
import { modelOfConstant } from './constants';
import { type IdShape, IdShapes } from './idShapes';
import type { ReadMarks } from './readText';
import { pauses, toTheEnd } from './steps';
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
			shape.constant === undefined ? plainId(text, shape, catalogue) : constantId(shape, shape.constant, catalogue);
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

function plainId(text: string, shape: IdShape, catalogue: Catalogue): FoundId | undefined {
	if (isOrdinaryName(text, shape, catalogue)) return undefined;
	const prefix = prefixBefore(text, shape.start, catalogue);
	if (!prefix) return undefined;
	const { start, isBuilt } = prefix;
	const shaped = text.slice(shape.start, shape.end);
	const pieces = withContinuation(text, shape.start, shaped, catalogue);
	// A sentence's full stop, a range's hyphen.
	const written = pieces ? pieces.written : shaped.replace(/[.-]+$/, '');
	const end = pieces ? pieces.end : shape.start + written.length;
	const modelPart = written.replaceAll(/%3a/gi, ':');
	const wildcard = /^(?:[.:-]{0,2}\*|\?)/.exec(text.slice(end, end + 3))?.[0];
	const id = text.slice(start, shape.start) + modelPart + (wildcard ?? '');
	const isKnown = catalogue.modelsById.has(id) || catalogue.profilesById.has(id);
	if (!isKnown && !isLikeId(modelPart)) return undefined;
	if (!wildcard && isLongerName(text, end)) return undefined;
	const kind = pieces ? 'concatenated' : kindOf(text, start, written);
	return {
		id,
		start,
		end: end + (wildcard?.length ?? 0),
		kind,
		isBuilt: isBuilt === true || wildcard !== undefined,
	};
}

/** `openai.chat.completions`: most of what begins like an ID has no hyphen, and ends where it ends. */
function isOrdinaryName(text: string, { start, end }: IdShape, catalogue: Catalogue): boolean {
	const name = text.slice(start, end);
	if (name.includes('-') || name.includes('%') || isQuote(text.charCodeAt(end))) return false;
	return !unhyphenatedIn(catalogue).has(name.endsWith('.') ? name.replace(/\.+$/, '') : name);
}

/** The IDs that have no hyphen, from the provider on. */
function unhyphenatedIn(catalogue: Catalogue): ReadonlySet<string> {
	const known = unhyphenated.get(catalogue);
	if (known) return known;
	const profiles = [...catalogue.profilesById.keys()];
	const ids = [...catalogue.modelsById.keys(), ...profiles, ...profiles.map((id) => id.slice(id.indexOf('.') + 1))];
	const names = new Set(ids.filter((id) => !id.includes('-')));
	unhyphenated.set(catalogue, names);
	return names;
}

const unhyphenated = new WeakMap<Catalogue, ReadonlySet<string>>();

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

/** Follows an ID over `"…" + "…"`, and over two strings side by side. */
function withContinuation(
	text: string,
	start: number,
	first: string,
	catalogue: Catalogue,
): { written: string; end: number } | undefined {
	let written = first;
	let end = start + first.length;
	let best: { written: string; end: number } | undefined;
	for (let count = 0; count < 8; count++) {
		const joint = joints.exec(text.slice(end, end + 200));
		const more = joint?.[1];
		if (!joint || more === undefined) break;
		written += more;
		end += joint[0].length;
		const id = written.replaceAll(/%3a/gi, ':');
		if (catalogue.modelsById.has(id) || catalogue.profilesById.has(id)) best = { written, end };
	}
	return best;
}

/** What is looked at behind an ID to see whether it goes on in another string. */
function lookedBehind(text: string, end: number): number {
	if (!isQuote(text.charCodeAt(end))) return 3;
	const start = jointStart.exec(text.slice(end, end + 100))?.[0] ?? '';
	return start.length > 1 && /["'`]$/.test(start) ? 300 : start.length + 3;
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
		/:[a-z-]+(?:\/|%2[Ff])(?:[\w.-]+\/)?$/.test(before) &&
		/(?:-model|-profile|-router|job)[a-z-]*(?:\/|%2[Ff])/.test(before)
	) {
		return 'arn';
	}
	return /%3a/i.test(raw) ? 'urlEncoded' : 'id';
}
