import { parseArgs } from 'node:util';
import type { Catalogue } from '../../bedrock/catalogue';

export const usage = `Finds the Amazon Bedrock model IDs in files and converts them to inference profile IDs.

  npm run convert -- [options] PATH…

  --json               one JSON line for each occurrence, on standard output
  --region REGION      source region where nothing else says one: no file, client, project or script; where
                       those name several, it decides nothing
  --allowed-region-sets us,eu   only profiles of these region sets
  --write              convert the files
  --check              exit with 1 if anything is left that converts; other errors, such as a profile that
                       cannot be called from its source region, are told and do not count
  --sarif FILE         write the findings as a SARIF 2.1.0 log; after --write, those that are left
  --no-ignore          also read what .gitignore leaves out
  --help

Paths are told below the one folder that is given; of several, as they can be opened from the current directory.
Exit codes: 0 done · 1 --check found something, or a file could not be converted · 2 wrong usage or unreadable path`;

export interface Options {
	readonly paths: readonly string[];
	readonly region: string | undefined;
	readonly allowedRegionSets: readonly string[];
	readonly json: boolean;
	readonly write: boolean;
	readonly check: boolean;
	readonly sarif: string | undefined;
	readonly usesGitignore: boolean;
}

/** What the command line asks for: a run, the help, or a mistake in one sentence. */
export type Request =
	| { readonly kind: 'run'; readonly options: Options }
	| { readonly kind: 'help' }
	| { readonly kind: 'mistake'; readonly message: string };

export function readOptions(args: readonly string[], catalogue: Catalogue): Request {
	let parsed;
	try {
		parsed = parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				json: { type: 'boolean', default: false },
				region: { type: 'string' },
				'allowed-region-sets': { type: 'string', default: '' },
				write: { type: 'boolean', default: false },
				check: { type: 'boolean', default: false },
				sarif: { type: 'string' },
				'no-ignore': { type: 'boolean', default: false },
				help: { type: 'boolean', default: false },
			},
		});
	} catch (error) {
		return { kind: 'mistake', message: error instanceof Error ? error.message : String(error) };
	}
	const { values, positionals } = parsed;
	if (values.help) return { kind: 'help' };
	if (positionals.length === 0) return { kind: 'mistake', message: 'Say which file or folder to look into.' };
	// A script's variable that is not set: it is not to mean all that lies here.
	if (positionals.includes('')) return { kind: 'mistake', message: 'One of the paths is empty; "." is this folder.' };
	if (values.sarif === '' || values.sarif === '-') {
		return { kind: 'mistake', message: `--sarif takes the name of a file, not "${values.sarif}".` };
	}
	if (values.region !== undefined && !Object.hasOwn(catalogue.regionNames, values.region)) {
		const message = `No AWS region is called "${values.region}"; --region takes one such as us-east-1.`;
		return { kind: 'mistake', message };
	}
	const allowedRegionSets = values['allowed-region-sets'].split(',').flatMap((name) => name.trim() || []);
	const unknown = allowedRegionSets.find((name) => !catalogue.regionSets.some(({ regionSet }) => regionSet === name));
	if (unknown !== undefined) {
		const known = catalogue.regionSets.map(({ regionSet }) => regionSet).join(', ');
		return { kind: 'mistake', message: `No region set is called "${unknown}"; known are ${known}.` };
	}
	const { json, region, write, check, sarif } = values;
	return {
		kind: 'run',
		options: {
			paths: positionals,
			region,
			allowedRegionSets,
			json,
			write,
			check,
			sarif,
			usesGitignore: !values['no-ignore'],
		},
	};
}
