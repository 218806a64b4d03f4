import type { Catalogue } from '../../bedrock/catalogue';
import { type LocalImport, localImports } from './localImports';
import { Names } from './names';
import { ConfiguredVariables, type OutsideRegions } from './outsideRegions';
import { FileRegions } from './regionEvidence';
import { SourceText } from './sourceText';
import { toTheEnd } from './steps';
import { languageOf } from './syntax';
import type { AnalysisInput, ModuleText, ReadModule, RegionEvidence } from './types';

/** How far imports are followed: `app.py` → `clients.py` → `config.py`. */
const deepest = 3;
/** Modules of one text that are read. */
const mostModules = 8;
/** In UTF-16 units. */
const longestModule = 200_000;

/** What the modules of the project say that a text imports names from, and else the project's configuration. */
export function outsideOf(input: AnalysisInput, source: SourceText): OutsideRegions {
	const variables = new ConfiguredVariables(input.outerRegionEvidence ?? []);
	const { readModule, path, catalogue } = input;
	if (!readModule) return variables;
	return new ImportedRegions(source, path, { readModule, catalogue, variables }, 0);
}

interface Project {
	readonly readModule: ReadModule;
	readonly catalogue: Catalogue;
	readonly variables: OutsideRegions;
}

class ImportedRegions implements OutsideRegions {
	private imports: readonly LocalImport[] | undefined;
	private readonly modules = new Map<LocalImport, { text: ModuleText; regions: FileRegions } | undefined>();

	constructor(
		private readonly source: SourceText,
		private readonly path: string,
		private readonly project: Project,
		private readonly depth: number,
	) {}

	evidenceOf(names: readonly string[]): RegionEvidence | undefined {
		if (names.length === 0) return undefined;
		if (this.depth < deepest) {
			this.imports ??= localImports(this.source, this.path);
			for (const each of this.imports) {
				if (!names.some((name) => each.names.has(name))) continue;
				const told = this.toldBy(each, names);
				if (told) return told;
			}
		}
		return this.project.variables.evidenceOf(names);
	}

	private toldBy(from: LocalImport, names: readonly string[]): RegionEvidence | undefined {
		const module = this.moduleOf(from);
		const regions = module?.regions.toldTo(names.map((name) => from.names.get(name) ?? name)) ?? [];
		if (!module || regions.length === 0) return undefined;
		return { source: 'project', regions, fileName: module.text.path.slice(module.text.path.lastIndexOf('/') + 1) };
	}

	private moduleOf(from: LocalImport): { text: ModuleText; regions: FileRegions } | undefined {
		if (this.modules.has(from)) return this.modules.get(from);
		const text = this.modules.size < mostModules ? this.project.readModule(from.candidates) : undefined;
		const module = text && text.text.length <= longestModule ? this.read(text) : undefined;
		this.modules.set(from, module);
		return module;
	}

	private read(text: ModuleText): { text: ModuleText; regions: FileRegions } {
		const source = SourceText.read(text.text, languageOf(text.path, undefined));
		const outside = new ImportedRegions(source, text.path, this.project, this.depth + 1);
		const { catalogue } = this.project;
		const regions = toTheEnd(FileRegions.readInSteps(source, new Names(source), catalogue, [], outside));
		return { text, regions };
	}
}
