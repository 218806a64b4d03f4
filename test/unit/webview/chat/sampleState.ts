import { pageStrings } from '../../../../src/chat/pageStrings';
import { remedyOffers } from '../../../../src/chat/remedyOffers';
import type { AnswerExtra, ChatMessage, State } from '../../../../src/webview/chat/protocol';

const answerText = `A **system-defined inference profile** lets Bedrock route a request to any of several regions. Its ID is what the request names instead of the model ID.

1. The source region takes the request.
2. Bedrock picks a destination region with capacity.

| profile | destination regions |
| --- | --- |
| \`us.\` | us-east-1, us-east-2, us-west-2 |
| \`eu.\` | eu-central-1, eu-west-1 |

\`\`\`python
import boto3

client = boto3.client("bedrock-runtime", region_name="us-east-1")
response = client.converse_stream(modelId="us.anthropic.claude-sonnet-4-5-20250929-v1:0", messages=messages)
\`\`\`

See [the user guide](https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles.html).`;

/** A red square of 40 pixels, as PNG. */
export const redSquare = Uint8Array.from(
	Buffer.from(
		'iVBORw0KGgoAAAANSUhEUgAAACgAAAAoCAIAAAADnC86AAAALElEQVR42u3NsQkAAAjAsP7/tD4huASyp6kXicVisVgsFovFYrFYLBaLxXcWqvU6G92VM/sAAAAASUVORK5CYII=',
		'base64',
	),
);

/** One of each kind. */
const sampleExtras: readonly AnswerExtra[] = [
	{
		type: 'citation',
		title: 'Inference profiles',
		source: 'https://docs.aws.amazon.com/bedrock/',
		citedText: 'A profile routes.',
	},
	{ type: 'citation', title: 'Field notes.pdf', citedText: 'Page 3: capacity varies.' },
	{
		type: 'image',
		after: answerText.indexOf('| profile'),
		state: 'shown',
		format: 'png',
		width: 40,
		height: 40,
		bytes: redSquare,
	},
	{ type: 'toolUse', after: 10_000, name: 'list_profiles', input: '{"region":"us-east-1","limit":10}' },
];

/** A conversation with each kind of message, in the language that `@vscode/l10n` is configured for. */
export function sampleMessages(): ChatMessage[] {
	const details = {
		api: 'ConverseStream' as const,
		sourceRegion: 'us-east-1',
		modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
		maxTokens: 4096,
		inputTokens: 1234,
		outputTokens: 567,
		timeToFirstTokenMilliseconds: 412,
		totalLatencyMilliseconds: 3104,
		serviceLatencyMilliseconds: 3050,
		reasoningMilliseconds: 390,
		attempts: 2,
		sentAt: 1_763_800_000_000,
		cost: { dollars: 0.0134, basis: 'geographic' as const, asOf: '2026-11-22' },
		stopReason: 'end_turn',
		requestId: '5f1d2b7c-0a44-4f0e-9d3e-2f6c1b8a9e10',
	};
	const failure = {
		title: 'Bedrock is throttling this profile.',
		advice: 'Wait a little and retry, or use a profile of another region set.',
		message: 'Too many tokens, please wait before trying again.',
		name: 'ThrottlingException',
		httpStatus: 429,
		remedies: remedyOffers(
			[
				{ kind: 'retryLater' },
				{ kind: 'lowerMaxTokens' },
				{ kind: 'switchToProfile' },
				{ kind: 'openQuotas', sourceRegion: 'us-east-1' },
			],
			{
				alternatives: [
					{
						profileId: 'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
						name: 'Global Anthropic Claude Sonnet 4.5',
					},
				],
				successor: undefined,
				maxTokens: 4096,
				retries: 0,
				random: () => 0.25,
			},
		),
	};
	return [
		{ role: 'user', id: 'u1', text: 'What is an inference profile?\nPlease show a table and code.' },
		{
			role: 'assistant',
			id: 'a1',
			text: answerText,
			reasoning: 'They want a short answer.',
			extras: sampleExtras,
			outcome: 'complete',
			details,
		},
		{ role: 'user', id: 'u2', text: 'And in more words?' },
		{ role: 'assistant', id: 'a2', text: 'An inference profile is', reasoning: '', outcome: 'stopped', details },
		{ role: 'user', id: 'u3', text: 'Go on' },
		{ role: 'assistant', id: 'a3', text: 'It is a resource that', reasoning: '', outcome: 'limit', details },
		{ role: 'user', id: 'u4', text: 'And?' },
		{ role: 'assistant', id: 'a4', text: 'It also', reasoning: '', outcome: 'failed', failure, details },
	];
}

export function sampleState(changes: Partial<State> = {}): State {
	return {
		type: 'state',
		sessionId: 's',
		language: 'en',
		strings: pageStrings(),
		target: {
			profileId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
			name: 'US Anthropic Claude Sonnet 4.5',
			regionSet: 'us',
			sourceRegion: 'us-east-1',
			destinationRegions: ['us-east-1', 'us-east-2', 'us-west-2'],
			connectionLabel: 'Simulator',
			isSimulated: true,
		},
		request: {
			options: {},
			defaultApi: 'ConverseStream',
			defaultMaxTokens: 4096,
			mostTokens: 64_000,
			takes: { system: true, temperature: true, topP: true, stopSequences: true, temperatureOrTopP: true },
			hasNativeFormat: true,
			streams: true,
		},
		attachments: [],
		place: 'tab',
		messages: [],
		omittedMessages: 0,
		canRestore: false,
		canTrace: false,
		...changes,
	};
}
