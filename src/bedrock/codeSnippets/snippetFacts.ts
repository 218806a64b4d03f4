import type { PolicyDocument } from '../iamPolicy';

/** What a piece of code around a profile is made of. Every text is safe inside the quotes of every language here. */
export interface SnippetFacts {
	/** What a request names: a profile ID, or an application profile's ARN. */
	readonly modelId: string;
	/** The model behind it, `anthropic.claude-…`; an ARN does not show it, and LangChain asks for its provider. */
	readonly foundationModelId: string;
	readonly sourceRegion: string;
	/** `text`: Converse serves the model. Others take InvokeModel with a body in the model's own format. */
	readonly answers: 'text' | 'embedding' | 'other';
	/** What infrastructure code grants. */
	readonly policy: PolicyDocument;
}

/** The start of a body for InvokeModel, as JSON text without single quotes. */
export function nativeBody({ foundationModelId }: SnippetFacts): string {
	if (foundationModelId.startsWith('cohere.embed')) return '{"texts": ["Hello"], "input_type": "search_document"}';
	if (foundationModelId.startsWith('twelvelabs.marengo-embed-2')) return '{"inputType": "text", "inputText": "Hello"}';
	if (foundationModelId.startsWith('twelvelabs.marengo')) {
		return '{"inputType": "text", "text": {"inputText": "Hello"}}';
	}
	if (foundationModelId.startsWith('stability.')) return '{"image": "BASE64 OF AN IMAGE", "output_format": "png"}';
	return '{"inputText": "Hello"}';
}

/** The account's number, or the `*` in its place, in the ARN of a profile. */
export const accountField = /(?<=^arn:[a-z-]+:bedrock:[a-z0-9-]+:)(?:\d{12}|\*)(?=:)/;
