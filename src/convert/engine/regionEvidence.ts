import type { Catalogue } from '../../bedrock/catalogue';
import { AddressRegions } from './addressRegions';
import type { PartsOfSource } from './builtParts';
import { ClientRegions, receiverIn } from './clientRegions';
import { ClientScopes } from './clientScopes';
import { takersOfClient } from './clientTakers';
import { configRegion, itemRegion, pipelineRegion, settingsFor } from './configScope';
import { isDataLanguage } from './dataUsers';
import { classNameAround } from './enclosingClass';
import { FieldRegions } from './fieldRegions';
import type { FoundId } from './find';
import { memberNames, namesHolding } from './heldNames';
import { sharesClients } from './madeClients';
import type { Names } from './names';
import { Namesakes } from './namesakes';
import { regionsBeside } from './objectRegions';
import { type OutsideRegions, stackVariable } from './outsideRegions';
import { OwnedRegions } from './ownedRegions';
import { regionOfKey, regionOfRow } from './regionKeys';
import { regionLists } from './regionLists';
import type { NamedRegion } from './regionNames';
import { nameOfSetting, type RegionSetting } from './regionSettings';
import { join, nothing, RegionResolver, type Resolved } from './regionValues';
import { mostClients, RegionWeights } from './regionWeights';
import { commandAround } from './shellCommand';
import { ShellEnvironment } from './shellEnvironment';
import { environmentRegions, isClient, SilentClients } from './silentClients';
import type { Frame } from './sites';
import type { SourceText } from './sourceText';
import { aliasIn, providerVariable, terraformProviders } from './terraformProviders';
import { ToldRegions } from './toldRegions';
import { pauses, toTheEnd } from './steps';
import { type Consumer, consumersInSteps } from './trace';
import type { RegionEvidence } from './types';
import { mostMentions, WeighedRegions } from './weighedRegions';
import { isInModelList, isInOtherDocument, isInSibling } from './yamlSiblings';

/** So many clients are looked at in one step. */
const clientsInStep = 4;

/** What the code around an ID says about where its requests go. */
export interface FoundEvidence {
	readonly evidence: RegionEvidence | undefined;
	/** The client that takes the ID speaks to bedrock-mantle. */
	readonly isMantle: boolean;
	/** The Region is that of clients which other functions keep to themselves. */
	readonly isOfOthers?: boolean;
	/** Only the program's data say the Region: it is nobody else's. */
	readonly isOfData?: boolean;
}

/** Reads the Regions of one text, once; then answers for each occurrence which one its requests are sent from. */
export class FileRegions {
	/** What it tells other texts of its project. */
	readonly told: ToldRegions;
	private readonly weights: RegionWeights;
	private readonly weighed: WeighedRegions;
	private readonly clients: ClientRegions;
	private readonly addresses: AddressRegions;
	private readonly silent: SilentClients;
	private readonly namesakes: Namesakes;
	private readonly fields: FieldRegions;
	private readonly shell: ShellEnvironment;
	private providers: ReturnType<typeof terraformProviders> | undefined;
	/** What the file says as a whole, to an ID that no Region of it is foreign to. */
	private fileEvidence: { evidence: RegionEvidence | undefined } | undefined;
	/** What is said of a text of data around it, and by it of other services. */
	private surroundings: { evidence: RegionEvidence | undefined } | undefined;
	/** A shell script that reads in another one. */
	private sourcesScripts: boolean | undefined;
	private readonly scopes: ClientScopes;
	private hasLookedAtClients = false;

	private constructor(
		private readonly source: SourceText,
		private readonly names: Names,
		catalogue: Catalogue,
		private readonly resolver: RegionResolver,
		private readonly owned: OwnedRegions,
		private readonly outside: OutsideRegions,
	) {
		this.weights = new RegionWeights(source, resolver);
		this.weighed = new WeighedRegions(source, resolver, this.weights);
		this.scopes = new ClientScopes(source, names);
		this.namesakes = new Namesakes(source, resolver);
		this.fields = new FieldRegions(source, names, resolver);
		this.shell = new ShellEnvironment(source, resolver.settings);
		this.clients = new ClientRegions({
			source,
			names,
			resolver,
			owned,
			weights: this.weights,
			namesakes: this.namesakes,
		});
		const known = new Set(Object.keys(catalogue.regionNames));
		this.addresses = new AddressRegions(source, resolver, this.weighed, known);
		this.silent = new SilentClients(source, names, resolver);
		const { weights, weighed, clients, silent } = this;
		this.told = new ToldRegions({ source, names, resolver, weights, weighed, clients, silent, outside });
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
		const own = this.addresses.of(found) ?? this.addresses.ofConsumers(consumers);
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
		if (byClient.isOfData && byClient.regions.size === 0) return { evidence: undefined, isMantle, isOfData: true };
		// Who inherits from a class, or is given an object, asks for the Region of one of several.
		const isOfSeveral = byClient.regions.size > 1;
		const ofPlace =
			(isOfSeveral ? this.byFields(found) : undefined) ??
			this.weighed.evidence(near, byClient) ??
			this.ofUnknown(byClient.unknown, consumers) ??
			this.byProvider(consumers) ??
			this.byStack(consumers) ??
			this.byFields(found) ??
			this.byEntry(found) ??
			this.byEnvironment(found) ??
			this.byScope(found);
		if (ofPlace) return { evidence: ofPlace, isMantle };
		const isSilent = byClient.regions.size === 0 && this.silent.areReachedBy(consumers);
		const ofFile = this.namesakes.narrowed(yield* this.ofFileForInSteps(consumers, isSilent), direct?.site);
		if (isSilent) return { evidence: ofFile ?? this.outside.evidenceOf(environmentRegions), isMantle };
		const holding = ofFile ? [] : namesHolding(this.source, this.names, consumers);
		const members = ofFile ? [] : memberNames(this.source, found, consumers);
		const evidence =
			ofFile ??
			this.ofSourcedScripts() ??
			this.told.ofOutsideSettings() ??
			(sharesClients(this.source) ? this.told.ofOutsideClients() : undefined) ??
			this.told.ofImportedClients() ??
			this.outside.evidenceOf(regionsBeside(this.source, this.names, consumers)) ??
			this.outside.ofUsers(holding) ??
			this.outside.ofUsers(members) ??
			this.outside.ofGivers(takersOfClient(this.source, this.names, consumers, byClient.unknown)) ??
			this.outside.ofHandedOn() ??
			this.outside.ofImporters([...holding, ...members]) ??
			(yield* this.ofOtherCommandsInSteps(consumers));
		// A client that is handed in is not one that the file makes.
		const isHandedIn = byClient.unknown.some((name) => clientType.test(name));
		const isOfOthers = ofFile !== undefined && (isHandedIn || this.isLocalOnly(ofFile, consumers));
		return { evidence, isMantle, isOfOthers };
	}

	/** What other texts say of the clients that the ID reaches: each use may have one of its own. */
	private ofUnknown(names: readonly string[], consumers: readonly Consumer[]): RegionEvidence | undefined {
		const told = this.outside.evidenceOf(names);
		const [own] = consumers;
		if (!told || !own || names.length < 2 || consumers.length < 2) return told;
		const uses = consumers.slice(0, mostClients).map((each) => this.clients.of(each, own).unknown);
		const distinct = new Map(uses.filter(({ length }) => length > 0).map((each) => [each.join(), each]));
		if (distinct.size < 2) return told;
		const each = [...distinct.values()].flatMap((unknown) => this.outside.evidenceOf(unknown)?.regions ?? []);
		return { ...told, regions: [...new Set([...told.regions, ...each])] };
	}

	/** From where a request would be sent that a place of the text makes. */
	evidenceAt(offset: number): RegionEvidence | undefined {
		const consumers = toTheEnd(consumersInSteps(this.source, this.names, offset, offset));
		const place = { id: '', start: offset, end: offset, line: 0, col: 0, kind: 'id' } as const;
		return toTheEnd(this.evidenceInSteps(place, consumers)).evidence;
	}

	/** What holds for a program that a place of the text runs: the one Region, and that of each variable that is named for one. */
	environmentAt(offset: number): { region: string; variables: Readonly<Record<string, string>> } | undefined {
		const [region, other] = this.evidenceAt(offset)?.regions ?? [];
		if (region === undefined || other !== undefined) return undefined;
		return { region, variables: { AWS_REGION: region, AWS_DEFAULT_REGION: region, ...this.told.variablesAt(offset) } };
	}

	/** What the text sets Regions by, and what each of them comes to. */
	partsOfEnvironment(): Pick<PartsOfSource, 'settings' | 'regionOf'> {
		const { resolver } = this;
		return {
			settings: resolver.settings,
			regionOf: ({ valueStart, valueEnd }) => {
				const [only, other] = resolver.resolve(valueStart, valueEnd).regions;
				return other === undefined ? only : undefined;
			},
		};
	}

	/** The one Region that the client itself names which is given what a place of the text reads; a default is no such name. */
	ownRegionsAt(offset: number): readonly string[] {
		const consumers = toTheEnd(consumersInSteps(this.source, this.names, offset, offset));
		const { regions, at, unknown } = toTheEnd(this.clients.ofConsumers(consumers));
		// It may also be sent from elsewhere.
		if (regions.size !== 1 || at === undefined || unknown.some((name) => /region/i.test(name))) return [];
		const line = this.source.text.slice(this.source.lineStart(at), this.source.lineEnd(at));
		return ofChoice.test(line) ? [] : [...regions];
	}

	/**
	 * What the programs and scripts say that read this text, where it is data, or the settings that it gives: where it says
	 * something itself, those only whose clients do too, which are nearer to the call.
	 */
	ofReaders(settings: readonly string[], said?: RegionEvidence): RegionEvidence | undefined {
		return said && /^(?:arn|url)$/.test(said.source) ? undefined : this.outside.ofReaders(settings, said);
	}

	/** What is around the text says, where nobody else does: clients; of data the scripts, else all that it reaches itself. */
	ofSurroundings(): RegionEvidence | undefined {
		if (!isDataLanguage(this.source.language)) return this.outside.ofClientsAround();
		this.surroundings ??= { evidence: this.outside.ofScriptsAround() ?? this.addresses.ofOtherServices() };
		return this.surroundings.evidence;
	}

	/** Terraform: the provider that the blocks name which are given the ID, else the one without an alias. */
	private byProvider([own, ...uses]: readonly Consumer[]): RegionEvidence | undefined {
		if (this.source.language !== 'terraform' || !own) return undefined;
		const wanted = new Set((uses.length > 0 ? uses : [own]).map((each) => this.providerOf(each)));
		this.providers ??= terraformProviders(this.source, this.resolver);
		const named = this.providers.filter(({ alias }) => wanted.has(alias));
		if (named.length > 0) return this.weighed.evidence('file', named.map(({ region }) => region).reduce(join));
		return this.outside.evidenceOf(
			[...wanted].flatMap((alias) => (alias === undefined ? [] : providerVariable(alias))),
		);
	}

	private providerOf({ site }: Consumer): string | undefined {
		const block = site.frames.at(-1);
		return block && aliasIn(this.source.text.slice(block.open, Math.min(block.close, block.open + 4_000)));
	}

	/** The AWS CDK: where the stack is deployed whose class the ID stands in, or is used in. */
	private byStack(consumers: readonly Consumer[]): RegionEvidence | undefined {
		if (this.source.syntax.family !== 'code' || !this.source.text.holds('Stack')) return undefined;
		const stacks = new Set(consumers.flatMap(({ at }) => classNameAround(this.source, at) ?? []));
		const told = [...stacks].flatMap((name) => this.outside.evidenceOf([stackVariable(name)]) ?? []);
		const [first] = told;
		return first && { ...first, regions: [...new Set(told.flatMap(({ regions }) => regions))] };
	}

	/** The one Region among the fields of the class that the ID is a field of. */
	private byFields({ start }: FoundId): RegionEvidence | undefined {
		const value = this.fields.around(start);
		return value?.regions.size === 1 ? this.weighed.evidence('file', value) : undefined;
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
		const settings = settingsFor(this.source, found.start, this.resolver.settings);
		const setting =
			configRegion(this.source, found.start, settings) ??
			itemRegion(this.source, found.start, settings) ??
			pipelineRegion(this.source, found.start, settings) ??
			configRegion(this.source, found.start, regionLists(this.source, found.start));
		const value = setting && this.resolver.resolve(setting.valueStart, setting.valueEnd);
		if (!value) return undefined;
		return (
			this.weighed.evidence('file', value) ??
			this.weighed.evidence('file', this.ofVariables(setting, value.unknown, found.start)) ??
			this.outside.evidenceOf(value.unknown)
		);
	}

	/** `--region {{.REGION}}`, where the variables around say what that is. */
	private ofVariables({ valueStart, valueEnd }: RegionSetting, names: readonly string[], at: number): Resolved {
		const { text } = this.source;
		if (!text.slice(valueStart, valueEnd).includes('{{')) return nothing;
		const named = this.resolver.settings
			.slice(0, mostClients)
			.filter((each) => names.includes(nameOfSetting(this.source, each) ?? ''));
		const own = pipelineRegion(this.source, at, named);
		return own ? this.resolver.resolve(own.valueStart, own.valueEnd) : nothing;
	}

	/** A shell's AWS_REGION holds for each command that follows and names no Region itself. */
	private byEnvironment(found: FoundId): RegionEvidence | undefined {
		const set = this.shell.regionBefore(found.start);
		return set && this.weighed.evidence('file', this.resolver.resolve(set.valueStart, set.valueEnd));
	}

	/** The environment that a script is given by another one that it reads in. */
	private ofSourcedScripts(): RegionEvidence | undefined {
		// Asked for each ID of the text.
		this.sourcesScripts ??=
			this.source.syntax.family === 'shell' && /^[ \t]*(?:source|\.)[ \t]/m.test(this.source.code.whole);
		return this.sourcesScripts ? this.outside.evidenceOf(environmentRegions) : undefined;
	}

	/** What the other commands of a script name, where this one leaves it to the machine's settings and names none of those. */
	private *ofOtherCommandsInSteps(consumers: readonly Consumer[]): Generator<void, RegionEvidence | undefined> {
		if (this.source.syntax.family !== 'shell' || this.owned.isEmpty) return undefined;
		return consumers.some(({ at }) => this.isPlainCommand(at)) ? yield* this.ofFileInSteps() : undefined;
	}

	/** `aws bedrock-runtime converse --model-id …`, of no account and no endpoint of its own. */
	private isPlainCommand(at: number): boolean {
		const { start, end } = commandAround(this.source, at);
		const command = this.source.text.slice(Math.max(start, at - 1_000), Math.min(end, at + 1_000));
		return /\baws[^|;&]{0,80}\sbedrock-runtime\s/.test(command) && !/\s--(?:endpoint-url|profile)\b/.test(command);
	}

	/** The one Region in the same function. */
	private byScope(found: FoundId): RegionEvidence | undefined {
		const own = this.names.functionAround(found.start);
		if (!own) return undefined;
		const inside = this.resolver
			.mentionsIn(own.open, own.bodyEnd)
			.filter((mention) => this.weights.weightOf(mention) >= 2);
		const regions = new Set(inside.map(({ region }) => region));
		return regions.size === 1
			? this.weighed.evidence('client', { ...nothing, regions, at: inside[0]?.start })
			: undefined;
	}

	/** What the file as a whole says: its Bedrock clients, else its settings, else its Bedrock ARNs. */
	*ofFileInSteps(): Generator<void, RegionEvidence | undefined> {
		this.fileEvidence ??= { evidence: yield* this.weighed.read(() => true) };
		return this.fileEvidence.evidence;
	}

	/** No client and no setting names a Region, only ARNs and what others have to name. */
	get areOfArns(): boolean {
		const mentions = this.resolver.mentions.slice(0, mostClients);
		return mentions.length > 0 && mentions.every((each) => this.weights.weightOf(each) < 2);
	}

	/** What the file says to one ID: of other calls and their clients nothing, where its own names no Region. */
	private *ofFileForInSteps(
		consumers: readonly Consumer[],
		isSilent: boolean,
	): Generator<void, RegionEvidence | undefined> {
		const [direct] = consumers;
		if (direct && this.source.syntax.family === 'config' && this.source.syntax.isIndented) {
			const mentions = this.resolver.mentions.slice(0, mostClients);
			const isInOther = ({ start }: NamedRegion): boolean => isInOtherDocument(this.source, start, direct.at);
			// A document that says nothing itself listens to the others of its file.
			const hasOwn = mentions.some((each) => this.weights.weightOf(each) >= 2 && !isInOther(each));
			// So has what stands outside a list of models, where there is any Region outside it.
			const isInList = ({ start }: NamedRegion): boolean => isInModelList(this.source, start, direct.at);
			const hasOutside = mentions.some((each) => this.weights.weightOf(each) >= 2 && !isInList(each));
			const isOfOther = (mention: NamedRegion): boolean =>
				isInSibling(this.source, mention.start, direct.at) ||
				(hasOwn && isInOther(mention)) ||
				(hasOutside && isInList(mention));
			if (mentions.some(isOfOther)) return yield* this.weighed.read((mention) => !isOfOther(mention));
		}
		yield* this.lookAtClientsInSteps();
		const hasOwnClient =
			isSilent || consumers.some(({ site }) => site.frames.some((frame) => this.isOfMadeClient(frame)));
		const hasLocal =
			!this.owned.isEmpty || this.resolver.mentions.slice(0, mostClients).some((each) => this.isLocal(each, -1));
		if (!hasOwnClient && !hasLocal) return yield* this.ofFileInSteps();
		const [own] = consumers;
		const isElsewhere = (mention: NamedRegion): boolean => consumers.every(({ at }) => this.isLocal(mention, at));
		// A call on a client that came from outside is not sent from where another function's own client is.
		const isInvoked = consumers.some(({ site }) => site.frames.some(({ callee }) => invocation.test(callee)));
		const hasWider = this.resolver.mentions
			.slice(0, mostMentions)
			.some(
				(each) =>
					this.weights.weightOf(each) >= 2 &&
					!isElsewhere(each) &&
					consumers.every(({ at, site }) => !this.owned.isForeign(each, at, site.frames)),
			);
		const isMeant = (mention: NamedRegion): boolean =>
			!(hasOwnClient && this.weights.weightOf(mention) >= 3) && !((hasWider || isInvoked) && isElsewhere(mention));
		// What belongs to another ID is listened to last, and not at all where that ID stands in the same way.
		const ofNobody = yield* this.weighed.read(
			(mention) => isMeant(mention) && this.weights.weightOf(mention) >= 2 && this.owned.isFree(mention, own?.at ?? 0),
		);
		if (ofNobody) return ofNobody;
		return yield* this.weighed.read(
			(mention) =>
				isMeant(mention) && consumers.every(({ site, at }) => !this.owned.isForeign(mention, at, site.frames)),
		);
	}

	/** The first ID that asks would wait for what is known of each client: it is read before, a few at a time. */
	private *lookAtClientsInSteps(): Generator<void, void> {
		if (this.hasLookedAtClients || !pauses()) return;
		this.hasLookedAtClients = true;
		for (const [index, mention] of this.resolver.mentions.entries()) {
			this.scopes.of(mention);
			this.weights.weightOf(mention);
			if (index % clientsInStep === 0) yield;
		}
	}

	/** The Region of a client that a function keeps to itself, and another place knows nothing of. */
	private isLocal(mention: NamedRegion, place: number): boolean {
		const scope = this.scopes.of(mention);
		return scope.end !== -1 && (place < scope.start || place >= scope.end);
	}

	/** `client.converse(…)` where the file says how the client is made. */
	private isOfMadeClient({ calleeStart, open, callee }: Frame): boolean {
		if (callee === '') return false;
		const receiver = receiverIn(this.source.code.slice(calleeStart, open));
		const binding = receiver && this.names.bindingOf(receiver.name, calleeStart + receiver.offset);
		return binding !== undefined && isClient(this.source, binding);
	}
}

/** On the line of a Region that may be another one when the program runs. */
const ofChoice = /env|config|setting|default|param|\?\?|\|\||\bor\b|\bdef\b/i;

/** What a client that comes from outside is declared as, in .NET, Java and JavaScript. */
const clientType = /^(?:IAmazonBedrockRuntime|BedrockRuntime(?:Async)?Client)$/;

/** The operations that invoke a model, of a client: `client.converse(…)`. */
const invocation = /(?:\.|->|::)(?:converse|invoke_?model)\w*$/i;
