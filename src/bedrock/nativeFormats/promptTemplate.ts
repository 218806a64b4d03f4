import type { InvocationRequest } from '../invocation';
import { messageAsText } from './nativeContent';

/** How a model that takes one string marks who speaks. */
export interface PromptTemplate {
	readonly begin: string;
	/** Before the first message; absent: the system prompt goes before the first user message. */
	system?(text: string): string;
	user(text: string): string;
	assistant(text: string): string;
	/** After the last message, where the model goes on. */
	readonly answer: string;
	/** The template's own marks. What a user or a file says must not pass for them. */
	readonly marks: RegExp;
}

/** The conversation as one string. */
export function renderPrompt(
	request: InvocationRequest,
	template: PromptTemplate,
): { prompt: string } | { lacks: 'image' | 'document' } {
	let prompt = template.begin;
	let before = '';
	if (request.system) {
		const system = disarm(request.system, template);
		if (template.system) prompt += template.system(system);
		else before = `${system}\n\n`;
	}
	for (const message of request.messages) {
		const said = messageAsText(message);
		if ('lacks' in said) return said;
		const text = disarm(said.text, template);
		if (message.role === 'assistant') {
			prompt += template.assistant(text);
		} else {
			prompt += template.user(before + text);
			before = '';
		}
	}
	return { prompt: prompt + template.answer };
}

/** A space behind its first character makes a mark into plain text. */
function disarm(text: string, { marks }: PromptTemplate): string {
	return text.replace(marks, (mark) => `${mark.slice(0, 1)} ${mark.slice(1)}`);
}
