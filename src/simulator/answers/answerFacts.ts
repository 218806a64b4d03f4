import type { Attachment, ToolResult } from './prompt';

/** What an answer can speak of: all of it is in the request, none of it says where the request ran. */
export interface AnswerFacts {
	readonly question: string;
	readonly turnNumber: number;
	readonly earlierQuestion?: string;
	readonly systemPrompt?: string;
	readonly attachments: readonly Attachment[];
	readonly toolResults: readonly ToolResult[];
	readonly tokens: { readonly system: number; readonly conversation: number; readonly attachments: number };
	readonly requestedId: string;
	readonly modelName: string;
	readonly sourceRegion: string;
	readonly code: { readonly language: string; readonly text: string };
	readonly wantsLength: boolean;
}
