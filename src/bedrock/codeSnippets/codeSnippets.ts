import { type Catalogue, type InferenceProfile } from '../catalogue';
import { profilePolicy } from '../iamPolicy';
import { awsCli } from './awsCli';
import { cdk } from './cdk';
import { go } from './go';
import { java } from './java';
import { langChain } from './langChain';
import { python } from './python';
import type { SnippetFacts } from './snippetFacts';
import { terraform } from './terraform';
import { typescript } from './typescript';

/** A piece of code that calls a profile, or lets something call it. */
export interface CodeSnippet {
	/** `Python`, `AWS CLI`: names of things, the same in every language of the user. */
	readonly name: string;
	/** What it needs: a package or program. */
	readonly needs: string;
	/** VS Code's language ID. */
	readonly languageId: string;
	readonly code: string;
}

/**
 * The profile as code in every language that can express it.
 * @returns none when an ID holds what no ID of AWS holds: it would not be safe between quotes.
 */
export function codeSnippets(
	catalogue: Catalogue,
	profile: InferenceProfile,
	sourceRegion: string,
): readonly CodeSnippet[] {
	const { policy, sourceRegion: region } = profilePolicy(catalogue, profile, sourceRegion);
	const foundationModelId = profile.modelIds[0] ?? '';
	const modelId = profile.type === 'APPLICATION' ? (profile.arn ?? profile.profileId) : profile.profileId;
	const facts: SnippetFacts = {
		modelId,
		foundationModelId,
		sourceRegion: region,
		answers: answersOf(catalogue, foundationModelId),
		policy,
	};
	const inserted = [region, modelId, ...profile.modelIds, ...policy.Statement.flatMap(({ Resource }) => Resource)];
	if (!inserted.every((text) => /^[\w.:/*-]{1,2048}$/.test(text))) return [];
	return languages.flatMap(({ write, ...language }) => {
		const code = write(facts);
		return code === undefined ? [] : [{ ...language, code }];
	});
}

const languages: readonly (Omit<CodeSnippet, 'code'> & {
	readonly write: (facts: SnippetFacts) => string | undefined;
})[] = [
	{ name: 'Python', needs: 'boto3', languageId: 'python', write: python },
	{ name: 'TypeScript', needs: '@aws-sdk/client-bedrock-runtime', languageId: 'typescript', write: typescript },
	{ name: 'Java', needs: 'software.amazon.awssdk:bedrockruntime', languageId: 'java', write: java },
	{ name: 'Go', needs: 'aws-sdk-go-v2', languageId: 'go', write: go },
	{ name: 'AWS CLI', needs: 'aws', languageId: 'shellscript', write: awsCli },
	{ name: 'LangChain', needs: 'langchain-aws', languageId: 'python', write: langChain },
	{ name: 'AWS CDK', needs: 'aws-cdk-lib', languageId: 'typescript', write: cdk },
	{ name: 'Terraform', needs: 'hashicorp/aws', languageId: 'terraform', write: terraform },
];

/** A model without sourced modalities is most likely one that converses. */
function answersOf(catalogue: Catalogue, modelId: string): SnippetFacts['answers'] {
	const outputs = catalogue.modelsById.get(modelId)?.outputModalities ?? [];
	if (outputs.length === 0 || outputs.includes('TEXT')) return 'text';
	return outputs.includes('EMBEDDING') ? 'embedding' : 'other';
}
