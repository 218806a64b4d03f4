import { countBelow } from './ascending';
import type { Names } from './names';
import type { RegionResolver } from './regionValues';
import type { Binding } from './scopedBindings';
import type { Site } from './sites';
import type { SourceText } from './sourceText';

/** The variables of the environment that the SDKs take the Region from of a client that names none. */
export const environmentRegions = ['AWS_REGION', 'AWS_DEFAULT_REGION'];

/** So many places of a text that name the service are looked at. */
const mostPlaces = 100;
/** In UTF-16 units. */
const longestMaking = 400;

/** `const home = new `, `home = boto3.client("`: what stands before the name of the service where a client is made. */
const beforeService =
	/([A-Za-z_$][\w$]*)\s{0,4}(?::[^=\n]{0,60})?:?=\s{0,4}(?:new\s|await\s)?[\w.:()]{0,60}\s{0,40}["']?\w{0,20}$/;

const asksOne = /^\w+\s{0,4}(?:\??\.|->)\s{0,4}(?:send|converse|invoke)/i;

/** Names in the making of a client that say nothing of its Region: of classes, of boto3's `client`, of what gives credentials. */
const saysNothing = /^(?:client|from[A-Z]\w*|(?!\w*Region)[A-Z][a-z]\w*)$/;

/** What a name is bound to is a client of Bedrock that is made there. */
export function isClient({ text }: SourceText, { start, end }: Binding): boolean {
	const made = text.slice(start, Math.min(end, start + longestMaking));
	return /bedrock/i.test(made) && made.includes('(') && /client|runtime|create|new\b|build/i.test(made);
}

/**
 * The clients of a text that name no Region, beside others that do: they speak to where the environment says, and nothing
 * that the others are made with holds for them.
 */
export class SilentClients {
	private known: readonly string[] | undefined;

	constructor(
		private readonly source: SourceText,
		private readonly names: Names,
		private readonly resolver: RegionResolver,
	) {}

	/** One of them stands in a stretch of the text. */
	private areNamedIn({ start, end }: { readonly start: number; readonly end: number }): boolean {
		return this.all().some((name) => {
			const uses = this.names.usesOf(name);
			return (uses[countBelow(uses, start)] ?? end) < end;
		});
	}

	/** One of them stands in a statement that an ID reaches. */
	areReachedBy(consumers: readonly { readonly site: Site }[]): boolean {
		return this.all().length > 0 && consumers.some(({ site }) => this.areNamedIn(site.statement));
	}

	/** The name is that of one, or of a function that speaks through one. */
	areMeantBy(name: string): boolean {
		const all = this.all();
		if (all.length === 0 || all.includes(name)) return all.length > 0;
		return this.names.functionsNamed(name).some(({ open, bodyEnd }) => this.areNamedIn({ start: open, end: bodyEnd }));
	}

	private all(): readonly string[] {
		return (this.known ??= this.read());
	}

	private read(): readonly string[] {
		const { text, syntax } = this.source;
		if (syntax.family !== 'code' || !text.holds('edrock')) return [];
		const silent = new Set<string>();
		const others = new Set<string>();
		for (const { index } of [...text.whole.matchAll(/[bB]edrock/g)].slice(0, mostPlaces)) {
			const name = beforeService.exec(text.slice(Math.max(0, index - 160), index))?.[1];
			// `answer = await bedrock.send(new …)` makes no client.
			if (name === undefined || asksOne.test(text.slice(index, index + 60))) continue;
			const made = this.names.allBindingsOf(name).find(({ start, end }) => start <= index && index < end);
			if (!made || !isClient(this.source, made)) continue;
			const { regions, unknown, isMantle } = this.resolver.resolve(made.start, made.end);
			const isSilent = regions.size === 0 && !isMantle && unknown.every((each) => saysNothing.test(each));
			(isSilent ? silent : others).add(name);
		}
		return others.size === 0 ? [] : [...silent].filter((name) => !others.has(name));
	}
}
