import type { Catalogue } from '../../bedrock/catalogue';
import { findIds } from './find';
import { nameOf } from './modulePaths';
import { Names } from './names';
import type { OutsideRegions } from './outsideRegions';
import type { OutsideText, OutsideTexts } from './outsideTexts';
import { FileRegions } from './regionEvidence';
import { SourceText } from './sourceText';
import { toTheEnd } from './steps';
import { languageOf } from './syntax';
import type { Configured, ModuleText, ReadImporters, ReadModule, ReadUsers, RegionEvidence } from './types';

/** What is outside a text: the modules that it imports, and all that may use its names. */
export interface AroundText extends OutsideRegions, OutsideTexts {
	/** Something of the text at a path. */
	imports(path: string): boolean;
	/** What a name of the text at a path is called in this one: `import { MODELS as BEDROCK_MODELS }`. */
	calledHere(name: string, path: string): string;
}

/** What the texts of one project have in common. */
export interface Project {
	/** The depth of the texts that ask others about themselves: of the one that is judged, or of those that read what it sets. */
	readonly asking: number;
	/** The depth up to which imports are followed. */
	readonly farthest: number;
	readonly readModule: ReadModule;
	readonly readUsers: ReadUsers | undefined;
	readonly readImporters: ReadImporters | undefined;
	readonly configured: Configured | undefined;
	readonly catalogue: Catalogue;
	readonly variables: OutsideRegions;
	/** What is outside a text. @param depth how many texts away it is from the one that is judged. */
	readonly around: (source: SourceText, path: string, project: Project, depth: number) => AroundText;
}

/** Another text, whose Regions are read when someone asks for them. */
export class Module implements OutsideText {
	readonly path: string;
	readonly source: SourceText;
	readonly names: Names;
	readonly outside: AroundText;
	private known: FileRegions | undefined;

	constructor(
		text: ModuleText,
		private readonly project: Project,
		depth: number,
	) {
		this.path = text.path;
		this.source = SourceText.read(text.text, languageOf(text.path, undefined));
		this.names = new Names(this.source);
		this.outside = project.around(this.source, text.path, project, depth);
	}

	get regions(): FileRegions {
		const { source, names, project, outside } = this;
		// What stands beside another model is that one's: nobody has to know it who asks for clients.
		const ids = project.asking > 0 ? findIds(source.text.whole, project.catalogue) : [];
		const starts = ids.map(({ start }) => start);
		return (this.known ??= toTheEnd(FileRegions.readInSteps(source, names, project.catalogue, starts, outside)));
	}
}

/** A text that may use the names of another one. */
export class User {
	private known: Module | undefined;

	constructor(
		readonly text: ModuleText,
		private readonly project: Project,
		private readonly depth: number,
	) {}

	get module(): Module {
		return (this.known ??= new Module(this.text, this.project, this.depth));
	}

	/** What its own configuration says, if one thing. */
	get configured(): readonly string[] {
		const regions = this.project.configured?.(this.text.path)?.regions ?? [];
		return regions.length === 1 ? regions : [];
	}
}

/** What all of them say together. */
export function gathered(users: readonly User[], ask: (user: User) => readonly string[]): RegionEvidence | undefined {
	const told = users.map(ask);
	const first = users[told.findIndex(({ length }) => length > 0)];
	return first && { source: 'project', regions: [...new Set(told.flat())], fileName: nameOf(first.text.path) };
}

/** What both say. */
export function joinedEvidence(
	one: RegionEvidence | undefined,
	other: RegionEvidence | undefined,
): RegionEvidence | undefined {
	return one && other ? { ...one, regions: [...new Set([...one.regions, ...other.regions])] } : (one ?? other);
}

/** Python and the languages of Node: what one text uses of another it imports by its place. */
export function isScript(language: string): boolean {
	return /^(?:python|(?:java|type)script)/.test(language);
}
