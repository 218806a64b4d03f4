import { pathToFileURL } from 'node:url';
import { type Finding, findingText, type Judgement, reasonText } from '../engine/engine';

/** The judgements of one file. */
export interface JudgedFile {
	/** Relative to the root, forward slashes. */
	readonly path: string;
	readonly judgements: readonly Judgement[];
}

/** Rules, as a reader of the report meets them. */
const rules: Readonly<Record<Finding['code'], { text: string; level: 'error' | 'warning' | 'note' }>> = {
	profileRequired: { text: 'The model can be invoked only through an inference profile.', level: 'error' },
	profileAvailable: { text: 'An inference profile exists for the model.', level: 'note' },
	onlyProfile: { text: 'The model can be invoked only through one inference profile.', level: 'error' },
	regionOutsideProfile: { text: 'The profile cannot be called from the source region.', level: 'error' },
	outsideAllowedRegionSets: { text: 'The profile may route outside the allowed region sets.', level: 'warning' },
	iamModelMissing: { text: 'The policy lacks the model of a profile in some regions.', level: 'error' },
	iamProfileMissing: { text: 'The policy lacks the profile that invokes the model.', level: 'warning' },
	legacy: { text: 'The model is a legacy model.', level: 'warning' },
	endOfLife: { text: 'The model has reached its end of life.', level: 'warning' },
	unknownId: { text: 'No such model or profile is known.', level: 'warning' },
};

/**
 * The findings as a SARIF log.
 * @see OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"
 */
export function sarifLog(root: string, files: readonly JudgedFile[]): unknown {
	const base = pathToFileURL(root).href;
	return {
		$schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: {
					driver: {
						name: 'bedrock-inference-profiles',
						rules: Object.entries(rules).map(([id, { text, level }]) => ({
							id,
							shortDescription: { text },
							defaultConfiguration: { level },
						})),
					},
				},
				columnKind: 'utf16CodeUnits',
				originalUriBaseIds: { ROOT: { uri: base.endsWith('/') ? base : `${base}/` } },
				results: files.flatMap(({ path, judgements }) => judgements.flatMap((each) => resultsOf(path, each))),
			},
		],
	};
}

function resultsOf(path: string, judgement: Judgement): readonly unknown[] {
	const { occurrence, findings, decision, edits, candidates, reason } = judgement;
	const artifactLocation = { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'ROOT' };
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
		ruleIndex: Object.keys(rules).indexOf(finding.code),
		level: rules[finding.code].level,
		message: { text: findingText(finding) },
		locations: [{ physicalLocation: { artifactLocation, region } }],
		fixes:
			finding.code === 'profileRequired' || finding.code === 'profileAvailable' || finding.code === 'onlyProfile'
				? fixes
				: undefined,
	}));
}
