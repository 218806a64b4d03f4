import type { ContentBlock, ConverseCommandInput, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import { ConverseCommand, ConverseStreamCommand, CountTokensCommand } from '@aws-sdk/client-bedrock-runtime';
import { describe, expect, test } from 'vitest';
import { clientsOf, decodeFrames, question, sonnet, started } from './clients';
import { ServiceModel } from './serviceModel';

const model = new ServiceModel('bedrock-runtime');
const profile = `us.${sonnet}`;

async function collect(stream: AsyncIterable<ConverseStreamOutput> | undefined) {
	const events: ConverseStreamOutput[] = [];
	for await (const event of stream!) events.push(event);
	return { events, text: events.map((event) => event.contentBlockDelta?.delta?.text ?? '').join('') };
}

describe.each(['h1', 'h2'] as const)('Converse over %s', (transport) => {
	test('whole and streamed say the same, and both fit the service model', async () => {
		const { last, runtime } = clientsOf(await started(), { transport, record: true });
		const input: ConverseCommandInput = {
			modelId: profile,
			messages: question('What is an inference profile?'),
			system: [{ text: 'Be kind.' }],
			inferenceConfig: { maxTokens: 2_000, temperature: 0.5 },
			serviceTier: { type: 'default' },
		};
		const whole = await runtime.send(new ConverseCommand(input));
		expect(
			model.responseComplaints('Converse', last().status, last().headers, JSON.parse(last().body.toString())),
		).toEqual([]);
		const streamed = await runtime.send(new ConverseStreamCommand(input));
		const { events, text } = await collect(streamed.stream);
		expect(last().headers['content-type']).toBe('application/vnd.amazon.eventstream');
		for (const { headers, payload } of decodeFrames(last().body)) {
			expect(model.eventComplaints('ConverseStream', String(headers[':event-type']), payload)).toEqual([]);
		}
		expect(whole.output?.message?.content).toEqual([{ text }]);
		expect(text).toContain('What is an inference profile?');
		expect(events.at(0)).toEqual({ messageStart: { role: 'assistant' } });
		expect(events.at(-3)).toEqual({ contentBlockStop: { contentBlockIndex: 0 } });
		expect(events.at(-2)).toEqual({ messageStop: { stopReason: 'end_turn' } });
		const { metadata } = events.at(-1)!;
		expect(metadata?.usage).toEqual(whole.usage);
		expect(metadata?.usage?.totalTokens).toBe(metadata!.usage!.inputTokens! + metadata!.usage!.outputTokens!);
		expect(metadata?.serviceTier).toEqual({ type: 'default' });
	});

	test('by ARN, and with large attachments', async () => {
		const simulator = await started();
		const { runtime } = clientsOf(simulator, { transport });
		const png = Buffer.concat([
			Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
			Buffer.from([0, 0, 2, 128, 0, 0, 1, 224]),
			Buffer.alloc(3_000_000),
		]);
		const { output } = await runtime.send(
			new ConverseCommand({
				modelId: `arn:aws:bedrock:us-east-1:${simulator.accountId}:inference-profile/${profile}`,
				messages: [
					{
						role: 'user',
						content: [
							{ text: 'What is on it?' },
							{ image: { format: 'png', source: { bytes: png } } },
							{ document: { format: 'md', name: 'notes (1)', source: { bytes: Buffer.from('# Title of it') } } },
						],
					},
				],
			}),
		);
		const text = output!.message!.content![0]!.text!;
		expect(text).toContain('3,000,024 bytes, 640 × 480 pixels');
		expect(text).toContain('“notes (1)”, md, 13 bytes; it begins “# Title of it”');
	});

	test.each([
		[{ maxTokens: 7 }, 'max_tokens'],
		[{ stopSequences: ['\n\n'] }, 'stop_sequence'],
		[{ stopSequences: ['never to be seen'] }, 'end_turn'],
	])('%j ends with %s', async (inferenceConfig, stopReason) => {
		const { runtime } = clientsOf(await started(), { transport });
		const { stream } = await runtime.send(
			new ConverseStreamCommand({ modelId: profile, messages: question('Hello'), inferenceConfig }),
		);
		const { events, text } = await collect(stream);
		expect(events.at(-2)).toEqual({ messageStop: { stopReason } });
		if (stopReason === 'max_tokens') expect(events.at(-1)?.metadata?.usage?.outputTokens).toBe(7);
		if (stopReason === 'stop_sequence') expect(text).toMatch(/^[^\n]+$/);
	});

	test('a system message between the turns is the system’s, not a turn', async () => {
		const { runtime } = clientsOf(await started(), { transport });
		const messages = [...question('Hello'), { role: 'system' as const, content: [{ text: 'Answer in one word.' }] }];
		const { output } = await runtime.send(new ConverseCommand({ modelId: profile, messages }));
		expect(output?.message?.content?.[0]?.text).toContain('a system prompt: “Answer in one word.”');
	});

	test('CountTokens counts what Converse reports', async () => {
		const { last, runtime } = clientsOf(await started(), { transport, record: true });
		const messages = question('How many tokens is this?');
		const counted = await runtime.send(new CountTokensCommand({ modelId: profile, input: { converse: { messages } } }));
		expect(
			model.responseComplaints('CountTokens', last().status, last().headers, JSON.parse(last().body.toString())),
		).toEqual([]);
		const { usage } = await runtime.send(new ConverseCommand({ modelId: profile, messages }));
		expect(counted.inputTokens).toBe(usage?.inputTokens);
	});

	test('a client that leaves ends the stream, and is recorded', async () => {
		const simulator = await started({ pace: 1 });
		const { runtime } = clientsOf(simulator, { transport });
		const abort = new AbortController();
		const { stream } = await runtime.send(
			new ConverseStreamCommand({ modelId: profile, messages: question('A long and detailed essay, please.') }),
			{
				abortSignal: abort.signal,
			},
		);
		const seen: unknown[] = [];
		try {
			for await (const event of stream!) {
				seen.push(event);
				if (seen.length === 3) abort.abort();
			}
		} catch {
			// HTTP/1.1 tells of the abort by an error, HTTP/2 by an end.
		}
		await expect.poll(() => simulator.requests[0]?.milliseconds).toBeDefined();
		expect(simulator.requests[0]).toMatchObject({ operation: 'ConverseStream', clientAborted: true, status: 200 });
		const sent = simulator.requests[0]!.eventsSent;
		await new Promise((resolve) => setTimeout(resolve, 150));
		expect(simulator.requests[0]!.eventsSent).toBe(sent);
	});
});

describe('Converse refuses in AWS’s words', () => {
	const user = question('Hello')[0]!;
	const aDocument = (name: string): ContentBlock => ({
		document: { format: 'pdf', name, source: { bytes: Buffer.from('%PDF-1.4') } },
	});
	const assistant = { role: 'assistant' as const, content: [{ text: 'Hi' }] };
	const picture = { image: { format: 'png' as const, source: { bytes: Buffer.from('png') } } };
	const pictures = (count: number) => Array.from({ length: count }, () => picture);
	const document = { document: { format: 'txt' as const, name: 'Notes', source: { bytes: Buffer.from('Notes') } } };
	test.each<[string, Partial<ConverseCommandInput>, string, string]>([
		[
			'no messages',
			{ messages: [] },
			'ValidationException',
			'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
		],
		[
			'the assistant first',
			{ messages: [assistant, user] },
			'ValidationException',
			'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
		],
		[
			'two in a row',
			{ messages: [user, user] },
			'ValidationException',
			'A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.',
		],
		[
			'blank text',
			{ messages: question('  ') },
			'ValidationException',
			'The text field in the ContentBlock object at messages.0.content.0 is blank. Add text to the text field, and try again.',
		],
		[
			'no content',
			{ messages: [{ role: 'user', content: [] }] },
			'ValidationException',
			'The content field in the Message object at messages.0 is empty. Add a ContentBlock object to the content field and try again.',
		],
		[
			'a third role',
			{ messages: [{ ...user, role: 'tool' as never }] },
			'ValidationException',
			"1 validation error detected: Value 'tool' at 'messages.1.member.role' failed to satisfy constraint: Member must satisfy enum value set: [user, assistant, system]",
		],
		[
			'zero tokens',
			{ inferenceConfig: { maxTokens: 0 } },
			'ValidationException',
			"1 validation error detected: Value '0' at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member must have value greater than or equal to 1",
		],
		[
			'two documents of one name, in two turns',
			{
				messages: [
					{ role: 'user', content: [aDocument('notes'), { text: 'Read.' }] },
					{ role: 'assistant', content: [{ text: 'Done.' }] },
					{ role: 'user', content: [aDocument('notes'), { text: 'And this.' }] },
				],
			},
			'ValidationException',
			"Messages can't contain duplicate document names. Rename the document and retry your request.",
		],
		[
			'six documents',
			{ messages: [{ role: 'user', content: [...['a', 'b', 'c', 'd', 'e', 'f'].map(aDocument), { text: 'Read.' }] }] },
			'ValidationException',
			"You can't include more than 5 documents in a request. Reduce the number of documents and retry your request.",
		],
		[
			'too hot',
			{ inferenceConfig: { temperature: 1.5 } },
			'ValidationException',
			"1 validation error detected: Value '1.5' at 'inferenceConfig.temperature' failed to satisfy constraint: Member must have value less than or equal to 1",
		],
		[
			'more than the model can',
			{ inferenceConfig: { maxTokens: 1_000_000 } },
			'ValidationException',
			'The maximum tokens you requested exceeds the model limit of 64000. Try again with a maximum tokens value that is lower than 64000.',
		],
		[
			'a profile by its model ID',
			{ modelId: sonnet },
			'ValidationException',
			`Invocation of model ID ${sonnet} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
		],
		[
			'a profile of another Region',
			{ modelId: `eu.${sonnet}` },
			'ValidationException',
			'The provided model identifier is invalid.',
		],
		[
			'an unknown ID',
			{ modelId: 'acme.model-v1:0' },
			'ValidationException',
			'The provided model identifier is invalid.',
		],
		[
			'another account’s ARN',
			{ modelId: `arn:aws:bedrock:us-east-1:999999999999:inference-profile/${profile}` },
			'ValidationException',
			'The provided model identifier is invalid.',
		],
		[
			'a model past its end',
			{ modelId: 'anthropic.claude-3-5-sonnet-20240620-v1:0' },
			'ResourceNotFoundException',
			'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
		],
		[
			'a retired profile',
			{ modelId: 'us.anthropic.claude-3-5-sonnet-20240620-v1:0' },
			'ResourceNotFoundException',
			'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
		],
		[
			'an unknown application profile',
			{ modelId: 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abcdef012345' },
			'ResourceNotFoundException',
			'Could not find the inference profile arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abcdef012345.',
		],
		[
			'an embedding model',
			{ modelId: 'amazon.titan-embed-text-v2:0' },
			'ValidationException',
			"This action doesn't support the model that you provided. Try again with a supported text or chat model.",
		],
		[
			'a picture for a model that reads text',
			{
				modelId: 'amazon.nova-micro-v1:0',
				messages: [{ role: 'user', content: [{ image: { format: 'png', source: { bytes: Buffer.from('png') } } }] }],
			},
			'ValidationException',
			"This model doesn't support the image content block that you provided.",
		],
		[
			'21 pictures in a message',
			{ messages: [{ role: 'user', content: [...pictures(21), { text: 'What are they?' }] }] },
			'ValidationException',
			'The model returned the following errors: too many images and documents: 21 + 0 > 20',
		],
		[
			'a document without a text beside it',
			{ messages: [{ role: 'user', content: [document] }] },
			'ValidationException',
			'A text block must be included when using documents. Add a text block and retry your request.',
		],
		[
			'both ways to sample, for a model that takes one',
			{ inferenceConfig: { temperature: 0.5, topP: 0.9 } },
			'ValidationException',
			'The model returned the following errors: `temperature` and `top_p` cannot both be specified for this model. Please use only one.',
		],
		[
			'both ways to sample, one of them among the model’s own fields',
			{ inferenceConfig: { temperature: 0.5 }, additionalModelRequestFields: { top_p: 0.9 } },
			'ValidationException',
			'The model returned the following errors: `temperature` and `top_p` cannot both be specified for this model. Please use only one.',
		],
		[
			'a guardrail that does not exist',
			{ guardrailConfig: { guardrailIdentifier: 'abc123def456', guardrailVersion: '1' } },
			'ValidationException',
			'The guardrail identifier or version provided in the request does not exist.',
		],
		[
			'a guardrail that cannot exist',
			{ guardrailConfig: { guardrailIdentifier: 'My guardrail', guardrailVersion: 'DRAFT' } },
			'ValidationException',
			'The provided guardrail identifier is invalid.',
		],
	])('%s', async (_, change, name, message) => {
		const { last, runtime } = clientsOf(await started(), { record: true });
		const input = { modelId: profile, messages: [user], ...change };
		for (const [operation, command] of [
			['Converse', new ConverseCommand(input)],
			['ConverseStream', new ConverseStreamCommand(input)],
		] as const) {
			await expect(runtime.send(command as ConverseCommand)).rejects.toMatchObject({ name, message });
			expect(model.errorComplaints(operation, name, last().status, JSON.parse(last().body.toString()))).toEqual([]);
		}
	});

	test('and nothing that is just within its limits', async () => {
		const { runtime } = clientsOf(await started());
		const whole: Partial<ConverseCommandInput>[] = [
			{ messages: [{ role: 'user', content: [...pictures(20), { text: 'What are they?' }] }] },
			{ messages: [{ role: 'user', content: [document, { text: 'What is it?' }] }] },
			{ modelId: 'amazon.nova-pro-v1:0', inferenceConfig: { temperature: 0.5, topP: 0.9 } },
			{ inferenceConfig: { topP: 0.9 } },
		];
		for (const change of whole) {
			const input = { modelId: profile, messages: [user], ...change };
			const { stopReason } = await runtime.send(new ConverseCommand(input));
			expect(stopReason).toBe('end_turn');
		}
	});

	test('in the launch world, where the message did not point to profiles yet', async () => {
		const { runtime } = clientsOf(await started({ world: 'launch' }), { region: 'eu-west-3' });
		const modelId = 'anthropic.claude-3-5-sonnet-20240620-v1:0';
		await expect(runtime.send(new ConverseCommand({ modelId, messages: [user] }))).rejects.toMatchObject({
			name: 'ValidationException',
			message: "The provided model doesn't support on-demand throughput.",
		});
		const { stopReason } = await runtime.send(new ConverseCommand({ modelId: `eu.${modelId}`, messages: [user] }));
		expect(stopReason).toBe('end_turn');
	});
});
