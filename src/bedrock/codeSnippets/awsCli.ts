import { nativeBody, type SnippetFacts } from './snippetFacts';

/** For a POSIX shell; nothing in it holds a single quote. */
export function awsCli(facts: SnippetFacts): string {
	const { modelId, sourceRegion } = facts;
	return facts.answers === 'text'
		? `aws bedrock-runtime converse \\
  --region '${sourceRegion}' \\
  --model-id '${modelId}' \\
  --messages '[{"role": "user", "content": [{"text": "Hello"}]}]' \\
  --inference-config '{"maxTokens": 512}' \\
  --query 'output.message.content[].text' --output text
`
		: `aws bedrock-runtime invoke-model \\
  --region '${sourceRegion}' \\
  --model-id '${modelId}' \\
  --content-type application/json \\
  --cli-binary-format raw-in-base64-out \\
  --body '${nativeBody(facts)}' \\
  answer.json
`;
}
