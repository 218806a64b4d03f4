import type { AnswerPiece } from '../answer';
import type { UnsupportedContent } from '../errorFacts';
import type { InvocationRequest, JsonValue } from '../invocation';

/** How one provider's models are spoken to through InvokeModel: a JSON body of its own making, both ways. */
export interface NativeFormat {
	/** @param modelId the foundation model's ID: some providers changed their format between models. */
	build(request: InvocationRequest, modelId: string): NativeBody;
	/** @param modelId as for `build`. One reader reads one answer. */
	reader(modelId: string): NativeReader;
}

/** `lacks`: what of the request the format cannot carry; nothing is left out in silence. */
export type NativeBody =
	| { readonly ok: true; readonly body: Readonly<Record<string, JsonValue>> }
	| { readonly ok: false; readonly lacks: UnsupportedContent };

/** Reads what a model answers. Shapes that it does not know are skipped: providers add kinds of chunks. */
export interface NativeReader {
	/** One chunk of InvokeModelWithResponseStream. */
	readChunk(chunk: unknown): readonly AnswerPiece[];
	/** The whole body of InvokeModel. */
	readWhole(body: unknown): readonly AnswerPiece[];
	/** What was held back, at the end of any kind. */
	finish(): readonly AnswerPiece[];
}
