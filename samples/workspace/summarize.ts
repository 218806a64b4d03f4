import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';

const client = new BedrockRuntimeClient({ region: 'eu-central-1' });

/** Summarises a text in three sentences. */
export async function summarize(text: string): Promise<string> {
  const { output } = await client.send(
    new ConverseCommand({
      modelId: 'amazon.nova-lite-v1:0',
      system: [{ text: 'Summarise the text in three sentences.' }],
      messages: [{ role: 'user', content: [{ text }] }],
    }),
  );
  return output?.message?.content?.map((block) => block.text ?? '').join('') ?? '';
}
