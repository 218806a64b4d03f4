import type { Catalogue } from '../../bedrock/catalogue';

/** Something that may be an ID, by its characters alone. */
export interface IdShape {
	/** Where the provider begins, or the name before a constant. */
	readonly start: number;
	/** Exclusive. */
	readonly end: number;
	/** `CLAUDE_3_HAIKU` of `FoundationModelIdentifier.CLAUDE_3_HAIKU`. */
	readonly constant: string | undefined;
}

const constants = 'FoundationModelIdentifier';
/** From the dot on. */
const modelPart = /\.(?:[a-z0-9][a-z0-9.-]*(?:(?::|%3[Aa])[0-9]+(?:(?::|%3[Aa])[0-9]+[km]m?)?)?|(?=["'`]))/y;
const constantPart = /\.([A-Z][A-Z0-9_]+)/y;

/**
 * The shapes of the IDs of a catalogue, live providers included. Each has a dot behind the provider, and a search for one
 * character is the fastest that there is.
 */
export class IdShapes {
	/** The last two letters of each provider, as {@link pairOf} numbers them, with all that end so: longest first. */
	private readonly byEnd = new Map<number, string[]>();
	private readonly isEnd = new Uint8Array(128 * 128);

	private constructor(catalogue: Catalogue) {
		const names = new Set(catalogue.models.map(({ modelId }) => modelId.slice(0, Math.max(0, modelId.indexOf('.')))));
		const providers = [...names].filter((name) => /^[a-z0-9-]{2,}$/.test(name));
		for (const provider of [...providers, constants].toSorted((a, b) => b.length - a.length)) {
			const end = pairOf(provider, provider.length);
			this.isEnd[end] = 1;
			this.byEnd.set(end, [...(this.byEnd.get(end) ?? []), provider]);
		}
	}

	/** Made once for each catalogue. */
	static of(catalogue: Catalogue): IdShapes {
		let shapes = known.get(catalogue);
		if (!shapes) known.set(catalogue, (shapes = new IdShapes(catalogue)));
		return shapes;
	}

	/**
	 * The shape around a dot.
	 * @param from where it may begin at the earliest.
	 */
	at(text: string, dot: number, from: number): IdShape | undefined {
		if (dot - from < 2) return undefined;
		const end = pairOf(text, dot);
		if (end < 0 || this.isEnd[end] !== 1) return undefined;
		for (const provider of this.byEnd.get(end) ?? []) {
			const start = dot - provider.length;
			if (start < from || !text.startsWith(provider, start)) continue;
			const rest = provider === constants ? constantPart : modelPart;
			rest.lastIndex = dot;
			const match = rest.exec(text);
			if (match) return { start, end: dot + match[0].length, constant: match[1] };
		}
		return undefined;
	}

	/** True where something has the shape of an ID. */
	isIn(text: string): boolean {
		for (let dot = text.indexOf('.'); dot !== -1; dot = text.indexOf('.', dot + 1)) {
			if (this.at(text, dot, 0)) return true;
		}
		return false;
	}
}

const known = new WeakMap<Catalogue, IdShapes>();

/** A number for the two characters before an offset; negative where one is not ASCII. */
function pairOf(text: string, offset: number): number {
	const [first, second] = [text.charCodeAt(offset - 2), text.charCodeAt(offset - 1)];
	return first < 128 && second < 128 ? first * 128 + second : -1;
}
