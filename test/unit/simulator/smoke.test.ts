import { BedrockClient, ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { expect, test } from 'vitest';
import { startSimulator } from '../../../src/simulator/simulator';

for (const t of ['h1', 'h2'])
	test(`smoke ${t}`, async () => {
		const s = await startSimulator({ pace: 0, log: console.log });
		const c = { region: 'us-east-1', endpoint: s.endpoint, credentials: s, ...(t === 'h1' ? { requestHandler: new NodeHttpHandler() } : {}) };
		const b = new BedrockClient(c as never);
		const r = await b.send(new ListInferenceProfilesCommand({ maxResults: 3 }));
		console.log(JSON.stringify(r, null, 1).slice(0, 1500));
		const rt = new BedrockRuntimeClient(c as never);
		const x = await rt.send(new ConverseStreamCommand({ modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', messages: [{ role: 'user', content: [{ text: 'What is a profile?' }] }] }));
		let text = '';
		for await (const e of x.stream ?? []) { text += e.contentBlockDelta?.delta?.text ?? ''; if (e.metadata || e.messageStop) console.log(JSON.stringify(e)); }
		console.log(text);
		console.log(s.requests);
		expect(text).toContain('simulator');
		b.destroy(); rt.destroy();
		await s.close();
	});
