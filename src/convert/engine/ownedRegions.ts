import { countBelow } from './ascending';
import type { Names } from './names';
import type { NamedRegion } from './regionNames';
import { commandAround } from './shellCommand';
import { isBlock } from './blocks';
import { type Frame, isTransparent, siteOf, valueSpanOf } from './sites';
import { pauses } from './steps';
import type { SourceText } from './sourceText';

/** The call or entry that names a Region beside a model ID of its own. */
interface Owner {
	readonly open: number;
	readonly close: number;
	/** Index of the list around it; -1 for none. */
	readonly list: number;
}

/** So many Regions are looked at in one step. */
const mentionsInStep = 8;

/** How far out from a Region its owner is looked for. */
const deepestOwner = 4;
/** In UTF-16 units. */
const longestOwner = 3_000;

/**
 * The Regions that belong to one call or one entry, and to no other: of `LLM(model="a", region="…")` and `LLM(model="b")`
 * the second is sent from wherever the environment says.
 */
export class OwnedRegions {
	private constructor(
		private readonly source: SourceText,
		private readonly owners: ReadonlyMap<NamedRegion, Owner>,
	) {}

	/**
	 * For a thread that has other things to do: between the steps it may.
	 * @param ids where the text's IDs begin, in order.
	 */
	static *readInSteps(
		source: SourceText,
		names: Names,
		mentions: readonly NamedRegion[],
		ids: readonly number[],
	): Generator<void, OwnedRegions> {
		const owners = new Map<NamedRegion, Owner>();
		const { family } = source.syntax;
		const hasOwners = (family === 'code' || family === 'shell') && source.language !== 'terraform' && ids.length > 0;
		for (const [index, mention] of hasOwners ? mentions.entries() : []) {
			if (index % mentionsInStep === 0 && pauses()) yield;
			const owner = family === 'shell' ? inCommand(source, mention, ids) : ownerOf(source, names, mention, ids);
			if (owner) owners.set(mention, owner);
		}
		return new OwnedRegions(source, owners);
	}

	get isEmpty(): boolean {
		return this.owners.size === 0;
	}

	/** True for a Region that belongs to no ID, or to the one at the offset. */
	isFree(mention: NamedRegion, offset: number): boolean {
		const owner = this.owners.get(mention);
		return !owner || (owner.open < offset && offset < owner.close);
	}

	/** True for the Region of another call or entry than the one that holds the offset. */
	isForeign(mention: NamedRegion, offset: number, frames: readonly Frame[]): boolean {
		const owner = this.owners.get(mention);
		if (!owner || this.isFree(mention, offset)) return false;
		if (this.source.syntax.family === 'shell') return true;
		const isCall = frames.some(
			({ callee, open }) => callee !== '' && this.source.code.charAt(open) === '(' && !isTransparent(callee),
		);
		return isCall || (owner.list !== -1 && frames.some(({ index }) => index === owner.list));
	}
}

function ownerOf(source: SourceText, names: Names, mention: NamedRegion, ids: readonly number[]): Owner | undefined {
	let bracket = source.bracketHolding(mention.start);
	for (let level = 0; bracket && level < deepestOwner; level++) {
		const { open, close, parent } = bracket;
		const mark = source.code.charAt(open);
		if (close - open > longestOwner || isBlock(source, open)) break;
		// The default of a parameter holds for all callers that give none.
		if (mark === '(' && (names.functionOpening(open) || isOfClass(source, open))) return undefined;
		if (holdsOne(ids, open, close)) return mark === '[' ? undefined : { open, close, list: listAround(source, parent) };
		bracket = source.brackets.at(parent);
	}
	return inChain(source, mention, ids);
}

/** Kotlin, Scala, C#: the parameters of a class stand behind its name. */
function isOfClass({ code, language }: SourceText, open: number): boolean {
	if (!/^(?:kotlin|scala|csharp|java)$/.test(language)) return false;
	return /\b(?:class|record|struct)\s+\w+(?:\s+@\w+\(\))?\s*$/.test(code.slice(Math.max(0, open - 120), open));
}

/** A builder's chain: `BedrockChatModel.builder().modelId("a").region(Region.EU_WEST_1).build()`. */
function inChain(source: SourceText, mention: NamedRegion, ids: readonly number[]): Owner | undefined {
	const value = valueSpanOf(source, mention.start, mention.end);
	const { frames, statement } = siteOf(source, value.start, value.end);
	const [inner] = frames;
	if (!inner || !/\.(?:aws)?region$/i.test(inner.callee)) return undefined;
	const [open, close] = [inner.calleeStart - 1, statement.end];
	return holdsOne(ids, open, close) ? { open, close, list: -1 } : undefined;
}

/** `aws … --region eu-west-1 --model-id a`: the next command is sent from wherever the environment says. */
function inCommand(source: SourceText, { start }: NamedRegion, ids: readonly number[]): Owner | undefined {
	if (!/(?:--[\w-]*region|-Region)[ =]["']?$/.test(source.text.slice(Math.max(0, start - 24), start))) return undefined;
	const command = commandAround(source, start);
	return holdsOne(ids, command.start, command.end)
		? { open: command.start - 1, close: command.end, list: -1 }
		: undefined;
}

function listAround(source: SourceText, from: number): number {
	let index = from;
	for (let level = 0; level < deepestOwner && index !== -1; level++) {
		const bracket = source.brackets.at(index);
		if (!bracket || isBlock(source, bracket.open)) return -1;
		if (source.code.charAt(bracket.open) === '[') return index;
		index = bracket.parent;
	}
	return -1;
}

function holdsOne(sorted: readonly number[], from: number, to: number): boolean {
	return (sorted[countBelow(sorted, from)] ?? to) < to;
}
