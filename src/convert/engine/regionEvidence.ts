import type { Catalogue } from '../../bedrock/catalogue';
import { FileClients } from './clients';
import type { FoundId } from './find';
import { placesOf } from './syntax';
import type { RegionEvidence, RegionEvidenceSource } from './types';

/** A Region that a text names where it means "send requests there". */
interface RegionMention {
	readonly region: string;
	readonly start: number;
	readonly line: number;
}

/** Reads the Regions of one text, once; then answers for each occurrence which one it is sent from. */
export class FileRegions {
	private readonly mentions: readonly RegionMention[];
	private readonly byAlias: ReadonlyMap<string, string>;
	private readonly clients: FileClients;

	constructor(
		private readonly text: string,
		language: string,
		catalogue: Catalogue,
	) {
		this.byAlias = regionAliases(catalogue);
		this.clients = new FileClients(text);
		this.mentions = findMentions(text, language, this.byAlias);
	}

	/**
	 * @returns the strongest evidence in the file; several Regions where the file contradicts itself and no client could be
	 * followed; `undefined` where the file names none.
	 */
	evidenceFor(occurrence: FoundId): RegionEvidence | undefined {
		return this.own(occurrence) ?? this.byClient(occurrence) ?? this.byFile();
	}

	/** The Region in the ARN or URL that holds the ID. */
	private own(occurrence: FoundId): RegionEvidence | undefined {
		const before = this.text.slice(Math.max(0, occurrence.start - 200), occurrence.start);
		const arn = /arn:[\w-]+:bedrock:([a-z0-9-]+):[0-9]*:[a-z-]+\/$/.exec(before);
		const url = /bedrock-runtime(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com|api\.aws)[^\s"'`]*$/.exec(before);
		return this.evidence('arn', arn?.[1], occurrence.line) ?? this.evidence('url', url?.[1], occurrence.line);
	}

	/** The Region of the client whose call takes the ID, directly or through a variable. */
	private byClient(occurrence: FoundId): RegionEvidence | undefined {
		const client = this.clients.clientOf(occurrence);
		const definition = client && this.clients.definitionOf(client);
		if (!definition) return undefined;
		const inside = this.mentions.filter(({ start }) => start >= definition.start && start < definition.end);
		const regions = new Set(inside.map(({ region }) => region));
		let line = inside[0]?.line;
		if (regions.size === 0) {
			for (const name of definition.text.matchAll(/\b[A-Za-z_]\w*\b/g)) {
				const value = this.clients.definitionOf(name[0]);
				const mention = value && this.mentions.find(({ start }) => start >= value.start && start < value.end);
				if (!mention) continue;
				regions.add(mention.region);
				line = mention.line;
			}
		}
		return regions.size === 1 ? { source: 'client', regions: [...regions], line } : undefined;
	}

	private byFile(): RegionEvidence | undefined {
		const regions = [...new Set(this.mentions.map(({ region }) => region))];
		if (regions.length === 0) return undefined;
		return { source: 'file', regions, line: this.mentions[0]?.line };
	}

	private evidence(source: RegionEvidenceSource, alias: string | undefined, line: number): RegionEvidence | undefined {
		const region = alias && this.byAlias.get(alias);
		return region ? { source, regions: [region], line } : undefined;
	}
}

/** `us-east-1`, `US_EAST_1` (Java, Kotlin), `USEast1` (.NET), each to the Region's own name. */
function regionAliases(catalogue: Catalogue): ReadonlyMap<string, string> {
	const aliases = new Map<string, string>();
	for (const region of Object.keys(catalogue.regionNames)) {
		const parts = region.split('-');
		aliases.set(region, region);
		aliases.set(region.replaceAll('-', '_').toUpperCase(), region);
		const [first = '', ...others] = parts;
		const compounds = others.map((part) =>
			part.replace(/^(north|south)?(east|west)?$/, (_all, a?: string, b?: string) => capital(a) + capital(b)),
		);
		aliases.set(first.toUpperCase() + compounds.map(capital).join(''), region);
	}
	return aliases;
}

function capital(word: string | undefined): string {
	return word ? word.charAt(0).toUpperCase() + word.slice(1) : '';
}

/** A line speaks of where requests go if one of these stands in it. */
const regionWord = /region|endpoint|bedrock[-.]|amazonaws|client|session|location/i;

function findMentions(text: string, language: string, aliases: ReadonlyMap<string, string>): readonly RegionMention[] {
	const pattern =
		/(?<![\w-])(?:[a-z]{2}(?:-[a-z]{2,9}){1,2}-[0-9]|[A-Z]{2}(?:_[A-Z]{2,9}){1,2}_[0-9]|[A-Z]{2}[A-Z][A-Za-z]{3,12}[0-9])(?![\w-])/g;
	const found: { region: string; start: number }[] = [];
	for (const match of text.matchAll(pattern)) {
		const region = aliases.get(match[0]);
		if (region && regionWord.test(lineAround(text, match.index))) found.push({ region, start: match.index });
	}
	const places = placesOf(
		text,
		language,
		found.map(({ start }) => start),
	);
	let line = 1;
	let counted = 0;
	return found.flatMap(({ region, start }, index) => {
		for (; counted < start; counted++) if (text.charCodeAt(counted) === 10) line++;
		const place = places[index];
		return place === 'comment' || place === 'prose' ? [] : [{ region, start, line }];
	});
}

/** The line, with the one before it: `region:` may stand above its value. Bounded, for files without line ends. */
function lineAround(text: string, offset: number): string {
	const from = Math.max(0, offset - 300);
	const before = text.slice(from, offset);
	const previous = before.lastIndexOf('\n', before.lastIndexOf('\n') - 1);
	const after = text.slice(offset, offset + 100);
	const end = after.indexOf('\n');
	return before.slice(previous + 1) + (end === -1 ? after : after.slice(0, end));
}
