import { isOfOneCall } from './callOptions';
import { flagAskedFor } from './clientKeys';
import type { ClientRegions } from './clientRegions';
import { pipelineRegion, sectionAt } from './configScope';
import { classNameAround, classNamed } from './enclosingClass';
import { fieldWithDefault } from './fieldDefaults';
import { clientsMade } from './madeClients';
import { type Names, siteOfUse } from './names';
import { isSameVariable, type OutsideRegions, stackVariable, variableNamed } from './outsideRegions';
import { nameOfSetting, type RegionSetting } from './regionSettings';
import { join, nothing, type RegionResolver, type Resolved } from './regionValues';
import { mostClients, type RegionWeights } from './regionWeights';
import { environmentRegions, type SilentClients } from './silentClients';
import { siteOf } from './sites';
import type { SourceText } from './sourceText';
import { toTheEnd } from './steps';
import { providerVariable, terraformProviders } from './terraformProviders';
import { consumersInSteps } from './trace';
import type { RegionEvidence } from './types';
import type { WeighedRegions } from './weighedRegions';

/** So many uses of a name are followed. */
const mostUses = 10;
/** So many uses of an object are looked through for those of one member. */
const mostOfObject = 100;

/** In UTF-16 units. */
const longestClass = 6_000;
/** What a class does with the client that it holds. */
const sending = /\b(?:this|self)\.([A-Za-z_$][\w$]*)\.(?:send|converse\w*|invoke_?[mM]odel\w*)\s*\(/;

interface Parts {
	readonly source: SourceText;
	readonly names: Names;
	readonly resolver: RegionResolver;
	readonly weights: RegionWeights;
	readonly weighed: WeighedRegions;
	readonly clients: ClientRegions;
	readonly silent: SilentClients;
	readonly outside: OutsideRegions;
}

/** What one text tells others: those that import names from it, those whose names it uses, those that it configures. */
export class ToldRegions {
	private readonly source: SourceText;
	private readonly names: Names;
	private readonly resolver: RegionResolver;
	private readonly weights: RegionWeights;
	private readonly weighed: WeighedRegions;
	private readonly clients: ClientRegions;
	private readonly silent: SilentClients;
	private readonly outside: OutsideRegions;
	private outsideClients: { evidence: RegionEvidence | undefined } | undefined;
	private outsideSettings: { evidence: RegionEvidence | undefined } | undefined;
	private importedClients: { evidence: RegionEvidence | undefined } | undefined;

	constructor(parts: Parts) {
		({
			source: this.source,
			names: this.names,
			resolver: this.resolver,
			weights: this.weights,
			weighed: this.weighed,
			clients: this.clients,
			silent: this.silent,
			outside: this.outside,
		} = parts);
	}

	/** What a text is told that imports these names from this one. */
	byNames(asked: readonly string[]): readonly string[] {
		const variables = this.variables();
		const end = this.source.text.length - 1;
		// Its values are read by their whole keys.
		if (this.source.language === 'properties') {
			const keyOf = ({ start, valueStart }: RegionSetting): string =>
				this.source.text.slice(this.source.lineStart(start), valueStart).split(/[\s=:]/, 1)[0] ?? '';
			return this.valuesOf(this.resolver.settings.slice(0, mostClients).filter((each) => asked.includes(keyOf(each))));
		}
		for (const path of asked) {
			const value = path.includes('.') ? this.ofMember(path.split('.'), end) : undefined;
			if (value && value.regions.size > 0) return [...value.regions];
		}
		// What is no object says it by the name of the member, in a section of that name or anywhere, or as a whole.
		const names = asked.flatMap((path) => {
			const parts = path.split('.');
			return parts.length > 1 ? [parts.slice(1).join('.'), parts.at(-1) ?? '', parts[0] ?? ''] : [path];
		});
		const isOfRegion = (name: string): boolean => /region/i.test(name);
		for (const name of [...names.filter(isOfRegion), ...names.filter((each) => !isOfRegion(each))]) {
			const variable = isOfRegion(name) ? variableNamed(name, variables) : undefined;
			if (variable !== undefined) return this.ofSeveral(name, names) ?? [variable];
			const value = this.resolver.resolveName(name, end);
			if (value.regions.size > 0) return [...value.regions];
			const outside = this.outside.evidenceOf(value.unknown);
			if (outside) return outside.regions;
		}
		if (names.some((name) => this.silent.areMeantBy(name)))
			return this.outside.evidenceOf(environmentRegions)?.regions ?? [];
		const whole = this.ofWhole();
		return whole.length > 0 ? whole : this.ofClientsGiven(names);
	}

	/** What the first of these classes of the text is given sends its requests: `constructor(@Inject(CLIENT) private client)`. */
	private ofClientsGiven(classes: readonly string[]): readonly string[] {
		for (const name of classes) {
			const own = /^[A-Z]/.test(name) ? classNamed(this.source, name) : undefined;
			const body = own && this.source.code.slice(own.place, Math.min(own.end, own.place + longestClass));
			const sent = own && body ? sending.exec(body) : null;
			if (!own || sent?.[1] === undefined) continue;
			const { regions, unknown } = this.resolver.resolveName(sent[1], own.place + sent.index);
			return regions.size > 0 ? [...regions] : (this.outside.evidenceOf(unknown)?.regions ?? []);
		}
		return [];
	}

	/**
	 * What the objects say that are asked for, where several of the text have a field of that name, as `beta` and `prod` of
	 * `beta = { region: … }; prod = { region: … }`: where none of them is named, any may be meant.
	 */
	private ofSeveral(field: string, names: readonly string[]): readonly string[] | undefined {
		if (this.source.syntax.family !== 'code') return undefined;
		const fields = this.resolver.settings.slice(0, mostClients).filter((each) => {
			const name = each.bracket === -1 ? undefined : nameOfSetting(this.source, each);
			return name !== undefined && isSameVariable(name, field);
		});
		if (this.valuesOf(fields).length < 2) return undefined;
		const all = this.valuesOf(fields.filter(({ start }) => !isOfResource(this.source, start)));
		if (all.length < 2) return undefined;
		const end = this.source.text.length - 1;
		const asked = names.filter((name) => !/region/i.test(name) && this.names.allBindingsOf(name).length > 0);
		const named = new Set(asked.flatMap((name) => [...this.resolver.resolveName(name, end).regions]));
		return named.size > 0 ? [...named] : all;
	}

	private valuesOf(settings: readonly RegionSetting[]): readonly string[] {
		const values = settings.map(({ valueStart, valueEnd }) => this.resolver.resolve(valueStart, valueEnd));
		return [...new Set(values.flatMap(({ regions }) => [...regions]))];
	}

	/** From where the client sends requests that the text gives a container to keep by a key. */
	byKey(key: string): readonly string[] {
		const { regions, unknown } = this.resolver.keptBy(key);
		return regions.size > 0 ? [...regions] : (this.outside.evidenceOf(unknown)?.regions ?? []);
	}

	/** What an object's member is, or the only thing of its name. */
	private ofMember(path: readonly string[], end: number): Resolved | undefined {
		const [head = '', key = ''] = path;
		const ofClass = this.resolver.ofClass(head, key);
		if (ofClass.regions.size > 0) return ofClass;
		const member = this.resolver.resolveMember(path, end);
		const [only, other] = member ? [] : this.names.allBindingsOf(path.at(-1) ?? '');
		return only && !other ? this.resolver.resolve(only.start, only.end) : member;
	}

	/** What a text says that speaks of Bedrock: its clients, else its settings, else what its settings come to outside of it. */
	ofWhole(): readonly string[] {
		const ofClients = this.regionsOfClients();
		if (ofClients.length > 0 || !/bedrock/i.test(this.source.text.whole)) return ofClients;
		// The configuration that a client is made of need not name the service.
		const ofSettings = toTheEnd(
			this.weighed.read((mention) => this.weights.weightOf(mention) >= 2 && !isOfOneCall(this.source, mention.start)),
		);
		return (ofSettings ?? this.ofOutsideSettings())?.regions ?? [];
	}

	/** What the clients say that the text makes, also of what comes from outside. */
	ofMadeClients(): readonly string[] {
		const whole = this.ofWhole();
		return whole.length > 0 ? whole : (this.ofOutsideClients()?.regions ?? []);
	}

	/** What the clients of the text are made of, where that comes from outside: `Client::new(&config)`. */
	ofOutsideClients(): RegionEvidence | undefined {
		this.outsideClients ??= { evidence: this.readOutsideClients() };
		return this.outsideClients.evidence;
	}

	private readOutsideClients(): RegionEvidence | undefined {
		let result = nothing;
		let count = 0;
		for (const behind of clientsMade(this.source.text.whole, this.source.language)) {
			const bracket = this.source.bracketHolding(behind);
			if (bracket) result = join(result, this.resolver.resolve(bracket.open, bracket.close));
			if (++count >= mostUses) break;
		}
		return this.outside.evidenceOf(result.unknown);
	}

	/** `new ChatStack(app, "…", …)`: where a CDK application deploys the stacks of a class, if to one Region. */
	ofStack(className: string): string | undefined {
		const regions = new Set<string>();
		for (const use of this.names.usesOf(className).slice(0, mostUses)) {
			const open = use + className.length;
			const bracket = this.source.bracketHolding(open + 1);
			if (bracket?.open !== open) continue;
			for (const region of this.resolver.resolve(open, bracket.close).regions) regions.add(region);
		}
		const [only, other] = regions;
		return other === undefined ? only : undefined;
	}

	/** What the text's settings of a Region come to, where it takes them all from outside. */
	ofOutsideSettings(): RegionEvidence | undefined {
		if (!this.outsideSettings) {
			let result = nothing;
			for (const { start, end } of this.givenRegions()) {
				const value = this.resolver.resolve(start, end);
				if (value.regions.size === 0) result = join(result, value);
			}
			this.outsideSettings = { evidence: this.outside.evidenceOf(result.unknown) };
		}
		return this.outsideSettings.evidence;
	}

	/** What is named like a client, and comes from another text of the project. */
	ofImportedClients(): RegionEvidence | undefined {
		if (this.source.syntax.family !== 'code') return undefined;
		if (!this.importedClients) {
			const words = this.source.code.whole.match(/\b[A-Za-z]*(?:[cC]lient|[bB]edrock|[rR]untime)[A-Za-z]*\b/g) ?? [];
			const named = [...new Set(words)].slice(0, mostUses);
			this.importedClients = { evidence: this.outside.evidenceOf(this.onlyMaker(named) ?? named) };
		}
		return this.importedClients.evidence;
	}

	/** `using var client = Clients.Virginia()`: what the clients are made of, where that is one thing of another text's. */
	private onlyMaker(clients: readonly string[]): readonly string[] | undefined {
		const made = clients.flatMap((name) => this.names.allBindingsOf(name)).slice(0, mostUses);
		const makers = made.map(({ start, end }) => this.resolver.resolve(start, end).unknown);
		const [only, other] = new Map(makers.map((each) => [each.join(), each])).values();
		return other === undefined && only?.[0]?.includes('.') ? only : undefined;
	}

	/** From where a text sends its requests, as far as it says so as a whole: by its own clients, and those that it imports. */
	ofSender(): readonly string[] {
		const own = this.ofWhole();
		const given = this.ofOutsideSettings()?.regions ?? [];
		if (own.length > 0 || given.length > 0) return [...new Set([...own, ...given])];
		return this.ofImportedClients()?.regions ?? [];
	}

	/** The values of settings, what is given to `.region(…)`, `WithRegion(…)`, and the flags that Go asks for. */
	private *givenRegions(): Generator<{ start: number; end: number }> {
		for (const { valueStart, valueEnd } of this.resolver.settings.slice(0, mostClients))
			yield { start: valueStart, end: valueEnd };
		if (this.source.syntax.family !== 'code') return;
		const flag = this.source.language === 'go' ? flagAskedFor.exec(this.source.text.whole) : null;
		if (flag) yield { start: flag.index, end: flag.index + flag[0].length };
		let count = 0;
		for (const { index, 0: call } of this.source.code.whole.matchAll(/(?:\.region|\b(?:[wW]ith|set)Region)\s*\(/g)) {
			const bracket = this.source.bracketHolding(index + call.length);
			if (bracket?.open === index + call.length - 1) yield { start: bracket.open + 1, end: bracket.close };
			if (++count >= mostUses) return;
		}
	}

	/** What the Bedrock clients of the text say, and the settings that are named for Bedrock. */
	private regionsOfClients(): readonly string[] {
		const ofClients = this.weighed.read(
			(mention) => this.weights.weightOf(mention) >= 3 && !isOfOneCall(this.source, mention.start),
		);
		return toTheEnd(ofClients)?.regions ?? [];
	}

	/**
	 * From where the calls that use these names are sent; else what a text says as a whole that uses them.
	 * @param areGiven what is called by these names is given a client or its Region.
	 */
	byUses(names: readonly string[], areGiven = false): readonly string[] {
		const regions = new Set<string>();
		let isUsed = false;
		for (const path of names) {
			const [name = ''] = path.split('.', 1);
			for (const at of this.usesOf(path)) {
				// A function of the text's own has the same name.
				if (this.names.functionOpening(at + name.length)) continue;
				isUsed = true;
				const use = { site: siteOfUse(this.source, at, name), at };
				const ofCall = areGiven ? this.givenBehind(at + name.length) : nothing;
				const value = ofCall.regions.size > 0 ? ofCall : join(ofCall, this.clients.of(use, use));
				for (const region of this.toldOf(value, at) ?? this.ofHandedOn(at, name) ?? []) regions.add(region);
			}
		}
		return !isUsed || regions.size > 0 ? [...regions] : this.ofSender();
	}

	/**
	 * What is given where these names are called, which make a client of it: `new Gateway(Region.EU_WEST_1)`.
	 * @returns `undefined` where that is not known of one of the calls.
	 */
	givenTo(names: readonly string[]): readonly string[] | undefined {
		const regions = new Set<string>();
		for (const name of names)
			for (const at of this.usesOf(name)) {
				const end = at + name.length;
				if (this.names.functionOpening(end) || !callBehind.test(this.source.code.slice(end, end + 60))) continue;
				const given = this.givenBehind(end);
				const told = given.regions.size > 0 ? given.regions : this.outside.evidenceOf(given.unknown)?.regions;
				if (!told) return undefined;
				for (const region of told) regions.add(region);
			}
		return [...regions];
	}

	private toldOf({ regions, unknown }: Resolved, at: number): Iterable<string> | undefined {
		return regions.size > 0 ? regions : this.ofOutside(unknown, at)?.regions;
	}

	/** What those say that are given what a name is handed on to: `model = MODELS[key]`, `ask(model)`. */
	private ofHandedOn(at: number, name: string): Iterable<string> | undefined {
		// What a call gives back, such as an answer, goes elsewhere than the model that it was asked of.
		const [inner] = siteOfUse(this.source, at, name).frames;
		const callee = /\w*$/.exec(inner?.callee ?? '')?.[0] ?? '';
		if (callee !== '' && this.names.functionsNamed(callee).length === 0) return undefined;
		const consumers = toTheEnd(consumersInSteps(this.source, this.names, at, at + name.length));
		const value = consumers.length < 2 ? nothing : toTheEnd(this.clients.ofConsumers(consumers));
		// Each caller gives a Region of its own.
		return value.unknown.some((each) => /region/i.test(each)) ? undefined : this.toldOf(value, at);
	}

	/** What the call behind a name is given: `Summaries("eu-west-1")`, `Llm::connect(region)`. */
	private givenBehind(end: number): Resolved {
		const call = callBehind.exec(this.source.code.slice(end, end + 60))?.[0].length ?? 0;
		const bracket = call > 0 ? this.source.brackets.openingAt(end + call - 1) : undefined;
		return bracket ? this.resolver.resolve(bracket.open, bracket.close) : nothing;
	}

	/** What names come to outside of the text, else where the AWS CDK deploys the stack whose class a place stands in. */
	private ofOutside(unknown: readonly string[], at: number): RegionEvidence | undefined {
		const told = this.outside.evidenceOf(unknown);
		const stack = told || !this.source.text.holds('Stack') ? undefined : classNameAround(this.source, at);
		return stack === undefined ? told : this.outside.evidenceOf([stackVariable(stack)]);
	}

	/** The first uses of a name; of a member (`MODELS.fast`) those that may be of it. */
	usesOf(path: string): readonly number[] {
		const [name = '', member] = path.split('.');
		const uses = this.names.usesOf(name);
		if (member === undefined) return uses.slice(0, mostUses);
		const isMeant = (at: number): boolean => {
			const read = /^\s*(?:\?\.|\.|->|::|\[\s*["'])\s*(\w+)/.exec(
				this.source.text.slice(at + name.length, at + 120),
			)?.[1];
			return read === undefined ? !isImported(this.source, at) : read === member;
		};
		return uses.slice(0, mostOfObject).filter(isMeant).slice(0, mostUses);
	}

	/** The Region of each setting that is named for one and says a single one. */
	variables(): Readonly<Record<string, string>> {
		const found: Record<string, string> = {};
		const isOfSections = /^(?:ini|toml)$/.test(this.source.language);
		const isMapping = this.source.syntax.family === 'config' && this.source.syntax.isIndented === true;
		/** Names that two services, jobs or stages give different Regions. */
		const contested = new Set<string>();
		for (const setting of this.resolver.settings.slice(0, mostClients)) {
			const { start, valueStart, valueEnd } = setting;
			const name = nameOfSetting(this.source, setting);
			const { regions } = this.resolver.resolve(valueStart, valueEnd);
			const [only, other] = regions;
			if (name === undefined || only === undefined || other !== undefined) continue;
			if ((found[name] ??= only) !== only && isMapping) contested.add(name);
			const section = isOfSections ? sectionAt(this.source, start)?.name : undefined;
			if (section !== undefined) found[`${section}.${name}`] ??= only;
		}
		for (const mention of this.resolver.mentions.slice(0, mostClients)) {
			const field = fieldWithDefault(this.source, mention);
			if (field !== undefined) found[field] ??= mention.region;
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
		if (contested.size === 0) return found;
		return Object.fromEntries(Object.entries(found).filter(([name]) => !contested.has(name)));
	}

	/** The variables that a command of a pipeline is given. */
	variablesAt(offset: number): Readonly<Record<string, string>> {
		const found: Record<string, string> = {};
		const settings = this.resolver.settings.slice(0, mostClients);
		for (const name of new Set(settings.map((each) => nameOfSetting(this.source, each)))) {
			const ofName = settings.filter((each) => nameOfSetting(this.source, each) === name);
			const own = pipelineRegion(this.source, offset, ofName);
			const [region] = own ? this.resolver.resolve(own.valueStart, own.valueEnd).regions : [];
			if (name !== undefined && region !== undefined) found[name] = region;
		}
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
			const value = this.resolver.resolve(valueStart, valueEnd);
			const [region, other] =
				value.regions.size > 0 ? value.regions : (this.outside.evidenceOf(value.unknown)?.regions ?? []);
			if (name === undefined || region === undefined) continue;
			if (other !== undefined || (found.has(name) && found.get(name) !== region)) contested.add(name);
			found.set(name, region);
		}
		for (const name of contested) found.delete(name);
		return found;
	}
}

/** Of a function or class, or of what is asked of one. */
const callBehind = /^(?:(?:\.|::)\w+)?\s*\(/;

/** What a client, a session or a stack is given is no object of the text's own. */
function isOfResource(source: SourceText, at: number): boolean {
	return siteOf(source, at, at).frames.some(({ callee }) =>
		/(?:client|session|stack|environment|provider|resource)$/i.test(callee),
	);
}

/** `import { NAME } from …`, `from … import NAME` */
export function isImported(source: SourceText, at: number): boolean {
	const line = source.code.slice(Math.max(source.lineStart(at), at - 200), at);
	if (/^\s*(?:import|from|use|using)\b/.test(line)) return true;
	const { open = -1, close = -1 } = source.bracketHolding(at) ?? {};
	if (close === -1) return false;
	// Python: `from … import (` above the names.
	if (/^\s*from\b.*\bimport\s*$/.test(source.code.slice(Math.max(source.lineStart(open), open - 200), open)))
		return true;
	return /^\}\s*(?:from\b|=\s*(?:await\s+)?(?:require|import)\()/.test(source.code.slice(close, close + 40));
}
