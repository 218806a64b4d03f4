import { alternativesNamed, isOfAlternatives } from './alternatives';
import { keyNamed } from './clientKeys';
import { clientsAround, mostMakers } from './clientsAround';
import { isDataLanguage } from './dataUsers';
import { classNamed } from './enclosingClass';
import { HandedOutRegions } from './handedOutRegions';
import { headOf } from './heldNames';
import { endOfImport, importerWords, importLine } from './importerWords';
import { isOf, type LocalImport, namedBy } from './localImport';
import { localImports } from './localImports';
import { folderOf, nameOf } from './modulePaths';
import { isRequired, OtherPackages } from './otherPackages';
import { type AroundText, gathered, isScript, joinedEvidence, Module, type Project, User } from './otherTexts';
import { configuredVariables, type OutsideRegions, stackNamed, variablesConfiguredBy } from './outsideRegions';
import type { OutsideText, OutsideTexts, Reading } from './outsideTexts';
import { isOfShell, SettingReaders } from './settingReaders';
import type { SourceText } from './sourceText';
import { toTheEnd } from './steps';
import { declarationInPackage, textDeclaring } from './packageFunctions';
import { isTest } from './testPaths';
import type { AnalysisInput, ModuleText, ReadUsers, RegionEvidence } from './types';

/** How far imports are followed: `app.py` → `clients.py` → `config.py`. */
const deepest = 3;
/** Modules of one text that are read. */
const mostModules = 8;
/** So many questions of one text are answered by others. */
const mostAnswers = 300;
/** In UTF-16 units. */
const longestModule = 200_000;

/** What the modules of the project say that a text imports names from, and else the project's configuration. */
export function outsideOf(
	input: Pick<
		AnalysisInput,
		'outerRegionEvidence' | 'readModule' | 'readUsers' | 'readImporters' | 'configured' | 'path' | 'catalogue'
	>,
	source: SourceText,
): Outside {
	const variables = configuredVariables(input.outerRegionEvidence ?? []);
	const { readModule, readUsers, readImporters, configured, path, catalogue } = input;
	if (!readModule) return { regions: variables, texts: undefined };
	const around: Project['around'] = (...of) => new ImportedRegions(...of);
	const project = {
		readModule,
		readUsers,
		readImporters,
		configured,
		catalogue,
		variables,
		around,
		asking: 0,
		farthest: deepest,
	};
	const imported = new ImportedRegions(source, path, project, 0);
	return { regions: imported, texts: imported };
}

interface Outside {
	readonly regions: OutsideRegions;
	/** `undefined` where no other text can be read. */
	readonly texts: OutsideTexts | undefined;
}

class ImportedRegions implements AroundText {
	private users: readonly User[] | undefined;
	private importers: readonly User[] | undefined;
	private knownImports: readonly LocalImport[] | undefined;
	private importing: RegExp | undefined;
	/** By what was asked for: names, keys, whoever is around. */
	private readonly answers = new Map<string, { readonly evidence: RegionEvidence | undefined }>();
	private readers: readonly User[] | undefined;
	private readonly modules = new Map<LocalImport, Module | undefined>();
	/** By the name of a function. */
	private readonly inPackage = new Map<string, OutsideText | undefined>();
	private readonly others: OtherPackages;
	private readonly settings: SettingReaders;
	private readonly handedOut: HandedOutRegions;

	constructor(
		private readonly source: SourceText,
		private readonly path: string,
		private readonly project: Project,
		private readonly depth: number,
	) {
		const users = (): readonly User[] => this.usersOf();
		this.others = new OtherPackages(
			source,
			path,
			users,
			() => this.importersOf(),
			(text) => this.mayUse(text),
		);
		const isThere = (candidates: readonly string[]): boolean => this.project.readModule(candidates) !== undefined;
		this.settings = new SettingReaders(source, path, users, () => this.readersOf(), isThere);
		this.handedOut = new HandedOutRegions(source, path, users);
	}

	evidenceOf(names: readonly string[]): RegionEvidence | undefined {
		if (names.length === 0) return undefined;
		const several = names.findIndex(isOfAlternatives);
		const first =
			several === -1 ? undefined : (this.evidenceOf(names.slice(0, several)) ?? this.ofEach(names[several]));
		if (first) return first;
		const keys = names.flatMap((name) => keyNamed(name) ?? []);
		const kept = this.keptBy(keys);
		if (kept) return kept;
		if (this.depth < this.project.farthest) {
			// What makes clients says more than what else the call is given.
			const likely = names.filter((name) => ofClients.test(name));
			for (const asked of likely.length > 0 ? [likely, names] : [names])
				for (const each of this.importsOf()) {
					if (!asked.some((name) => isOf(each, name))) continue;
					const told = this.toldBy(each, asked);
					if (told) return told;
				}
		}
		return this.injected(names) ?? this.project.variables.evidenceOf(names) ?? this.ofDeclared(names);
	}

	/** What the names say of which any may be meant, where each says something. */
	private ofEach(alternatives = ''): RegionEvidence | undefined {
		const all = alternativesNamed(alternatives).map((name) => this.evidenceOf([name]));
		const told = all.flatMap((each) => each ?? []);
		const [first] = told.length === all.length ? told : [];
		return first && { ...first, regions: [...new Set(told.flatMap(({ regions }) => regions))] };
	}

	/** What the texts make that give a container something to keep by these keys. */
	private keptBy(keys: readonly string[]): RegionEvidence | undefined {
		// Who uses a constant may be given its client too.
		if (this.depth > this.project.farthest - 2 || keys.length === 0) return undefined;
		return this.remember(`kept:${keys.join()}`, () =>
			gathered(this.usersOf(), (user) => {
				const { text, path } = user.text;
				const program = /^(?:.*\/)?(?:cmd|apps)\/\w[^/]*\//.exec(path)?.[0] ?? '';
				const held = this.path.startsWith(program) ? keys.filter((key) => text.includes(key)) : [];
				return held.flatMap((key) => user.module.regions.told.byKey(key));
			}),
		);
	}

	/** Thousands of IDs may ask the same. */
	private remember(question: string, read: () => RegionEvidence | undefined): RegionEvidence | undefined {
		const known = this.answers.get(question);
		if (known || this.answers.size >= mostAnswers) return known?.evidence;
		const evidence = read();
		this.answers.set(question, { evidence });
		return evidence;
	}

	/** The default of a variable of the environment, where a text declares it: a configuration that sets it says more. */
	private ofDeclared(names: readonly string[]): RegionEvidence | undefined {
		if (this.depth >= this.project.farthest || !names.some((name) => /^[A-Z_]+REGION$/.test(name))) return undefined;
		for (const each of this.importsOf()) {
			const name = each.variables?.find((variable) => names.includes(variable));
			const module = name === undefined ? undefined : this.moduleOf(each);
			const region = module && name !== undefined ? module.regions.told.variables()[name] : undefined;
			if (module && region !== undefined)
				return { source: 'project', regions: [region], fileName: nameOf(module.path) };
		}
		return undefined;
	}

	ofHandedOn(): RegionEvidence | undefined {
		return this.remember('handed on', () => this.readHandedOn());
	}

	private readHandedOn(): RegionEvidence | undefined {
		if (this.depth >= this.project.farthest || !handsOn.test(this.source.code.whole)) return undefined;
		for (const each of this.importsOf()) {
			const module = each.names ? undefined : this.moduleOf(each);
			const regions = module?.regions.told.byNames([]) ?? [];
			if (module && regions.length > 0) return { source: 'project', regions, fileName: nameOf(module.path) };
		}
		return undefined;
	}

	private injected(names: readonly string[]): RegionEvidence | undefined {
		const stack = names.map(stackNamed).find((name) => name !== undefined);
		// The stack may be one that uses the names of the text which asks.
		if (stack !== undefined) return this.depth > 1 ? undefined : this.handedOut.ofApplication(stack);
		return this.depth > this.project.asking ? undefined : this.handedOut.evidenceOf(names, (keys) => this.keptBy(keys));
	}

	private usersOf(): readonly User[] {
		if (isDataLanguage(this.source.language)) return this.readersOf();
		return (this.users ??= this.usersAmong(this.project.readUsers?.(), (text) => this.projectOf(text)));
	}

	private usersAmong(texts: readonly ModuleText[] = [], ofEach: (text: ModuleText) => Project): readonly User[] {
		return texts
			.filter(({ text, path }) => path !== this.path && text.length <= longestModule && !isTest(path))
			.map((text) => new User(text, { ...ofEach(text), farthest: deepest + this.depth + 1 }, this.depth + 1));
	}

	/** A text in a package of its own has a configuration of its own. */
	private projectOf({ path }: ModuleText): Project {
		const { configured } = this.project;
		return configured ? { ...this.project, variables: variablesConfiguredBy(() => configured(path)) } : this.project;
	}

	/** The texts of other packages that may import this one. Each is asked as if the ID stood in it. */
	private importersOf(): readonly User[] {
		if (this.importers) return this.importers;
		const { readImporters, readUsers } = this.project;
		const near = new Set(this.usersOf().map(({ text }) => text.path));
		const words = readImporters ? importerWords(this.source, this.path) : [];
		const texts = words.length > 0 ? (readImporters?.(words) ?? []) : [];
		const project = (text: ModuleText): Project => ({
			...this.projectOf(text),
			asking: this.depth + 1,
			readImporters: undefined,
			readUsers: (areReaders) => readUsers?.(areReaders, text.path) ?? [],
		});
		return (this.importers = this.usersAmong(
			texts.filter(({ path }) => !near.has(path)),
			project,
		));
	}

	ofUsers(names: readonly string[]): RegionEvidence | undefined {
		const around = folderOf(folderOf(this.path));
		// A program above others makes the clients that it gives them; that it uses their names says less.
		const near = this.ofThoseUsing(names, ({ path }) => folderOf(path) !== around || around === folderOf(this.path));
		const far = this.ofImportersUsing(names);
		return near ? joinedEvidence(near, far) : joinedEvidence(far, this.ofThoseNaming(names));
	}

	/** What those say who name a member by its key. */
	private ofThoseNaming(names: readonly string[]): RegionEvidence | undefined {
		const [object = '', key] = names.find((name) => name.includes('.'))?.split('.') ?? [];
		if (key === undefined || this.depth > this.project.asking || isDataLanguage(this.source.language)) return undefined;
		return this.remember(`key:${object}.${key}`, () => this.others.evidenceNaming(object, key));
	}

	/** What those of other packages say where they use a constant. */
	private ofImportersUsing(names: readonly string[]): RegionEvidence | undefined {
		// The name of a variable is any other's.
		const offered = names.filter((name) => /^[A-Z]|\./.test(name));
		if (this.depth > this.project.asking || offered.length === 0 || isDataLanguage(this.source.language))
			return undefined;
		return this.remember(`far:${offered.join()}`, () => this.others.evidenceUsing(offered));
	}

	ofGivers(takers: readonly string[]): RegionEvidence | undefined {
		const near = this.ofThoseUsing(takers, () => true, 'given:');
		if (this.depth > this.project.asking || takers.length === 0) return near;
		const far = this.remember(`given far:${takers.join()}`, () =>
			gathered(this.importersOf(), (user) => {
				const { text } = user;
				const used = this.mayUse(text) ? takers.filter((name) => text.text.includes(name)) : [];
				const said = used.length > 0 ? user.module.regions.told.byUses(used, true) : [];
				return used.length > 0 && said.length === 0 ? user.configured : said;
			}),
		);
		return joinedEvidence(near, far);
	}

	private ofThoseUsing(
		names: readonly string[],
		isMeant: (text: ModuleText) => boolean,
		question = '',
	): RegionEvidence | undefined {
		// What stands in data has names of its own: who reads it is asked for in another way.
		if (this.depth > this.project.asking || names.length === 0 || isDataLanguage(this.source.language))
			return undefined;
		return this.remember(question + names.join(), () => this.readUses(names, isMeant, question));
	}

	private readUses(
		names: readonly string[],
		isMeant: (text: ModuleText) => boolean,
		question: string,
	): RegionEvidence | undefined {
		// What uses the names and says nothing itself is configured, maybe in a package of its own.
		const silent: User[] = [];
		const told = gathered(this.usersOf(), (user) => {
			const { text } = user;
			if (!isMeant(text) || !this.mayUse(text)) return [];
			const used = names.filter((name) => text.text.includes(headOf(name)));
			if (used.length === 0) return [];
			const { regions, names: known } = user.module;
			// A name of the text's own is another one.
			const isTaken = (name: string): boolean =>
				known.allBindingsOf(headOf(name)).every((each) => isRequired(text.text, each));
			const called = used.filter(isTaken).map((name) => user.module.outside.calledHere(name, this.path));
			const said = regions.told.byUses(called, question !== '');
			if (said.length === 0 && question === '' && this.others.usesIn(user.module, used).length > 0) silent.push(user);
			return said;
		});
		const configured = gathered(silent, (user) => user.configured);
		// What the configuration says of all of them it says of this text too, less strongly.
		const isOwn = !told && configured?.regions.join() === this.project.configured?.(this.path)?.regions.join();
		return isOwn ? undefined : joinedEvidence(told, configured);
	}

	ofImporters(names: readonly string[]): RegionEvidence | undefined {
		const { language } = this.source;
		if (this.depth > 0 || (language !== 'go' && !isScript(language))) return undefined;
		const above = folderOf(folderOf(this.path));
		return (
			this.remember('importers', () => this.readImporters()) ??
			this.ofThoseUsing(names, ({ path }) => folderOf(path) === above, 'above:')
		);
	}

	private readImporters(): RegionEvidence | undefined {
		const inGo = this.source.language === 'go' ? endOfImport(this.path) : undefined;
		const told = gathered(inGo === undefined ? this.usersOf() : this.importersOf(), (user) => {
			const imports =
				inGo === undefined
					? this.mayUse(user.text) && user.module.outside.imports(this.path)
					: user.text.text.includes(inGo);
			const said = imports ? user.module.regions.told.ofSender() : [];
			return imports && inGo !== undefined && said.length === 0 ? user.configured : said;
		});
		return told?.regions.length === 1 ? told : undefined;
	}

	ofClientsAround(): RegionEvidence | undefined {
		if (this.depth > 0) return undefined;
		return this.remember('around', () => this.readClientsAround());
	}

	private readClientsAround(): RegionEvidence | undefined {
		if (isTest(this.path)) return undefined;
		const required = (): readonly Module[] =>
			this.importsOf()
				.filter(({ names }) => !names)
				.flatMap((each) => this.moduleOf(each) ?? []);
		return clientsAround(this.source, this.usersOf(), required, () => this.importersOf());
	}

	ofReaders(settings: readonly string[], known?: RegionEvidence): RegionEvidence | undefined {
		if (this.depth > 0) return undefined;
		const read = settings.filter((each) => this.settings.reading([each]).length > 0);
		return this.remember(`read:${read.join()}:${known?.regions.join() ?? ''}`, () =>
			this.settings.evidenceOf(read, known),
		);
	}

	reading(settings: readonly string[]): readonly Reading[] {
		return this.depth > 0 ? [] : this.settings.reading(settings);
	}

	private readersOf(): readonly User[] {
		const readUsers: ReadUsers = () => this.project.readUsers?.(true) ?? [];
		const project = { ...this.project, readUsers, asking: this.depth + 1 };
		return (this.readers ??= this.usersAmong(readUsers(), () => project));
	}

	ofScriptsAround(): RegionEvidence | undefined {
		return this.remember('scripts', () => this.readScriptsAround());
	}

	private readScriptsAround(): RegionEvidence | undefined {
		const scripts = this.usersOf().filter(
			({ text }) =>
				isOfShell.test(text.path) && this.path.startsWith(caredFor(text.path)) && runsAwsTools.test(text.text),
		);
		if (scripts.length > mostMakers) return undefined;
		const told = gathered(scripts, ({ module }) => toTheEnd(module.regions.ofFileInSteps())?.regions ?? []);
		return told?.regions.length === 1 ? told : undefined;
	}

	/** A script has to import what it uses; in other languages the folder is enough. */
	private mayUse({ text }: ModuleText): boolean {
		if (!isScript(this.source.language)) return true;
		this.importing ??= importLine(this.path);
		return this.importing?.test(text) ?? false;
	}

	private toldBy(from: LocalImport, names: readonly string[]): RegionEvidence | undefined {
		const module = this.moduleOf(from);
		if (!module) return undefined;
		// What hands on all that another text holds is asked for what that text does hold.
		const asked = from.names ? names : names.filter((name) => holds(module, headOf(name)));
		// A header takes in others.
		if (asked.length === 0 && /^c(?:pp)?$/.test(module.source.language)) return module.outside.evidenceOf(names);
		const regions = asked.length === 0 ? [] : module.regions.told.byNames(asked.map((name) => namedBy(from, name)));
		if (regions.length === 0) return undefined;
		return { source: 'project', regions, fileName: nameOf(module.path) };
	}

	private moduleOf(from: LocalImport): Module | undefined {
		if (this.modules.has(from)) return this.modules.get(from);
		const text = this.modules.size < mostModules ? this.project.readModule(from.candidates) : undefined;
		const module = text && text.text.length <= longestModule ? this.read(text) : undefined;
		this.modules.set(from, module);
		return module;
	}

	private read(text: ModuleText): Module {
		return new Module(text, this.project, this.depth + 1);
	}

	using(names: readonly string[]): readonly OutsideText[] {
		if (this.depth > this.project.asking) return [];
		// Those of other packages are known where the Region was asked for, which the text itself does not say.
		return [...this.usersOf(), ...(this.importers ?? [])].flatMap((user) => {
			const used = this.mayUse(user.text) ? names.filter((name) => user.text.text.includes(name)) : [];
			if (used.length === 0) return [];
			const module = user.module;
			return used.some((name) => module.names.allBindingsOf(name).length === 0) ? module : [];
		});
	}

	functionNamed(callee: string): { text: OutsideText; name: string } | undefined {
		return this.imported(callee, ({ names }, name) => names.functionsNamed(name).length > 0) ?? this.ofPackage(callee);
	}

	private ofPackage(callee: string): { text: OutsideText; name: string } | undefined {
		const declaration = declarationInPackage(this.source.language, callee);
		if (declaration === undefined || this.depth > this.project.asking) return undefined;
		let text = this.inPackage.get(callee);
		if (!this.inPackage.has(callee)) {
			const others = (): readonly ModuleText[] => this.project.readImporters?.([declaration]) ?? [];
			const read = (other: ModuleText): Module => this.read(other);
			text = textDeclaring(declaration, this.source.language, this.path, this.usersOf(), others, read);
			this.inPackage.set(callee, text);
		}
		return text && { text, name: callee };
	}

	classNamed(path: string): { text: OutsideText; name: string } | undefined {
		return this.imported(path, ({ source }, name) => classNamed(source, name) !== undefined);
	}

	constantNamed(path: string): { text: OutsideText; name: string } | undefined {
		return this.imported(path, ({ names }, name) => names.allBindingsOf(name).length > 0);
	}

	private imported(
		path: string,
		isHeld: (text: OutsideText, name: string) => boolean,
	): { text: OutsideText; name: string } | undefined {
		if (this.depth >= this.project.farthest) return undefined;
		for (const each of this.importsOf()) {
			if (!each.names?.has(headOf(path))) continue;
			const text = this.moduleOf(each);
			const name = namedBy(each, path).split('.').at(-1) ?? '';
			if (text && isHeld(text, name)) return { text, name };
		}
		return undefined;
	}

	/** Something of the text at a path. */
	imports(path: string): boolean {
		return this.importsOf().some(({ candidates }) => candidates.includes(path));
	}

	calledHere(name: string, path: string): string {
		const from = this.importsOf().filter(({ candidates }) => candidates.includes(path));
		const all = from.flatMap(({ names }) => [...(names ?? [])]);
		const [own] = all.find(([, there]) => there === headOf(name)) ?? [];
		return own === undefined ? name : own + name.slice(headOf(name).length);
	}

	private importsOf(): readonly LocalImport[] {
		return (this.knownImports ??= localImports(this.source, this.path));
	}
}

/** What clients, and what makes them, are called. */
const ofClients = /client|bedrock|runtime|session|region/i;

/** Holds all that another text does, as its own: `export * from …`, `from .base import *`. */
const handsOn = /\bexport\s*\*\s*from\b|^from\s+[\w.]+\s+import\s+\*/m;

/** The beginning of the paths that a script is for: of what lies beside and below it, or beside the folder of scripts. */
function caredFor(script: string): string {
	return script
		.slice(0, script.lastIndexOf('/') + 1)
		.replace(/(?<![^/])(?:scripts?|tools?|bin|ops|ci|deploy\w*)\/$/, '');
}

/** What stands and runs in a Region: a bucket may be elsewhere. */
const runsAwsTools = /\b(?:aws\s+(?:cloudformation|lambda|stepfunctions|bedrock[\w-]*|ecs)|sam|cdk)\s+[\w-]*[a-z]/;

function holds({ source, names, regions }: Module, name: string): boolean {
	if (names.allBindingsOf(name).length > 0 || names.functionsNamed(name).length > 0) return true;
	if (/^[A-Z]/.test(name) && classNamed(source, name)) return true;
	return /region/i.test(name) && regions.told.variables()[name] !== undefined;
}
