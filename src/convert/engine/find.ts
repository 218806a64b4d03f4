import type { Catalogue } from '../../bedrock/catalogue';
import type { Occurrence, OccurrenceKind } from './types';

/** An occurrence before it is known what the characters around it are. */
export type FoundId = Omit<Occurrence, 'place'>;

/**
 * Finds everything that has the shape of a Bedrock model ID or profile ID: known ones, and unknown ones of a known
 * provider. One pass; the pattern has no nested repetition, so hostile text costs linear time.
 */
export function findIds(text: string, catalogue: Catalogue): readonly FoundId[] {
	const pattern = new RegExp(
		// A region set, a provider, the model. Not behind a letter, digit, dot, `@` or hyphen: that is a longer name.
		`(?<![\\w.@-])(?:[a-z]{2,6}(?:-[a-z]{2,4})?\\.)?(?:${providers(catalogue).join('|')})\\.[a-z0-9][a-z0-9.-]*(?:(?::|%3[Aa])[0-9]+(?:(?::|%3[Aa])[0-9a-z]+)?)?`,
		'g',
	);
	const found: FoundId[] = [];
	const lines = new LineCounter(text);
	for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
		// A sentence's full stop, a range's hyphen.
		const raw = match[0].replace(/[.-]+$/, '');
		const id = raw.replaceAll(/%3a/gi, ':');
		const start = match.index;
		const end = start + raw.length;
		if (!isLikeId(id, catalogue) || isLongerName(text, end)) continue;
		const { line, col } = lines.at(start);
		found.push({ id, start, end, line, col, kind: kindOf(text, start, raw) });
	}
	return found;
}

/** The first part of every known model ID, live ones included; longest first, so that `ai21` is not cut short. */
function providers(catalogue: Catalogue): readonly string[] {
	const known = knownProviders.get(catalogue);
	if (known) return known;
	const names = new Set(catalogue.models.map(({ modelId }) => modelId.slice(0, modelId.indexOf('.'))));
	const sorted = [...names].filter((name) => /^[a-z0-9-]+$/.test(name)).toSorted((a, b) => b.length - a.length);
	knownProviders.set(catalogue, sorted);
	return sorted;
}

const knownProviders = new WeakMap<Catalogue, readonly string[]>();

/** `openai.chat`, `google.cloud` and `amazon.com` are not IDs; `openai.gpt-6-sol` is. */
function isLikeId(id: string, catalogue: Catalogue): boolean {
	if (catalogue.modelsById.has(id) || catalogue.profilesById.has(id)) return true;
	const model = id.slice(id.indexOf('.') + 1);
	return /[0-9]/.test(model) && /-/.test(model) && !/\.(?:com|org|io|net|js|ts|py|md|json|html)$/.test(id);
}

/** A wildcard, a template hole or more letters follow: the ID is only a part of something. */
function isLongerName(text: string, end: number): boolean {
	return /^(?:[\w*]|-\*|\.\*|\$\{|\{[a-z_]|\/[a-z]*\*)/i.test(text.slice(end, end + 3));
}

function kindOf(text: string, start: number, raw: string): OccurrenceKind {
	if (/%3a/i.test(raw)) return 'urlEncoded';
	const before = text.slice(Math.max(0, start - 30), start);
	return /(?:foundation-model|inference-profile)\/$/.test(before) ? 'arn' : 'id';
}

/** Turns offsets, asked in ascending order, into lines and columns in one pass. */
class LineCounter {
	private line = 1;
	private lineStart = 0;
	private position = 0;

	constructor(private readonly text: string) {}

	at(offset: number): { line: number; col: number } {
		for (let next = this.text.indexOf('\n', this.position); next !== -1 && next < offset;) {
			this.line++;
			this.lineStart = next + 1;
			this.position = next + 1;
			next = this.text.indexOf('\n', this.position);
		}
		return { line: this.line, col: offset - this.lineStart + 1 };
	}
}
