import * as l10n from '@vscode/l10n';
import type { OutdatedRequirement } from './sdkRequirements';
import type { Finding, MixedUse, Reason, RegionEvidence } from './types';

/** The sentence for a finding, in the user's language. */
export function findingText(finding: Finding): string {
	switch (finding.code) {
		case 'profileRequired':
			if ('outsideOf' in finding && finding.outsideOf) {
				return l10n.t(
					'{0} has no on-demand throughput in {1} ({2}), and no inference profile for it lies within the allowed region sets ({3}): choose another model, or allow one of its region sets.',
					finding.modelId,
					finding.sourceRegion,
					evidenceText(finding.evidence),
					finding.outsideOf.join(', '),
				);
			}
			return l10n.t(
				'{0} has no on-demand throughput in {1} ({2}): invoke it through an inference profile.',
				finding.modelId,
				finding.sourceRegion,
				evidenceText(finding.evidence),
			);
		case 'profileAvailable':
			return l10n.t(
				'An inference profile for {0} can be called from {1} ({2}), for more throughput.',
				finding.modelId,
				finding.sourceRegion,
				evidenceText(finding.evidence),
			);
		case 'onlyProfile':
			return l10n.t(
				'{0} can be invoked only through an inference profile, and there is one: {1}.',
				finding.modelId,
				finding.profileId,
			);
		case 'regionOutsideProfile':
			return l10n.t(
				'{0} cannot be called from {1} ({2}). Choose a profile of that region, or send the request from another one.',
				finding.profileId,
				finding.sourceRegion,
				evidenceText(finding.evidence),
			);
		case 'outsideAllowedRegionSets':
			return l10n.t(
				'{0} may route outside the allowed region sets ({1}).',
				finding.profileId,
				finding.allowedRegionSets.join(', '),
			);
		case 'iamModelMissing':
			return finding.regions.includes('')
				? l10n.t(
						"The policy allows the inference profile {0} but not its model's ARN without a region, which global profiles need.",
						finding.profileId,
					)
				: l10n.t(
						'The policy allows the inference profile {0} but not its model in {1}: requests fail there.',
						finding.profileId,
						finding.regions.join(', '),
					);
		case 'iamProfileMissing':
			return l10n.t('The policy allows the model {0} but no inference profile that invokes it.', finding.modelId);
		case 'legacy':
			return finding.endOfLifeDate === undefined
				? l10n.t('{0} is a legacy model: plan to move to a newer one.', finding.modelId)
				: l10n.t('{0} is a legacy model and reaches its end of life on {1}.', finding.modelId, finding.endOfLifeDate);
		case 'endOfLife':
			return finding.endOfLifeDate === undefined
				? l10n.t('{0} has reached its end of life: requests to it fail.', finding.modelId)
				: l10n.t('{0} reached its end of life on {1}: requests to it fail.', finding.modelId, finding.endOfLifeDate);
		case 'unknownId':
			return finding.nearest === undefined
				? l10n.t('No model or inference profile {0} is known.', finding.id)
				: l10n.t('No model or inference profile {0} is known. Did you mean {1}?', finding.id, finding.nearest);
	}
}

/** The sentence for a requirement of an SDK that does not know inference profiles. */
export function requirementText({ packageName, version, minimum }: OutdatedRequirement): string {
	return l10n.t('{0} {1} does not know inference profiles: require {2} or newer.', packageName, version, minimum);
}

/** Why an occurrence is converted or left, as one sentence. */
export function reasonText(reason: Reason): string {
	switch (reason.code) {
		case 'profileRequired':
		case 'profileAvailable':
		case 'onlyProfile':
			return findingText(reason);
		case 'alreadyProfile':
			return l10n.t('It is an inference profile already.');
		case 'unknownId':
			return l10n.t('No model or inference profile {0} is known.', reason.id);
		case 'noProfile':
			return l10n.t('No inference profile is known for {0}.', reason.modelId);
		case 'noProfileForRegion':
			return l10n.t(
				'No inference profile for {0} can be called from {1} ({2}).',
				reason.modelId,
				reason.sourceRegion,
				evidenceText(reason.evidence),
			);
		case 'onlyGlobal':
			return l10n.t(
				'From {0} only the global profile of {1} can be called, and that is for you to choose.',
				reason.sourceRegion,
				reason.modelId,
			);
		case 'notAllowed':
			return l10n.t(
				'No profile for {0} lies within the allowed region sets ({1}).',
				reason.modelId,
				reason.allowedRegionSets.join(', '),
			);
		case 'regionUnknown':
			return l10n.t('Nothing says from which region {0} is invoked.', reason.modelId);
		case 'regionConflict':
			return conflictText(reason.evidence, reason.suggested);
		case 'comment':
			return l10n.t('It stands in a comment.');
		case 'prose':
			return l10n.t('It stands in text for people.');
		case 'outsideString':
			return l10n.t('It stands outside any string.');
		case 'mixedUses':
			return mixedUseText(reason.name, reason.line, reason.use);
		case 'arnElsewhere':
			return l10n.t(
				"{0} also becomes part of a foundation model's ARN in {1}, line {2}.",
				reason.name,
				reason.fileName,
				reason.line,
			);
		case 'lookupElsewhere':
			return l10n.t(
				'{0} also looks up a foundation model in {1}, line {2}.',
				reason.name,
				reason.fileName,
				reason.line,
			);
		case 'toldApart':
			return l10n.t('{0} tells models apart by their IDs, and would not know the profile.', reason.name);
		case 'prefixedElsewhere':
			return l10n.t('{0} gets a prefix in {1}, line {2}.', reason.name, reason.fileName, reason.line);
		case 'allowedValue':
			return l10n.t('It must be one of the values that are allowed beside it, which stay as they are.');
		case 'compared':
			return l10n.t('It is compared with another ID, not used to invoke a model.');
		case 'pattern':
			return l10n.t('It stands for a family of models, not for one.');
		case 'builtAtRunTime':
			return l10n.t('The program puts a prefix or another part to it when it runs.');
		case 'modelTable':
			return l10n.t('It is an entry in a table of models.');
		case 'recorded':
			return l10n.t('It records what a request used: nothing is invoked with it.');
		case 'profileBeside':
			return l10n.t('An inference profile is given beside it, in a setting of its own.');
		case 'needsArn':
			return l10n.t("{0} takes a profile's ARN, and its account number is not to be found in this file.", reason.field);
		case 'copySource':
			return l10n.t('An application profile may be copied from a foundation model, by its ARN.');
		case 'otherResource':
			return l10n.t('It is part of the ARN of another resource ({0}).', reason.resourceType);
		case 'sdkLookup':
			return l10n.t('The constant stands for the foundation model itself.');
		case 'generatedFile':
			return l10n.t('A tool writes this file: change what it is made from.');
		case 'migration':
			return l10n.t('It is part of a migration, which may have run: add a new one.');
		case 'lookupKey':
			return l10n.t('It is the key of a table.');
		case 'path':
			return l10n.t('It is part of a path or an address, not the ID of a request.');
		case 'iamPolicy':
			return l10n.t('It is part of an IAM policy, which names the model and the profile.');
		case 'foundationModelArn':
			return l10n.t('It is part of the ARN of a foundation model.');
		case 'needsModelId':
			return l10n.t('{0} takes a model ID and no profile.', reason.call);
		case 'mantleEndpoint':
			return l10n.t('The bedrock-mantle endpoint takes model IDs and has no inference profiles.');
		case 'otherProvider':
			return l10n.t('It is meant for another service than Amazon Bedrock.');
		case 'provisionedOnly':
			return l10n.t('This variant exists only with provisioned throughput, which profiles do not support.');
	}
}

/** Where converting one use would break another. */
function mixedUseText(name: string, line: number, use: MixedUse): string {
	switch (use) {
		case 'buildsArn':
			return l10n.t("{0} also becomes part of a foundation model's ARN in line {1}.", name, line);
		case 'needsModelId':
			return l10n.t('{0} is also given to a call that takes a model ID and no profile, in line {1}.', name, line);
		case 'looksUp':
			return l10n.t('{0} is also looked up in a table of model IDs, in line {1}.', name, line);
	}
}

/** What contradicts itself, and which of its Regions is suggested, if any. */
function conflictText({ source, regions, fileName }: RegionEvidence, suggested: RegionEvidence | undefined): string {
	const named = regions.join(', ');
	const [region] = suggested?.regions ?? [];
	if (suggested && region !== undefined) {
		return l10n.t(
			'The project names several regions ({0}), and none is clearly that of this request: {1} ({2}) is no more than a suggestion.',
			named,
			region,
			evidenceText(suggested),
		);
	}
	if (source !== 'project')
		return l10n.t('The file names several regions ({0}), and none is clearly that of this request.', named);
	return fileName === undefined
		? l10n.t('The project names several regions ({0}), and none is clearly that of this request.', named)
		: l10n.t('{0} names several regions ({1}), and none is clearly that of this request.', fileName, named);
}

/** What says so, in brackets behind a Region. */
function evidenceText({ source, line, fileName }: RegionEvidence): string {
	switch (source) {
		case 'arn':
			return l10n.t('from the ARN');
		case 'url':
			return l10n.t('from the URL');
		case 'client':
			return line === undefined ? l10n.t('from the client') : l10n.t('from the client, line {0}', line);
		case 'file':
			return line === undefined ? l10n.t('from this file') : l10n.t('from line {0}', line);
		case 'project':
			return fileName === undefined ? l10n.t("from the project's configuration") : l10n.t('from {0}', fileName);
		case 'awsProfile':
			return l10n.t('from the AWS profile');
		case 'sidebar':
			return l10n.t('the source region of the sidebar');
		case 'setting':
			return l10n.t('from the option --region');
	}
}
