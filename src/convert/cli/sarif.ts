import { pathToFileURL } from 'node:url';
import { findingText, type Judgement, reasonText } from '../engine/engine';
import { findingRules } from './findingRules';

/** The judgements of one file. */
export interface ReportedFile {
	/** Absolute: the folder that the file is found from. */
	readonly base: string;
	/** Relative to the base, forward slashes. */
	readonly path: string;
	readonly judgements: readonly Judgement[];
}

/**
 * The findings as a SARIF log.
 * @param bases those of the files, and of what was looked into and holds none.
 * @see OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"
 */
export function sarifLog(bases: readonly string[], files: readonly ReportedFile[]): unknown {
	const folders = [...new Set(bases)];
	const baseIds = new Map(folders.map((each, index) => [each, folders.length === 1 ? 'ROOT' : `ROOT${String(index)}`]));
	const locationOf = ({ base, path }: ReportedFile): ArtifactLocation => ({
		uri: path.split('/').map(encodeURIComponent).join('/'),
		uriBaseId: baseIds.get(base),
	});
	return {
		$schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: {
					driver: {
						name: 'bedrock-inference-profiles',
						rules: Object.entries(findingRules).map(([id, { text, level }]) => ({
							id,
							shortDescription: { text },
							defaultConfiguration: { level },
						})),
					},
				},
				columnKind: 'utf16CodeUnits',
				originalUriBaseIds: Object.fromEntries([...baseIds].map(([base, id]) => [id, { uri: folderAddress(base) }])),
				results: files.flatMap((file) => {
					const artifactLocation = locationOf(file);
					return file.judgements.flatMap((each) => resultsOf(artifactLocation, each));
				}),
			},
		],
	};
}

interface ArtifactLocation {
	readonly uri: string;
	readonly uriBaseId: string | undefined;
}

function folderAddress(folder: string): string {
	const { href } = pathToFileURL(folder);
	return href.endsWith('/') ? href : `${href}/`;
}

function resultsOf(artifactLocation: ArtifactLocation, judgement: Judgement): readonly unknown[] {
	const { occurrence, findings, decision, edits, candidates, reason } = judgement;
	const { line, col, start, end } = occurrence;
	const region = {
		startLine: line,
		startColumn: col,
		endColumn: col + end - start,
		charOffset: start,
		charLength: end - start,
	};
	const [best] = candidates;
	const fixes =
		decision === 'convert' && best
			? [
					{
						description: { text: `${best.profileId}: ${reasonText(reason)}` },
						artifactChanges: [
							{
								artifactLocation,
								replacements: edits.map((edit) => ({
									deletedRegion: { charOffset: edit.start, charLength: edit.end - edit.start },
									insertedContent: { text: edit.newText },
								})),
							},
						],
					},
				]
			: undefined;
	return findings.map((finding) => ({
		ruleId: finding.code,
		ruleIndex: Object.keys(findingRules).indexOf(finding.code),
		level: findingRules[finding.code].level,
		message: { text: findingText(finding) },
		locations: [{ physicalLocation: { artifactLocation, region } }],
		fixes:
			finding.code === 'profileRequired' || finding.code === 'profileAvailable' || finding.code === 'onlyProfile'
				? fixes
				: undefined,
	}));
}
