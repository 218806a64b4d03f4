import type { AnswerFacts } from './answerFacts';
import type { Attachment, ToolResult } from './prompt';
import type { Random } from './random';
import { pick } from './random';

export function englishAnswer(facts: AnswerFacts, random: Random): string {
	const sections = [
		pick(random, [
			'**This answer comes from the simulator, not from a model.** No model read the question; the protocol around it is the real one.',
			'**The simulator wrote this; no model did.** What is real is the way it reached you: the request, its signature and its stream.',
			'**You are reading the simulator, not a model.** It cannot know the answer, but it can show what was asked and how it travelled.',
		]),
		question(facts, random),
		'### What the request carried\n\n' +
			list(facts)
				.map((line) => `- ${line}`)
				.join('\n'),
		'### What it counts\n\n' + table(facts),
		`### The same request in code\n\n${pick(random, [
			'This program sends the same question:',
			'To ask again from a program of your own:',
		])}\n\n\`\`\`${facts.code.language}\n${facts.code.text}\n\`\`\``,
		...(facts.wantsLength ? essay : []),
		pick(random, [
			'Connect to AWS to have a model answer. The ID and the Region stay the same.',
			'With AWS connected, the same request goes to a model; nothing in it has to change.',
		]),
	];
	return sections.join('\n\n');
}

function question(facts: AnswerFacts, random: Random): string {
	if (facts.question === '') return 'The last message has no text of its own.';
	const opening = pick(random, ['You asked:', 'Your question was:', 'The question that arrived:']);
	const earlier = facts.earlierQuestion
		? `\n\nIt is question ${facts.turnNumber} of this conversation; the one before was “${facts.earlierQuestion}”`
		: '';
	return `${opening}\n\n> ${facts.question}${earlier}`;
}

function list(facts: AnswerFacts): string[] {
	return [
		`the ID \`${facts.requestedId}\`, sent to \`${facts.sourceRegion}\`, which names **${facts.modelName}**`,
		facts.systemPrompt ? `a system prompt: “${facts.systemPrompt}”` : 'no system prompt',
		...(facts.attachments.length > 0 ? facts.attachments.map(attachment) : ['no attachments']),
		...facts.toolResults.map(toolResult),
	];
}

function toolResult({ excerpt, isError, toolUseId }: ToolResult): string {
	return `the ${isError ? 'error' : 'result'} of the tool call \`${toolUseId}\`: “${excerpt}”`;
}

function attachment(item: Attachment): string {
	const name = item.name ? ` “${item.name}”` : '';
	const size = item.size === undefined ? 'kept in Amazon S3' : `${item.size.toLocaleString('en-US')} bytes`;
	const pixels = item.width && item.height ? `, ${item.width} × ${item.height} pixels` : '';
	const start = item.excerpt ? `; it begins “${item.excerpt}”` : '';
	return `${article(item.kind)} ${item.kind}${name}, ${item.format || 'format not given'}, ${size}${pixels}${start}`;
}

function article(kind: Attachment['kind']): string {
	return kind === 'image' || kind === 'audio' ? 'an' : 'a';
}

function table(facts: AnswerFacts): string {
	const { attachments, conversation, system } = facts.tokens;
	return [
		'| Part | Input tokens |',
		'| --- | ---: |',
		`| System prompt | ${system} |`,
		`| Conversation | ${conversation} |`,
		`| Attachments | ${attachments} |`,
		`| **Sum** | **${attachments + conversation + system}** |`,
	].join('\n');
}

const essay = [
	'### How a request finds its Region\n\nA request names a profile and goes to its *source Region*. Logs and bills stay there. The model may run in any of the profile’s *destination Regions*; while the source Region has room, that is where it runs.',
	'### Why the ID matters\n\n1. A bare model ID means one Region, and its capacity alone.\n2. A profile ID opens every destination Region of its set.\n3. Some models have no on-demand at all: only a profile reaches them.',
	'### What stays the same\n\nThe messages, the parameters and the answer’s shape do not change with the profile. The price is that of the source Region wherever the model runs; for some models a global profile costs less than a geographic one. The answer never tells which Region ran the model; the invocation log does.',
];
