import type { Catalogue } from '../../bedrock/catalogue';
import { ClientRegions, receiverIn } from './clientRegions';
import { configRegion, itemRegion, pipelineRegion } from './configScope';
import { classNameAround, memberOf } from './enclosingClass';
import type { FoundId } from './find';
import { type Names, siteOfUse } from './names';
import { type OutsideRegions, stackVariable, variableNamed } from './outsideRegions';
import { OwnedRegions } from './ownedRegions';
import { regionOfKey, regionOfRow } from './regionKeys';
import type { NamedRegion } from './regionNames';
import { join, nothing, RegionResolver, type Resolved } from './regionValues';
import { mostClients, RegionWeights } from './regionWeights';
import { pauses, toTheEnd } from './steps';
import { isForOneCommand } from './shellCommand';
import { type Frame, siteOf, valueSpanOf } from './sites';
import type { SourceText } from './sourceText';
import { providerVariable, terraformProviders } from './terraformProviders';
import type { Consumer } from './trace';
import type { RegionEvidence, RegionEvidenceSource } from './types';
import { isInSibling } from './yamlSiblings';

/** What the code around an ID says about where its requests go. */
export interface FoundEvidence {
	readonly evidence: RegionEvidence | undefined;
	/** The client that takes the ID speaks to bedrock-mantle. */
	readonly isMantle: boolean;
	/** The Region is that of clients which other functions keep to themselves. */
	readonly isOfOthers?: boolean;
}

/** So many Regions are looked at in one step. */
const mentionsInStep = 8;

/** Reads the Regions of one text, once; then answers for each occurrence which one its requests are sent from. */
export class FileRegions {
	private readonly known: ReadonlySet<string>;
	private readonly weights: RegionWeights;
	private readonly clients: ClientRegions;
	private importedClients: { evidence: RegionEvidence | undefined } | undefined;
	private providers: ReturnType<typeof terraformProviders> | undefined;
	/** What the file says as a whole, to an ID that no Region of it is foreign to. */
	private fileEvidence: { evidence: RegionEvidence | undefined } | undefined;
	/** What its settings come to outside of it. */
	private outsideSettings: { evidence: RegionEvidence | undefined } | undefined;
	private readonly scopes = new Map<NamedRegion, { start: number; end: number }>();

	private constructor(
		private readonly source: SourceText,
		private readonly names: Names,
		catalogue: Catalogue,
		private readonly resolver: RegionResolver,
		private readonly owned: OwnedRegions,
		private readonly outside: OutsideRegions,
	) {
		this.known = new Set(Object.keys(catalogue.regionNames));
		this.weights = new RegionWeights(source, resolver);
		this.clients = new ClientRegions({ source, names, resolver, owned, weights: this.weights });
	}

	/**
	 * For a thread that has other things to do: between the steps it may.
	 * @param ids where the text's IDs begin, in order.
	 * @param outside what names stand for that the text itself gives no value.
	 */
	static *readInSteps(
		source: SourceText,
		names: Names,
		catalogue: Catalogue,
		ids: readonly number[],
		outside: OutsideRegions,
	): Generator<void, FileRegions> {
		const resolver = yield* RegionResolver.readInSteps(source, names, catalogue);
		const owned = yield* OwnedRegions.readInSteps(source, names, resolver.mentions, ids);
		return new FileRegions(source, names, catalogue, resolver, owned, outside);
	}

	/**
	 * The strongest evidence in the file: the ARN or URL itself, the client or call, the entry of a configuration, the file.
	 * Several Regions where the file contradicts itself and no client could be followed.
	 */
	*evidenceInSteps(found: FoundId, consumers: readonly Consumer[]): Generator<void, FoundEvidence> {
		const own = this.own(found) ?? this.ofAddresses(consumers);
		if (own) return { evidence: own, isMantle: false };
		const [direct] = consumers;
		const key =
			direct &&
			(regionOfKey(this.source, this.resolver, found, direct.site) ??
				regionOfRow(this.source, this.resolver, direct.site));
		if (key) {
			const evidence = { source: 'file', regions: [key.region], line: this.source.lineNumber(key.start) } as const;
			return { evidence, isMantle: false };
		}
		const byClient = yield* this.clients.ofConsumers(consumers);
		// In data the Region is an entry beside the ID; only a program has clients.
		const near =
			this.source.syntax.family === 'code' && !/^(?:json|terraform)/.test(this.source.language) ? 'client' : 'file';
		const { isMantle } = byClient;
		const ofPlace =
			this.evidence(near, byClient) ??
			this.outside.evidenceOf(byClient.unknown) ??
			this.byProvider(consumers) ??
			this.byStack(consumers) ??
			this.byEntry(found) ??
			this.byEnvironment(found) ??
			this.byScope(found);
		if (ofPlace) return { evidence: ofPlace, isMantle };
		const ofFile = yield* this.ofFileForInSteps(consumers);
		const evidence =
			ofFile ??
			this.ofOutsideSettings() ??
			this.ofImportedClients() ??
			this.outside.ofUsers(namesHolding(consumers)) ??
			this.outside.ofUsers(memberNames(this.source, found));
		const isOfOthers = ofFile !== undefined && this.isLocalOnly(ofFile, consumers);
		return { evidence, isMantle, isOfOthers };
	}

	/** `const id = "…"; fetch(`https://bedrock-runtime.eu-west-1.amazonaws.com/model/${id}/invoke`)` */
	private ofAddresses(consumers: readonly Consumer[]): RegionEvidence | undefined {
		const regions = new Set<string>();
		for (const { template } of consumers) {
			const region = requestUrl.exec(template)?.[1];
			if (region !== undefined && this.known.has(region)) regions.add(region);
		}
		const [line] = regions.size === 0 ? [] : consumers.filter(({ template }) => template !== '');
		return line && { source: 'url', regions: [...regions], line: this.source.lineNumber(line.at) };
	}

	/** The Region in the ARN, URL or library prefix that holds the ID. */
	private own(found: FoundId): RegionEvidence | undefined {
		const { contentStart } = valueSpanOf(this.source, found.start, found.end);
		const before = this.source.text.slice(Math.max(contentStart, found.start - 300), found.start);
		const arn = /arn:[\w-]+:bedrock:([a-z0-9-]+):[0-9]*:[a-z-]+\/$/.exec(before)?.[1];
		const url = urlBefore.exec(before)?.[1];
		const path = /bedrock\/(?:(?:converse|invoke|converse_like)\/)?([a-z]{2}(?:-[a-z]+)+-[0-9])\/$/.exec(before)?.[1];
		for (const [source, region] of [
			['arn', arn],
			['url', url ?? path],
		] as const) {
			if (region !== undefined && this.known.has(region)) return { source, regions: [region], line: found.line };
		}
		return this.inHost(before, found);
	}

	/** `https://bedrock-runtime.${region}.amazonaws.com/model/…` */
	private inHost(before: string, found: FoundId): RegionEvidence | undefined {
		const name = filledUrlBefore.exec(before)?.[1];
		return name === undefined ? undefined : this.evidence('url', this.resolver.resolveName(name, found.start));
	}

	/** Terraform: the provider that the block names, else the one without an alias. */
	private byProvider(consumers: readonly Consumer[]): RegionEvidence | undefined {
		if (this.source.language !== 'terraform') return undefined;
		const block = consumers[0]?.site.frames.at(-1);
		const text = block && this.source.text.slice(block.open, Math.min(block.close, block.open + 4_000));
		const wanted = text === undefined ? undefined : /\bproviders?\s*=\s*(?:\{[^{}]*?=\s*)?aws\.(\w+)/.exec(text)?.[1];
		this.providers ??= terraformProviders(this.source, this.resolver);
		const own = this.providers.find(({ alias }) => alias === wanted);
		if (own) return this.evidence('file', own.region);
		return wanted === undefined ? undefined : this.outside.evidenceOf([providerVariable(wanted)]);
	}

	/** The AWS CDK: where the stack is deployed whose class the ID stands in, or is used in. */
	private byStack(consumers: readonly Consumer[]): RegionEvidence | undefined {
		if (this.source.syntax.family !== 'code' || !this.source.text.holds('Stack')) return undefined;
		const stacks = new Set(consumers.flatMap(({ at }) => classNameAround(this.source, at) ?? []));
		const told = [...stacks].flatMap((name) => this.outside.evidenceOf([stackVariable(name)]) ?? []);
		const [first] = told;
		return first && { ...first, regions: [...new Set(told.flatMap(({ regions }) => regions))] };
	}

	/** All that the file says is the Region of clients that other functions keep to themselves. */
	private isLocalOnly({ regions }: RegionEvidence, consumers: readonly Consumer[]): boolean {
		const said = this.resolver.mentions.slice(0, mostClients).filter(({ region }) => regions.includes(region));
		return (
			said.length > 0 &&
			said.every((each) => this.weights.weightOf(each) < 2 || consumers.every(({ at }) => this.isLocal(each, at)))
		);
	}

	/** The entry of a YAML, INI or .env file that the ID belongs to. */
	private byEntry(found: FoundId): RegionEvidence | undefined {
		if (this.source.syntax.family !== 'config') return undefined;
		const { settings } = this.resolver;
		const setting =
			configRegion(this.source, found.start, settings) ??
			itemRegion(this.source, found.start, settings) ??
			pipelineRegion(this.source, settings);
		const value = setting && this.resolver.resolve(setting.valueStart, setting.valueEnd);
		return value && (this.evidence('file', value) ?? this.outside.evidenceOf(value.unknown));
	}

	/** A shell's AWS_REGION holds for each command that follows and names no Region itself. */
	private byEnvironment(found: FoundId): RegionEvidence | undefined {
		if (this.source.syntax.family !== 'shell') return undefined;
		const set = this.resolver.settings.findLast(
			({ start, valueStart }) =>
				start < found.start &&
				!isForOneCommand(this.source, start, valueStart) &&
				/^(?:AWS_(?:DEFAULT_)?REGION|\$env:AWS_(?:DEFAULT_)?REGION)/i.test(this.source.text.slice(start, valueStart)) &&
				/^\s*(?:export\s+|set\s+|setx\s+|\$env:|\$\{?)?$/i.test(
					this.source.text.slice(this.source.lineStart(start), start),
				),
		);
		return set && this.evidence('file', this.resolver.resolve(set.valueStart, set.valueEnd));
	}

	/** The one Region in the same function. */
	private byScope(found: FoundId): RegionEvidence | undefined {
		const own = this.names.functionAround(found.start);
		if (!own) return undefined;
		const inside = this.resolver
			.mentionsIn(own.open, own.bodyEnd)
			.filter((mention) => this.weights.weightOf(mention) >= 2);
		const regions = new Set(inside.map(({ region }) => region));
		return regions.size === 1 ? this.evidence('client', { ...nothing, regions, at: inside[0]?.start }) : undefined;
	}

	/** What a text is told that imports these names from this one. */
	toldTo(asked: readonly string[]): readonly string[] {
		const variables = this.variables();
		const end = this.source.text.length - 1;
		for (const path of asked) {
			const value = path.includes('.') ? this.resolver.resolveMember(path.split('.'), end) : undefined;
			if (value && value.regions.size > 0) return [...value.regions];
		}
		// What is no object says it by the name of the member, or as a whole.
		const names = asked.flatMap((path) =>
			path.includes('.') ? [path.split('.').at(-1) ?? '', path.split('.')[0] ?? ''] : [path],
		);
		const isOfRegion = (name: string): boolean => /region/i.test(name);
		for (const name of [...names.filter(isOfRegion), ...names.filter((each) => !isOfRegion(each))]) {
			const variable = isOfRegion(name) ? variableNamed(name, variables) : undefined;
			if (variable !== undefined) return [variable];
			const value = this.resolver.resolveName(name, end);
			if (value.regions.size > 0) return [...value.regions];
			const outside = this.outside.evidenceOf(value.unknown);
			if (outside) return outside.regions;
		}
		const ofClients = this.regionsOfClients();
		if (ofClients.length > 0 || !/bedrock/i.test(this.source.text.whole)) return ofClients;
		// The configuration that a client is made of need not name the service.
		return toTheEnd(this.readFile((mention) => this.weights.weightOf(mention) >= 2))?.regions ?? [];
	}

	/** What the Bedrock clients of the text say, and the settings that are named for Bedrock. */
	private regionsOfClients(): readonly string[] {
		return toTheEnd(this.readFile((mention) => this.weights.weightOf(mention) >= 3))?.regions ?? [];
	}

	/** From where the calls that use these names are sent; else what the Bedrock clients of a text say that uses them. */
	ofUses(names: readonly string[]): readonly string[] {
		const regions = new Set<string>();
		let isUsed = false;
		for (const name of names) {
			for (const at of this.names.usesOf(name).slice(0, mostUses)) {
				isUsed = true;
				const site = siteOfUse(this.source, at, name);
				const use = { site, at, end: at + name.length, name, template: '', property: '', depth: 1 };
				const value = this.clients.of(use, use);
				const told = value.regions.size > 0 ? [...value.regions] : this.outside.evidenceOf(value.unknown)?.regions;
				for (const region of told ?? []) regions.add(region);
			}
		}
		return !isUsed || regions.size > 0 ? [...regions] : this.regionsOfClients();
	}

	/** The Region of each setting that is named for one and says a single one. */
	variables(): Readonly<Record<string, string>> {
		const found: Record<string, string> = {};
		for (const { start, valueStart, valueEnd } of this.resolver.settings.slice(0, mostClients)) {
			const name = /^-{0,2}([\w-]+)/.exec(this.source.text.slice(start, valueStart))?.[1];
			const { regions } = this.resolver.resolve(valueStart, valueEnd);
			const [only, other] = regions;
			if (name !== undefined && only !== undefined && other === undefined) found[name] ??= only;
		}
		if (this.source.language === 'terraform') {
			for (const { 1: name, index } of this.source.text.whole.matchAll(/\bvariable\s+"(\w*region\w*)"\s*\{/gi)) {
				const [first] = this.resolver.mentionsIn(index, index + 400);
				if (name !== undefined && first) found[name] ??= first.region;
			}
			for (const { alias, region } of terraformProviders(this.source, this.resolver)) {
				const [only] = region.regions;
				if (alias !== undefined && only !== undefined) found[providerVariable(alias)] ??= only;
			}
		}
		for (const [name, region] of this.stacks()) found[stackVariable(name)] = region;
		return found;
	}

	/** `new ChatStack(app, "…", { env: { region: "…" } })`: where a CDK application deploys each class, if to one Region. */
	private stacks(): ReadonlyMap<string, string> {
		const found = new Map<string, string>();
		const contested = new Set<string>();
		if (this.source.syntax.family !== 'code') return found;
		for (const { start, valueStart, valueEnd } of this.resolver.settings.slice(0, mostClients)) {
			const frame = siteOf(this.source, start, start).frames.find(({ callee }) => /(?:Stack|Stage)$/.test(callee));
			const name = frame && /(\w+)$/.exec(frame.callee)?.[1];
			const [region, other] = this.resolver.resolve(valueStart, valueEnd).regions;
			if (name === undefined || region === undefined) continue;
			if (other !== undefined || (found.has(name) && found.get(name) !== region)) contested.add(name);
			found.set(name, region);
		}
		for (const name of contested) found.delete(name);
		return found;
	}

	/** What the file as a whole says: its Bedrock clients, else its settings, else its Bedrock ARNs. */
	*ofFileInSteps(): Generator<void, RegionEvidence | undefined> {
		this.fileEvidence ??= { evidence: yield* this.readFile(() => true) };
		return this.fileEvidence.evidence;
	}

	/** What the file's settings of a Region come to, where it takes them all from outside. */
	private ofOutsideSettings(): RegionEvidence | undefined {
		if (!this.outsideSettings) {
			let result = nothing;
			for (const { valueStart, valueEnd } of this.resolver.settings.slice(0, mostClients)) {
				result = join(result, this.resolver.resolve(valueStart, valueEnd));
			}
			for (const { start, end } of this.regionCalls())
				if (result.regions.size === 0) result = join(result, this.resolver.resolve(start, end));
			this.outsideSettings = { evidence: this.outside.evidenceOf(result.unknown) };
		}
		return this.outsideSettings.evidence;
	}

	/** What is named like a client, and comes from another text of the project. */
	private ofImportedClients(): RegionEvidence | undefined {
		if (this.source.syntax.family !== 'code') return undefined;
		if (!this.importedClients) {
			const words = this.source.code.whole.match(/\b[A-Za-z]*(?:[cC]lient|[bB]edrock|[rR]untime)[A-Za-z]*\b/g) ?? [];
			this.importedClients = { evidence: this.outside.evidenceOf([...new Set(words)].slice(0, mostUses)) };
		}
		return this.importedClients.evidence;
	}

	/** What is given to `.region(…)`, `WithRegion(…)`. */
	private *regionCalls(): Generator<{ start: number; end: number }> {
		if (this.source.syntax.family !== 'code') return;
		let count = 0;
		for (const { index, 0: call } of this.source.code.whole.matchAll(/(?:\.region|\b(?:[wW]ith|set)Region)\s*\(/g)) {
			const bracket = this.source.bracketHolding(index + call.length);
			if (bracket?.open === index + call.length - 1) yield { start: bracket.open + 1, end: bracket.close };
			if (++count >= mostUses) return;
		}
	}

	/** What the file says to one ID: of other calls and their clients nothing, where its own names no Region. */
	private *ofFileForInSteps(consumers: readonly Consumer[]): Generator<void, RegionEvidence | undefined> {
		const [direct] = consumers;
		if (direct && this.source.syntax.family === 'config' && this.source.syntax.isIndented) {
			const isOfOther = ({ start }: NamedRegion): boolean => isInSibling(this.source, start, direct.at);
			const mentions = this.resolver.mentions.slice(0, mostClients);
			if (mentions.some(isOfOther)) return yield* this.readFile((mention) => !isOfOther(mention));
		}
		const hasOwnClient = consumers.some(({ site }) => site.frames.some((frame) => this.isOfMadeClient(frame)));
		const hasLocal =
			!this.owned.isEmpty || this.resolver.mentions.slice(0, mostClients).some((each) => this.isLocal(each, -1));
		if (!hasOwnClient && !hasLocal) return yield* this.ofFileInSteps();
		const [own] = consumers;
		const isElsewhere = (mention: NamedRegion): boolean => consumers.every(({ at }) => this.isLocal(mention, at));
		// A call on a client that came from outside is not sent from where another function's own client is.
		const isInvoked = consumers.some(({ site }) => site.frames.some(({ callee }) => invocation.test(callee)));
		const hasWider = this.resolver.mentions.some(
			(each) =>
				this.weights.weightOf(each) >= 2 &&
				!isElsewhere(each) &&
				consumers.every(({ at, site }) => !this.owned.isForeign(each, at, site.frames)),
		);
		const isMeant = (mention: NamedRegion): boolean =>
			!(hasOwnClient && this.weights.weightOf(mention) >= 3) && !((hasWider || isInvoked) && isElsewhere(mention));
		// What belongs to another ID is listened to last, and not at all where that ID stands in the same way.
		const ofNobody = yield* this.readFile(
			(mention) => isMeant(mention) && this.weights.weightOf(mention) >= 2 && this.owned.isFree(mention, own?.at ?? 0),
		);
		if (ofNobody) return ofNobody;
		return yield* this.readFile(
			(mention) =>
				isMeant(mention) && consumers.every(({ site, at }) => !this.owned.isForeign(mention, at, site.frames)),
		);
	}

	/** The Region of a client that a function keeps to itself, and another place knows nothing of. */
	private isLocal(mention: NamedRegion, place: number): boolean {
		let scope = this.scopes.get(mention);
		if (!scope) this.scopes.set(mention, (scope = this.scopeOf(mention)));
		return scope.end !== -1 && (place < scope.start || place >= scope.end);
	}

	private scopeOf(mention: NamedRegion): { start: number; end: number } {
		const everywhere = { start: 0, end: -1 };
		if (this.source.syntax.family !== 'code' || /^(?:json|terraform)/.test(this.source.language)) return everywhere;
		const { target, statement } = siteOf(this.source, mention.start, mention.end);
		const binding = target === '' ? undefined : this.names.bindingOf(target, statement.end);
		if (!binding || binding.isAttribute || binding.start > mention.start || binding.end < mention.end)
			return everywhere;
		const { scopeStart, scopeEnd } = binding;
		if (scopeStart === 0) return everywhere;
		// What makes the client for everyone makes it for the whole text.
		const maker = this.names.functionAround(mention.start);
		const head = this.source.code.slice(Math.max(0, scopeStart - 120), scopeStart);
		const isMaker =
			/^(?:_*init_*|initialize|constructor|main|setup|configure\w*|(?:create|make|get|build|new)[_A-Z]\w*)$/.test(
				maker?.name ?? '',
			);
		return isMaker || /\b(?:init|constructor|initialize|main)\s*\(/.test(head)
			? everywhere
			: { start: scopeStart, end: scopeEnd };
	}

	/** `client.converse(…)` where the file says how the client is made. */
	private isOfMadeClient({ calleeStart, open, callee }: Frame): boolean {
		if (callee === '') return false;
		const receiver = receiverIn(this.source.code.slice(calleeStart, open));
		const binding = receiver && this.names.bindingOf(receiver.name, calleeStart + receiver.offset);
		if (!binding) return false;
		const made = this.source.text.slice(binding.start, Math.min(binding.end, binding.start + 400));
		return /bedrock/i.test(made) && made.includes('(') && /client|runtime|create|new\b|build/i.test(made);
	}

	private *readFile(isMeant: (mention: NamedRegion) => boolean): Generator<void, RegionEvidence | undefined> {
		yield* this.weights.weighClientsInSteps();
		const weighed: { mention: NamedRegion; weight: number }[] = [];
		let count = 0;
		for (const mention of this.resolver.mentions) {
			if (isMeant(mention)) weighed.push({ mention, weight: this.weights.weightOf(mention) });
			if (++count % mentionsInStep === 0 && pauses()) yield;
		}
		for (const wanted of [4, 3, 2, 1]) {
			const strong = weighed.filter(({ weight }) => weight === wanted);
			if (strong.length === 0) continue;
			const regions = new Set(strong.map(({ mention }) => mention.region));
			return this.evidence('file', { ...nothing, regions, at: strong[0]?.mention.start });
		}
		return undefined;
	}

	private evidence(source: RegionEvidenceSource, { regions, at }: Resolved): RegionEvidence | undefined {
		if (regions.size === 0) return undefined;
		return {
			source,
			regions: [...regions],
			line: at === undefined ? undefined : this.source.lineNumber(at),
		};
	}
}

/** The runtime's host, with its Region or what stands for it. */
const hostOf = (region: string): string => `bedrock-runtime(?:-fips)?\\.${region}\\.(?:amazonaws\\.com|api\\.aws)`;
const anyRegion = '([a-z0-9-]+)';
const requestUrl = new RegExp(`${hostOf(anyRegion)}\\S*/model/`);
const urlBefore = new RegExp(`${hostOf(anyRegion)}[^\\s"'\`]*$`);
const filledUrlBefore = new RegExp(`${hostOf('[$#]?\\{\\{?\\s*([A-Za-z_]\\w*)\\s*\\}?\\}')}[^\\s"'\`]*$`);

/** So many uses of a name are followed in another text. */
const mostUses = 10;

/** The names that hold an ID: the constant that it is the value of, and those that the constant is handed on to. */
function namesHolding(consumers: readonly Consumer[]): readonly string[] {
	const names = consumers.flatMap(({ name, site }) => [name, site.target]);
	return [...new Set(names)].filter((name) => /^\w{4,}$/.test(name)).slice(0, mostUses);
}

/** The enumeration or class that an ID is a member of: its other members are used as this one is. */
function memberNames(source: SourceText, { start }: FoundId): readonly string[] {
	const name = memberOf(source, start);
	return name !== undefined && /^\w{4,}$/.test(name) ? [name] : [];
}

/** The operations that invoke a model, of a client: `client.converse(…)`. */
const invocation = /(?:\.|->|::)(?:converse|invoke_?model)\w*$/i;
