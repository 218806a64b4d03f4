import type { RegionEvidence } from './types';

/** What names stand for that a text itself gives no value. */
export interface OutsideRegions {
	/** @param names as the text uses them, in order. */
	evidenceOf(names: readonly string[]): RegionEvidence | undefined;
	/** What the texts say all of whose names this one hands on: `export * from "./client"`. */
	ofHandedOn(): RegionEvidence | undefined;
	/** From where the texts that use these names of this one send requests. */
	ofUsers(names: readonly string[]): RegionEvidence | undefined;
	/** From where the texts that import anything of this one send requests, if from one Region; else those above it that use these names. */
	ofImporters(names: readonly string[]): RegionEvidence | undefined;
	/** From where the clients of the programs around this text send requests, where it makes none itself. */
	ofClientsAround(): RegionEvidence | undefined;
	/**
	 * From where the programs and scripts send requests that read this text, which is data, or these settings that it gives.
	 * @param known what holds for those whose client names no Region itself: then only the others are listened to.
	 */
	ofReaders(settings: readonly string[], known?: RegionEvidence): RegionEvidence | undefined;
	/** The one Region that the scripts around give AWS's tools, for a text of data: what they deploy and look after runs there. */
	ofScriptsAround(): RegionEvidence | undefined;
	/** From where the clients are that others give to these functions and classes of the text. */
	ofGivers(takers: readonly string[]): RegionEvidence | undefined;
}

export const nothingOutside: OutsideRegions = {
	evidenceOf: () => undefined,
	ofHandedOn: () => undefined,
	ofUsers: () => undefined,
	ofImporters: () => undefined,
	ofClientsAround: () => undefined,
	ofReaders: () => undefined,
	ofScriptsAround: () => undefined,
	ofGivers: () => undefined,
};

/** The project's configuration gives variables their values: `os.environ["BEDROCK_REGION"]` with `BEDROCK_REGION=…` in `.env`. */
export function configuredVariables(evidence: readonly RegionEvidence[]): OutsideRegions {
	return { ...nothingOutside, evidenceOf: (names) => configuredEvidence(evidence, names) };
}

/** The same, read when somebody asks for it. */
export function variablesConfiguredBy(read: () => RegionEvidence | undefined): OutsideRegions {
	let known: OutsideRegions | undefined;
	const variables = (): OutsideRegions => {
		const evidence = read();
		return configuredVariables(evidence ? [evidence] : []);
	};
	return { ...nothingOutside, evidenceOf: (names) => (known ??= variables()).evidenceOf(names) };
}

function configuredEvidence(evidence: readonly RegionEvidence[], names: readonly string[]): RegionEvidence | undefined {
	for (const each of evidence) {
		for (const name of names) {
			const region = each.variables && /region|^stack:/i.test(name) ? variableNamed(name, each.variables) : undefined;
			if (region !== undefined) return { source: 'project', regions: [region], fileName: each.fileName };
		}
	}
	return undefined;
}

/** What a project knows the Region of a CDK stack's class by. */
export function stackVariable(className: string): string {
	return `stack:${className}`;
}

/** The class whose Region is asked for by such a name. */
export function stackNamed(variable: string): string | undefined {
	return variable.startsWith('stack:') ? variable.slice('stack:'.length) : undefined;
}

/** The value of a variable, however its name is spelled: settings classes read `AWS_REGION` into `aws_region`. */
export function variableNamed(name: string, variables: Readonly<Record<string, string>>): string | undefined {
	for (const [each, region] of Object.entries(variables)) if (isSameVariable(each, name)) return region;
	return undefined;
}

export function isSameVariable(one: string, other: string): boolean {
	return plain(one) === plain(other);
}

function plain(name: string): string {
	return name.replaceAll(/[_-]/g, '').toLowerCase();
}
