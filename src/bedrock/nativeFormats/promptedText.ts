import type { AnswerPiece } from '../answer';
import { bedrockMetrics } from './nativeContent';
import type { NativeReader } from './nativeFormat';
import { fields, items, textOf } from './nativeJson';
import { ReasoningTags } from './reasoningTags';

/**
 * Answers of models that continue one string: a list of `{text, stop_reason}`, the same in a chunk and as a whole.
 * Mistral calls the list `outputs`, DeepSeek-R1 `choices`.
 */
export class PromptedTextReader implements NativeReader {
	private readonly tags = new ReasoningTags();

	constructor(private readonly list: 'outputs' | 'choices') {}

	readChunk(value: unknown): readonly AnswerPiece[] {
		const output = fields(items(fields(value)[this.list])[0]);
		const stopReason = textOf(output.stop_reason);
		return [
			...this.tags.push(textOf(output.text) ?? ''),
			...(stopReason ? [...this.finish(), { type: 'stop', stopReason } as const] : []),
			...bedrockMetrics(value),
		];
	}

	readWhole(body: unknown): readonly AnswerPiece[] {
		return this.readChunk(body);
	}

	finish(): readonly AnswerPiece[] {
		return this.tags.finish();
	}
}
