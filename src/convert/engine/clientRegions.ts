import { countBefore, countBelow } from './ascending';
import type { FunctionSpan } from './functionSpans';
import { type Names, siteOfUse } from './names';
import type { Namesakes } from './namesakes';
import type { OwnedRegions } from './ownedRegions';
import { splitList } from './listEntries';
import { join, nothing, type RegionResolver, type Resolved } from './regionValues';
import type { RegionWeights } from './regionWeights';
import { commandAround } from './shellCommand';
import { isClient } from './silentClients';
import type { Frame } from './sites';
import type { SourceText } from './sourceText';
import { pauses } from './steps';
import type { Consumer } from './trace';

/** So many uses of an ID are looked at in one step. */
const consumersInStep = 8;

/** A longer statement is no chain of calls, but data. In UTF-16 units. */
const longestChain = 5_000;

/** So many uses of a function's model are followed. */
const mostUses = 4;

/** `client`, `client=self.client`, `&client` */
const plainName = /^\s*(?:[A-Za-z_$][\w$]*\s*[=:]\s*)?[&*$]{0,2}(?:self\.|this\.)?[A-Za-z_$][\w$.]*\s*$/;

/** `eu_client()`, `await getRuntime()`: what makes a client, called where the client is handed over. */
const handedOver =
	/^\s*(?:[A-Za-z_$][\w$]*\s*[=:]\s*)?(?:await\s+)?(?:self\.|this\.)?[A-Za-z_$]*(?:[cC]lient|[sS]ession|[rR]untime|[bB]edrock)[\w$]*\(\s*\)\s*$/;

/** `ask(`, `this.ask(`, `@asking(` */
const plainCall = /^(?:(?:await\s+)?(?:this|self)\.|@)?([A-Za-z_$][\w$]*)$/;

/** An entry of a list that names its client is short. In UTF-16 units. */
const longestEntry = 400;
/** `{ client: dublin, fallbackClient: paris, … }` */
const mostClientsBeside = 3;

/** A field of an entry that holds a client, by a name alone. */
const namedClient =
	/(?<=[{,\n])\s{0,40}["']?(?:\w*[cC]lient|\w*[bB]edrock|[rR]untime)["']?\s?(?::|=>?)\s{0,4}[&*]?([A-Za-z_$][\w$]*)(?=\s{0,40}[,}\n])/g;
/** A name alone, before or behind a string. */
const pairedClient =
	/^[({[]\s{0,40}([A-Za-z_$][\w$]*)\s{0,4},[^,"'`]{0,40}["'`][^,]*[)}\]]$|^[({[][^,"'`]{0,40}["'`][^,]*,\s{0,40}([A-Za-z_$][\w$]*)\s{0,40},?\s{0,40}[)}\]]$/;

type Use = Pick<Consumer, 'site' | 'at'>;

/** What a bracket says of the Region. */
interface OfFrame {
	readonly value: Resolved;
	/** It stands in another argument of the call. */
	readonly isOfArgument: boolean;
}

interface Parts {
	readonly source: SourceText;
	readonly names: Names;
	readonly resolver: RegionResolver;
	readonly owned: OwnedRegions;
	readonly weights: RegionWeights;
	readonly namesakes: Namesakes;
}

/** What the clients and calls of a text say that take an ID: their Region, and whether they speak to bedrock-mantle. */
export class ClientRegions {
	private readonly source: SourceText;
	private readonly names: Names;
	private readonly resolver: RegionResolver;
	/** By the index of the bracket. */
	private readonly byFrame = new Map<number, OfFrame>();

	constructor(private readonly parts: Parts) {
		({ source: this.source, names: this.names, resolver: this.resolver } = parts);
	}

	/** The Regions of the clients and calls that the ID reaches. */
	*ofConsumers(consumers: readonly Consumer[]): Generator<void, Resolved> {
		let result = nothing;
		const [own] = consumers;
		if (!own) return result;
		let entry: ReadonlySet<string> = new Set();
		for (const [index, consumer] of consumers.entries()) {
			if (index % consumersInStep === 0 && pauses()) yield;
			const value = this.of(consumer, own);
			if (index === 0 && value.regions.size === 1) entry = value.regions;
			// A loop over a list goes through the Regions of all entries: the ID's own says which is meant.
			const isOfLoop = [...entry].some((region) => value.regions.has(region));
			result = join(result, isOfLoop ? { ...value, regions: entry } : value);
		}
		return result;
	}

	/** @param own where the ID itself stands. */
	of({ site, at }: Use, own: Use): Resolved {
		const quoted = this.ofQuotedCommand(at);
		if (quoted) return quoted;
		let result = nothing;
		for (const frame of site.frames) {
			const ofName = site === own.site ? this.ofNamesake(frame, site.name) : undefined;
			if (ofName) {
				result = join(result, ofName);
				if (result.regions.size > 0) return result;
				continue;
			}
			const { value, isOfArgument } = this.ofFrame(frame);
			const isOfOther = isOfArgument && value.at !== undefined && this.isForeign(value.at, own);
			result = join(result, isOfOther ? { ...nothing, isMantle: value.isMantle } : value);
			if (result.regions.size > 0) return result;
		}
		// A builder's chain goes on behind: `.modelId("…").region(Region.US_EAST_1)`.
		const isShort = site.statement.end - site.statement.start < longestChain;
		if (
			isShort &&
			site.frames.length > 0 &&
			this.source.syntax.family !== 'config' &&
			this.source.language !== 'terraform'
		) {
			const rest = this.resolver
				.mentionsIn(site.statement.start, site.statement.end)
				.filter(({ start }) => !this.isForeign(start, own));
			const [only, other] = new Set(
				rest.filter((mention) => this.parts.weights.weightOf(mention) >= 2).map(({ region }) => region),
			);
			if (only !== undefined && other === undefined)
				return join(result, { ...nothing, regions: new Set([only]), at: rest[0]?.start });
		}
		const command = this.source.syntax.family === 'shell' ? this.commandRegions(at) : undefined;
		return command ? join(result, command) : result;
	}

	/** `"eval:eu": "AWS_REGION=eu-west-1 MODEL_ID=… node eval.js"`: the command in a string says from where it is run. */
	private ofQuotedCommand(at: number): Resolved | undefined {
		if (this.source.syntax.family !== 'code') return undefined;
		const span = this.source.spanAt(at);
		if (!span || span.isComment || span.end - span.start > longestChain) return undefined;
		const told = this.resolver
			.mentionsIn(span.start, span.end)
			.filter(({ start }) => regionOfCommand.test(this.source.text.slice(Math.max(span.start, start - 40), start)));
		const last = told.findLast(({ start }) => start < at) ?? told[0];
		return last && { ...nothing, regions: new Set([last.region]), at: last.start };
	}

	/** `imageRegion` beside `imageModel`, in an object that names other Regions too. */
	private ofNamesake(frame: Frame, name: string): Resolved | undefined {
		const settings = this.resolver.settingsIn(frame.index);
		const own = this.parts.namesakes.among(settings, name);
		if (own.length === settings.length) return undefined;
		return own.map(({ valueStart, valueEnd }) => this.resolver.resolve(valueStart, valueEnd)).reduce(join, nothing);
	}

	/** What a bracket says is read once, however many IDs stand in it. */
	private ofFrame(frame: Frame): OfFrame {
		const known = this.byFrame.get(frame.index);
		if (known) return known;
		// Functions may call each other in a circle.
		this.byFrame.set(frame.index, { value: nothing, isOfArgument: false });
		let value = nothing;
		let isOfArgument = false;
		for (const each of this.valuesOfFrame(frame)) {
			value = join(value, each);
			if (value.regions.size > 0) break;
		}
		if (value.regions.size === 0) {
			for (const each of this.valuesOfArguments(frame)) {
				value = join(value, each);
				isOfArgument = true;
				if (value.regions.size > 0) break;
			}
		}
		const result = { value, isOfArgument };
		this.byFrame.set(frame.index, result);
		return result;
	}

	/** The Region at a place belongs to another call or entry. */
	private isForeign(place: number, { at, site }: Use): boolean {
		const [mention] = this.parts.owned.isEmpty ? [] : this.resolver.mentionsIn(place, place + 1);
		return mention !== undefined && this.parts.owned.isForeign(mention, at, site.frames);
	}

	/** What the call itself and its receiver say. */
	private *valuesOfFrame(frame: Frame): Generator<Resolved> {
		for (const { valueStart, valueEnd } of this.resolver.settingsIn(frame.index)) {
			yield this.resolver.resolve(valueStart, valueEnd);
		}
		const { code } = this.source;
		// `{ model: "…", config: { region: "…" } }`
		if (code.charAt(frame.open) === '{' && frame.close - frame.open < 3_000) {
			const within = this.resolver.settingsBetween(frame.open, frame.close);
			const values = within.map(({ valueStart, valueEnd }) => this.resolver.resolve(valueStart, valueEnd));
			const regions = new Set(values.flatMap((value) => [...value.regions]));
			if (regions.size === 1) yield { ...nothing, regions, at: values.find(({ at }) => at !== undefined)?.at };
		}
		if (frame.callee === '') {
			yield this.ofVariables(frame);
			yield* this.ofClientBeside(frame);
			return;
		}
		// Everything before the call in its chain: `Client.builder().region(…).build().converse(`.
		const chain = this.resolver.mentionsIn(frame.calleeStart, frame.open);
		const isMadeInPlace = code.slice(frame.calleeStart, frame.open).includes('(');
		if (chain.length > 0 || isMadeInPlace) yield this.resolver.resolve(frame.calleeStart, frame.open);
		if (/mantle/i.test(frame.callee)) yield { ...nothing, isMantle: true };
		const receiver = receiverIn(code.slice(frame.calleeStart, frame.open));
		if (!receiver) return;
		const place = frame.calleeStart + receiver.offset;
		// `clients.tokyo.converse`: one of several.
		const path = memberOfReceiver.exec(code.slice(place, frame.open))?.[0];
		const member = path === undefined ? undefined : this.resolver.memberAt(place, place + path.length)?.value;
		const [, holder, key] = lastMember.exec(code.slice(place, frame.open)) ?? [];
		const held = holder === undefined || key === undefined ? undefined : this.resolver.ofHeld(holder, key, place);
		if (held && !member?.regions.size) yield held;
		if (!held?.regions.size) yield member ?? this.resolver.resolveName(receiver.name, place);
	}

	/** The Region among the variables of a list. */
	private ofVariables({ open, close }: Frame): Resolved {
		if (this.source.code.charAt(open) !== '[' || close - open > longestVariables) return nothing;
		if (!this.source.text.holds('REGION')) return nothing;
		const list = this.source.text.slice(open, close);
		const match = regionVariable.exec(list);
		if (!match) return nothing;
		const start = open + match.index + match[0].length;
		return this.resolver.resolve(start, this.source.bracketHolding(start)?.close ?? close);
	}

	/** `{ client: dublin, modelId: "…" }`, `(dublin, "…")`: the client that the entry of a list says to send its ID with. */
	private *ofClientBeside({ open, close }: Frame): Generator<Resolved> {
		if (close - open > longestEntry || this.source.syntax.family !== 'code') return;
		const entry = this.source.code.slice(open, close + 1);
		const named = [...entry.matchAll(namedClient)].slice(0, mostClientsBeside);
		const paired = named.length === 0 ? pairedClient.exec(entry) : null;
		let value = nothing;
		for (const beside of paired ? [paired] : named) {
			const name = beside[1] ?? beside[2] ?? '';
			const place = open + beside.index + beside[0].lastIndexOf(name);
			if (this.isMadeForBedrock(name, place)) value = join(value, this.resolver.resolveName(name, place));
		}
		yield value;
	}

	private isMadeForBedrock(name: string, place: number): boolean {
		const binding = this.names.bindingOf(name, place);
		return binding !== undefined && isClient(this.source, binding);
	}

	/** What else is given to the call says: `ChatBedrock(client=client, …)`, `ask(us_client, "…")`. */
	private *valuesOfArguments(frame: Frame): Generator<Resolved> {
		if (frame.callee === '') return;
		const { code } = this.source;
		for (const { start, end } of splitList(this.source, frame.open, frame.close)) {
			const entry = code.slice(start, end);
			if (
				/client|session|runtime/i.test(entry) &&
				entry.length < 500 &&
				this.resolver.mentionsIn(start, end).length > 0
			) {
				yield this.resolver.resolve(start, end);
			}
			// `super("…", "ap-northeast-1")`
			const [only] = this.resolver.mentionsIn(start, end);
			if (only && end - start < 200 && plainRegion.test(this.source.text.slice(start, end)))
				yield { ...nothing, regions: new Set([only.region]), at: only.start };
			const provider = /^\s*(?:\{\s*|[\w.]*ResourceOptions\(\s*)provider\s*[:=]\s*(\w+)/.exec(entry);
			if (provider?.[1] !== undefined) yield this.resolver.resolveName(provider[1], start);
			if (entry.length > 200 || !(plainName.test(entry) || handedOver.test(entry))) continue;
			if (/^\s*(?:model|prompt|message|body|content|text|system|input)\w*\s*[=:]?/i.test(entry)) continue;
			yield this.resolver.resolve(start, end);
		}
		const called = plainCall.exec(frame.callee)?.[1];
		if (called !== undefined) yield* this.ofPlainCall(frame, called);
	}

	/** `ask("…")`, `this.ask("…")`: a function of the file whose body makes or takes the client, or a value that can be called. */
	private *ofPlainCall(frame: Frame, name: string): Generator<Resolved> {
		const isOfObject = name !== frame.callee && !frame.callee.startsWith('@');
		const called = isOfObject
			? this.methodNamed(name, frame.open)
			: this.names.functionsNamed(name).find(({ open }) => open !== frame.open);
		if (!called) {
			if (isOfObject) return;
			// `const bedrock = createAmazonBedrock({ region })`: what makes models can itself be called.
			yield this.resolver.resolveName(name, frame.calleeStart);
			return;
		}
		if (called.bodyEnd - called.bodyStart > 5_000) return;
		const body = this.source.code.slice(called.bodyStart, called.bodyEnd);
		for (const match of body.matchAll(
			/([A-Za-z_$][\w$]*)(?:\(\))?(?:\?\.|\.|->)(?:converse|invoke|Converse|Invoke|send|Send)\w*\s*\(/g,
		)) {
			yield this.resolver.resolveName(match[1] ?? '', called.bodyStart + match.index);
		}
		yield* this.ofModelWithin(called);
	}

	/** `new Gateway(REGION).ask({ modelId })`, of a function that takes the model: what the call says that it hands it on to. */
	private *ofModelWithin({ open, close, bodyStart, bodyEnd }: FunctionSpan): Generator<Resolved> {
		const name = /\b\w*model\w*/i.exec(this.source.code.slice(open, close))?.[0] ?? '';
		const uses = this.names.usesOf(name);
		const first = countBelow(uses, bodyStart);
		for (const at of uses.slice(first, Math.min(first + mostUses, countBelow(uses, bodyEnd)))) {
			const use = { site: siteOfUse(this.source, at, name), at };
			yield this.of(use, use);
		}
	}

	/** The method of the class around a place, or the only one of its name, which may be inherited. */
	private methodNamed(name: string, at: number): FunctionSpan | undefined {
		const named = this.names.functionsNamed(name);
		if (named.length < 2) return named[0];
		const own = this.names.classAround(at);
		if (!own) return undefined;
		// Hundreds of classes may have a method of that name.
		const before = countBefore(named.length, (index) => (named[index]?.open ?? 0) < own.scopeStart);
		const first = named[before];
		return first && first.open < own.scopeEnd ? first : undefined;
	}

	/** `--region` on the same command, continued lines included. */
	private commandRegions(at: number): Resolved | undefined {
		const { start, end } = commandAround(this.source, at);
		const setting = this.resolver.settings.find((each) => each.start >= start && each.start < end);
		const value = setting ? this.resolver.resolve(setting.valueStart, setting.valueEnd) : nothing;
		if (value.regions.size > 0) return value;
		const isMantle = this.source.text.slice(start, end).includes('bedrock-mantle');
		return isMantle ? { ...nothing, isMantle } : this.argumentOf(at, { start, end });
	}

	/** `ask us-east-1 "…"`: the one Region among the words of a command. */
	private argumentOf(at: number, { start, end }: { start: number; end: number }): Resolved | undefined {
		const { text } = this.source;
		const words = this.resolver
			.mentionsIn(start, end)
			.filter((mention) => /(?:^|\s)["']?$/.test(text.slice(Math.max(0, mention.start - 2), mention.start)))
			.filter((mention) => /^["']?(?:\s|$)/.test(text.slice(mention.end, mention.end + 2)));
		const [only, other] = words;
		if (!only || other) return undefined;
		// Of the same command, and of no loop over Regions.
		const between = text.slice(Math.min(at, only.end), Math.max(at, only.start));
		const head = text.slice(start, only.start);
		if (/[;|&]/.test(between) || /\bfor\s+\w+\s+in\b|--?[\w-]+\s+["']?$/.test(head)) return undefined;
		return { ...nothing, regions: new Set([only.region]), at: only.start };
	}
}

/** Of a command, before its Region. */
const regionOfCommand = /(?:[\s"'`]\w*REGION=|\s--(?:aws-)?region[ =])\\?["']?$/;

/** What a list of variables gives a container: `{ "name": "AWS_REGION", "value": "eu-west-1" }` */
const regionVariable =
	/\b[nN]ame["']?\s{0,9}[:=]\s{0,9}["'](?:\w*BEDROCK_)?(?:AWS_)?(?:DEFAULT_)?REGION(?:_NAME)?["'],?\s{0,99}["']?[vV]alue["']?\s{0,9}[:=]/;
/** In UTF-16 units. */
const longestVariables = 20_000;
/** Nothing but a Region: `"eu-west-1"`, Rust's `"eu-west-1".to_string()`, `Region.of("eu-west-1")`. */
const plainRegion =
	/^\s*(?:(?:String::from|(?:new\s+)?(?:[a-z_]\w{0,30}::)?Region(?:Endpoint)?(?:(?:\.|::)\w{1,30})?)\(\s*)?["'`][\w-]*["'`]\s*\)?(?:\.\w{2,12}\(\))?\s*$/;

const memberOfReceiver = /^[\w$]+\??\.[\w$]+(?=\??\.)/;

/** `clients` and `eu` of `desk.clients.eu.converse`. */
const lastMember = /([A-Za-z_$][\w$]*)[?!]?\.([A-Za-z_$][\w$]*)[?!]?\.\w+\s*$/;

/** `client` of `await this.client.converse`, and where it stands there. */
export function receiverIn(callee: string): { name: string; offset: number } | undefined {
	const match =
		/^(?:\(?await\s+)?(?:(?:self|this|\$this|Self)(?:\?\.|!\.|\.|->|::))?[$#]?([A-Za-z_$][\w$]*)(?=\s*(?:[?!]?\.|->|::))/.exec(
			callee,
		);
	return match?.[1] === undefined ? undefined : { name: match[1], offset: match[0].length - match[1].length };
}
