import { basename } from 'node:path';
import type { ConfigurationKind } from '../engine/configurationNames';
import { isBuiltFrom, isPartOf, isRun, runsIn } from '../engine/ranPaths';
import type { RanScript } from '../engine/ranScripts';
import type { ConfiguredRegions } from '../engine/engine';
import type { RegionEvidence } from '../engine/types';

/** A configuration file and the Regions that it names; at least one. */
export interface Configuration {
	/** Absolute. */
	readonly path: string;
	readonly says: ConfiguredRegions;
	readonly standing: Standing;
}

/** What a configuration is to the files of a folder; `neighbour` for one in a folder beside theirs, as `infra/main.tf`. */
export type Standing = ConfigurationKind | 'neighbour';

/** The configurations of one folder. */
export type FolderConfigurations = readonly Configuration[];

/** A configuration larger than this configures nothing. In bytes. */
export const largestConfiguration = 500_000;

const strongestFirst: readonly Standing[] = ['project', 'tooling', 'neighbour', 'pipeline', 'example'];

/**
 * What the project says about a file's Region: the nearest folder whose configuration names one. Terraform listens to
 * Terraform first; what lies in a folder beside the code says less than what lies above it, and an example least.
 * @param around those of the file's own folder last.
 */
export function projectEvidence(path: string, around: readonly FolderConfigurations[]): RegionEvidence | undefined {
	if (around.length === 0) return undefined;
	const folders = around.flatMap((each) => [each, ...ofBuiltPart(path, each)]);
	const variables = variablesOf(path, folders);
	const ran = ranEvidence(folders, variables, (root, program) => isRun(path, root + program));
	if (ran) return ran;
	for (const standing of strongestFirst) {
		const isPart = (root: string, program: string): boolean => isPartOf(path, root, program);
		const whole = standing === 'pipeline' ? ranEvidence(folders, variables, isPart) : undefined;
		if (whole) return whole;
		for (let index = folders.length - 1; index >= 0; index--) {
			const known = (folders[index] ?? []).filter((each) => each.path !== path && each.standing === standing);
			const speaking = known.filter(({ says }) => says.regions.length > 0);
			const own = preferred(speaking, (each) => isTerraform(each.path) === isTerraform(path));
			const chosen = preferred(own, ({ says }) => says.isOfArns !== true);
			const [first, other] = chosen;
			if (!first) continue;
			const regions = [...new Set(chosen.flatMap(({ says }) => says.regions))];
			const fileName = other ? undefined : basename(first.path);
			return { source: 'project', regions, fileName, variables, isOfPipeline: standing === 'pipeline' };
		}
	}
	return undefined;
}

/** What the configurations of a folder say of the innermost part that they build which a file belongs to. */
function ofBuiltPart(path: string, configurations: FolderConfigurations): readonly FolderConfigurations[] {
	const found = configurations.flatMap((each) => {
		const root = runsIn(each.path);
		const own = each.says.builds?.filter((part) => isBuiltFrom(path, root, part.path)) ?? [];
		const depth = Math.max(...own.map((part) => part.path.length));
		const innermost = own.filter((part) => part.path.length === depth);
		if (innermost.length === 0) return [];
		const regions = [...new Set(innermost.map(({ region }) => region))];
		const agreed = new AgreedVariables();
		for (const { variables } of innermost) agreed.add(variables);
		const variables: Record<string, string> = {};
		agreed.assignTo(variables);
		return { ...each, says: { regions, variables } };
	});
	return found.length > 0 ? [found] : [];
}

/** What runs a program says more of it than anything that is beside it. */
function ranEvidence(
	folders: readonly FolderConfigurations[],
	others: Readonly<Record<string, string>>,
	isMeant: (root: string, program: string) => boolean,
): RegionEvidence | undefined {
	const runs: RanScript[] = [];
	const fileNames = new Set<string>();
	for (const { path: configuration, says } of folders.flat()) {
		const own = says.runs?.filter((run) => isMeant(runsIn(configuration), run.path)) ?? [];
		if (own.length > 0) fileNames.add(basename(configuration));
		runs.push(...own);
	}
	const [fileName, other] = fileNames;
	if (fileName === undefined) return undefined;
	const regions = [...new Set(runs.map(({ region }) => region))];
	const agreed = new AgreedVariables();
	for (const { variables } of runs) agreed.add(variables);
	// Of two spellings of a name the first one has the word.
	const variables: Record<string, string> = {};
	agreed.assignTo(variables);
	for (const [name, region] of Object.entries(others)) variables[name] ??= region;
	return { source: 'project', regions, fileName: other === undefined ? fileName : undefined, variables };
}

function preferred(all: FolderConfigurations, isBetter: (each: Configuration) => boolean): FolderConfigurations {
	const better = all.filter(isBetter);
	return better.length > 0 ? better : all;
}

/** The nearest configuration that sets a variable has the word. */
function variablesOf(path: string, folders: readonly FolderConfigurations[]): Readonly<Record<string, string>> {
	const variables: Record<string, string> = {};
	for (const standing of strongestFirst.toReversed()) {
		for (const configurations of folders) {
			const agreed = new AgreedVariables();
			for (const each of configurations) {
				if (each.path !== path && each.standing === standing) agreed.add(each.says.variables);
			}
			agreed.assignTo(variables);
		}
	}
	return variables;
}

/** The variables of files that stand beside each other: one that two of them set to different Regions has none. */
class AgreedVariables {
	private readonly known: Record<string, string> = {};
	private readonly contested = new Set<string>();

	add(variables: Readonly<Record<string, string>>): void {
		for (const [name, region] of Object.entries(variables)) {
			if ((this.known[name] ??= region) !== region) this.contested.add(name);
		}
	}

	assignTo(variables: Record<string, string>): void {
		for (const [name, region] of Object.entries(this.known)) if (!this.contested.has(name)) variables[name] = region;
	}
}

function isTerraform(path: string): boolean {
	return /\.(?:tf|tfvars|hcl)$/.test(path);
}

/**
 * What is known outside the file, strongest first. A project whose files disagree goes first too: what the user has chosen
 * for something else, or for all projects, is a suggestion then, and decides nothing.
 */
export function outerEvidence(
	project: RegionEvidence | undefined,
	given: readonly RegionEvidence[],
): readonly RegionEvidence[] {
	return project ? [project, ...given] : given;
}
