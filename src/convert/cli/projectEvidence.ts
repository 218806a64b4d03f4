import { dirname } from 'node:path';
import { readFile } from 'node:fs/promises';
import type { Catalogue } from '../../bedrock/catalogue';
import { isProjectConfiguration, projectRegions, type RegionEvidence } from '../engine/engine';

/** A configuration larger than this configures nothing. In bytes. */
const largestConfiguration = 500_000;

interface Configuration {
	readonly path: string;
	readonly regions: readonly string[];
}

/** What the configuration files of a tree say about Regions, by folder. */
export class ProjectEvidence {
	private readonly byFolder = new Map<string, Configuration[]>();

	/** Reads the configuration files among these. A file that cannot be read says nothing; the run reports it later. */
	static async read(files: readonly { readonly path: string }[], catalogue: Catalogue): Promise<ProjectEvidence> {
		const evidence = new ProjectEvidence();
		for (const { path } of files) {
			if (!isProjectConfiguration(path.replaceAll('\\', '/'))) continue;
			const text = await readFile(path, 'utf8').catch(() => '');
			if (text.length > largestConfiguration) continue;
			const regions = projectRegions(path.replaceAll('\\', '/'), text, catalogue);
			// A CDK application is where its code is, a folder up from `bin`.
			const folder = /[\\/]bin[\\/][^\\/]+$/.test(path) ? dirname(dirname(path)) : dirname(path);
			if (regions.length > 0) evidence.add(folder, { path, regions });
		}
		return evidence;
	}

	/**
	 * The evidence of the nearest folder whose configuration names a Region. Terraform listens to Terraform first.
	 * @param top the folder that ends the search.
	 */
	for(path: string, top: string): RegionEvidence | undefined {
		for (let folder = dirname(path); folder.length >= top.length; folder = dirname(folder)) {
			const known = this.byFolder.get(folder)?.filter((each) => each.path !== path) ?? [];
			const own = known.filter((each) => isTerraform(each.path) === isTerraform(path));
			const [first] = own.length > 0 ? own : known;
			if (first) {
				const regions = new Set((own.length > 0 ? own : known).flatMap((each) => each.regions));
				return { source: 'project', regions: [...regions] };
			}
			if (folder === dirname(folder)) break;
		}
		return undefined;
	}

	private add(folder: string, configuration: Configuration): void {
		const known = this.byFolder.get(folder);
		if (known) known.push(configuration);
		else this.byFolder.set(folder, [configuration]);
	}
}

function isTerraform(path: string): boolean {
	return /\.(?:tf|tfvars)$/.test(path);
}
