import type { SnippetFacts } from './snippetFacts';

/** Python with `langchain-aws`. It reads the provider off a profile ID; behind an ARN it must be told. */
export function langChain(facts: SnippetFacts): string | undefined {
	const { modelId, sourceRegion, foundationModelId } = facts;
	const provider = foundationModelId.split('.', 1)[0] ?? '';
	const isArn = modelId.startsWith('arn:');
	if (facts.answers === 'text') {
		const named = isArn
			? `    provider="${provider}",
    base_model="${foundationModelId}",
`
			: '';
		return `from langchain_aws import ChatBedrockConverse

model = ChatBedrockConverse(
    model="${modelId}",
${named}    region_name="${sourceRegion}",
    max_tokens=512,
)
for chunk in model.stream("Hello"):
    print(chunk.text, end="")
`;
	}
	// LangChain's embeddings know the formats of these two providers only.
	if (facts.answers !== 'embedding' || !/^(amazon|cohere)$/.test(provider)) return undefined;
	return `from langchain_aws import BedrockEmbeddings

embeddings = BedrockEmbeddings(
    model_id="${modelId}",
    provider="${provider}",
    region_name="${sourceRegion}",
)
print(embeddings.embed_query("Hello"))
`;
}
