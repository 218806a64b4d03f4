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
/** From the dot on, a hyphen, a number or the end of a string: `openai.chat` and most of what begins like an ID has none. */
const ending = `[a-z0-9.]{0,80}(?:(?::|%3[Aa])[0-9:]+[km]?m?)?["'\`%-]`;
/** From the dot on. Java's properties write `\:` for a colon. */
const modelPart = /\.(?:[a-z0-9][a-z0-9.-]*(?:(?:\\?:|%3[Aa])[0-9]+(?:(?:\\?:|%3[Aa])[0-9]+[km]m?)?)?|(?=["'`]))/y;
const constantPart = /\.([A-Z][A-Z0-9_]+)/y;

/**
 * The shapes of the IDs of a catalogue, live providers included. Each has a dot behind the provider: a pattern that begins
 * with the dot and looks back is the fastest search that there is.
 */
export class IdShapes {
	/** The dot; its group is what stands before. */
	private readonly dot: RegExp;

	/** The IDs that have no hyphen, from the provider on. */
	readonly unhyphenated: ReadonlySet<string>;

	private constructor(catalogue: Catalogue) {
		this.unhyphenated = unhyphenatedIn(catalogue);
		const names = new Set(catalogue.models.map(({ modelId }) => modelId.slice(0, Math.max(0, modelId.indexOf('.')))));
		const providers = [...names].filter((name) => /^[a-z0-9-]{2,}$/.test(name));
		const longestFirst = [...providers, constants].toSorted((a, b) => b.length - a.length);
		const next = ['[A-Z"\'`]', `[a-z0-9]${ending}`, ...[...this.unhyphenated].map(patternBehindDot)].join('|');
		this.dot = new RegExp(`\\.(?<=(${longestFirst.join('|')})\\.)(?=${next})`, 'g');
	}

	/** Made once for each catalogue. */
	static of(catalogue: Catalogue): IdShapes {
		let shapes = known.get(catalogue);
		if (!shapes) known.set(catalogue, (shapes = new IdShapes(catalogue)));
		return shapes;
	}

	/**
	 * The first shape behind an offset.
	 * @param from where it may begin at the earliest.
	 */
	next(text: string, from: number): IdShape | undefined {
		const { dot } = this;
		dot.lastIndex = from;
		for (let match = dot.exec(text); match; match = dot.exec(text)) {
			const [, name = ''] = match;
			const start = match.index - name.length;
			if (start < from) continue;
			const rest = name === constants ? constantPart : modelPart;
			rest.lastIndex = match.index;
			const found = rest.exec(text);
			if (found) return { start, end: match.index + found[0].length, constant: found[1] };
		}
		return undefined;
	}

	/** True where something has the shape of an ID. */
	isIn(text: string): boolean {
		return this.next(text, 0) !== undefined;
	}
}

function unhyphenatedIn({ modelsById, profilesById }: Catalogue): ReadonlySet<string> {
	const ids = [...modelsById.keys(), ...[...profilesById.keys()].map(behindDot)];
	return new Set(ids.filter((id) => id.includes('.') && !id.includes('-')));
}

function behindDot(id: string): string {
	return id.slice(id.indexOf('.') + 1);
}

function patternBehindDot(id: string): string {
	return behindDot(id).replaceAll(/\W/g, String.raw`\$&`);
}

const known = new WeakMap<Catalogue, IdShapes>();
