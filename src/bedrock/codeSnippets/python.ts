import { nativeBody, type SnippetFacts } from './snippetFacts';

export function python(facts: SnippetFacts): string {
	const { modelId, sourceRegion } = facts;
	const client = `import boto3

client = boto3.client("bedrock-runtime", region_name="${sourceRegion}")
`;
	if (facts.answers !== 'text') {
		return `import json

${client}
response = client.invoke_model(
    modelId="${modelId}",
    body='${nativeBody(facts)}',
)
print(json.loads(response["body"].read()))
`;
	}
	return `${client}
response = client.converse_stream(
    modelId="${modelId}",
    messages=[{"role": "user", "content": [{"text": "Hello"}]}],
    inferenceConfig={"maxTokens": 512},
)
for event in response["stream"]:
    if "contentBlockDelta" in event:
        print(event["contentBlockDelta"]["delta"].get("text", ""), end="")
`;
}
