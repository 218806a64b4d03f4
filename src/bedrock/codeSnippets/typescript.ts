import { nativeBody, type SnippetFacts } from './snippetFacts';

export function typescript(facts: SnippetFacts): string {
	const { modelId, sourceRegion } = facts;
	if (facts.answers !== 'text') {
		return `import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';

const client = new BedrockRuntimeClient({ region: '${sourceRegion}' });

const response = await client.send(
  new InvokeModelCommand({
    modelId: '${modelId}',
    contentType: 'application/json',
    body: '${nativeBody(facts)}',
  }),
);
console.log(JSON.parse(new TextDecoder().decode(response.body)));
`;
	}
	return `import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';

const client = new BedrockRuntimeClient({ region: '${sourceRegion}' });

const response = await client.send(
  new ConverseStreamCommand({
    modelId: '${modelId}',
    messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
    inferenceConfig: { maxTokens: 512 },
  }),
);
for await (const event of response.stream ?? []) {
  process.stdout.write(event.contentBlockDelta?.delta?.text ?? '');
}
`;
}
