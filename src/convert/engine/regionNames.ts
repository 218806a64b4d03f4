import type { Catalogue } from '../../bedrock/catalogue';
import { characterTable } from './characterTable';
import { pauses } from './steps';

/** What may be a Region's name, in any SDK's spelling. */
export const regionShape =
	/(?<!\w)(?<!(?<!:)-)(?:[a-z]{2}(?:-[a-z]{2,9}){1,2}-[0-9]|[A-Z]{2}(?:_[A-Z]{2,9}){1,2}_[0-9]|[A-Z]{2}[A-Z][A-Za-z]{3,13}[0-9]|us[A-Z][A-Za-z]{3,12}[0-9]|(?:eu|ap|ca|sa|me|af|il|mx)[A-Z][A-Za-z]{3,12}[0-9]|(?<=\.)(?:us|eu|ap|ca|sa|me|af|il|mx)(?:gov|iso[a-z]?)?(?:north|south|east|west|central)[a-z]{0,4}[0-9])(?![\w-]*\w)/;

/** A Region that a text names. */
export interface NamedRegion {
	readonly region: string;
	readonly start: number;
	readonly end: number;
}

/** So many endings are looked at in one step. */
const endingsInStep = 512;
const hyphen = 0x2d;

/** The Regions of a catalogue, in any SDK's spelling. Each ends with a digit, of which texts have few. */
export class RegionNames {
	/** Each spelling with the Region's own name. */
	private readonly spellings = new Map<string, string>();
	/** Soto's spellings, which are known behind a full stop only: `.useast1`. */
	private readonly cases = new Map<string, string>();
	private readonly longest: number;
	/** The last two characters of every spelling, the rarer one first. A pattern is fast from its second use on; a loop has to be run for long. */
	private readonly ending: RegExp;

	private constructor(catalogue: Catalogue) {
		for (const region of Object.keys(catalogue.regionNames)) {
			for (const spelling of spellingsOf(region)) {
				if (regionShape.exec(spelling)?.[0] === spelling) this.spellings.set(spelling, region);
			}
			this.cases.set(region.replaceAll('-', ''), region);
		}
		const spellings = [...this.spellings.keys()];
		this.longest = Math.max(0, ...spellings.map(({ length }) => length));
		const lettersOf = (from: number, to?: number): string =>
			[...new Set(spellings.map((spelling) => spelling.slice(from, to)))].toSorted().join('');
		const last = `[${lettersOf(-1)}]`;
		this.ending = new RegExp(`${last}(?<=[${lettersOf(-2, -1)}]${last})(?!-*\\w)`, 'g');
	}

	/** Made once for each catalogue. */
	static of(catalogue: Catalogue): RegionNames {
		let names = known.get(catalogue);
		if (!names) known.set(catalogue, (names = new RegionNames(catalogue)));
		return names;
	}

	/** Hands on each Region that a text names, in the order of the text, until it is told that there are enough. */
	*findInSteps(text: string, hasEnough: (found: NamedRegion) => boolean): Generator<void, void> {
		const { ending } = this;
		let from = 0;
		for (let count = 1; ; count++) {
			if (count % endingsInStep === 0 && pauses()) yield;
			// Others use the pattern between two steps.
			ending.lastIndex = from;
			if (!ending.test(text)) return;
			from = ending.lastIndex;
			const found = this.endingAt(text, from - 1);
			if (found && hasEnough(found)) return;
		}
	}

	/** The name whose digit stands at an offset. */
	private endingAt(text: string, at: number): NamedRegion | undefined {
		const limit = Math.max(0, at - this.longest - 1);
		let start = at;
		while (start > limit && ofCompound[text.charCodeAt(start - 1)] === 1) start--;
		// A shell's default: `${REGION:-us-east-1}`.
		if (text.charCodeAt(start) === hyphen && text.charAt(start - 1) === ':') start++;
		if (start > 0 && start === limit && ofCompound[text.charCodeAt(start - 1)] === 1) return undefined;
		const spelling = text.slice(start, at + 1);
		const region =
			this.spellings.get(spelling) ?? (text.charAt(start - 1) === '.' ? this.cases.get(spelling) : undefined);
		return region === undefined ? undefined : { region, start, end: at + 1 };
	}
}

const known = new WeakMap<Catalogue, RegionNames>();

/** `us-east-1`, `US_EAST_1` (Java, PHP), `USEast1` (.NET), `usEast1` (Swift). */
function spellingsOf(region: string): readonly string[] {
	const [first = '', ...others] = region.split('-');
	const compounds = others.map((part) =>
		part.replace(/^(north|south)?(east|west)?$/, (_all, a?: string, b?: string) => capital(a) + capital(b)),
	);
	const rest = compounds.map(capital).join('');
	// .NET: `APSoutheast2`, `USGovCloudWest1`.
	const dotNet = others.map((part) => (part === 'gov' ? 'GovCloud' : capital(part)));
	return [
		region,
		region.replaceAll('-', '_').toUpperCase(),
		first.toUpperCase() + rest,
		first + rest,
		first + others.map(capital).join(''),
		first.toUpperCase() + dotNet.join(''),
	];
}

function capital(word: string | undefined): string {
	return word ? word.charAt(0).toUpperCase() + word.slice(1) : '';
}

/** A letter, a digit, `_` or `-`. */
const ofCompound = characterTable('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-');
