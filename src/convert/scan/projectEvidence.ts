import { basename } from 'node:path';
import type { RegionEvidence } from '../engine/types';

/** A configuration file and the Regions that it names; at least one. */
export interface Configuration {
	/** Absolute. */
	readonly path: string;
	readonly regions: readonly string[];
}

/** The configurations of one folder. */
export type FolderConfigurations = readonly Configuration[];

/** A configuration larger than this configures nothing. In bytes. */
export const largestConfiguration = 500_000;

/**
 * What the project says about a file's Region: the nearest folder whose configuration names one. Terraform listens to
 * Terraform first.
 * @param folders those of the file's own folder first; no more are asked for than it takes.
 */
export function projectEvidence(path: string, folders: Iterable<FolderConfigurations>): RegionEvidence | undefined {
	for (const folder of folders) {
		const known = folder.filter((each) => each.path !== path);
		const own = known.filter((each) => isTerraform(each.path) === isTerraform(path));
		const speaking = own.length > 0 ? own : known;
		const [first, other] = speaking;
		if (first) {
			const regions = [...new Set(speaking.flatMap((each) => each.regions))];
			return { source: 'project', regions, fileName: other ? undefined : basename(first.path) };
		}
	}
	return undefined;
}

function isTerraform(path: string): boolean {
	return /\.(?:tf|tfvars)$/.test(path);
}

/**
 * What is known outside the file, strongest first. A project whose files disagree says less than the Region that the user
 * names.
 */
export function outerEvidence(
	project: RegionEvidence | undefined,
	given: readonly RegionEvidence[],
): readonly RegionEvidence[] {
	if (!project) return given;
	return project.regions.length === 1 ? [project, ...given] : [...given, project];
}
