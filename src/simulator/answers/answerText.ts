import type { AnswerFacts } from './answerFacts';
import { excerpt } from './attachments';
import { englishAnswer } from './englishAnswer';
import { japaneseAnswer } from './japaneseAnswer';
import type { Prompt } from './prompt';
import { promptTokens } from './prompt';
import type { Random } from './random';
import { randomFrom } from './random';

/**
 * Markdown that says that it is the simulator's, in the question's language, about the question.
 * The same seed, model and prompt give the same text.
 */
export function answerText(
	prompt: Prompt,
	target: { readonly requestedId: string; readonly modelName: string; readonly sourceRegion: string },
	seed: number,
): string {
	const random = randomFrom('answer', seed, target.requestedId, target.sourceRegion, essenceOf(prompt));
	const questions = prompt.turns.filter((turn) => turn.role === 'user');
	const question = questions.at(-1)?.text ?? '';
	const facts: AnswerFacts = {
		...target,
		question: excerpt(question) ?? '',
		turnNumber: questions.length,
		earlierQuestion: excerpt(questions.at(-2)?.text ?? ''),
		systemPrompt: excerpt(prompt.system),
		attachments: questions.at(-1)?.attachments ?? [],
		toolResults: questions.at(-1)?.toolResults ?? [],
		tokens: promptTokens(prompt),
		code: codeSample(question, target),
		wantsLength: /\b(long|detailed|in depth|at length|essay)\b|長い|詳しく|詳細/i.test(question),
	};
	return writeIn(question)(facts, random);
}

type Writer = (facts: AnswerFacts, random: Random) => string;

function writeIn(question: string): Writer {
	return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(question) ? japaneseAnswer : englishAnswer;
}

/** A program that sends the same question to the same ID: it works as it stands. */
function codeSample(question: string, target: { requestedId: string; sourceRegion: string }): AnswerFacts['code'] {
	const text = JSON.stringify(excerpt(question) ?? '');
	if (/typescript|javascript|node\.?js|\bts\b|\bjs\b/i.test(question)) {
		return {
			language: 'typescript',
			text: [
				"import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';",
				'',
				`const client = new BedrockRuntimeClient({ region: '${target.sourceRegion}' });`,
				'const { stream } = await client.send(',
				'	new ConverseStreamCommand({',
				`		modelId: '${target.requestedId}',`,
				`		messages: [{ role: 'user', content: [{ text: ${text} }] }],`,
				'	}),',
				');',
				'for await (const event of stream ?? []) {',
				"	process.stdout.write(event.contentBlockDelta?.delta?.text ?? '');",
				'}',
			].join('\n'),
		};
	}
	return {
		language: 'python',
		text: [
			'import boto3',
			'',
			`client = boto3.client("bedrock-runtime", region_name="${target.sourceRegion}")`,
			'response = client.converse_stream(',
			`    modelId="${target.requestedId}",`,
			`    messages=[{"role": "user", "content": [{"text": ${text}}]}],`,
			')',
			'for event in response["stream"]:',
			'    print(event.get("contentBlockDelta", {}).get("delta", {}).get("text", ""), end="")',
		].join('\n'),
	};
}

/** What was said, whichever API and format carried it: the same conversation gets the same answer through each. */
function essenceOf({ turns }: Prompt): string {
	return JSON.stringify(
		turns.map(({ attachments, role, text, toolResults = [] }) => [
			role,
			text,
			attachments.map(({ format, kind, name = '', size = 0 }) => [kind, format, name, size]),
			toolResults.map(({ excerpt, isError }) => [excerpt, isError]),
		]),
	);
}
